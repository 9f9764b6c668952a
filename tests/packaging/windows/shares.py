"""The suites of the project's tests that run under Wine, split into shares.

pytest-xdist's workers do not start under Wine, so a long suite is split into shares of whole
files, which run in parallel.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from environments import ROOT

_WINDOW = (
    "backups",
    "gate",
    "help",
    "home",
    "imports",
    "orders",
    "palette",
    "projects",
    "settings",
    "shell",
    "wizard",
)


@dataclass(frozen=True)
class Suite:
    """Test folders, the number of shares they are split into, and files that are left out."""

    folders: tuple[str, ...]
    shares: int = 1
    without: tuple[str, ...] = ()


ON_WINDOWS = {
    "verbs": Suite(
        ("tests/system", "tests/cli"),
        shares=3,
        without=(
            "tests/cli/test_cashback_verb.py",
            "tests/cli/test_compare.py",
            "tests/cli/test_remind.py",
            "tests/cli/test_statement_verb.py",
            "tests/system/test_offline.py",
        ),
    ),
    "files": Suite(("tests/exchange/document", "tests/records/file")),
}
"""Tests of what differs on Windows: paths, links, locks, processes, consoles, code pages.

Slow files about behaviour that is the same everywhere are left out: sums, and the self-check,
which the frozen program for Windows runs as well.
"""
EVERYWHERE = {
    "verbs": Suite(("tests/system", "tests/cli"), shares=4),
    "rules": Suite(("tests/contract", "tests/domain", "tests/forms", "tests/wording")),
    "files": Suite(("tests/exchange",)),
    "records": Suite(("tests/records",)),
    "window": Suite(tuple(f"tests/ui/{part}" for part in _WINDOW)),
}
SUITES = EVERYWHERE if os.environ.get("LINKDUE_WINE") == "all" else ON_WINDOWS


def files_of(suite: Suite) -> list[Path]:
    """Return the suite's test files, sorted."""
    omitted = {ROOT / file for file in suite.without}
    found = (f for folder in suite.folders for f in (ROOT / folder).rglob("test_*.py"))
    return sorted(file for file in found if file not in omitted)


def share_out(files: Sequence[Path], shares: int) -> list[list[Path]]:
    """Distribute the files, largest first, so that the shares have about the same size."""
    parts: list[list[Path]] = [[] for _ in range(shares)]
    sizes = [0] * shares
    for file in sorted(files, key=lambda file: (-file.stat().st_size, file)):
        least = sizes.index(min(sizes))
        parts[least].append(file)
        sizes[least] += file.stat().st_size
    return [share for share in parts if share]


def shares_of(suites: dict[str, Suite]) -> dict[str, list[Path]]:
    """Return the files of each share by its name, in the order in which they are started."""
    return {
        f"{name}-{number}" if suite.shares > 1 else name: share
        for name, suite in suites.items()
        for number, share in enumerate(share_out(files_of(suite), suite.shares), 1)
    }
