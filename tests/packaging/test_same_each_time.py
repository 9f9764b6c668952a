"""Two builds of one commit are the same bytes: what was checked is what others get."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from tests.packaging.conftest import ROOT

pytestmark = [
    pytest.mark.packaging,
    pytest.mark.skipif(sys.platform != "linux", reason="Linux's build is done twice"),
]


def test_the_second_build_is_the_same(tree: Path, deb: Path) -> None:
    """Tree and package, with names, rights and times."""
    first = state(tree, deb)
    subprocess.run(
        [sys.executable, ROOT / "build_scripts" / "dev.py", "build", "freeze", "deb"], check=True
    )
    second = state(tree, deb)
    assert [name for name in first | second if first.get(name) != second.get(name)] == []


def state(tree: Path, deb: Path) -> dict[str, tuple[int, float, str]]:
    """Rights, time and content of every file."""
    files = [file for file in tree.rglob("*") if file.is_file() and not file.is_symlink()]
    return {str(file.relative_to(tree)): facts(file) for file in files} | {
        deb.name: (0, 0.0, facts(deb)[2])
    }


def facts(file: Path) -> tuple[int, float, str]:
    """What must not differ."""
    told = file.stat()
    return told.st_mode, told.st_mtime, hashlib.sha256(file.read_bytes()).hexdigest()
