"""A disk that takes no more, for real or by pretence."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest

from desktop.desk import DatabaseProblem, Desk, ProblemKind
from desktop.records.store import Store

Trouble = Callable[[], AbstractContextManager[None]]

KINDS = [ProblemKind.NO_SPACE, ProblemKind.READ_ONLY, ProblemKind.UNREACHABLE, ProblemKind.LOCKED]
TROUBLES: list[Any] = [
    *KINDS,
    pytest.param(
        "full",
        marks=pytest.mark.skipif(sys.platform == "win32", reason="no limits for files there"),
    ),
]


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process can grow, as on a full disk."""
    import resource  # noqa: PLC0415 - not on Windows

    Store.preload()  # what is loaded meanwhile must not be written to a cache
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def pretended(desk: Desk, kind: ProblemKind, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every write of the desk fails."""

    def refuse(*_arguments: object, **_options: object) -> None:
        raise DatabaseProblem(kind, desk.store.path, "pretended")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "_writing", refuse)
        yield
