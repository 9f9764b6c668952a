"""Runs PyInstaller, on every system, so that two builds of one commit are equal."""

from __future__ import annotations

import json
import os
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

from desktop.about.build import BUILD_FILE
from pack.layout import ROOT, WORK, epoch, generated
from pack.progress import run

SPEC = ROOT / "build_scripts" / "pack" / "linkdue.spec"
_DEBUG_SYMBOLS = ("libpython*.so*", "python3.*/lib-dynload/*.so")
"""Libraries that distributions and Docker images ship with symbols: a fifth of the tree."""


def write_build_facts(system: str) -> None:
    """Write the build date for the program: the day of the last commit."""
    folder = generated(system)
    folder.mkdir(parents=True, exist_ok=True)
    made = datetime.fromtimestamp(epoch(), UTC).date().isoformat()
    (folder / BUILD_FILE).write_text(json.dumps({"made": made}) + "\n", encoding="utf-8")


def run_pyinstaller(into: Path) -> None:
    """Run PyInstaller; its output replaces the folder."""
    shutil.rmtree(into, ignore_errors=True)
    places = ("--distpath", into, "--workpath", WORK / "freeze")
    command = (sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN")
    run((*command, *places, SPEC), folder=ROOT, environment=steady_environment())


def steady_environment() -> dict[str, str]:
    """Return environment variables under which two builds of one commit are equal."""
    return os.environ | {
        "PYTHONHASHSEED": "1",
        "SOURCE_DATE_EPOCH": str(epoch()),
        "LC_ALL": "C.UTF-8",
    }


def strip(folder: Path) -> None:
    """Remove debugging symbols from Python's libraries."""
    internal = folder / "_internal"
    files = sorted(file for pattern in _DEBUG_SYMBOLS for file in internal.glob(pattern))
    run(("strip", "--strip-unneeded", *files))


def touch(folder: Path) -> None:
    """Set the time of every file to that of the last commit."""
    for file in (folder, *folder.rglob("*")):
        os.utime(file, (epoch(), epoch()), follow_symlinks=False)
