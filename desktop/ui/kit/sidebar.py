"""The navigation at the left: the pages, a badge where something is open, a footer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.sizes import growth
from desktop.ui.theme.theme import tokens

_LOGO = 24
_CALM_WIDTH = 186


class NavigationButton(QPushButton):
    """One page's entry."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("kind", "nav")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._count = 0

    def set_count(self, count: int) -> None:
        """Show this number in a badge; no badge for 0."""
        self._count = count
        self.setAccessibleDescription(str(count) if count else "")
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the text and the badge."""
        return super().sizeHint() + QSize(40, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the entry and its badge."""
        super().paintEvent(event)
        if not self._count:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        text = str(self._count) if self._count < 1000 else "999+"  # noqa: PLR2004
        height = self.fontMetrics().height() + 2
        width = max(height, self.fontMetrics().horizontalAdvance(text) + 12)
        box = QRectF(self.width() - width - 10, (self.height() - height) / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens().amber_soft))
        painter.drawRoundedRect(box, height / 2, height / 2)
        painter.setPen(QColor(tokens().amber))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


class Sidebar(QWidget):
    """Pages by key; Up and Down move between them."""

    chosen = Signal(str)

    def __init__(
        self,
        name: str,
        icon: QIcon,
        upper: Sequence[tuple[str, str]],
        lower: Sequence[tuple[str, str]],
        footer: str,
        parent: QWidget | None = None,
    ) -> None:
        """`upper` and `lower` are keys and texts of the entries at the top and at the bottom."""
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.buttons: dict[str, NavigationButton] = {}
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 18, 12, 18)
        column.setSpacing(3)
        column.addLayout(_head(name, icon))
        column.addSpacing(10)
        for key, text in upper:
            column.addWidget(self._entry(key, text))
        column.addStretch(1)
        for key, text in lower:
            column.addWidget(self._entry(key, text))
        self.footer = PlainLabel(footer, Role.SMALL)
        self.footer.setContentsMargins(10, 8, 4, 0)
        column.addWidget(self.footer)

    def sizeHint(self) -> QSize:
        """Wide enough to be calm where the words are short; it may be made narrower."""
        return super().sizeHint().expandedTo(QSize(_CALM_WIDTH, 0))

    def select(self, key: str) -> None:
        """Mark a page as the one shown."""
        self.buttons[key].setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down go to the neighbouring page."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        keys = list(self.buttons)
        focused = [k for k, button in self.buttons.items() if button.hasFocus()]
        if not (step and focused):
            super().keyPressEvent(event)
            return
        key = keys[(keys.index(focused[0]) + step) % len(keys)]
        self.buttons[key].setFocus(Qt.FocusReason.TabFocusReason)
        self.buttons[key].click()

    def _entry(self, key: str, text: str) -> NavigationButton:
        button = NavigationButton(text)
        button.setAccessibleName(text)
        button.clicked.connect(lambda: self.chosen.emit(key))
        self.buttons[key] = button
        self._group.addButton(button)
        return button


def _head(name: str, icon: QIcon) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(10, 0, 0, 0)
    row.setSpacing(8)
    picture = PlainLabel(wrap=False)
    side = round(_LOGO * growth(picture.fontMetrics()))
    picture.setPixmap(icon.pixmap(side, side))
    row.addWidget(picture)
    row.addWidget(PlainLabel(name, Role.HEADING, wrap=False), 1)
    return row
