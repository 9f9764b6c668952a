"""The row above the table of orders: title, search, “log an order”, and a menu."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from desktop.ui.kit.buttons import IconButton, PlainButton
from desktop.ui.kit.glyphs import Glyph, draw
from desktop.ui.kit.labels import PlainLabel, Role, scaled
from desktop.ui.kit.sizes import growth
from desktop.ui.theme.theme import tokens
from desktop.ui.theme.tokens import BUTTON_HEIGHT, CONTROL_RADIUS, ICON, SMALL_SIZE, XL, M, S
from desktop.wording.i18n import _

_SEARCH_WIDTH, _MIN_SEARCH_WIDTH = 360, 120
_SHORTCUT = "Ctrl+F"
_MAX_LENGTH = 200
_WIDE = 560
"""Minimum width of the row, in pixels at 100 %, to show the button's text."""


class SearchField(QLineEdit):
    """A field with a magnifying glass, and with its shortcut while it is empty."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(_("Order number, product, note"))
        self.setAccessibleName(_("Search orders"))
        self.setAccessibleDescription(
            _("Searches number, title, product, account, project and note")
        )
        self.setMaxLength(_MAX_LENGTH)
        self.setClearButtonEnabled(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        scale = growth(self.fontMetrics())
        self.setMinimumWidth(round(_MIN_SEARCH_WIDTH * scale))
        self.setMaximumWidth(round(_SEARCH_WIDTH * scale))
        self.textChanged.connect(self._make_room)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the text clear of the shortcut."""
        super().resizeEvent(event)
        self._make_room()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the magnifying glass, and the shortcut in a small frame."""
        super().paintEvent(event)
        t = tokens()
        scale = growth(self.fontMetrics())
        painter = QPainter(self)
        side = ICON * scale
        middle = self.height() / 2
        draw(painter, Glyph.SEARCH, QRectF(M, middle - side / 2, side, side), QColor(t.text))
        if not self._shows_shortcut():
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(scaled(SMALL_SIZE))
        width, height = self._shortcut_width(), painter.fontMetrics().height() + 2
        cap = QRectF(self.width() - M - width, middle - height / 2, width, height)
        painter.setPen(QPen(QColor(t.button_edge), 1))
        painter.setBrush(QColor(t.raised))
        painter.drawRoundedRect(cap, 4, 4)
        painter.setPen(QColor(t.muted))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, _SHORTCUT)

    def _glass_width(self) -> int:
        return round((ICON + S / 2) * growth(self.fontMetrics()))

    def _shortcut_width(self) -> int:
        return QFontMetrics(scaled(SMALL_SIZE)).horizontalAdvance(_SHORTCUT) + M

    def _shows_shortcut(self) -> bool:
        words = self.fontMetrics().horizontalAdvance(self.placeholderText())
        needed = words + self._glass_width() + self._shortcut_width() + 4 * M
        return not self.text() and self.width() >= needed

    def _make_room(self) -> None:
        shortcut = self._shortcut_width() if self._shows_shortcut() else 0
        self.setTextMargins(self._glass_width(), 0, shortcut, 0)


class MenuButton(IconButton):
    """A square button with a border, as high as the buttons beside it."""

    def sizeHint(self) -> QSize:
        """Return a square of the height of a button."""
        side = round(BUTTON_HEIGHT * growth(self.fontMetrics()))
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the border behind the icon."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(tokens().button_edge))
        painter.setBrush(QColor(tokens().raised))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, CONTROL_RADIUS, CONTROL_RADIUS)
        painter.end()
        super().paintEvent(event)


class Toolbar(QWidget):
    """In a narrow window, the button “log an order” is an icon."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = True
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        row.addWidget(PlainLabel(_("Orders"), Role.TITLE, wrap=False))
        row.addSpacing(XL - S)
        self.search = SearchField()
        row.addWidget(self.search, 1)
        row.addStretch(0)
        self.new = PlainButton(_("Log an order"), glyph=Glyph.PLUS)
        self.new.setToolTip("Ctrl+N")
        self.new_short = MenuButton(Glyph.PLUS, _("Log an order"))
        self.new_short.hide()
        self.more = MenuButton(Glyph.MORE, _("More about orders"))
        for button in (self.new, self.new_short, self.more):
            row.addWidget(button)

    def minimumSizeHint(self) -> QSize:
        """Return the width with the button as an icon."""
        words = self.new.sizeHint().width() - self.more.sizeHint().width()
        least = super().minimumSizeHint()
        shown = words if not self.new.isHidden() else 0
        return QSize(least.width() - shown, least.height())

    def show_controls(self, *, shown: bool) -> None:
        """Show or hide everything but the title."""
        self._shown = shown  # first: showing a button can resize the row, which calls this again
        wide = self.width() >= _WIDE * growth(self.fontMetrics())
        self.new.setVisible(shown and wide)
        self.new_short.setVisible(shown and not wide)
        self.search.setVisible(shown)
        self.more.setVisible(shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the button's text or its icon."""
        super().resizeEvent(event)
        self.show_controls(shown=self._shown)

    def changeEvent(self, event: QEvent) -> None:
        """Repaint when the theme changes."""
        super().changeEvent(event)
        self.update()
