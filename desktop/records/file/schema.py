"""Checks that a file's schema is the one that LinkDue creates.

A trigger, a view, a generated column or an index that somebody added would affect every write and
many reads. The SQL of all tables is compared, apart from quotes and spaces, which another version
of sqlite-utils may write differently.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from desktop.base.progress import CancelToken
from desktop.base.regular_file import open_regular
from desktop.base.storage import StorageError, StorageErrorKind
from desktop.records.file import database
from desktop.records.file.connect import FOREIGN, connect, lift_restrictions, limited

FINGERPRINTS = {
    1: "5738b6ba9693b853a21fe171014843a39acb2bd8adb21188dde4f8a5d179fa0f",
    2: "4854d64c2fd930f3c22b0bbec075ca53289b7509ffc213995cae4afee7003385",
}
"""By schema version; every released schema adds one, and none is ever changed."""
_OF_LIBRARIES = re.compile(r"(idx_)?_sqlite_migrations|search_(data|idx|content|docsize|config)$")
"""Tables created by sqlite-utils and by FTS5, whose SQL may differ between versions."""
_COMPUTED = re.compile(r"\b(CHECK|AS|GENERATED|DEFAULT|COLLATE|WHERE)\b", re.IGNORECASE)
"""Words that no library's table has, and that would make SQLite evaluate an expression."""
_QUOTES_AND_SPACES = str.maketrans("", "", "\"'`[] \n\t\r")
_PARTS_LIMIT, _SQL_LIMIT = 500, 100_000
"""The most tables, indexes … in a schema, and the most characters of SQL in one of them."""


def check_schema(connection: sqlite3.Connection, path: Path) -> None:
    """Compare the schema with the fingerprint of the file's schema version.

    Raises StorageError ALTERED if they differ.
    """
    version = database.schema_version(connection)
    if fingerprint(connection) != FINGERPRINTS.get(version):
        raise StorageError(StorageErrorKind.ALTERED, path, f"schema {version}")


def fingerprint(connection: sqlite3.Connection) -> str:
    """Return a digest (64 hex digits) of the whole schema of an open file.

    SQLite's internal tables do not count.
    """
    lines: list[str] = []
    roots: set[int] = set()
    for kind, name, table, root, sql in connection.execute(
        "SELECT type, name, tbl_name, rootpage, sql FROM sqlite_master"
    ):
        if root and root in roots:
            return "two on one page"
        roots.add(root)
        if len(lines) > _PARTS_LIMIT or len(str(sql)) > _SQL_LIMIT:
            return "more than LinkDue makes"
        if not str(name).startswith("sqlite_"):
            words = str(sql).translate(_QUOTES_AND_SPACES)
            if _OF_LIBRARIES.match(str(name)):
                words = "computed" if _COMPUTED.search(str(sql)) else ""
            lines.append(f"{kind} {name} {table} {words}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


@contextmanager
def open_foreign(path: Path, cancel: CancelToken | None = None) -> Iterator[sqlite3.Connection]:
    """Yield a reading connection to an untrusted file that nobody writes.

    Its schema is compared before anything else in it is read, and the reading time is limited. A
    file of a newer program, whose schema is not known, stays restricted to plain tables. Raises
    StorageError FOREIGN if it is no file of LinkDue's, ALTERED if its schema was changed; OSError,
    sqlite3.Error and Cancelled.
    """
    open_regular(path).close()
    with closing(connect(path, FOREIGN)) as connection, limited(connection, path, cancel):
        database.check_origin(connection, path)
        if not database.is_newer(connection):
            check_schema(connection, path)
            lift_restrictions(connection)
        yield connection
