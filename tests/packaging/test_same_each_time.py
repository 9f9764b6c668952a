"""Builds are reproducible: two builds of one commit give the same bytes."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from environments import ROOT
from pack.layout import PLACE_VARIABLE

from tests.packaging.conftest import DIST

pytestmark = [
    pytest.mark.packaging,
    pytest.mark.skipif(sys.platform != "linux", reason="only the build for Linux is repeated"),
]


def test_a_second_build_is_identical(tree: Path, deb: Path) -> None:
    """Compare trees and package; with `LINKDUE_WINE=all` also the tree for Windows.

    The second build is made in another folder, so that paths cannot matter and other tests can
    use the first one meanwhile.
    Freezing under Wine takes minutes, and a release is frozen on Windows itself.
    """
    windows = DIST / "win32"
    also_windows = windows.is_dir() and os.environ.get("LINKDUE_WINE") == "all"
    trees = [tree.relative_to(DIST), *([windows.relative_to(DIST)] if also_windows else [])]
    command = [sys.executable, str(ROOT / "build_scripts" / "dev.py"), "build", "freeze", "deb"]
    command += ["--windows"] if also_windows else []
    with tempfile.TemporaryDirectory() as place:
        subprocess.run(command, env=os.environ | {PLACE_VARIABLE: place}, check=True)
        first, second = (state(made, trees, deb.name) for made in (DIST, Path(place, "dist")))
    assert [name for name in first | second if first.get(name) != second.get(name)] == []


def state(made: Path, trees: list[Path], deb: str) -> dict[str, tuple[int, float, str]]:
    """Return mode, time and checksum of every file that was built in a folder, by its path."""
    found = (file for tree in trees for file in (made / tree).rglob("*"))
    files = [file for file in found if file.is_file() and not file.is_symlink()]
    return {str(file.relative_to(made)): facts(file) for file in files} | {
        deb: (0, 0.0, facts(made / deb)[2])
    }


def facts(file: Path) -> tuple[int, float, str]:
    """Return mode, time and checksum of a file."""
    status = file.stat()
    return status.st_mode, status.st_mtime, hashlib.sha256(file.read_bytes()).hexdigest()
