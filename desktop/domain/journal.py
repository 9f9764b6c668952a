"""The journal as values: actions, entries, changed rows, and the errors of conflicts."""

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
    """The name of an action, as stored in the journal.

    The program does `EMPTY_TRASH` by itself; undo skips it, and only the history can revert it.
    `LOST` replaces an entry that could not be salvaged.
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
        """Return the action with this name; None if only a newer program knows it."""
        try:
            return cls(text)
        except ValueError:
            return None


class UndoConflict(Exception):
    """A row has changed since the action, so the action cannot be undone."""


class Change(NamedTuple):
    """One row before and after a transaction; None if it did not exist. `key` is the row's key."""

    table: str
    key: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class JournalEntry(NamedTuple):
    """One action: its name, its subject, when it happened (UTC), and the entry that it undoes.

    `stored_action` is its name, `origin` that of the first action of its chain. `effective` is
    whether no later entry has undone it. A `sealed` entry may be incomplete, so undo stops there.
    """

    id: int
    at: datetime
    stored_action: str
    subject: str
    undoes: int | None
    origin: str
    effective: bool
    sealed: bool

    @property
    def action(self) -> ActionName | None:
        """Return the action; None if only a newer program knows it."""
        return ActionName.read(self.stored_action)

    @property
    def first_action(self) -> ActionName | None:
        """Return the action at the start of the chain of undos and redos."""
        return ActionName.read(self.origin)

    @property
    def is_step(self) -> bool:
        """Return whether undo can reach this entry: an effective action, not an undo itself."""
        skipped = (ActionName.UNDO, ActionName.EMPTY_TRASH)
        return self.effective and not self.sealed and self.action not in skipped

    @property
    def can_restore_trash(self) -> bool:
        """Return whether this entry emptied the trash and can be reverted."""
        return self.effective and not self.sealed and self.action is ActionName.EMPTY_TRASH


class DuplicateRecord(Exception):
    """A record with the same identifier exists already, in `table`."""

    def __init__(self, table: str) -> None:
        super().__init__(table)
        self.table = table


class ChangedElsewhere(Exception):
    """A record has changed since the form that saves it was filled.

    `recorded` is the current record; None if it was deleted.
    """

    def __init__(self, table: str, recorded: Record | None) -> None:
        super().__init__(table)
        self.table = table
        self.recorded = recorded
