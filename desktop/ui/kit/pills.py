"""A pill: a status in a word, with a shape and a soft ground."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.ui.kit.glyphs import Glyph, draw, paint_ground
from desktop.ui.kit.labels import TipMixin, scaled
from desktop.ui.kit.sizes import growth
from desktop.ui.theme.theme import tokens
from desktop.ui.theme.tokens import PILL_HEIGHT, SMALL_ICON, SMALL_SIZE, Tone

_PADDING = 8
_GAP = 6
_FEWEST = 12


class Pill(TipMixin, QLabel):
    """Shows a word or a few; where there is no room, it ends in “…” and its tooltip has all."""

    def __init__(
        self,
        text: str,
        tone: Tone = Tone.NEUTRAL,
        glyph: Glyph = Glyph.NONE,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)  # a label, which is read out as a text, but paints itself
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(scaled(SMALL_SIZE))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.set(text, tone, glyph)

    def set(self, text: str, tone: Tone, glyph: Glyph = Glyph.NONE) -> None:
        """Show another status."""
        self._text = text
        self._tone = tone
        self._glyph = glyph
        self.setAccessibleName(text)
        self.tip = text
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """Return the word shown."""
        return self._text

    def sizeHint(self) -> QSize:
        """Return as much as text and icon need."""
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(self._text) + 2 * _PADDING + self._shape_width()
        return QSize(width, max(round(PILL_HEIGHT * growth(metrics)), metrics.height()))

    def minimumSizeHint(self) -> QSize:
        """Return room for the shape and a few characters."""
        few = self.fontMetrics().averageCharWidth() * _FEWEST + 2 * _PADDING + self._shape_width()
        return QSize(min(few, self.sizeHint().width()), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground, shape and word."""
        painter = QPainter(self)
        ink = QColor(tokens().ink(self._tone))
        side = self._side()
        paint_ground(painter, QRectF(self.rect()), self._tone, self.height() / 2)
        draw(painter, self._glyph, QRectF(_PADDING, (self.height() - side) / 2, side, side), ink)
        painter.setPen(ink)
        left = _PADDING + self._shape_width()
        room = self.rect().adjusted(left, 0, -_PADDING + 1, 0)
        elide = Qt.TextElideMode.ElideRight
        text = self.fontMetrics().elidedText(self._text, elide, room.width() + 1)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)

    def _shape_width(self) -> int:
        return 0 if self._glyph is Glyph.NONE else self._side() + _GAP

    def _side(self) -> int:
        return round(SMALL_ICON * growth(self.fontMetrics()))
