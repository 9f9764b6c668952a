"""The foot of the navigation: a button of two small lines with an icon."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.kit.focus_ring import RingedButton
from desktop.ui.kit.glyphs import Glyph, draw
from desktop.ui.kit.labels import TipMixin, scaled
from desktop.ui.kit.sizes import growth
from desktop.ui.theme.theme import tokens
from desktop.ui.theme.tokens import ICON, NAVIGATION_HEIGHT, SMALL_SIZE, M, S, Tone


class SidebarFoot(TipMixin, RingedButton):
    """A button below the navigation: an icon and two small lines."""

    def __init__(
        self, glyph: Glyph, clicked: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "icon")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self._glyph = glyph
        self._lines = ["", ""]
        self._tone = Tone.GOOD
        self._folded = False
        self.setFont(scaled(SMALL_SIZE))
        self.clicked.connect(lambda _checked=False: clicked())

    def show_lines(self, first: str, second: str, tone: Tone) -> None:
        """Show two lines; `tone` colours the icon, and the lines as well unless it is GOOD."""
        self._lines = [first, second]
        self._tone = tone
        text = f"{first}\n{second}"
        self.setAccessibleName(text.replace("\n", " · "))
        self.tip = text
        self.updateGeometry()
        self.update()

    def fold(self, *, folded: bool) -> None:
        """Show the icon only, or icon and lines."""
        self._folded = folded
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of the lines; the width is that of the sidebar."""
        return QSize(0, max(2 * self.fontMetrics().lineSpacing() + S, NAVIGATION_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the height of the lines."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the button as the style sheet has it, then icon and lines."""
        super().paintEvent(event)
        t = tokens()
        scale = growth(self.fontMetrics())
        painter = QPainter(self)
        side = ICON * scale
        left = (self.width() - side) / 2 if self._folded else M * scale
        middle = (self.height() - side) / 2
        top = middle if self._folded else (self.height() - 2 * self.fontMetrics().lineSpacing()) / 2
        draw(painter, self._glyph, QRectF(left, top, side, side), QColor(t.ink(self._tone)))
        if self._folded:
            return
        painter.setPen(QColor(t.muted if self._tone is Tone.GOOD else t.ink(self._tone)))
        room = QRectF(self.rect()).adjusted(left + side + M * scale, 0, 0, 0)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        metrics = self.fontMetrics()
        lines = (
            metrics.elidedText(line, Qt.TextElideMode.ElideRight, int(room.width()))
            for line in self._lines
        )
        painter.drawText(room, flags, "\n".join(lines))
