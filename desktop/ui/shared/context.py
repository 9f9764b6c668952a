"""What every screen of one window is given: the data, the ticker, and ways to the other screens."""

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

    Screens change data through `run_action` only, and renew what they show on `changed`.
    """

    changed = Signal()
    """The records were changed, also by another process."""
    acted = Signal(str)
    """An action was done: the sentence that says so, for the undo bar."""
    reversible = Signal(str, object)
    """Something was done that the journal does not hold: the sentence that says so, and what takes
    it back."""
    message = Signal(str)
    """Something to say that cannot be taken back, such as “copied”."""
    saved = Signal(str, object)
    """A file was saved: the sentence that says so, and its `Path`; its folder is offered."""
    failed = Signal(str, str)
    """An action could not be done: cause and cure."""
    storage_failed = Signal(object)
    """An action could not be done for a `StorageError`; `failed` has said so in words."""
    recovery_wanted = Signal(object)
    """Leave the window for the ways out of a `StorageError`."""
    page_wanted = Signal(str)
    """Go to a page of the window: home, gate, projects, orders, cashback, settings, help."""
    orders_wanted = Signal(object)
    """Go to the page of orders, to a `Query`."""
    wizard_wanted = Signal(object, object)
    """Open the wizard: account UID or None, `Step` or None for the first unfinished one."""
    order_form_wanted = Signal(object)
    """Open the order form: an `Order` to correct, an account UID to start with, what its fields
    say, or None."""
    guide_wanted = Signal(object)
    """Lead the user through associating an `Order` in the console."""
    guides_wanted = Signal(object)
    """Lead the user through several `Order`s, one after the other."""
    import_wanted = Signal(object)
    """Take in a file (`Path`) or copied text (`str`)."""
    compare_wanted = Signal(object)
    """Compare with the console: an account UID, or None for the one compared longest ago."""
    history_wanted = Signal()
    """Show what was done, when."""
    away_wanted = Signal()
    """Go out of the user's sight, and go on running."""
    reminders_wanted = Signal()
    """Show what will ring, when, and what became of what was to ring."""
    own_plan_wanted = Signal(str, object)
    """Say when to remind of an account's orders (by UID), or of one (by number, else None)."""
    backups_changed = Signal()
    """The backups stand otherwise than before."""
    restore_wanted = Signal(object)
    """Put a backup (its `Path`) in the place of the data; the window opens anew."""
    transfer_file_wanted = Signal(object)
    """Offer to take over a transfer file (its `Path`) from another computer."""
    card_wanted = Signal(object)
    """Show a partner's card (its `Path`), to be recorded if the user says so."""
    relocation_wanted = Signal(object)
    """Move the data to another folder (a `Path`) of this computer; the window opens anew."""
    closing = Signal()
    """The window closes, or builds its pages anew: end what is being looked up."""
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
        """What takes backups; loaded when first used, after the first frame."""
        if self._backup_worker is None:
            from desktop.ui.shared.backup_worker import BackupWorker

            self._backup_worker = BackupWorker(self.workspace, self)
            self._backup_worker.changed.connect(self.backups_changed)
        return self._backup_worker

    @property
    def backup_health(self) -> BackupHealth | None:
        """How the backups stand; None before anything has looked at them."""
        return None if self._backup_worker is None else self._backup_worker.status

    @cached_property
    def registration_workers(self) -> dict[WhileClosed, RegistrationWorker]:
        """What the system does while the program is closed. Raises StorageError."""
        from desktop.ui.shared.registration_worker import registration_workers

        return registration_workers(self.workspace, self)

    @cached_property
    def calendar_worker(self) -> CalendarWorker:
        """What keeps the calendar file up to date. Raises StorageError."""
        from desktop.ui.shared.calendar_worker import CalendarWorker

        worker = CalendarWorker(self.workspace, self)
        self.changed.connect(worker.renew)
        self.closing.connect(worker.finish)
        return worker

    def place_warning(self) -> LocationWarning | None:
        """Return what is wrong with where the data lies, unless the user has accepted it.

        The file system is looked at once.
        """
        from desktop.system.data_location import check_location

        if not self._place_warning:
            data = self.workspace.data_file
            accepted = self.workspace.setting(SettingKey.PLACE_ACCEPTED) == str(data.parent)
            self._place_warning.append(None if accepted else check_location(data))
        return self._place_warning[0]

    def accept_place(self) -> None:
        """Record that the user wants the data where it is."""
        folder = str(self.workspace.folder)
        self._place_warning.clear()
        self.run_action("", lambda: self.workspace.set_setting(SettingKey.PLACE_ACCEPTED, folder))

    def keep(self, key: SettingKey, value: str) -> None:
        """Remember a setting; no record is changed."""
        try:
            self.workspace.set_setting(key, value)
        except StorageError as problem:
            self.report(problem)

    def report(self, problem: StorageError) -> None:
        """Report an error of the data: in words, and to whoever can offer a way out."""
        from desktop.wording.errors import database

        self.failed.emit(*database.notice(problem))
        self.storage_failed.emit(problem)

    def forget_draft(self, name: str) -> None:
        """Drop half-typed input that is no more needed.

        If that cannot be done, it stays, and does no harm.
        """
        with suppress(StorageError):
            self.workspace.drop_draft(name)

    def run_action(self, done: str, action: Callable[[], T]) -> T | None:
        """Run an action, announce it with the sentence `done`, and return its result.

        An empty sentence says nothing. A StorageError is announced through `failed`, and None is
        returned: the caller keeps what was typed. Raises DuplicateRecord if a number is taken,
        since that belongs to a field.
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
