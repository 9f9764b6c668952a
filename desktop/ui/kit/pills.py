"""A pill: a status in a word, with a shape and a soft ground."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.kit.glyphs import Glyph, draw, paint_ground
from desktop.ui.kit.labels import ElidedLabel, plain_tooltip, scaled
from desktop.ui.kit.sizes import growth
from desktop.ui.theme.theme import tokens
from desktop.ui.theme.tokens import PILL_HEIGHT, SMALL_ICON, SMALL_SIZE, S, Tone

_PADDING = 8
_GAP = 6
_FEWEST = 12
_ENOUGH = 24
"""Digits that a line beside a pill has room for, at the least; a longer one ends in “…”."""
_SEEN = 8, 18
"""Characters that are to be seen of each line if it is cut: of a name, of a number with a name."""
_ANY_WIDTH = (1 << 24) - 1


class Pill(QWidget):
    """Shows a word or a few; where there is no room, it ends in “…” and its tooltip has all.

    One that `folds` shows its icon only, then.
    """

    def __init__(
        self,
        text: str,
        tone: Tone = Tone.NEUTRAL,
        glyph: Glyph = Glyph.NONE,
        parent: QWidget | None = None,
        *,
        folds: bool = False,
    ) -> None:
        super().__init__(parent)
        self._folds = folds
        self.setFont(scaled(SMALL_SIZE))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.set(text, tone, glyph)

    def set(self, text: str, tone: Tone, glyph: Glyph = Glyph.NONE) -> None:
        """Show another status."""
        self._text = text
        self._tone = tone
        self._glyph = glyph
        self.setAccessibleName(text)
        self.setToolTip(plain_tooltip(text))
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
        if self._folds:
            side = self.sizeHint().height()
            return QSize(side, side)
        few = self.fontMetrics().averageCharWidth() * _FEWEST + 2 * _PADDING + self._shape_width()
        return QSize(min(few, self.sizeHint().width()), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground, shape and word."""
        painter = QPainter(self)
        ink = QColor(tokens().ink(self._tone))
        side = self._side()
        if self._folds and self.width() < self.sizeHint().width():
            disc = QRectF(self.width() - self.height(), 0, self.height(), self.height())
            paint_ground(painter, disc, self._tone, self.height() / 2)
            inset = (self.height() - side) / 2
            draw(painter, self._glyph, disc.adjusted(inset, inset, -inset, -inset), ink)
            return
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


class TextsBesidePill(QWidget):
    """Two lines, and a pill that becomes its icon before either of them is cut."""

    def __init__(self, first: ElidedLabel, second: ElidedLabel, pill: Pill | None) -> None:
        super().__init__()
        self._texts = (first, second)
        self._pill = pill
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addStretch(1)
        for text, seen in zip(self._texts, _SEEN, strict=True):
            text.setProperty("elides", seen)
            column.addWidget(text)
        column.addStretch(1)
        row.addLayout(column, 1)
        if pill is not None:
            row.addWidget(pill)

    def minimumSizeHint(self) -> QSize:
        """Return room for the texts, of long ones for what tells them apart, and for the icon."""
        usual = super().minimumSizeHint()
        enough = self.fontMetrics().horizontalAdvance("0") * _ENOUGH
        width = min(enough, max(text.sizeHint().width() for text in self._texts))
        if self._pill is not None:
            width += S + self._pill.minimumSizeHint().width()
        return usual.expandedTo(QSize(width, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the texts the pill's room where they need it."""
        super().resizeEvent(event)
        if self._pill is None:
            return
        longest = max(text.sizeHint().width() for text in self._texts)
        folds = longest + S + self._pill.sizeHint().width() > self.width()
        self._pill.setMaximumWidth(self._pill.minimumSizeHint().width() if folds else _ANY_WIDTH)
