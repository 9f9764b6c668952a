"""Freezes the program for the system that this runs on."""

from __future__ import annotations

import json
import os
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

from desktop.about.build import BUILD_FILE
from pack.icons import make_icons
from pack.layout import ROOT, WORK, Job, epoch, generated, tree
from pack.progress import run, say, size_mb

SPEC = ROOT / "build_scripts" / "pack" / "linkdue.spec"
_DEBUG_SYMBOLS = ("libpython*.so*", "python3.*/lib-dynload/*.so")
"""What distributors and Docker images leave symbols in: a fifth of the tree."""


def make(job: Job) -> None:
    """Make the tree for this system, and where it is asked for, that for Windows."""
    system = sys.platform
    make_icons()
    say("icons drawn")
    write_build_facts(system)
    if system == "linux":
        from pack.linux.font import make_font

        make_font()
        say("Chinese font made")
    freeze(tree(system).parent)
    if system == "linux":
        strip(tree(system))
    touch(tree(system))
    say(f"frozen: {size_mb(tree(system)):.1f} MB in {tree(system).relative_to(ROOT)}")
    if job.windows and system == "linux":
        from pack.windows import wine_freeze

        wine_freeze.make(job)


def write_build_facts(system: str) -> None:
    """Tell the program the day it was made: that of the last commit, so that two builds are the same."""
    folder = generated(system)
    folder.mkdir(parents=True, exist_ok=True)
    made = datetime.fromtimestamp(epoch(), UTC).date().isoformat()
    (folder / BUILD_FILE).write_text(json.dumps({"made": made}) + "\n", encoding="utf-8")


def freeze(into: Path) -> None:
    """Run PyInstaller; what was in the folder before is gone."""
    shutil.rmtree(into, ignore_errors=True)
    places = ("--distpath", into, "--workpath", WORK / "freeze")
    command = (sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN")
    run((*command, *places, SPEC), folder=ROOT, environment=steady_environment())


def steady_environment() -> dict[str, str]:
    """Variables under which two builds of one commit give the same bytes."""
    return os.environ | {
        "PYTHONHASHSEED": "1",
        "SOURCE_DATE_EPOCH": str(epoch()),
        "LC_ALL": "C.UTF-8",
    }


def strip(folder: Path) -> None:
    """Take debugging symbols out of Python's own libraries."""
    internal = folder / "_internal"
    files = sorted(file for pattern in _DEBUG_SYMBOLS for file in internal.glob(pattern))
    run(("strip", "--strip-unneeded", *files))


def touch(folder: Path) -> None:
    """Give every file the time of the last commit."""
    for file in (folder, *folder.rglob("*")):
        os.utime(file, (epoch(), epoch()), follow_symlinks=False)
