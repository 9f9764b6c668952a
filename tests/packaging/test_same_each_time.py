"""Two builds of one commit are the same bytes: what was checked is what others get."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from tests.packaging.conftest import DIST, ROOT

pytestmark = [
    pytest.mark.packaging,
    pytest.mark.skipif(sys.platform != "linux", reason="Linux's build is done twice"),
]


def test_the_second_build_is_the_same(tree: Path, deb: Path) -> None:
    """Return trees and package with names, modes and times; that for Windows if it was made."""
    windows = DIST / "win32"
    trees = [folder for folder in (tree, windows) if folder.is_dir()]
    command = [sys.executable, ROOT / "build_scripts" / "dev.py", "build", "freeze", "deb"]
    first = state(trees, deb)
    subprocess.run([*command, *(["--windows"] if windows in trees else [])], check=True)
    second = state(trees, deb)
    assert [name for name in first | second if first.get(name) != second.get(name)] == []


def state(trees: list[Path], deb: Path) -> dict[str, tuple[int, float, str]]:
    """Return mode, time and content of every file."""
    found = (file for tree in trees for file in tree.rglob("*"))
    files = [file for file in found if file.is_file() and not file.is_symlink()]
    return {str(file.relative_to(DIST)): facts(file) for file in files} | {
        deb.name: (0, 0.0, facts(deb)[2])
    }


def facts(file: Path) -> tuple[int, float, str]:
    """Return what must not differ."""
    told = file.stat()
    return told.st_mode, told.st_mtime, hashlib.sha256(file.read_bytes()).hexdigest()
