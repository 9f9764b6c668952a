"""The stage for scenes, and the figures reported at the end of a run."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults import shim
from tests.faults.reach import VARIABLE
from tests.faults.stage import Stage

Figure = Callable[[str], None]
_LONG_SECONDS = 3 * 3600


@pytest.fixture(scope="session")
def fast_folder() -> Iterator[Path]:
    """Make a folder for very many short-lived files, in memory where possible."""
    memory = Path("/dev/shm")
    place = memory if os.access(memory, os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=place, prefix="linkdue-faults-") as folder:
        yield Path(folder).resolve()


@pytest.fixture(scope="session")
def library(fast_folder: Path) -> Path:
    """Compile the shim."""
    if shim.compiler() is None:
        pytest.skip("the shim needs Linux and a C compiler")
    return shim.build(fast_folder)


@pytest.fixture(scope="session")
def stage(fast_folder: Path, library: Path) -> Iterator[Stage]:
    """Set up the stage on which scenes are played."""
    stage = Stage(fast_folder, library)
    yield stage
    stage.close()


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Figure:
    """Return a function that adds a figure to the report at the end of the run."""
    return lambda text: record_property("figure", text)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give a full run hours; a sample keeps the time limit of all tests."""
    if os.environ.get(VARIABLE) or os.environ.get("LINKDUE_CORRUPTIONS"):
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(pytest.mark.timeout(_LONG_SECONDS))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the figures of all tests, for docs/reliability.md."""
    figures = [
        text
        for report in terminalreporter.getreports("passed")
        for name, text in report.user_properties
        if name == "figure" and report.when == "call"
    ]
    if figures:
        terminalreporter.section("figures")
        for text in figures:
            terminalreporter.write_line(text)
