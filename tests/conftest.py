"""Fixtures for every test: no screen, English texts, a fake clock, an empty data folder."""

from __future__ import annotations

import os
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if os.name == "nt":  # the offscreen platform looks for fonts in Qt's own folder, which has none
    os.environ.setdefault("QT_QPA_FONTDIR", os.path.expandvars(r"%WINDIR%\Fonts"))

from desktop.base import gc_pause
from desktop.base.resources import resource
from desktop.domain.programme import Programme, load
from desktop.records.store import Store
from desktop.services.workspace import Workspace
from desktop.wording import i18n
from tests.start_retries import retry_starts

EXAMPLES = int(os.environ.get("LINKDUE_EXAMPLES", "40"))
"""The number of examples of a property test that does not set its own."""
# A busy machine is not a fault of the program.
settings.register_profile("linkdue", deadline=None, max_examples=EXAMPLES)
settings.load_profile("linkdue")
retry_starts()

_LONGEST = (
    "tests/screen_reader/",
    "tests/system/test_offline.py",
    "tests/build_scripts/test_golden_pictures.py",
    "tests/cli/test_self_check.py",
)
"""Tests that last half a minute, most of it waiting."""

PROGRAMME = load(resource("programme.toml"))
"""The programme in force, as shipped."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the longest tests first; started last, they would keep only one worker busy."""
    items.sort(key=lambda item: not item.nodeid.startswith(_LONGEST))


class FakeClock:
    """A clock that the test sets. Starts on 10 September 2026, 12:00 in Beijing."""

    def __init__(self) -> None:
        self.now = datetime(2026, 9, 10, 4, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the moment that the test has set."""
        return self.now

    def advance(self, **units: float) -> None:
        """Move the clock forward."""
        self.now += timedelta(**units)


@contextmanager
def open_store(workspace: Workspace) -> Iterator[Store]:
    """Open the records of a workspace a second time, for changes that no use case makes."""
    store = Store.open(workspace.folder, workspace.programme, workspace.clock)
    try:
        yield store
    finally:
        store.close()


@pytest.fixture(scope="session")
def programme() -> Programme:
    """Return the programme in force, as shipped."""
    return PROGRAMME


@pytest.fixture
def clock() -> FakeClock:
    """Return a clock that the test moves."""
    return FakeClock()


@pytest.fixture(scope="session")
def empty_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a data folder without records, once; tests start with a copy of it."""
    folder = tmp_path_factory.mktemp("empty") / "data"
    Workspace.open(folder, FakeClock()).close()
    return folder


@pytest.fixture
def workspace(tmp_path: Path, clock: FakeClock, empty_data: Path) -> Iterator[Workspace]:
    """Open a workspace on a data folder without records."""
    shutil.copytree(empty_data, tmp_path / "data")
    workspace = Workspace.open(tmp_path / "data", clock)
    yield workspace
    workspace.close()


@pytest.fixture
def hooks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Restore Python's hooks for uncaught errors after the test."""
    for module, name in (
        (sys, "excepthook"),
        (sys, "unraisablehook"),
        (threading, "excepthook"),
    ):
        monkeypatch.setattr(module, name, getattr(module, name))


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Run every test in English, and reset the language afterwards."""
    i18n.set_language("en")
    yield
    i18n.set_language("en")


@pytest.fixture(autouse=True)
def _garbage_collector_resumed() -> Iterator[None]:
    """Resume the garbage collector: `main` stops it until a first frame that a test never shows."""
    yield
    gc_pause.enable()


@pytest.fixture(autouse=True)
def _no_closed_windows_left() -> Iterator[None]:
    """Delete closed windows, as the program's event loop would: no loop runs between tests.

    Otherwise each change of the theme is applied to the windows of all earlier tests.
    """
    yield
    if "PySide6.QtCore" in sys.modules:
        from PySide6.QtCore import QCoreApplication, QEvent

        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
