"""What was built, for the tests that try it as its users would. `dev.py build` makes it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def tree() -> Path:
    """The frozen tree of this system."""
    system = sys.platform
    folder = ROOT / "dist" / system / "LinkDue"
    if not folder.is_dir():
        pytest.fail("there is no frozen program: run `python3 build_scripts/dev.py build` first")
    return folder


@pytest.fixture(scope="session", params=["linux", "win32", "darwin"])
def any_tree(request: pytest.FixtureRequest) -> Path:
    """Each frozen tree that there is: on Linux also that for Windows, where it was made."""
    system = str(request.param)
    if system == sys.platform:
        own: Path = request.getfixturevalue("tree")
        return own
    folder = ROOT / "dist" / system / "LinkDue"
    if not folder.is_dir():
        pytest.skip(f"nothing was frozen for {system} here")
    return folder
