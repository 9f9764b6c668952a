"""The frame of dialogs and small windows: a body that scrolls, and buttons always visible."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QDialog, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop.ui.kit.announce import announce
from desktop.ui.kit.buttons import LinkButton
from desktop.ui.kit.cards import CardColumn, Hairline, clear
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.kit.sizes import keep_on_screen, opening_size, room_on_screen
from desktop.ui.theme.tokens import XL, L, M, S
from desktop.wording.i18n import _


class BodyAndFoot(QWidget):
    """A column that scrolls where the screen is low, above a fixed foot.

    `body` is the layout of the column, `foot` that of the foot, which ends with the buttons.
    """

    def __init__(self, heading: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.column = CardColumn(margin=XL)
        self.body = self.column.body
        outer.addWidget(self.column, 1)
        self._line = Hairline()
        self._line.hide()
        outer.addWidget(self._line)
        self.foot = QVBoxLayout()
        self.foot.setContentsMargins(XL, M, XL, L)
        self.foot.setSpacing(M)
        outer.addLayout(self.foot)
        if heading:
            self.start(heading)

    def add_buttons(self, left: Sequence[QWidget], right: Sequence[QWidget]) -> QWidget:
        """Add a row of buttons at the end of the foot; in a narrow window they take two rows."""
        parts = []
        for buttons in (left, right):
            part = QHBoxLayout()
            part.setSpacing(L if any(isinstance(one, LinkButton) for one in buttons) else S)
            for button in buttons:
                part.addWidget(button)
            parts.append(part)
        parts[0].addStretch(1)
        row = ResponsiveRow(parts, 0, comfort=0)
        self._line.show()
        self.foot.addWidget(row)
        return row

    def start(self, heading: str) -> None:
        """Empty body and foot, and show another heading."""
        clear(self.body)
        clear(self.foot)
        self.body.addWidget(PlainLabel(heading, Role.TITLE))

    def height_of(self, width: int) -> int:
        """Return the height, in pixels, at which nothing needs to scroll for a width."""
        content = self.column.widget()
        bar = self.column.verticalScrollBar().sizeHint().width()  # it may be there already
        height = content.heightForWidth(min(width - bar, content.maximumWidth()))
        if height < 0:  # the content has no heightForWidth
            height = content.sizeHint().height()
        return height + self.foot.sizeHint().height() + self._line.height()

    def fitting_height(self, width: int) -> int:
        """Return that height, or the screen's if it is lower."""
        return min(self.height_of(width), room_on_screen().height())


class DialogFrame(QDialog):
    """A dialog with body and foot: Enter presses its primary button, Esc closes it.

    With a usual height of 0 the dialog is as high as its content, and grows with it.
    """

    def __init__(
        self, title: str, usual: QSize, heading: str = "", parent: QWidget | None = None
    ) -> None:
        """`title` is the window's, `heading` the first line of the body."""
        super().__init__(parent)
        self.setWindowTitle(title)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.frame = BodyAndFoot(heading)
        outer.addWidget(self.frame)
        self.body, self.foot = self.frame.body, self.frame.foot
        self._primary: QAbstractButton | None = None
        self._message: PlainLabel | None = None
        self._usual = usual
        self.resize(opening_size(usual, self.fontMetrics()))
        if not usual.height():
            self.frame.column.widget().installEventFilter(self)

    def add_buttons(
        self,
        left: Sequence[QWidget],
        right: Sequence[QWidget],
        primary: QAbstractButton | None = None,
    ) -> QWidget:
        """Add the row of buttons; `primary` is the one that Enter presses."""
        self._primary = primary
        return self.frame.add_buttons(left, right)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the primary button on Enter, unless another button has the focus."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._primary is not None and not event.isAutoRepeat():
                self._primary.click()
            return
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
            return
        super().keyPressEvent(event)

    def paste(self) -> None:
        """Paste from the clipboard although no field has the focus; by default show why not."""
        self.show_message(_("Nothing can be pasted here. Click into a field, or close this first."))

    def show_message(self, text: str) -> None:
        """Show a sentence above the buttons, and announce it."""
        if self._message is None or not isValid(self._message):
            self._message = PlainLabel("", Role.SMALL)
            self.foot.insertWidget(0, self._message)
        self._message.setText(text)
        announce(self, text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Grow with the content of the body, as far as the screen allows."""
        if event.type() is QEvent.Type.LayoutRequest and self.isVisible():
            self._grow()
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        """Open with the right height, wholly on the screen."""
        if not self._usual.height():
            self._grow()
        super().showEvent(event)
        keep_on_screen(self)

    def _grow(self) -> None:
        height = self.frame.fitting_height(self.width())
        if height > self.height() or not self.isVisible():
            self.resize(self.width(), height)
