"""A toast: one sentence about the last action, with “Undo”, that disappears by itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QWidget

from desktop.ui.kit.announce import announce
from desktop.ui.kit.buttons import IconButton, LinkButton
from desktop.ui.kit.glyphs import Glyph, draw
from desktop.ui.kit.labels import PlainLabel
from desktop.ui.kit.sizes import growth
from desktop.ui.theme.tokens import (
    CONTROL_RADIUS,
    ICON,
    TOAST_BACKGROUND,
    TOAST_TEXT,
    XL,
    L,
    M,
    S,
)

SHOWN_MS = 8000
_IN_USE_MS = 1000
"""How soon it is checked again whether a toast in use can be hidden."""
_ABOVE_BOTTOM = 20
_HEIGHT = 48


class Toast(QWidget):
    """Shows one message for eight seconds, longer while the pointer or the focus is on it.

    It is placed at the bottom of its parent; the texts of its buttons are arguments.
    """

    undo_wanted = Signal()
    redo_wanted = Signal()
    folder_wanted = Signal()
    """Open the folder of the saved file."""

    def __init__(
        self,
        undo: str,
        redo: str,
        folder: str,
        close: str,
        parent: QWidget | None = None,
        over: QWidget | None = None,
    ) -> None:
        """`over` is the child of `parent` to centre on; by default it is the parent itself."""
        super().__init__(parent)
        self._over = over or parent
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._text = PlainLabel("")
        self._text.setObjectName("toast")
        self.undo = LinkButton(undo, self._undo)
        self._revert: Callable[[], object] | None = None
        self.redo = LinkButton(redo, self.redo_wanted.emit)
        self.folder = LinkButton(folder, self.folder_wanted.emit)
        self.close_button = _CloseButton(Glyph.CROSS, close, self.hide)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(L + ICON + M, S, S, S)
        row.setSpacing(S)
        row.addWidget(self._text, 1)
        for button in (self.undo, self.redo, self.folder):
            button.setProperty("kind", "toast")
            row.addWidget(button)
        row.addWidget(self.close_button)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._hide_unless_used)
        if self._over is not None:
            self._over.installEventFilter(self)
        self.hide()

    def show_message(
        self,
        text: str,
        *,
        undoable: bool = True,
        redoable: bool = False,
        saved: bool = False,
        revert: Callable[[], object] | None = None,
    ) -> None:
        """Show and announce a sentence.

        “Undo” calls `revert`; without it, it sends `undo_wanted`. After a file was `saved`, a link
        to its folder is shown.
        """
        undo_was_at = self._undo_left() if self.isVisible() and self.underMouse() else None
        self._revert = revert
        self._text.setText(text)
        self.setAccessibleName(text)
        self.undo.setVisible(undoable)
        self.redo.setVisible(redoable)
        self.folder.setVisible(saved)
        self.show()
        self._place()
        if undo_was_at is not None and undoable:
            self._keep_undo_at(undo_was_at)
        self.raise_()
        announce(self, text)
        self._timer.start(SHOWN_MS)

    def text(self) -> str:
        """Return the sentence shown."""
        return self._text.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the widget below."""
        if event.type() is QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the dark background, and a check mark before the sentence."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(TOAST_BACKGROUND))
        painter.drawRoundedRect(QRectF(self.rect()), CONTROL_RADIUS, CONTROL_RADIUS)
        mark = QRectF(L, (self.height() - ICON) / 2, ICON, ICON)
        draw(painter, Glyph.CHECK_CIRCLE, mark, QColor(TOAST_TEXT))

    def _undo(self) -> None:
        """Call the function given to `show_message`, else send `undo_wanted`."""
        revert, self._revert = self._revert, None
        if revert is None:
            self.undo_wanted.emit()
        else:
            self.hide()
            revert()

    def _place(self) -> None:
        """Centre the toast above the bottom, never wider than the widget below."""
        parent, over = self.parentWidget(), self._over
        if parent is None or over is None:
            return
        room = parent.rect() if over is parent else over.geometry()
        self._row.activate()
        metrics = self._text.fontMetrics()
        widest = room.width() - 2 * XL
        rest = self.sizeHint().width() - self._text.sizeHint().width()
        wanted = rest + metrics.horizontalAdvance(self.text()) + S
        width = max(min(wanted, widest), self.minimumSizeHint().width())
        height = max(round(_HEIGHT * growth(metrics)), self._row.heightForWidth(width))
        left = room.left() + (room.width() - width) // 2
        self.setGeometry(left, room.bottom() - height - _ABOVE_BOTTOM, width, height)

    def _undo_left(self) -> int:
        """Return the left edge of “Undo”, in the parent's coordinates."""
        self._row.activate()
        return self.mapToParent(self.undo.pos()).x()

    def _keep_undo_at(self, left: int) -> None:
        """Move the toast so that “Undo” stays under the pointer, as far as there is room.

        A second click is meant to undo a second action, and must not hit “Redo”.
        """
        parent = self.parentWidget()
        moved = self.x() + left - self._undo_left()
        rightmost = moved if parent is None else parent.width() - self.width()
        self.move(max(0, min(moved, rightmost)), self.y())

    def _hide_unless_used(self) -> None:
        focused = QApplication.focusWidget()
        if self.underMouse() or (focused is not None and self.isAncestorOf(focused)):
            self._timer.start(_IN_USE_MS)
            return
        self.hide()


class _CloseButton(IconButton):
    """A cross in a colour that is visible on the toast's background."""

    def _ink(self) -> str:
        return TOAST_TEXT
