"""Pills: a status as a word with an icon on a rounded, tinted background."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.ui.kit.glyphs import Glyph, draw, paint_background
from desktop.ui.kit.labels import TipMixin, scaled
from desktop.ui.kit.sizes import growth
from desktop.ui.theme.theme import tokens
from desktop.ui.theme.tokens import PILL_HEIGHT, SMALL_ICON, SMALL_SIZE, Tone

_PADDING = 8
_GAP = 6
_LEAST_CHARACTERS = 12


class Pill(TipMixin, QLabel):
    """Shows a short text; where it does not fit it ends in “…”. The tooltip has the whole text."""

    def __init__(
        self,
        text: str,
        tone: Tone = Tone.NEUTRAL,
        glyph: Glyph = Glyph.NONE,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)  # a QLabel, so that screen readers read it as text
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
        """Return the whole text."""
        return self._text

    def sizeHint(self) -> QSize:
        """Return the size of text and icon."""
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(self._text) + 2 * _PADDING + self._icon_width()
        return QSize(width, max(round(PILL_HEIGHT * growth(metrics)), metrics.height()))

    def minimumSizeHint(self) -> QSize:
        """Return the size of the icon and a few characters."""
        few = (
            self.fontMetrics().averageCharWidth() * _LEAST_CHARACTERS
            + 2 * _PADDING
            + self._icon_width()
        )
        return QSize(min(few, self.sizeHint().width()), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint background, icon and text."""
        painter = QPainter(self)
        ink = QColor(tokens().ink(self._tone))
        side = self._side()
        paint_background(painter, QRectF(self.rect()), self._tone, self.height() / 2)
        draw(painter, self._glyph, QRectF(_PADDING, (self.height() - side) / 2, side, side), ink)
        painter.setPen(ink)
        left = _PADDING + self._icon_width()
        room = self.rect().adjusted(left, 0, -_PADDING + 1, 0)
        elide = Qt.TextElideMode.ElideRight
        text = self.fontMetrics().elidedText(self._text, elide, room.width() + 1)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)

    def _icon_width(self) -> int:
        return 0 if self._glyph is Glyph.NONE else self._side() + _GAP

    def _side(self) -> int:
        return round(SMALL_ICON * growth(self.fontMetrics()))
