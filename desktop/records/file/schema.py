"""Whether a file is built as LinkDue builds it, and by nobody else.

A trigger, a view, a generated column or an index that somebody added would act on every write. The
tables are compared as they were made, but for quotes and spaces, which sqlite-utils may put otherwise
one day.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from pathlib import Path

from desktop.base.storage import StorageError, StorageErrorKind

FINGERPRINTS = {
    1: "5738b6ba9693b853a21fe171014843a39acb2bd8adb21188dde4f8a5d179fa0f",
}
"""By schema; one more with every schema that is released, and none is ever changed."""
_OF_LIBRARIES = re.compile(r"(idx_)?_sqlite_migrations|search_(data|idx|content|docsize|config)$")
"""Made by sqlite-utils and by the full-text search, each in its own words."""
_LOOKS = str.maketrans("", "", "\"'`[] \n\t\r")


def check_schema(connection: sqlite3.Connection, path: Path) -> None:
    """StorageError where the schema is not what the file's version says."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if fingerprint(connection) != FINGERPRINTS.get(version):
        raise StorageError(StorageErrorKind.ALTERED, path, f"schema {version}")


def fingerprint(connection: sqlite3.Connection) -> str:
    """Everything the schema says, in 64 digits. What SQLite keeps for itself does not count."""
    lines = []
    roots = set()
    for kind, name, table, root, sql in connection.execute(
        "SELECT type, name, tbl_name, rootpage, sql FROM sqlite_master"
    ):
        if root and root in roots:
            return "two on one page"
        roots.add(root)
        if not str(name).startswith("sqlite_"):
            words = "" if _OF_LIBRARIES.match(str(name)) else str(sql).translate(_LOOKS)
            lines.append(f"{kind} {name} {table} {words}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
