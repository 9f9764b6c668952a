"""The result of a salvage as a value."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from desktop.domain.journal import RECORD_TABLES


@dataclass(slots=True)
class Salvaged:
    """The result of a salvage, in numbers of rows. `fresh` is the new file, checked.

    `counts` is by table, with what is in the bin. `from_journal` were lost from their table and
    taken from the journal; `differing` are not as the journal says they were left; `unreadable` are
    there but cannot be read. `made_up` are the UIDs given to accounts whose own are lost.
    """

    fresh: Path
    counts: dict[str, int] = field(default_factory=dict)
    from_journal: int = 0
    differing: int = 0
    unreadable: int = 0
    made_up: tuple[str, ...] = ()

    @property
    def records(self) -> int:
        """Return how many records there are in the new file."""
        return sum(self.counts.get(table, 0) for table in RECORD_TABLES)
