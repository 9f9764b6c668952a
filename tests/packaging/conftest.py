"""What was built, for the tests that try it as its users would. `dev.py build` makes it."""

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
"""A build, an installation or a suite under Wine takes its time."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give these tests their time."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.timeout(_SECONDS))


def built(path: Path) -> Path:
    """Return a thing that was built; fail, and do not skip, where it was not."""
    if not path.exists():
        pytest.fail(f"{path.name} is not there: run `python3 build_scripts/dev.py build` first")
    return path


def tool(name: str) -> str:
    """Return the path of a program; skip the test, with the reason, where it is missing."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    if found is None:
        pytest.skip(f"{name} cannot be had here")
    return found


@pytest.fixture(scope="session")
def tree() -> Path:
    """Return the frozen tree of this system."""
    return built(DIST / sys.platform / "LinkDue")


@pytest.fixture(scope="session", params=["linux", "win32", "darwin"])
def any_tree(request: pytest.FixtureRequest) -> Path:
    """Return each frozen tree: on Linux also that for Windows, where it was made."""
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
    """Start a screen of its own with a window manager and a keyboard."""
    for name in ("Xvfb", "openbox", "wmctrl", "xdotool", "import"):
        tool(name)
    with Screen() as screen:
        yield screen
