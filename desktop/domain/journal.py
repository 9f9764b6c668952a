"""The history of the records as values: entries, changed rows, and why one cannot be written or undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desktop.domain.model import Account, Cashback, Order, Partner, Project, Sighting

RECORD_TABLES = ("accounts", "partners", "projects", "orders", "cashback", "sightings")
"""The kinds of records, by the names of their tables."""

Record = Account | Partner | Project | Order | Cashback | Sighting

UNDO = "undo"
REDO = "redo"
EMPTY_BIN = "empty-bin"
"""What the program does by itself: taken back where asked for by name only."""
SALVAGE = "salvage"


class UndoConflict(Exception):
    """A row is not as the act left it, so the act cannot be taken back."""


@dataclass(frozen=True, slots=True)
class Change:
    """One row before and after; None where it did not exist. `key` is the row's own."""

    table: str
    key: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One act: its name, what it was about, when (UTC), and the entry that it takes back.

    `origin` is the name of the act at the start of its chain, `stands` whether no later entry takes this one back,
    `sealed` whether it may be no longer whole.
    """

    id: int
    at: datetime
    act: str
    subject: str
    undoes: int | None
    origin: str
    stands: bool
    sealed: bool

    @property
    def is_step(self) -> bool:
        """Whether it is an act that stands, which undo comes to on its way back."""
        return self.stands and not self.sealed and self.act not in (UNDO, EMPTY_BIN)

    @property
    def can_be_refilled(self) -> bool:
        """Whether it emptied the bin, and that was not taken back."""
        return self.stands and not self.sealed and self.act == EMPTY_BIN


class DuplicateRecord(Exception):
    """A record of the same identity exists already; `table` says of which kind."""

    def __init__(self, table: str) -> None:
        super().__init__(table)
        self.table = table


class ChangedElsewhere(Exception):
    """A record is not as it was when the form that saves it was filled.

    `recorded` is the record as it is now; None where it was deleted.
    """

    def __init__(self, table: str, recorded: Record | None) -> None:
        super().__init__(table)
        self.table = table
        self.recorded = recorded
