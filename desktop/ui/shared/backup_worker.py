"""Keeps backups: takes them when they are due, on a thread of its own, and knows how things stand.

A coarse timer only asks; whether a backup is due is told by the wall clock and the journal, so that
a computer that slept catches up. It goes on while the window is minimised.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from queue import SimpleQueue

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop.base.progress import Cancelled, CancelToken
from desktop.base.storage import StorageError
from desktop.domain.backups import Backup, BackupListing, BackupReason
from desktop.services.backups import BackupOutcome, HeldState
from desktop.services.workspace import Workspace

_LOOK_EVERY_MS = 5 * 60 * 1000
_NOT_AGAIN_BEFORE = timedelta(minutes=30)
"""Where a backup failed, it is tried again after this."""
_OLD = timedelta(hours=24)
_CLOSING_SECONDS = 2.0

Job = Callable[[Workspace], Callable[[], object]]
"""Done on the thread, with a workspace of its own; what it returns is done on the window's thread."""


@dataclass(frozen=True, slots=True)
class BackupHealth:
    """How the backups stand.

    `looked` is False until the folder was looked at, `old` says that changes of more than a day are
    in none. `trouble` is why the last one could not be taken, `second_trouble` why it could not be
    copied to the second place.
    """

    looked: bool
    on: bool
    busy: bool
    last: Backup | None
    old: bool
    trouble: StorageError | None
    second_trouble: StorageError | None

    @property
    def worrying(self) -> bool:
        """Whether the user should look at it."""
        trouble = self.trouble or self.second_trouble
        return self.looked and (trouble is not None or self.old or not self.on)


class BackupWorker(QObject):
    """Does nothing until `start`; then on the thread that it was made on."""

    changed = Signal()
    """The backups stand otherwise than before."""
    found = Signal(object)
    """A `BackupListing`: the backups there are; after `list`."""
    compared = Signal(object, object)
    """A path, and what restoring it would change: differences by table, or a `StorageError`."""
    examined = Signal(object, object)
    """A path, and the `Backup` that it is, or a `StorageError`."""
    _done = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._jobs: SimpleQueue[tuple[Job, HeldState | None] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._stop = CancelToken()
        self._closed = False
        self._waiting = 0
        self._looked = False
        self._last: Backup | None = None
        self._failed_at: datetime | None = None
        self._trouble: StorageError | None = None
        self._second_trouble: StorageError | None = None
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.timeout.connect(self.look)
        self._done.connect(self._finish)

    # On the window's thread

    @property
    def status(self) -> BackupHealth:
        """How the backups stand now."""
        return BackupHealth(
            looked=self._looked,
            on=self._workspace.backups.on,
            busy=self._waiting > 0,
            last=self._last,
            old=self._is_old(),
            trouble=self._trouble,
            second_trouble=self._second_trouble,
        )

    def start(self) -> None:
        """Look at the backups there are, take one where the last is too old, and go on looking."""
        self._workspace.backups.hand_over = self._take_held
        self._timer.start()
        self._do(self._look_at_start)

    def look(self) -> None:
        """Take a backup where one is due now."""
        if self._waiting or not self._looked or not self._may_try():
            return
        with suppress(StorageError):  # told by the next act
            reason = self._workspace.backups.due(self._last)
            if reason is not None:
                self.take(reason)

    def take(self, reason: BackupReason = BackupReason.ASKED) -> None:
        """Take a backup now."""
        self._do(lambda workspace: self._take(workspace, reason, None))

    def list(self) -> None:
        """Open and check every backup there is; `found` tells."""
        self._do(self._list)

    def compare(self, path: Path) -> None:
        """Work out what restoring a backup would change; `compared` tells."""
        self._do(lambda workspace: self._compare(workspace, path))

    def examine(self, path: Path) -> None:
        """Open and check a backup from elsewhere; `examined` tells."""
        self._do(lambda workspace: self._examine(workspace, path))

    def close(self) -> None:
        """Call off what is being done. Waits for two seconds at most: then it ends by itself."""
        self._closed = True
        self._timer.stop()
        self._workspace.backups.hand_over = None
        self._stop.cancel()
        self._jobs.put(None)
        if self._thread is not None:
            self._thread.join(_CLOSING_SECONDS)

    def _do(self, job: Job, held: HeldState | None = None) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="backup-worker", daemon=True)
            self._thread.start()
        self._waiting += 1
        self._jobs.put((job, held))
        self.changed.emit()

    def _take_held(self, held: HeldState, reason: BackupReason) -> None:
        self._do(lambda workspace: self._take(workspace, reason, held), held)

    def _may_try(self) -> bool:
        if self._trouble is None or self._failed_at is None:
            return True
        return not timedelta() <= self._workspace.clock() - self._failed_at < _NOT_AGAIN_BEFORE

    def _is_old(self) -> bool:
        """Whether there are changes that no backup of the last day holds."""
        with suppress(StorageError):
            entry = self._workspace.store.last_entry()
            if self._last is None:
                return bool(entry)
            age = self._workspace.clock() - self._last.at
            return entry != self._last.entry and age > _OLD
        return True

    def _finish(self, then: Callable[[], object]) -> None:
        if self._closed:  # what was under way is on its own, and the data may be closed by now
            return
        self._waiting -= 1
        try:
            then()
        finally:
            self.changed.emit()

    def _was_taken(self, done: BackupOutcome) -> None:
        self._last, self._looked = done.backup, True
        self._trouble, self._second_trouble = None, done.trouble

    def _was_found(self, found: BackupListing) -> None:
        self._last, self._looked = self._workspace.backups.last(found), True
        self.found.emit(found)

    def _failed(self, problem: StorageError) -> None:
        self._looked, self._failed_at = True, self._workspace.clock()
        self._trouble = problem

    # On the thread

    def _work(self) -> None:
        while (next_ := self._jobs.get()) is not None:
            job, held = next_
            then = self._outcome(job)
            if held is not None:
                held.close()
            with suppress(RuntimeError):  # the window was closed meanwhile
                self._done.emit(then)

    def _outcome(self, job: Job) -> Callable[[], object]:
        try:
            workspace = self._workspace.another()
            try:
                return job(workspace)
            finally:
                workspace.close()
        except Cancelled:
            return lambda: None
        except StorageError as problem:
            return partial(self._failed, problem)
        except Exception as fault:  # noqa: BLE001 - it is raised on the window's thread
            return partial(_raise, fault)

    def _look_at_start(self, workspace: Workspace) -> Callable[[], object]:
        found = workspace.backups.find(self._stop)
        reason = workspace.backups.due(workspace.backups.last(found), starting=True)
        if reason is None:
            return lambda: self._was_found(found)
        return self._take(workspace, reason, None)

    def _take(
        self, workspace: Workspace, reason: BackupReason, held: HeldState | None
    ) -> Callable[[], object]:
        done = workspace.backups.take(reason, self._stop, held)
        return lambda: self._was_taken(done)

    def _list(self, workspace: Workspace) -> Callable[[], object]:
        found = workspace.backups.find(self._stop)
        return lambda: self._was_found(found)

    def _compare(self, workspace: Workspace, path: Path) -> Callable[[], object]:
        answer: object
        try:
            answer = workspace.backups.compare(path, self._stop)
        except StorageError as problem:
            answer = problem
        return lambda: self.compared.emit(path, answer)

    def _examine(self, workspace: Workspace, path: Path) -> Callable[[], object]:
        answer: object
        try:
            answer = workspace.backups.examine(path, self._stop)
        except StorageError as problem:
            answer = problem
        return lambda: self.examined.emit(path, answer)


def _raise(fault: Exception) -> None:
    raise fault
