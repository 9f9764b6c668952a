"""Fixtures for the built program and packages, which `dev.py build` makes."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pack.screen import Screen

ROOT = Path(__file__).resolve().parents[2]
DIST = ROOT / "dist"
PICTURES = ROOT / "build" / "verify"

_SECONDS = 1800
"""The timeout of each test: a build, an installation or a suite under Wine is slow."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give the tests of this folder a longer timeout."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.timeout(_SECONDS))


def built(path: Path) -> Path:
    """Return `path`; fail the test, rather than skip it, if it was not built."""
    if not path.exists():
        pytest.fail(f"{path.name} is not there: run `python3 build_scripts/dev.py build` first")
    return path


def tool(name: str) -> str:
    """Return the path of a program; skip the test if it is not installed."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


@pytest.fixture(scope="session")
def tree() -> Path:
    """Return the frozen program's folder for this system."""
    return built(DIST / sys.platform / "LinkDue")


@pytest.fixture(scope="session", params=["linux", "win32", "darwin"])
def any_tree(request: pytest.FixtureRequest) -> Path:
    """Return each frozen program's folder: on Linux also that for Windows, if it was built."""
    system = str(request.param)
    if system == sys.platform:
        own: Path = request.getfixturevalue("tree")
        return own
    folder = DIST / system / "LinkDue"
    if not folder.is_dir():
        pytest.skip(f"nothing was frozen for {system} here")
    return folder


@pytest.fixture(scope="session")
def deb() -> Path:
    """Return the Debian package."""
    if sys.platform != "linux":
        pytest.skip("a Debian package is made on Linux")
    return built(next(iter(sorted(DIST.glob("linkdue_*.deb"))), DIST / "linkdue_….deb"))


@pytest.fixture(scope="session")
def screen() -> Iterator[Screen]:
    """Start a virtual screen with a window manager and a keyboard."""
    for name in ("Xvfb", "openbox", "wmctrl", "xdotool", "import"):
        tool(name)
    with Screen() as screen:
        yield screen
