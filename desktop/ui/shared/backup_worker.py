"""Takes backups when they are due, off the window's thread, and reports their health.

A coarse timer only triggers the check: whether a backup is due follows from the wall clock and the
journal, so that a computer that slept catches up. The timer keeps running while the window is
minimised.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime, timedelta
from typing import NamedTuple, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop.base.progress import CancelToken
from desktop.base.storage import StorageError
from desktop.domain.backups import Backup, BackupListing, BackupReason
from desktop.services.backups import BackupOutcome, BackupService, HeldState
from desktop.services.workspace import Workspace
from desktop.ui.shared.backup_lookup import BackupLookup, BackupSource

CLOSING_SECONDS = 2.0
"""How long closing the window waits for a backup that is being taken."""
_CHECK_EVERY_MS = 5 * 60 * 1000
_NOT_AGAIN_BEFORE = timedelta(minutes=30)
"""After a failed backup, the next try is no earlier than this."""
_OLD = timedelta(hours=24)
T = TypeVar("T")


class BackupHealth(NamedTuple):
    """The health of the backups.

    `checked` is False until the backups were listed, `old` is whether there are changes that are in
    no backup of the last day. `problem` is the error of the last backup, `second_problem` that of
    its copy to the second place.
    """

    checked: bool
    on: bool
    busy: bool
    last: Backup | None
    old: bool
    problem: StorageError | None
    second_problem: StorageError | None

    @property
    def needs_attention(self) -> bool:
        """Whether the user should act: an error, old backups, or automatic backups are off."""
        problem = self.problem or self.second_problem
        return self.checked and (problem is not None or self.old or not self.on)


class BackupWorker(BackupLookup):
    """Takes backups: automatically after `start`, and on demand. Each job opens a workspace."""

    changed = Signal()
    """`status` has changed."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(self._service, parent, name="backup-worker")
        self._workspace = workspace
        self._held: deque[HeldState] = deque()
        self._checked = False
        self._last: Backup | None = None
        self._failed_at: datetime | None = None
        self._problem: StorageError | None = None
        self._second_problem: StorageError | None = None
        self._timer = QTimer(self, interval=_CHECK_EVERY_MS)
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.timeout.connect(self.check)
        self._worker.ended.connect(self.changed)

    @property
    def status(self) -> BackupHealth:
        """The current health of the backups."""
        return BackupHealth(
            checked=self._checked,
            on=self._workspace.backups.on,
            busy=self._worker.busy,
            last=self._last,
            old=self._is_old(),
            problem=self._problem,
            second_problem=self._second_problem,
        )

    def start(self) -> None:
        """List the backups, take one if the last is too old, and check regularly from then on."""
        self._workspace.backups.copy_in_background = self._take_held
        self._timer.start()
        self._submit_backup(_check_at_start, self._show_start)

    def check(self) -> None:
        """Take a backup if one is due now."""
        if self._worker.busy or not self._checked or not self._may_try():
            return
        with suppress(StorageError):  # the user's next action reports it
            reason = self._workspace.backups.due(self._last)
            if reason is not None:
                self.take(reason)

    def take(self, reason: BackupReason = BackupReason.ASKED) -> None:
        """Take a backup now."""
        self._submit_backup(lambda backups, token: backups.take(reason, token), self._show_taken)

    def close(self) -> None:
        """Cancel running jobs and wait for them, at most `CLOSING_SECONDS`; then they end alone."""
        self._timer.stop()
        self._workspace.backups.copy_in_background = None
        self._worker.close(CLOSING_SECONDS)
        while self._held:  # states of backups that were not started
            self._held.popleft().close()

    def _take_held(self, held: HeldState, reason: BackupReason) -> None:
        self._held.append(held)

        def run(token: CancelToken) -> BackupOutcome:
            with closing(self._held.popleft()) as state, self._service() as backups:
                return backups.take(reason, token, state)

        self._worker.submit(run, self._show_taken, failed=self._fail)
        self.changed.emit()

    def _may_try(self) -> bool:
        if self._problem is None or self._failed_at is None:
            return True
        return not timedelta() <= self._workspace.clock() - self._failed_at < _NOT_AGAIN_BEFORE

    def _is_old(self) -> bool:
        """Return whether there are changes that are in no backup of the last day."""
        with suppress(StorageError):
            entry = self._workspace.last_entry()
            if self._last is None:
                return bool(entry)
            age = self._workspace.clock() - self._last.at
            return entry != self._last.entry and age > _OLD
        return True

    # Jobs and their outcome

    @contextmanager
    def _service(self) -> Iterator[BackupService]:
        """Open a second workspace on the data, for the worker's thread."""
        workspace = self._workspace.another()
        try:
            yield workspace.backups
        finally:
            workspace.close()

    def _submit_backup(
        self, work: Callable[[BackupService, CancelToken], T], done: Callable[[T], object]
    ) -> None:
        def run(token: CancelToken) -> T:
            with self._service() as backups:
                return work(backups, token)

        self._worker.submit(run, done, failed=self._fail)
        self.changed.emit()

    def _submit(
        self, work: Callable[[BackupSource, CancelToken], T], done: Callable[[T], object]
    ) -> None:
        super()._submit(work, done)
        self.changed.emit()

    def _show_start(self, outcome: BackupListing | BackupOutcome) -> None:
        if isinstance(outcome, BackupOutcome):
            self._show_taken(outcome)
        else:
            self._show_found(outcome)

    def _show_taken(self, outcome: BackupOutcome) -> None:
        self._last, self._checked = outcome.backup, True
        self._problem, self._second_problem = None, outcome.second_problem

    def _show_found(self, found: BackupListing) -> None:
        self._last, self._checked = self._workspace.backups.last(found), True
        super()._show_found(found)

    def _fail(self, problem: Exception) -> None:
        if not isinstance(problem, StorageError):
            raise problem
        self._checked, self._failed_at = True, self._workspace.clock()
        self._problem = problem


def _check_at_start(backups: BackupService, token: CancelToken) -> BackupListing | BackupOutcome:
    """Take a backup if the last one is too old, else return the existing backups."""
    found = backups.find(token)
    reason = backups.due(backups.last(found), starting=True)
    return found if reason is None else backups.take(reason, token)
