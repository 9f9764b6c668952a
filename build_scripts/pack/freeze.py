"""Freezes the program for the current system and, through Wine, for Windows."""

from __future__ import annotations

import filecmp
import sys
from pathlib import Path

from pack.icons import make_icons
from pack.layout import PLACE, VERBS_PROGRAM, WINDOW_PROGRAM, Job, tree
from pack.progress import log, size_mb
from pack.pyinstaller import run_pyinstaller, strip, touch, write_build_facts


def make(job: Job) -> None:
    """Make the tree for this system and, if requested, that for Windows."""
    system = sys.platform
    make_icons()
    log("icons drawn")
    write_build_facts(system)
    if system == "linux":
        from pack.linux.font import make_font

        make_font()
        log("Chinese font made")
    run_pyinstaller(tree(system).parent)
    if system == "linux":
        strip(tree(system))
        link_if_equal(tree(system) / VERBS_PROGRAM, tree(system) / WINDOW_PROGRAM)
    touch(tree(system))
    log(f"frozen: {size_mb(tree(system)):.1f} MB in {tree(system).relative_to(PLACE)}")
    if job.windows and system == "linux":
        from pack.windows.wine_freeze import make_windows_tree

        make_windows_tree(may_skip=job.may_skip)


def link_if_equal(program: Path, other: Path) -> None:
    """Replace a program by a symbolic link if the other one has the same content.

    On Windows one has a console and the other has none; on Linux only their names differ.
    """
    if filecmp.cmp(program, other, shallow=False):
        program.unlink()
        program.symlink_to(other.name)
