"""The project's own tests, run by Windows' Python in a Chinese Windows (code page 936)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from subprocess import CompletedProcess

import pytest
from environments import DEVELOPMENT
from pack.windows.python import windows_python
from pack.windows.wine import PREFIX, Wine, chinese_windows

pytestmark = pytest.mark.packaging

_WINDOW = (
    "backups",
    "gate",
    "help",
    "home",
    "imports",
    "orders",
    "palette",
    "projects",
    "settings",
    "shell",
    "wizard",
)
_ON_WINDOWS = {
    "verbs": ("tests/system", "tests/cli"),
    "files": ("tests/exchange/document", "tests/records/file"),
}
_EVERYWHERE = {
    "rules": ("tests/contract", "tests/domain", "tests/forms", "tests/wording"),
    "verbs": ("tests/system", "tests/cli"),
    "files": ("tests/exchange",),
    "records": ("tests/records",),
    "window": tuple(f"tests/ui/{part}" for part in _WINDOW),
}
SUITES = _EVERYWHERE if os.environ.get("LINKDUE_WINE") == "all" else _ON_WINDOWS
AT_ONCE = 2
SECONDS = 900
VARIABLES = {"PYTHONPYCACHEPREFIX": r"C:\pycache"}
OPTIONS = ("-q", "-p", "no:cacheprovider", "--hypothesis-profile=ci")
"""No cache, which would mix with this system's; and Hypothesis must not mind that Wine is slow."""

Runs = dict[str, "Future[CompletedProcess[str]]"]


@pytest.fixture(scope="module")
def windows(wine_is_there: None) -> Iterator[Wine]:
    """Return a Wine prefix for the suites alone: `dev.py build verify` tries the rest meanwhile."""
    with chinese_windows(PREFIX.with_name("suites")) as wine:
        yield wine


@pytest.fixture(scope="module")
def runs(windows: Wine) -> Iterator[Runs]:
    """Run all suites, some at a time: pytest-xdist's workers do not start under Wine."""
    python = windows_python(DEVELOPMENT)

    def run(suite: str) -> CompletedProcess[str]:
        command = (python, "-m", "pytest", *OPTIONS, *SUITES[suite])
        return windows.run(command, seconds=SECONDS, variables=VARIABLES)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield {suite: pool.submit(run, suite) for suite in SUITES}


def test_it_is_a_chinese_windows(windows: Wine) -> None:
    """Else a file opened without its encoding would not be noticed."""
    code = "import locale, os; print(locale.getpreferredencoding(False), os.name)"
    done = windows.run((windows_python(DEVELOPMENT), "-c", code), seconds=60)
    assert done.stdout.split() == ["cp936", "nt"]


@pytest.mark.parametrize("suite", SUITES)
def test_the_suite_passes(runs: Runs, suite: str) -> None:
    """What works on Linux only would be met by the first user."""
    done = runs[suite].result()
    assert done.returncode == 0, done.stdout[-6000:]
    assert " passed" in done.stdout
