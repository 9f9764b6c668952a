"""The folders of a build, and the facts that all packages share."""

from __future__ import annotations

import ast
import os
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLACE_VARIABLE = "LINKDUE_BUILD_PLACE"
"""Environment variable: another folder to build in, so that the first build stays unchanged."""
PLACE = Path(os.environ.get(PLACE_VARIABLE) or ROOT)
TOOLS = ROOT / "build"
"""Tools that all builds share, whatever their folder."""
WORK = PLACE / "build"
"""Intermediate files."""
DIST = PLACE / "dist"
"""The result: packages, and a folder for each system with its frozen tree."""
NAME = "LinkDue"
WINDOW_PROGRAM = "LinkDue"
VERBS_PROGRAM = "linkdue-cli"
IDENTIFIER = "io.github.linkdue.LinkDue"
"""The program's identifier in macOS's bundle and Linux's metainfo."""


@dataclass(frozen=True)
class Job:
    """The options of a build.

    `windows`: on Linux, also build for Windows, through Wine. `may_skip`: skip Windows without an
    error if Wine is not available. `release`: compress as well as possible.
    """

    windows: bool = False
    may_skip: bool = False
    release: bool = False


def generated(system: str) -> Path:
    """Return the folder of generated resources; they ship under the same relative paths."""
    return WORK / "generated" / system


def tree(system: str) -> Path:
    """Return the frozen tree of a system, named as `sys.platform` names it."""
    return DIST / system / NAME


@cache
def version() -> str:
    """Return the program's version, read without importing the program."""
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
    """Return the time stamp of all built files, in seconds: that of the last commit.

    So two builds of one commit are equal. SOURCE_DATE_EPOCH overrides it, for instance under Wine,
    where git is missing.
    """
    if override := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(override)
    command = ["git", "log", "-1", "--format=%ct"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return int(answer.stdout)
