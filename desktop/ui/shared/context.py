"""The context of all screens of a window: data, ticker, and signals to the window."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop.base.settings import SettingKey
from desktop.base.storage import StorageError
from desktop.domain.journal import UndoConflict
from desktop.services.workspace import Workspace
from desktop.ui.kit.ticker import Ticker

if TYPE_CHECKING:
    from desktop.services.while_closed import WhileClosed
    from desktop.system.data_location import LocationWarning
    from desktop.ui.shared.backup_worker import BackupHealth, BackupWorker
    from desktop.ui.shared.calendar_worker import CalendarWorker
    from desktop.ui.shared.registration_worker import RegistrationWorker

T = TypeVar("T")


class Context(QObject):
    """Shared by the screens of one window.

    Screens change data only through `run_action`, and refresh on `changed`.
    """

    changed = Signal()
    """The records were changed, also by another process."""
    acted = Signal(str)
    """An action succeeded: its sentence, for the undo bar."""
    reversible = Signal(str, object)
    """Something was done that is not in the journal: its sentence, and the function that undoes
    it."""
    message = Signal(str)
    """A message about something that cannot be undone, such as “copied”."""
    saved = Signal(str, object)
    """A file was saved: a sentence, and its `Path`; the toast offers to open its folder."""
    failed = Signal(str, str)
    """An action failed: cause and cure."""
    storage_failed = Signal(object)
    """An action failed with a `StorageError`; `failed` was emitted before."""
    recovery_wanted = Signal(object)
    """Replace the window by the recovery options for a `StorageError`."""
    page_wanted = Signal(str)
    """Show a page of the window: home, gate, projects, orders, cashback, settings, help.

    A part of a page may follow, such as ``settings:data``.
    """
    orders_wanted = Signal(object)
    """Show a `Query` on the page of orders."""
    wizard_wanted = Signal(object, object)
    """Open the wizard: account UID or None, `Step` or None for the first unfinished one."""
    order_form_wanted = Signal(object)
    """Open the order form: an `Order` to correct, an account UID, a mapping of fields, or None."""
    project_form_wanted = Signal(object)
    """Show the page of project numbers, with the form that edits a `Project`."""
    guide_wanted = Signal(object)
    """Open the guide through associating an `Order` in the console."""
    guides_wanted = Signal(object)
    """Open the guide for several `Order`s, one after the other."""
    import_wanted = Signal(object)
    """Open the import of a file (`Path`) or copied text (`str`)."""
    compare_wanted = Signal(object)
    """Open the comparison: an account UID, or None for the account compared longest ago."""
    history_wanted = Signal()
    """Open the history."""
    hide_wanted = Signal()
    """Hide the window, or minimise it, and keep running."""
    reminders_wanted = Signal()
    """Open the list of past and coming reminders."""
    own_plan_wanted = Signal(str, object)
    """Open the reminder plan of an account (UID), or of one of its orders (number, or None)."""
    backups_changed = Signal()
    """`backup_health` has changed."""
    restore_wanted = Signal(object)
    """Restore a backup (a `Path`); a new window opens on the result."""
    transfer_file_wanted = Signal(object)
    """Offer to switch to the records of a transfer file (a `Path`)."""
    card_wanted = Signal(object)
    """Show a partner's card (a `Path`), which the user can record."""
    relocation_wanted = Signal(object)
    """Move the data to another folder (a `Path`) of this computer; a new window opens there."""
    closing = Signal()
    """The window closes or rebuilds its pages: cancel running queries."""
    look_changed = Signal()
    """Language or theme was changed in the settings."""

    def __init__(self, workspace: Workspace, ticker: Ticker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.ticker = ticker
        self._backup_worker: BackupWorker | None = None
        self._place_warning: list[LocationWarning | None] = []

    @property
    def backup_worker(self) -> BackupWorker:
        """The worker that takes backups; loaded when first used, after the first frame."""
        if self._backup_worker is None:
            from desktop.ui.shared.backup_worker import BackupWorker

            self._backup_worker = BackupWorker(self.workspace, self)
            self._backup_worker.changed.connect(self.backups_changed)
        return self._backup_worker

    @property
    def backup_health(self) -> BackupHealth | None:
        """The health of the backups; None before the worker is loaded."""
        return None if self._backup_worker is None else self._backup_worker.status

    @cached_property
    def registration_workers(self) -> dict[WhileClosed, RegistrationWorker]:
        """The workers for what the system does while the program is closed. Raises StorageError."""
        from desktop.ui.shared.registration_worker import registration_workers

        return registration_workers(self.workspace, self)

    @cached_property
    def calendar_worker(self) -> CalendarWorker:
        """The worker that keeps the calendar file up to date. Raises StorageError."""
        from desktop.ui.shared.calendar_worker import CalendarWorker

        worker = CalendarWorker(self.workspace, self)
        self.changed.connect(worker.write_soon)
        self.closing.connect(worker.finish)
        return worker

    def place_warning(self) -> LocationWarning | None:
        """Return the problem of the data's location, or None if the user has accepted it.

        The file system is checked once.
        """
        from desktop.system.data_location import check_location

        if not self._place_warning:
            data = self.workspace.data_file
            accepted = self.workspace.setting(SettingKey.PLACE_ACCEPTED) == str(data.parent)
            self._place_warning.append(None if accepted else check_location(data))
        return self._place_warning[0]

    def accept_place(self) -> None:
        """Record that the user accepts the location of the data."""
        folder = str(self.workspace.folder)
        self._place_warning.clear()
        self.run_action("", lambda: self.workspace.set_setting(SettingKey.PLACE_ACCEPTED, folder))

    def keep(self, key: SettingKey, value: str) -> None:
        """Save a setting, or report the error; records are unchanged."""
        try:
            self.workspace.set_setting(key, value)
        except StorageError as problem:
            self.report(problem)

    def report(self, problem: StorageError) -> None:
        """Report a storage error: in words, and to the window, which can offer recovery."""
        from desktop.wording.errors import database

        self.failed.emit(*database.notice(problem))
        self.storage_failed.emit(problem)

    def forget_draft(self, name: str) -> None:
        """Delete a draft that is no longer needed.

        A StorageError is ignored: a draft that stays does no harm.
        """
        with suppress(StorageError):
            self.workspace.drop_draft(name)

    def run_action(self, done: str, action: Callable[[], T]) -> T | None:
        """Run an action, announce it with the sentence `done`, and return its result.

        With an empty sentence, nothing is announced. A StorageError is announced through `failed`,
        and None is returned: the caller keeps the input. Raises DuplicateRecord if a number is
        taken, since its message belongs to a field.
        """
        from desktop.wording.errors import validation

        try:
            result = action()
        except StorageError as problem:
            self.report(problem)
            return None
        except UndoConflict:
            self.failed.emit(*validation.undo_conflict())
            return None
        self.changed.emit()
        if done:
            self.acted.emit(done)
        return result
