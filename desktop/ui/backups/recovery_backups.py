"""The backups beside data that cannot be opened, looked at on a thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from queue import SimpleQueue

from PySide6.QtCore import QObject, Signal

from desktop.base.progress import Cancelled, CancelToken
from desktop.base.storage import StorageError
from desktop.services.recovery import Recovery

Look = Callable[[], Callable[[], object]]
"""Done on the thread; what it returns is done on the window's."""


class RecoveryBackups(QObject):
    """As the backup worker of an open window, but without a workspace: what the list of backups asks."""

    found = Signal(object)
    """A `Found`: the backups there are."""
    compared = Signal(object, object)
    """A path, and what restoring it would change by table, or a `StorageError` that says why not."""
    examined = Signal(object, object)
    """A path, and the `Backup` that it is, or a `StorageError`."""
    _done = Signal(object)

    def __init__(self, recovery: Recovery, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._recovery = recovery
        self._looks: SimpleQueue[Look | None] = SimpleQueue()
        self._cancel = CancelToken()
        self._done.connect(lambda then: then())
        self._thread = threading.Thread(target=self._work, name="rescue-backups", daemon=True)
        self._thread.start()

    def list(self) -> None:
        """Open and check every backup there is; `found` tells."""
        self._looks.put(self._list)

    def compare(self, path: Path) -> None:
        """Work out what restoring a backup would change; `compared` tells."""
        self._looks.put(partial(self._compare, path))

    def examine(self, path: Path) -> None:
        """Open and check a backup from elsewhere; `examined` tells."""
        self._looks.put(partial(self._examine, path))

    def close(self) -> None:
        """Let go of the files, and wait until that is so."""
        self._cancel.cancel()
        self._looks.put(None)
        self._thread.join()

    def _work(self) -> None:
        while (look := self._looks.get()) is not None:
            try:
                then = look()
            except Cancelled:
                return
            except Exception as fault:  # noqa: BLE001 - it is raised on the window's thread
                then = partial(_raise, fault)
            with suppress(RuntimeError):  # the window was closed meanwhile
                self._done.emit(then)

    def _list(self) -> Callable[[], object]:
        found = self._recovery.find_backups(self._cancel)
        return lambda: self.found.emit(found)

    def _compare(self, path: Path) -> Callable[[], object]:
        answer: object
        try:
            answer = self._recovery.compare(path, self._cancel)
        except StorageError as problem:
            answer = problem
        return lambda: self.compared.emit(path, answer)

    def _examine(self, path: Path) -> Callable[[], object]:
        answer: object
        try:
            answer = self._recovery.examine(path, self._cancel)
        except StorageError as problem:
            answer = problem
        return lambda: self.examined.emit(path, answer)


def _raise(fault: Exception) -> None:
    raise fault
