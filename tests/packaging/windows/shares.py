"""Which of the project's own tests Windows' Python runs, and the shares it runs them in.

pytest-xdist's workers do not start under Wine, so a long suite is cut into shares of whole files,
which run beside each other.
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
    """Folders of tests, files of them that are left out, and into how many shares they are cut."""

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
"""What is done in another way on Windows: paths, links, locks, processes, consoles, code pages.

Left out are slow files about what is the same everywhere: sums, and the self-check, which the
frozen program for Windows runs as well.
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
    """Return the suite's files of tests."""
    omitted = {ROOT / file for file in suite.without}
    found = (f for folder in suite.folders for f in (ROOT / folder).rglob("test_*.py"))
    return sorted(file for file in found if file not in omitted)


def share_out(files: Sequence[Path], shares: int) -> list[list[Path]]:
    """Deal the files out so that the shares are of about the same length; the longest first."""
    dealt: list[list[Path]] = [[] for _ in range(shares)]
    lengths = [0] * shares
    for file in sorted(files, key=lambda file: (-file.stat().st_size, file)):
        least = lengths.index(min(lengths))
        dealt[least].append(file)
        lengths[least] += file.stat().st_size
    return [share for share in dealt if share]


def shares_of(suites: dict[str, Suite]) -> dict[str, list[Path]]:
    """Return the files of each share by its name, in the order in which they are begun."""
    return {
        f"{name}-{number}" if suite.shares > 1 else name: share
        for name, suite in suites.items()
        for number, share in enumerate(share_out(files_of(suite), suite.shares), 1)
    }
