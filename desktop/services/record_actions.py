"""Adding and correcting records, one at a time, and undoing actions.

Each action is one transaction and one entry of the journal, durable when the call returns, and can
be undone. All raise StorageError if the data cannot be written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from desktop.domain.journal import ActionName, JournalEntry, UndoConflict
from desktop.domain.model import Account, Order, Partner, Project, ProjectStatus, Window
from desktop.services.record_queries import RecordQueries

if TYPE_CHECKING:
    from desktop.domain.window_advice import Advice

R = TypeVar("R", Account, Partner, Project, Order)
_SAVING: Mapping[type, tuple[ActionName, ActionName]] = {
    Account: (ActionName.ADD_ACCOUNT, ActionName.CORRECT_ACCOUNT),
    Partner: (ActionName.ADD_PARTNER, ActionName.CORRECT_PARTNER),
    Project: (ActionName.ADD_PROJECT, ActionName.CORRECT_PROJECT),
    Order: (ActionName.ADD_ORDER, ActionName.CORRECT_ORDER),
}
"""The journal's names for saving a record: a new one, and one that is recorded already."""


class RecordActions(RecordQueries):
    """Changes single records.

    Methods that save a record take the state that its form was filled with as `expected`. They
    raise ChangedElsewhere if the record was changed since, and DuplicateRecord if another record
    has its number.
    """

    def save_account(self, account: Account, expected: Account | None = None) -> Account:
        """Add or correct an account."""
        saved = self._save(account, account.name or account.uid, expected)
        if expected is not None and expected.uid != saved.uid:
            from desktop.services.reminder_names import follow_account

            follow_account(self._store, expected, saved)
        return saved

    def save_partner(self, partner: Partner, expected: Partner | None = None) -> Partner:
        """Add or correct a partner."""
        return self._save(partner, partner.name, expected)

    def save_project(self, project: Project, expected: Project | None = None) -> Project:
        """Add or correct a project; a new number or refusal marks its request as answered now."""
        from desktop.domain.request_state import with_answer

        answered = with_answer(project, expected, self.clock())
        return self._save(answered, project.number or project.title, expected)

    def save_order(self, order: Order, expected: Order | None = None) -> Order:
        """Log or correct an order."""
        saved = self._save(order, order.number, expected)
        if expected is not None and expected.name != saved.name:
            from desktop.services.reminder_names import follow_order

            follow_order(self._store, expected, saved)
        return saved

    def copy_request(self, project: Project, text: str, expected: Project | None = None) -> Project:
        """Record that `text`, the request for a project number, was copied now; not yet sent."""
        copied = replace(
            project, status=ProjectStatus.DRAFT, copied_at=self.clock(), request_text=text
        )
        with self._store.transaction(
            ActionName.REQUEST_COPIED, subject=copied.partner or ""
        ) as transaction:
            return transaction.save(copied, expected)

    def send_request(self, project: Project, text: str, expected: Project | None = None) -> Project:
        """Record that `text`, the request for a project number, was sent to the partner now."""
        sent = replace(
            project, status=ProjectStatus.SENT, requested_at=self.clock(), request_text=text
        )
        with self._store.transaction(
            ActionName.REQUEST_SENT, subject=sent.partner or ""
        ) as transaction:
            return transaction.save(sent, expected)

    def delete_request(self, project: Project) -> None:
        """Delete a request that has no project number, so that no order can name it.

        Raises ValueError for a project with a number, ChangedElsewhere if it was changed meanwhile.
        """
        if project.number is not None:
            raise ValueError("a project that orders may name")
        with self._store.transaction(
            ActionName.DELETE_REQUEST, subject=project.partner or ""
        ) as transaction:
            unchanged = transaction.save(project, project)  # or it raises ChangedElsewhere
            transaction.delete(unchanged)

    def read_window(self, account: Account, window: Window) -> Account:
        """Record the window that the console's association page shows for this account.

        `account` is the expected state.
        """
        checked_at = None if window is Window.UNKNOWN else self.clock()
        return self.save_account(replace(account, window=window, window_checked_at=checked_at))

    def take_advice(self, account: Account, advice: Advice) -> Account:
        """Adopt the advised window of an account, which is never longer than the present one.

        `account` is the expected state. The window counts as checked when the console showed it; a
        refusal alone is no check.
        """
        tightened = replace(account, window=advice.window, window_checked_at=advice.looked_up_at)
        with self._store.transaction(
            ActionName.TAKE_ADVICE, subject=account.name or account.uid
        ) as transaction:
            return transaction.save(tightened, account)

    def answer(self, account: Account, item: str, value: bool | None) -> None:
        """Record the user's answer to a question of the checklist (None: not answered)."""
        from desktop.domain.console_records import ChecklistAnswer

        with self._store.transaction(ActionName.ANSWER, subject=item) as transaction:
            recorded = next((a for a in self._store.answers(account.uid) if a.item == item), None)
            if value is not None:
                key = None if recorded is None else recorded.key
                transaction.save(
                    ChecklistAnswer(
                        account=account.uid,
                        item=item,
                        value=value,
                        answered_at=self.clock(),
                        key=key,
                    )
                )
            elif recorded is not None:
                transaction.delete(recorded)

    # Undo and redo

    def undo(self) -> JournalEntry | None:
        """Undo the last action that is not undone; return the undo's entry, None without one.

        Raises UndoConflict if a record was changed since.
        """
        entry = self._store.last_undoable()
        return None if entry is None else self._store.undo(entry)

    def redo(self) -> JournalEntry | None:
        """Redo the last undone action; None if there is none, or a new action was done since.

        Raises UndoConflict if a record was changed since.
        """
        entry = self._store.last_redoable()
        return None if entry is None else self._store.redo(entry)

    def undo_back_to(self, entry: JournalEntry) -> int:
        """Undo the actions from the last one back to `entry`, and return how many were undone.

        Each undo is a separate action. Stops where a record was changed since; raises UndoConflict
        if that is the case for the first.
        """
        done = 0
        while (last := self._store.last_undoable()) is not None and last.id >= entry.id:
            try:
                self._store.undo(last)
            except UndoConflict:
                if not done:
                    raise
                break
            done += 1
        return done

    def undo_empty_trash(self, entry: JournalEntry) -> JournalEntry:
        """Put the records back into the trash that `entry` removed from it.

        Raises UndoConflict if that is no longer possible.
        """
        return self._store.undo_empty_trash(entry)

    def _save(self, record: R, subject: str, expected: R | None) -> R:
        adding, correcting = _SAVING[type(record)]
        action = adding if record.key is None else correcting
        with self._store.transaction(action, subject=subject) as transaction:
            return transaction.save(record, expected)
