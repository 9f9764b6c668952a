"""Which versions of what LinkDue is made with are running."""

from __future__ import annotations

import platform
import sqlite3


def made_with() -> dict[str, str]:
    """Python and SQLite; the window adds Qt, which the verbs never load."""
    return {"Python": platform.python_version(), "SQLite": sqlite3.sqlite_version}


def system() -> str:
    """The operating system, as somebody who helps would ask for it."""
    return platform.platform(aliased=True)
