"""The groups of rows as chips, each with how many rows it has."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from desktop.ui.imports.preview_model import GroupLook
from desktop.ui.imports.preview_rows import RowGroup
from desktop.ui.kit.chips import ChipBar, CountChip
from desktop.wording.i18n import _


class GroupBar(ChipBar[RowGroup]):
    """Shows the groups that have rows; the one whose chip is chosen is listed."""

    def __init__(self, looks: Mapping[RowGroup, GroupLook], parent: QWidget | None = None) -> None:
        self._looks = looks
        self._counts: dict[RowGroup, int] = {}
        chips = {
            group: CountChip(look.word, look.glyph, look.tone) for group, look in looks.items()
        }
        super().__init__(_("Rows by what becomes of them"), chips, RowGroup.ALL, parent)

    def always_visible(self, key: RowGroup) -> bool:
        """Return whether a group has rows; all rows are always offered."""
        return key is RowGroup.ALL or self._counts.get(key, 0) > 0

    def set_counts(self, counts: Mapping[RowGroup, int]) -> None:
        """Say how many rows each group has; one without any is offered no more."""
        self._counts = dict(counts)
        for group, chip in self.chips.items():
            count = counts.get(group, 0)
            chip.set_count(count, f"{self._looks[group].word} {count:,}")
        if not self.always_visible(self.key()):
            self.select(RowGroup.ALL)
        self.show_chips()
