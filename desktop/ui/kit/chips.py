"""Chips to choose one of several groups of rows, each with its number of rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QWidget

from desktop.ui.kit.glyphs import Glyph, draw
from desktop.ui.kit.labels import scaled
from desktop.ui.kit.sizes import growth
from desktop.ui.theme.theme import tokens
from desktop.ui.theme.tokens import SMALL_ICON, S, Tone

K = TypeVar("K")

_HEIGHT = 32
_PADDING = 14
_GAP = 6


class CountChip(QAbstractButton):
    """A checkable chip: perhaps an icon, a name, and the number of rows."""

    def __init__(
        self,
        name: str,
        glyph: Glyph = Glyph.NONE,
        tone: Tone = Tone.NEUTRAL,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._glyph, self._tone = glyph, tone
        self._count = 0
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_count(self, count: int, text: str) -> None:
        """Show the number of rows, none for 0; `text` is name and number for screen readers."""
        self._count = count
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of name and count, in the bold type of a chosen chip."""
        metrics = QFontMetrics(scaled(1.0, bold=True))
        width = metrics.horizontalAdvance(self._name) + 2 * _PADDING + self._icon_room()
        if self._count:
            width += metrics.horizontalAdvance(self._number()) + _GAP
        return QSize(width, round(_HEIGHT * growth(metrics)))

    def changeEvent(self, event: QEvent) -> None:
        """Repaint when the theme changes."""
        super().changeEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint border, icon, name and count."""
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        focus = self.hasFocus()
        edge = t.accent if chosen or focus else t.button_edge
        painter.setPen(QPen(QColor(edge), 2 if focus else 1))
        ground = t.selected if chosen else t.hover if self.underMouse() else t.raised
        painter.setBrush(QColor(ground))
        inset = 1.0 if focus else 0.5
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setFont(scaled(1.0, bold=chosen))
        metrics = painter.fontMetrics()
        gap = _GAP + metrics.horizontalAdvance(self._number()) if self._count else 0
        words = metrics.horizontalAdvance(self._name)
        left = (self.width() - self._icon_room() - words - gap) / 2
        if self._glyph is not Glyph.NONE:
            side = self._side()
            icon = QRectF(left, (self.height() - side) / 2, side, side)
            draw(painter, self._glyph, icon, QColor(t.ink(self._tone)))
            left += self._icon_room()
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(t.accent if chosen else t.text))
        painter.drawText(QRectF(left, 0, words + 2, self.height()), middle, self._name)
        if self._count:
            painter.setPen(QColor(t.accent if chosen else t.muted))
            rest = QRectF(left + words + _GAP, 0, self.width(), self.height())
            painter.drawText(rest, middle, self._number())

    def _number(self) -> str:
        return f"{self._count:,}"

    def _side(self) -> int:
        return round(SMALL_ICON * growth(QFontMetrics(scaled(1.0))))

    def _icon_room(self) -> int:
        return 0 if self._glyph is Glyph.NONE else self._side() + _GAP


class ChipBar(QWidget, Generic[K]):
    """Chips of which exactly one is chosen; the arrow keys choose, Tab leaves the bar."""

    chosen = Signal(object)
    """The key of the chip that was chosen."""

    def __init__(
        self, name: str, chips: Mapping[K, CountChip], first: K, parent: QWidget | None = None
    ) -> None:
        """`name` is the accessible name; the chips become children of the bar."""
        super().__init__(parent)
        self.setAccessibleName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._key = first
        self._group = QButtonGroup(self)
        self.chips = dict(chips)
        for key, chip in self.chips.items():
            chip.setParent(self)
            self._group.addButton(chip)
            chip.setVisible(self.always_visible(key))
            chip.toggled.connect(lambda on, key=key: self._toggled(key, on=on))
        self.chips[first].setChecked(True)

    def always_visible(self, key: K) -> bool:
        """Return whether a chip is visible also while it is not chosen."""
        return key in self.chips

    def key(self) -> K:
        """Return the key of the chosen chip."""
        return self._key

    def select(self, key: K) -> None:
        """Choose a chip."""
        self.chips[key].setChecked(True)

    def texts(self) -> list[str]:
        """Return the texts of the visible chips."""
        return [chip.text() for chip in self.chips.values() if not chip.isHidden()]

    def show_chips(self) -> None:
        """Show the chosen chip and those that are always visible, and lay them out."""
        for key, chip in self.chips.items():
            chip.setVisible(chip.isChecked() or self.always_visible(key))
        self._lay_out()

    def sizeHint(self) -> QSize:
        """Return the size of all visible chips in one line."""
        shown = self._shown()
        width = sum(chip.sizeHint().width() + S for chip in shown) - S
        return QSize(width, shown[0].sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the width of the widest chip, since they wrap."""
        return QSize(
            max(chip.sizeHint().width() for chip in self._shown()), self.sizeHint().height()
        )

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines of chips at a width."""
        return max(box.bottom() + 1 for _chip, box in self._places(width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the chips."""
        super().resizeEvent(event)
        self._lay_out()

    def _toggled(self, key: K, *, on: bool) -> None:
        self.chips[key].setVisible(on or self.always_visible(key))
        if not on:
            return
        self._key = key
        self._lay_out()
        self.chosen.emit(key)

    def _shown(self) -> list[CountChip]:
        return [chip for chip in self.chips.values() if not chip.isHidden()]

    def _lay_out(self) -> None:
        for chip, box in self._places(self.width()):
            chip.setGeometry(box)
        self.updateGeometry()

    def _places(self, width: int) -> list[tuple[CountChip, QRect]]:
        places: list[tuple[CountChip, QRect]] = []
        left = top = 0
        for chip in self._shown():
            size = chip.sizeHint()
            if left and left + size.width() > width:
                left, top = 0, top + size.height() + S
            places.append((chip, QRect(left, top, size.width(), size.height())))
            left += size.width() + S
        return places
