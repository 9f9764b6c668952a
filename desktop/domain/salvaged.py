"""The result of salvaging a damaged data file."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Salvaged:
    """The result of a salvage, in numbers of rows. `path` is the new file, already checked.

    `counts` is by table, including the trash. `from_journal` rows were lost from their table and
    restored from the journal; `differing` rows differ from their last state in the journal;
    `unreadable` rows exist but cannot be read. `invented_uids` replace lost UIDs of accounts.
    """

    path: Path
    counts: dict[str, int] = field(default_factory=dict)
    from_journal: int = 0
    differing: int = 0
    unreadable: int = 0
    invented_uids: tuple[str, ...] = ()
