"""The version of this copy of the program, the day it was built, and its components' versions."""

from __future__ import annotations

import json
import platform
import sqlite3
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desktop import __version__
from desktop.base.resources import resource

BUILD_FILE = "build.json"
"""Written among the resources when the program is frozen; a checkout has none."""


@dataclass(frozen=True, slots=True)
class Build:
    """A copy of the program, with the day (UTC) it was frozen; None if it runs from source."""

    version: str
    made: date | None

    def age(self, today: date) -> int | None:
        """Return the days since the build; negative if the computer's clock is behind."""
        return None if self.made is None else (today - self.made).days


def this_build(file: Path | None = None) -> Build:
    """Return the build of the running program."""
    file = file or resource(BUILD_FILE)
    if not file.is_file():
        return Build(__version__, None)
    facts = json.loads(file.read_text(encoding="utf-8"))
    return Build(__version__, date.fromisoformat(facts["made"]))


def made_with() -> dict[str, str]:
    """Return the versions of Python and SQLite; the window adds Qt, which verbs do not load."""
    return {"Python": platform.python_version(), "SQLite": sqlite3.sqlite_version}


def operating_system() -> str:
    """Return the name and version of the operating system, for support."""
    return platform.platform(aliased=True)
