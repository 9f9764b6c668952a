"""Labels with a mark or a highlighted part: an icon, the deadline in a headline, digits."""

from __future__ import annotations

import re

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QTextCharFormat,
    QTextLayout,
)
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui.kit.glyphs import GlyphMark
from desktop.ui.kit.labels import PlainLabel, Role, scaled
from desktop.ui.theme.theme import tokens
from desktop.ui.theme.tokens import DISPLAY_SIZE, HEADING_SIZE, XS, S, Tone

_DIGITS = re.compile(r"\d+|\D+")


def marked_line(mark: GlyphMark, label: PlainLabel, gap: int = S) -> QHBoxLayout:
    """Return a row of an icon and a label that may wrap; the icon is level with its first line.

    The row may be higher than the label, as beside a button: both stay in its middle.
    """
    holder = QWidget()  # a layout with an alignment would cut off wrapped lines
    inner = QHBoxLayout(holder)
    inner.setContentsMargins(0, 0, 0, 0)
    inner.setSpacing(gap)
    inner.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    inner.addWidget(label, 1)
    row = QHBoxLayout()
    row.addWidget(holder, 1, Qt.AlignmentFlag.AlignVCenter)
    return row


class Headline(PlainLabel):
    """A title that wraps; `set_marked` gives one part of it the colour of a tone."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        self._marked = ""
        self._tone = Tone.NEUTRAL
        super().__init__(text, Role.TITLE, parent)

    def set_marked(self, text: str, marked: str, tone: Tone) -> None:
        """Show a text, with its first occurrence of `marked` in the colour of `tone`."""
        self._marked = marked
        self._tone = tone
        self.setText(text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text line by line."""
        layout = QTextLayout(self.text(), self.font())
        start = self.text().find(self._marked) if self._marked else -1
        if start >= 0:
            ink = QTextCharFormat()
            ink.setForeground(QColor(tokens().ink(self._tone)))
            span = QTextLayout.FormatRange()
            # PySide's stubs do not know the members of this structure.
            span.start = start  # type: ignore[attr-defined]
            span.length = len(self._marked)  # type: ignore[attr-defined]
            span.format = ink  # type: ignore[attr-defined]
            layout.setFormats([span])
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        layout.beginLayout()
        top = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self.width())
            line.setPosition(QPointF(0, top))
            top += line.height()
        layout.endLayout()
        layout.draw(painter, QPointF(0, max(0.0, (self.height() - top) / 2)))


class CountdownLabel(PlainLabel):
    """A duration with large digits, and small units on the same baseline."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, Role.DISPLAY, parent, wrap=False)
        self._tone = Tone.NEUTRAL

    def set_tone(self, tone: Tone) -> None:
        """Colour the text; the neutral tone is the colour of a title."""
        super().set_tone(tone)
        self._tone = tone
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of all parts."""
        large, small = self._metrics()
        width = sum(
            (large if part.isdigit() else small).horizontalAdvance(part) + self._gap(part)
            for part in self._parts()
        )
        return QSize(width + XS, large.height())

    def minimumSizeHint(self) -> QSize:
        """Never cut a countdown."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the parts one after the other."""
        painter = QPainter(self)
        ink = tokens().text if self._tone is Tone.NEUTRAL else tokens().ink(self._tone)
        painter.setPen(QColor(ink))
        large, small = self._metrics()
        left, base = 0, (self.height() - large.height()) // 2 + large.ascent()
        for part in self._parts():
            digits = part.isdigit()
            painter.setFont(_large() if digits else _small())
            painter.drawText(left, base, part)
            left += (large if digits else small).horizontalAdvance(part) + self._gap(part)

    def _parts(self) -> list[str]:
        found = (part.strip() for part in _DIGITS.findall(self.text()))
        return [part for part in found if part]

    def _metrics(self) -> tuple[QFontMetrics, QFontMetrics]:
        return QFontMetrics(_large()), QFontMetrics(_small())

    def _gap(self, part: str) -> int:
        return XS if part.isdigit() else S


def _large() -> QFont:
    return scaled(DISPLAY_SIZE, bold=True)


def _small() -> QFont:
    return scaled(HEADING_SIZE)
