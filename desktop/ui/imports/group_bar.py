"""The groups of rows as chips, each with its number of rows."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from desktop.ui.imports.preview_model import GroupStyle
from desktop.ui.imports.preview_rows import RowGroup
from desktop.ui.kit.chips import ChipBar, CountChip
from desktop.wording.i18n import _


class GroupBar(ChipBar[RowGroup]):
    """Shows the groups that have rows; the rows of the selected chip are listed."""

    def __init__(
        self, styles: Mapping[RowGroup, GroupStyle], parent: QWidget | None = None
    ) -> None:
        self._styles = styles
        self._counts: dict[RowGroup, int] = {}
        chips = {
            group: CountChip(style.word, style.glyph, style.tone) for group, style in styles.items()
        }
        super().__init__(_("Rows by what becomes of them"), chips, RowGroup.ALL, parent)

    def always_visible(self, key: RowGroup) -> bool:
        """Return whether a group has rows, or is the group of all rows."""
        return key is RowGroup.ALL or self._counts.get(key, 0) > 0

    def set_counts(self, counts: Mapping[RowGroup, int]) -> None:
        """Show the number of rows of each group, and hide groups without rows."""
        self._counts = dict(counts)
        for group, chip in self.chips.items():
            count = counts.get(group, 0)
            chip.set_count(count, f"{self._styles[group].word} {count:,}")
        if not self.always_visible(self.key()):
            self.select(RowGroup.ALL)
        self.show_chips()
