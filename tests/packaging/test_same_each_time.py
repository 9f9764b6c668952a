"""Two builds of one commit are the same bytes: what was checked is what others get."""

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
    pytest.mark.skipif(sys.platform != "linux", reason="Linux's build is done twice"),
]


def test_the_second_build_is_the_same(tree: Path, deb: Path) -> None:
    """Trees and package with names, modes and times; with `LINKDUE_WINE=all` that for Windows, too.

    It is made in another folder, as others make it, which also leaves the first to other tests.
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
    """Return mode, time and content of every file of what was made in a folder."""
    found = (file for tree in trees for file in (made / tree).rglob("*"))
    files = [file for file in found if file.is_file() and not file.is_symlink()]
    return {str(file.relative_to(made)): facts(file) for file in files} | {
        deb: (0, 0.0, facts(made / deb)[2])
    }


def facts(file: Path) -> tuple[int, float, str]:
    """Return what must not differ."""
    told = file.stat()
    return told.st_mode, told.st_mtime, hashlib.sha256(file.read_bytes()).hexdigest()
