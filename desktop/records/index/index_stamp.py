"""What the order index was made with, which says whether it is still as it would be made now."""

from __future__ import annotations

import hashlib
import sqlite3

from desktop.base.resources import resource
from desktop.base.settings import SettingKey
from desktop.domain import catalogue

VERSION = 3
"""Raised when the index is to be made anew because `order_index` makes it otherwise."""
STAMP = SettingKey.INDEX_STAMP


def is_current(connection: sqlite3.Connection) -> bool:
    """Return whether the index was made with the rules, products and code as they are."""
    row = connection.execute("SELECT value FROM settings WHERE name = ?", [STAMP]).fetchone()
    return row is not None and row[0] == stamp()


def stamp() -> str:
    """Return a digest of what the order index depends on apart from the records."""
    parts = (resource(name).read_bytes() for name in ("programme.toml", catalogue.FILE))
    return f"{VERSION} {hashlib.sha256(b''.join(parts)).hexdigest()}"
