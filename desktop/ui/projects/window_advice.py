"""The advice on an account's association period, with its grounds and a button to accept it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.window_advice import Advice
from desktop.ui.kit.buttons import PlainButton
from desktop.ui.kit.glyphs import Glyph, GlyphMark, paint_background
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.theme.tokens import CARD_RADIUS, ROW_BUTTON_HEIGHT, L, M, S, Tone
from desktop.wording import glossary
from desktop.wording.i18n import _, labelled
from desktop.wording.records import sightings

_COMFORT = 18
"""Characters that the text needs at least to be beside the button."""


class AdviceBand(QWidget):
    """An amber band: with the present period, an order could be lost. Accepting can be undone."""

    def __init__(
        self,
        advice: Advice,
        now: datetime,
        take: Callable[[], object],
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        """`take` accepts the advice; `name` is the account's, for screen readers."""
        super().__init__(parent)
        window = glossary.window(advice.window)
        title = _("Advice: plan with the {window}").format(window=window)
        words = QVBoxLayout()
        words.setSpacing(2)
        self.title = PlainLabel(title, Role.STRONG)
        self.grounds = PlainLabel(sightings.advice(advice, now))
        words.addWidget(self.title)
        words.addWidget(self.grounds)
        marked = QHBoxLayout()
        marked.setSpacing(M)
        mark = GlyphMark(Glyph.EXCLAMATION, Tone.AMBER)
        marked.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        marked.addLayout(words, 1)
        text = _("Plan with the {window}").format(window=window)
        self.button = PlainButton(text, take, name=labelled(text, name), height=ROW_BUTTON_HEIGHT)
        actions = QHBoxLayout()
        actions.addWidget(self.button)
        actions.addStretch(1)
        row = QVBoxLayout(self)
        row.setContentsMargins(L, S, L, S)
        row.addWidget(ResponsiveRow([marked, actions], 0, comfort=_COMFORT))
        self.setAccessibleName(title)
        self.setAccessibleDescription(self.grounds.text())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tinted background."""
        paint_background(QPainter(self), QRectF(self.rect()), Tone.AMBER, CARD_RADIUS)
