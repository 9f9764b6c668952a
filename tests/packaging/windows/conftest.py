"""A Chinese Windows under Wine, and what was built for it. What passes here “runs under Wine 8”."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pack.layout import tree
from pack.windows.installer import installer_file
from pack.windows.wine import Wine, chinese_windows, missing_tools


@pytest.fixture(scope="session")
def windows_tree() -> Path:
    """Return the frozen program for Windows."""
    folder = tree("win32")
    if not folder.is_dir():
        pytest.skip("no Windows program was made: run `dev.py build --windows` first")
    return folder


@pytest.fixture(scope="session")
def installer(windows_tree: Path) -> Path:
    """Return the installer made of it."""
    assert windows_tree.is_dir()
    assert installer_file().is_file(), "run `dev.py build installer --windows`"
    return installer_file()


@pytest.fixture(scope="session")
def wine_is_there(windows_tree: Path) -> None:
    """Skip where there is no Wine to try the program for Windows with."""
    assert windows_tree.is_dir()
    if sys.platform != "linux":
        pytest.skip("Wine is used on Linux")
    if missing := missing_tools():
        pytest.skip("Wine needs what cannot be had here: " + ", ".join(missing))


@pytest.fixture(scope="session")
def windows(wine_is_there: None) -> Iterator[Wine]:
    """Return the one Wine prefix of this run."""
    with chinese_windows() as wine:
        yield wine
