"""Freezes the program: for the system that this runs on, and through Wine for Windows."""

from __future__ import annotations

import filecmp
import sys
from pathlib import Path

from pack.icons import make_icons
from pack.layout import PLACE, VERBS_PROGRAM, WINDOW_PROGRAM, Job, tree
from pack.progress import say, size_mb
from pack.pyinstaller import run_pyinstaller, strip, touch, write_build_facts


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
    run_pyinstaller(tree(system).parent)
    if system == "linux":
        strip(tree(system))
        keep_once(tree(system) / VERBS_PROGRAM, tree(system) / WINDOW_PROGRAM)
    touch(tree(system))
    say(f"frozen: {size_mb(tree(system)):.1f} MB in {tree(system).relative_to(PLACE)}")
    if job.windows and system == "linux":
        from pack.windows.wine_freeze import make_windows_tree

        make_windows_tree(may_skip=job.may_skip)


def keep_once(program: Path, other: Path) -> None:
    """Make a program a link to the other one where they are the same bytes.

    Windows has programs with and without a console; for Linux the two differ in their names alone.
    """
    if filecmp.cmp(program, other, shallow=False):
        program.unlink()
        program.symlink_to(other.name)
