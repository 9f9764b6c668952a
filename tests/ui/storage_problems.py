"""A full disk, a real one or a simulated one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest

from desktop.base.storage import StorageError, StorageErrorKind
from desktop.records.file import wal_owner
from desktop.records.store import Store
from desktop.services.workspace import Workspace
from tests.limits import NEEDS_LIMITS, file_size_limit

FailingWrites = Callable[[], AbstractContextManager[None]]

KINDS = [
    StorageErrorKind.NO_SPACE,
    StorageErrorKind.READ_ONLY,
    StorageErrorKind.UNREACHABLE,
    StorageErrorKind.LOCKED,
]
PROBLEMS: list[Any] = [
    *KINDS,
    pytest.param("full", marks=NEEDS_LIMITS),
]


@contextmanager
def full_disk() -> Iterator[None]:
    """Prevent every file of this process from growing, as on a full disk."""
    Store.preload()  # modules loaded meanwhile must not be written to Python's cache
    with file_size_limit(1):
        yield


@contextmanager
def failing_writes_of(
    workspace: Workspace, kind: StorageErrorKind, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Make every write of the workspace fail with an error of this kind."""

    def refuse(*_arguments: object, **_options: object) -> None:
        raise StorageError(kind, workspace.data_file, "pretended")

    with monkeypatch.context() as patch:
        patch.setattr(wal_owner, "sign", refuse)  # the last step of every write
        yield
