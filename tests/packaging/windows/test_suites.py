"""The project's own tests, run by Windows' Python in a Chinese Windows (code page 936)."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from dev import memory_folder
from environments import DEVELOPMENT, ROOT
from pack.windows.python import windows_python
from pack.windows.wine import PREFIX, Wine, chinese_windows

from tests.packaging.windows.shares import SUITES, shares_of
from tests.start_retries import STARTS_VARIABLE

pytestmark = pytest.mark.packaging

SHARES = shares_of(SUITES)
PARALLEL = 2
SECONDS = 900
VARIABLES = {"PYTHONPYCACHEPREFIX": r"C:\pycache", STARTS_VARIABLE: "patient"}
OPTIONS = (
    "-q",
    "-p",
    "no:cacheprovider",
    "--hypothesis-profile=ci",
    "-m",
    "not packaging and not source",
)
"""No cache, as it would mix with this system's; Hypothesis' profile allows for Wine's slowness."""

Runs = dict[str, "Future[CompletedProcess[str]]"]


@pytest.fixture(scope="module")
def windows(wine_is_there: None) -> Iterator[Wine]:
    """Return a separate Wine prefix: `dev.py build verify` runs other tests meanwhile.

    It is in memory if there is room, so that the tests' writes do not wait for a disk.
    """
    with memory_folder() as memory:
        prefix = PREFIX.with_name("suites") if memory is None else Path(memory, "suites")
        with chinese_windows(prefix) as wine:
            yield wine


@pytest.fixture(scope="module")
def runs(windows: Wine) -> Iterator[Runs]:
    """Start all shares, `PARALLEL` at a time; return their results as futures."""
    python = windows_python(DEVELOPMENT)

    def run(share: str) -> CompletedProcess[str]:
        files = (file.relative_to(ROOT) for file in SHARES[share])
        command = (python, "-m", "pytest", *OPTIONS, *files)
        return windows.run(command, seconds=SECONDS, variables=VARIABLES)

    with ThreadPoolExecutor(PARALLEL) as pool:
        yield {share: pool.submit(run, share) for share in SHARES}


def test_the_code_page_is_chinese(windows: Wine) -> None:
    """Otherwise a file opened without an encoding would not be noticed."""
    code = "import locale, os; print(locale.getpreferredencoding(False), os.name)"
    done = windows.run((windows_python(DEVELOPMENT), "-c", code), seconds=60)
    assert done.stdout.split() == ["cp936", "nt"]


@pytest.mark.parametrize("share", SHARES)
def test_the_share_passes(runs: Runs, share: str) -> None:
    """Otherwise the first user on Windows finds what works on Linux only."""
    done = runs[share].result()
    assert done.returncode == 0, done.stdout[-6000:]
    assert " passed" in done.stdout
