"""The windows shown instead of the main window while the data is not open."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtWidgets import QWidget

from desktop.base.storage import StorageError, StorageErrorKind
from desktop.self_check.fixture import Fixture
from desktop.services.recovery import Recovery
from desktop.ui.backups.restorer import Restorer
from desktop.ui.shell.busy_window import BusyWindow
from desktop.ui.shell.faults import FaultDialog
from desktop.ui.shell.plain_start_window import PlainStartWindow
from desktop.ui.shell.recovery_window import RecoveryActions, RecoveryWindow


def standalone_windows(fixture: Fixture) -> Iterator[Callable[[], QWidget]]:
    """Yield, for each such window, the function that makes it."""
    for host in ("", "another-computer"):
        yield lambda host=host: BusyWindow(host, _nothing, _nothing)  # type: ignore[misc]
    yield lambda: PlainStartWindow(_nothing, _nothing)
    for kind in StorageErrorKind:
        yield lambda kind=kind: _recovery(fixture, kind)  # type: ignore[misc]
    yield _restorer
    yield lambda: FaultDialog("")


def _recovery(fixture: Fixture, kind: StorageErrorKind) -> QWidget:
    problem = StorageError(kind, fixture.workspace.data_file, "schema 999")
    recovery = Recovery(problem.path.parent, fixture.workspace.clock)
    return RecoveryWindow(
        problem, recovery, RecoveryActions(_nothing, _nothing, _nothing, _nothing)
    )


def _restorer() -> QWidget:
    """Return a `Restorer` that is done, since one that is not cannot be closed."""
    restorer = Restorer()
    restorer.done.emit(None)
    return restorer


def _nothing() -> None:
    pass
