"""The history of the records as values: actions, entries, changed rows, and their conflicts."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from desktop.domain.record import Record


RECORD_TABLES = (
    "accounts",
    "partners",
    "projects",
    "orders",
    "receipts",
    "cashback",
    "sightings",
    "comparisons",
    "partner_answers",
    "evidence",
)
"""The kinds of records, by the names of their tables."""


class ActionName(StrEnum):
    """The name of an action, as the journal holds it.

    `EMPTY_TRASH` is what the program does by itself; it is taken back only where that is asked for.
    `LOST` stands in for an entry that could not be read again.
    """

    ADD_ACCOUNT = "add-account"
    CORRECT_ACCOUNT = "correct-account"
    ADD_PARTNER = "add-partner"
    CORRECT_PARTNER = "correct-partner"
    ADD_PROJECT = "add-project"
    CORRECT_PROJECT = "correct-project"
    REQUEST_COPIED = "request-copied"
    REQUEST_SENT = "request-sent"
    ANSWER = "answer"
    ADD_ORDER = "add-order"
    CORRECT_ORDER = "correct-order"
    ASSOCIATE = "associate"
    UNDO_ASSOCIATE = "undo-associate"
    PAY = "pay"
    CANCEL = "cancel"
    ADD_RECEIPT = "add-receipt"
    MATCH_RECEIPT = "match-receipt"
    CORRECT_RECEIPT = "correct-receipt"
    DELETE_RECEIPT = "delete-receipt"
    IMPORT_RECEIPTS = "import-receipts"
    CLAIM = "claim"
    TAKE_STATEMENT = "take-statement"
    DELETE_REQUEST = "delete-request"
    ADD_EVIDENCE = "add-evidence"
    DESCRIBE_EVIDENCE = "describe-evidence"
    VOID_EVIDENCE = "void-evidence"
    SET_WINDOW = "set-window"
    CONSOLE_REFUSED = "console-refused"
    TAKE_ADVICE = "take-advice"
    COMPARE = "compare"
    DELETE_ORDER = "delete-order"
    RESTORE_ORDER = "restore-order"
    EMPTY_TRASH = "empty-bin"
    IMPORT = "import"
    SALVAGE = "salvage"
    LOST = "lost"
    UNDO = "undo"
    REDO = "redo"

    @classmethod
    def read(cls, text: str) -> ActionName | None:
        """Return the action of this name; None for one that only a newer program knows."""
        try:
            return cls(text)
        except ValueError:
            return None


class UndoConflict(Exception):
    """A row is not as the action left it, so the action cannot be taken back."""


class Change(NamedTuple):
    """One row before and after; None where it did not exist. `key` is the row's own."""

    table: str
    key: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class JournalEntry(NamedTuple):
    """One action: its name, what it was about, when (UTC), and the entry that it takes back.

    `act` is the name as the file holds it, `origin` that of the action at the start of its chain.
    `stands` says whether no later entry takes this one back, `sealed` whether it may be no longer
    whole.
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
    def action(self) -> ActionName | None:
        """Return the action; None for one that only a newer program knows."""
        return ActionName.read(self.act)

    @property
    def first_action(self) -> ActionName | None:
        """Return the action that an undo or a redo is about, at the start of its chain."""
        return ActionName.read(self.origin)

    @property
    def is_step(self) -> bool:
        """Return whether it is an action that stands, which undo comes to on its way back."""
        own = (ActionName.UNDO, ActionName.EMPTY_TRASH)
        return self.stands and not self.sealed and self.action not in own

    @property
    def can_be_refilled(self) -> bool:
        """Return whether it emptied the bin, and that was not taken back."""
        return self.stands and not self.sealed and self.action is ActionName.EMPTY_TRASH


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
