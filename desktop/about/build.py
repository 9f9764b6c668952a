"""What this copy of the program is: its version, and the day its installer was made."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desktop import __version__
from desktop.base.resources import resource

BUILD_FILE = "build.json"
"""Written among the resources when the program is frozen; a checkout has none."""


@dataclass(frozen=True, slots=True)
class Build:
    """A copy of the program. `made` is the day (UTC) it was frozen, None where it runs from source."""

    version: str
    made: date | None

    def age(self, today: date) -> int | None:
        """Days since it was made; negative where the computer's clock is behind."""
        return None if self.made is None else (today - self.made).days


def this_build(file: Path | None = None) -> Build:
    """The copy that is running."""
    file = file or resource(BUILD_FILE)
    if not file.is_file():
        return Build(__version__, None)
    facts = json.loads(file.read_text(encoding="utf-8"))
    return Build(__version__, date.fromisoformat(facts["made"]))
