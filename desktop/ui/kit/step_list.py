"""The list of the wizard's steps: done, current or still to do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.kit.glyphs import Glyph, draw
from desktop.ui.kit.labels import PlainLabel, Role, scaled
from desktop.ui.theme.theme import tokens

_SMALLEST_CIRCLE = 24
_GAP = 12


class StepList(QWidget):
    """Numbered steps; screen readers read number, name and state."""

    def __init__(self, steps: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._rows = [_StepRow(number, text) for number, text in enumerate(steps, 1)]
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 22, 22, 20)
        column.setSpacing(10)
        for row in self._rows:
            column.addWidget(row)
        column.addStretch(1)
        self.footer = PlainLabel("", Role.SMALL)
        column.addWidget(self.footer)

    def show_step(
        self,
        current: int,
        done: Sequence[int],
        footer: str,
        *,
        current_text: str = "→",
        done_text: str = "✓",
    ) -> None:
        """Mark the current step and those done (counted from 1).

        `current_text` and `done_text` are the states for screen readers.
        """
        for number, row in enumerate(self._rows, 1):
            states = [current_text] * (number == current) + [done_text] * (number in done)
            row.set_state(current=number == current, done=number in done)
            row.setAccessibleDescription(" ".join(states))
        self.footer.setText(footer)


class _StepRow(QLabel):
    """One step; a QLabel, so that screen readers read it as text, but painted here."""

    def __init__(self, number: int, text: str) -> None:
        super().__init__()
        self._number = number
        self._text = text
        self._current = False
        self._done = False
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{number} {text}")

    def set_state(self, *, current: bool, done: bool) -> None:
        self._current = current
        self._done = done
        self.update()

    def _circle(self) -> int:
        """Return the circle's diameter, which grows with the text."""
        return max(_SMALLEST_CIRCLE, self.fontMetrics().height() + 4)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        width = self._circle() + _GAP + int(metrics.horizontalAdvance(self._text) * 1.12) + 4
        return QSize(width, max(self._circle(), metrics.height()) + 4)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self._circle()
        circle = QRectF(1, (self.height() - side) / 2, side, side)
        ground = t.accent if self._current else t.good_soft if self._done else t.raised
        painter.setPen(QColor(t.field_edge) if ground == t.raised else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawEllipse(circle)
        ink = t.on_accent if self._current else t.good if self._done else t.muted
        if self._done and not self._current:
            inset = side * 0.1
            draw(painter, Glyph.CHECK, circle.adjusted(inset, inset, -inset, -inset), QColor(ink))
        else:
            painter.setPen(QColor(ink))
            painter.setFont(scaled(0.9))
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(self._number))
        colour = t.accent if self._current else t.text if self._done else t.muted
        painter.setPen(QColor(colour))
        painter.setFont(scaled(1.0, bold=self._current))
        rest = self.rect().adjusted(side + _GAP, 0, 0, 0)
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, self._text)
