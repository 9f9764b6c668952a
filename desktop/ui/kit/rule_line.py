"""One rule as a line: shape, sentence, evidence in small, and its state in a word."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.ui.kit.cards import Hairline
from desktop.ui.kit.glyphs import Glyph, GlyphMark
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.pills import Pill
from desktop.ui.theme.tokens import Tone


class RuleLine(QWidget):
    """A line of a checklist or of a proof; read out as state, then sentence."""

    def __init__(
        self,
        tone: Tone,
        glyph: Glyph,
        text: str,
        state: str = "",
        small: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 6, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(GlyphMark(glyph, tone), 0, 0, top)
        grid.addWidget(PlainLabel(text), 0, 1, top)
        if state:
            grid.addWidget(Pill(state, tone), 0, 2, top)
        if small:
            grid.addWidget(PlainLabel(small, Role.SMALL), 1, 1, top)
        self.extra = QGridLayout()
        grid.addLayout(self.extra, 2, 1, 1, 2)
        line = Hairline()
        grid.setRowMinimumHeight(3, 6)
        grid.addWidget(line, 4, 0, 1, 3)
        self.setAccessibleName(f"{state}: {text}" if state else text)
        self.setAccessibleDescription(small)
