"""The stamp of the order index, which tells when rules, products or code require a rebuild."""

from __future__ import annotations

import hashlib
import sqlite3

from desktop.base.resources import resource
from desktop.base.settings import SettingKey
from desktop.domain import catalogue

VERSION = 5
"""Increment it whenever a change of the code makes other index rows, to force a rebuild."""
STAMP = SettingKey.INDEX_STAMP


def is_current(connection: sqlite3.Connection) -> bool:
    """Return whether the index was made with the current rules, products and code."""
    row = connection.execute("SELECT value FROM settings WHERE name = ?", [STAMP]).fetchone()
    return row is not None and row[0] == stamp()


def stamp() -> str:
    """Return a digest of what the order index depends on apart from the records."""
    parts = (resource(name).read_bytes() for name in ("programme.toml", catalogue.FILE))
    return f"{VERSION} {hashlib.sha256(b''.join(parts)).hexdigest()}"
