"""The band above the steps in the console: the deadline, the time left, and what sets it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui.kit.glyphs import Glyph, GlyphMark, paint_background
from desktop.ui.kit.labels import PlainLabel, Role, capital
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.theme.tokens import CARD_RADIUS, L, M, Tone
from desktop.wording.i18n import clauses

_COMFORT = 26
"""Width that countdown and deadline need beside the association period, in characters."""


class CountdownBand(QWidget):
    """One line in the colour of its tone: the deadline, the time left, and the period."""

    def __init__(self) -> None:
        super().__init__()
        self._tone = Tone.INFO
        self._mark = GlyphMark(Glyph.CLOCK, Tone.INFO)
        self.until = PlainLabel("")
        self.left = PlainLabel("", Role.STRONG, wrap=False)
        self.why = PlainLabel("", Role.SMALL, wrap=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(L, M, L, M)
        row.setSpacing(M)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        first, last = QHBoxLayout(), QHBoxLayout()
        first.setSpacing(M)
        first.addWidget(self.until, 1)
        first.addWidget(self.left, 0, Qt.AlignmentFlag.AlignTop)
        last.addWidget(self.why)
        row.addWidget(ResponsiveRow([first, last], 0, M, comfort=_COMFORT), 1)

    def show_time(self, until: str, left: str, why: str, tone: Tone) -> None:
        """Show a deadline, the time left, and the association period that sets it."""
        self._tone = tone
        self._mark.set(Glyph.CROSS_CIRCLE if tone is Tone.BAD else Glyph.CLOCK, tone)
        for label, text in ((self.until, until), (self.left, left), (self.why, why)):
            label.set_tone(tone)
            label.setText(capital(text))
        self.setAccessibleName(clauses(until, left, why))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the background."""
        paint_background(QPainter(self), QRectF(self.rect()), self._tone, CARD_RADIUS)
