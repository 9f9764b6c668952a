"""A large button with an icon, a title and a line of explanation."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.kit.focus_ring import RingedButton
from desktop.ui.kit.glyphs import Glyph, GlyphMark
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.theme.tokens import XS, L, S, Tone


class Tile(RingedButton):
    """One of a few choices; both Enter and Space press it."""

    def __init__(
        self,
        glyph: Glyph,
        title: str,
        text: str,
        action: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "tile")
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(L, L, L, L)
        column.setSpacing(XS)
        column.addWidget(GlyphMark(glyph, Tone.INFO))
        column.addSpacing(S)
        for label in (PlainLabel(title, Role.STRONG), PlainLabel(text, Role.SMALL)):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(label)
        column.addStretch(1)
        self.clicked.connect(lambda _checked=False: action())

    def sizeHint(self) -> QSize:
        """Return the size of icon, title and text."""
        layout = self.layout()
        return super().sizeHint() if layout is None else layout.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the size that fits the longest word."""
        layout = self.layout()
        return super().minimumSizeHint() if layout is None else layout.minimumSize()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the tile by Enter, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)
