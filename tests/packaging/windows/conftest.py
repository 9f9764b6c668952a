"""Fixtures for a Chinese Windows under Wine 8, and the program and installer built for it."""

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
        pytest.skip("no Windows program was built: run `dev.py build --windows` first")
    return folder


@pytest.fixture(scope="session")
def installer(windows_tree: Path) -> Path:
    """Return the installer made from the frozen program."""
    assert windows_tree.is_dir()
    assert installer_file().is_file(), "run `dev.py build installer --windows`"
    return installer_file()


@pytest.fixture(scope="session")
def wine_is_there(windows_tree: Path) -> None:
    """Skip the test if Wine is not available."""
    assert windows_tree.is_dir()
    if sys.platform != "linux":
        pytest.skip("Wine is used on Linux")
    if missing := missing_tools():
        pytest.skip("Wine lacks tools: " + ", ".join(missing))


@pytest.fixture(scope="session")
def windows(wine_is_there: None) -> Iterator[Wine]:
    """Return the Wine prefix that all tests of this run share."""
    with chinese_windows() as wine:
        yield wine
