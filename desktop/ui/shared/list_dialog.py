"""A dialog that shows a list, and does something with the row that is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.kit.cards import Notice
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.list_table import ListTable
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.kit.sizes import opening_size
from desktop.ui.theme.tokens import Tone

T = TypeVar("T")


class ListDialog(QDialog):
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
        """`title` is the window's, `heading` and `text` stand above the table."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(opening_size(size, self.fontMetrics()))
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 18, 24, 16)
        self.column.setSpacing(10)
        self.column.addWidget(PlainLabel(heading, Role.TITLE))
        self.column.addWidget(PlainLabel(text, Role.MUTED))
        self.notice = Notice(Tone.BAD, "", glyph=Glyph.CROSS)
        self.notice.hide()
        self.column.addWidget(self.notice)
        self.table = table
        self.column.addWidget(self.table, 1)

    def add_buttons(self, left: QWidget, *right: QWidget) -> None:
        """End the dialog with a row of buttons: `left` is a way to more rows."""
        one, two = QHBoxLayout(), QHBoxLayout()
        one.addWidget(left)
        one.addStretch(1)
        for button in right:
            two.addWidget(button)
        self.column.addWidget(ResponsiveRow([one, two], 0, comfort=0))

    def show_notice(self, tone: Tone, title: str, text: str) -> None:
        """Say above the list what went wrong, or what is missing in it."""
        glyph = Glyph.CROSS if tone is Tone.BAD else Glyph.EXCLAMATION
        self.notice.set(tone, title, text, glyph)
        self.notice.show()

    def chosen_of(self, rows: Sequence[T]) -> T | None:
        """Return which of `rows`, which are those of the table, is chosen; None if none is."""
        row = self.table.currentRow()
        return rows[row] if 0 <= row < len(rows) else None
