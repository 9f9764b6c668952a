"""Where things lie while a package is made, and the facts that all packages share."""

from __future__ import annotations

import ast
import os
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLACE_VARIABLE = "LINKDUE_BUILD_PLACE"
"""Names another folder to build in, so that a second build leaves the first one alone."""
PLACE = Path(os.environ.get(PLACE_VARIABLE) or ROOT)
TOOLS = ROOT / "build"
"""What builds, wherever they build, have in common."""
WORK = PLACE / "build"
"""What is made on the way."""
DIST = PLACE / "dist"
"""What is made for users: packages, and the frozen tree of each system in a folder of its own."""
NAME = "LinkDue"
WINDOW_PROGRAM = "LinkDue"
VERBS_PROGRAM = "linkdue-cli"
IDENTIFIER = "io.github.linkdue.LinkDue"
"""What the systems know the program by: macOS's bundle, Linux's metainfo."""


@dataclass(frozen=True)
class Job:
    """What was asked for.

    `windows`: also for Windows, through Wine; `may_skip`: unless Wine cannot be had; `release`: as
    small as can be.
    """

    windows: bool = False
    may_skip: bool = False
    release: bool = False


def generated(system: str) -> Path:
    """Return the files made for a system's tree; each is shipped at the same place in resources."""
    return WORK / "generated" / system


def tree(system: str) -> Path:
    """Return the frozen tree of a system, named as `sys.platform` names it."""
    return DIST / system / NAME


@cache
def version() -> str:
    """Read the program's version without running it."""
    source = (ROOT / "desktop" / "__init__.py").read_text(encoding="utf-8")
    for statement in ast.parse(source).body:
        match statement:
            case ast.Assign(
                targets=[ast.Name(id="__version__")], value=ast.Constant(value=str(text))
            ):
                return text
    raise LookupError("desktop/__init__.py names no __version__")


@cache
def epoch() -> int:
    """Return the second that all made files bear: of the last commit, the same for two builds.

    Where git is not at hand, as under Wine, the variable that builds agree on says it.
    """
    if agreed := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(agreed)
    command = ["git", "log", "-1", "--format=%ct"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return int(answer.stdout)
