"""The question before input is discarded that is saved nowhere else."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.kit.buttons import LinkButton, PrimaryButton
from desktop.ui.kit.cards import Notice
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.theme.tokens import L, S, Tone
from desktop.wording.i18n import _


class DiscardQuestion(QWidget):
    """A question in the foot of a dialog, in place of the buttons; hidden at first."""

    def __init__(
        self,
        text: str,
        discard_text: str,
        discard: Callable[[], object],
        keep: Callable[[], object],
    ) -> None:
        """Show `text`, which says what would be lost, and a button `discard_text` for `discard`."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        column.addWidget(Notice(Tone.AMBER, text, glyph=Glyph.QUESTION))
        row = QHBoxLayout()
        row.setSpacing(L)
        row.addStretch(1)
        self.discard_button = LinkButton(discard_text, discard)
        self.keep_button = PrimaryButton(_("Keep editing"), keep)
        row.addWidget(self.discard_button)
        row.addWidget(self.keep_button)
        column.addLayout(row)
        self.hide()
