"""Base class of dialogs with a list and actions on the selected row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from desktop.ui.kit.cards import Notice
from desktop.ui.kit.dialogs import DialogFrame
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.list_table import ListTable
from desktop.ui.theme.tokens import Tone

T = TypeVar("T")


class ListDialog(DialogFrame):
    """Title, text, a notice that is hidden until needed, and the list; subclasses add the rest."""

    def __init__(
        self,
        size: QSize,
        title: str,
        heading: str,
        text: str,
        table: ListTable,
        parent: QWidget | None = None,
    ) -> None:
        """Make a dialog with this window title, and `heading` and any `text` above the table."""
        super().__init__(title, size, heading, parent)
        if text:
            self.body.addWidget(PlainLabel(text, Role.MUTED))
        self.notice = Notice(Tone.BAD, "", glyph=Glyph.CROSS)
        self.notice.hide()
        self.body.addWidget(self.notice)
        self.table = table
        self.body.addWidget(self.table, 1)

    def show_notice(self, tone: Tone, title: str, text: str) -> None:
        """Show a notice above the list, such as an error or what the list lacks."""
        glyph = {Tone.BAD: Glyph.CROSS, Tone.INFO: Glyph.INFO}.get(tone, Glyph.EXCLAMATION)
        self.notice.set(tone, title, text, glyph)
        self.notice.show()

    def chosen_of(self, rows: Sequence[T]) -> T | None:
        """Return the one of `rows`, the rows of the table, that is selected, or None."""
        row = self.table.currentRow()
        return rows[row] if 0 <= row < len(rows) else None
