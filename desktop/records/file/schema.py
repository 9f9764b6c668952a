"""Checks that a file is built as LinkDue builds it, and by nobody else.

A trigger, a view, a generated column or an index that somebody added would act on every write, and
on many reads. The tables are compared as they were made, but for quotes and spaces, which
sqlite-utils may put otherwise one day.
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
from desktop.records.file.connect import FOREIGN, believe, connect, limited

FINGERPRINTS = {
    1: "5738b6ba9693b853a21fe171014843a39acb2bd8adb21188dde4f8a5d179fa0f",
    2: "4854d64c2fd930f3c22b0bbec075ca53289b7509ffc213995cae4afee7003385",
}
"""By schema; one more with every schema that is released, and none is ever changed."""
_OF_LIBRARIES = re.compile(r"(idx_)?_sqlite_migrations|search_(data|idx|content|docsize|config)$")
"""Made by sqlite-utils and by the full-text search, each in its own words."""
_COMPUTED = re.compile(r"\b(CHECK|AS|GENERATED|DEFAULT|COLLATE|WHERE)\b", re.IGNORECASE)
"""What no library's table says, and would be computed."""
_LOOKS = str.maketrans("", "", "\"'`[] \n\t\r")
_PARTS_LIMIT, _WORDS_LIMIT = 500, 100_000
"""How many tables, indexes … a schema has at most, and characters one of them."""


def check_schema(connection: sqlite3.Connection, path: Path) -> None:
    """Compare the schema with what the file's version says.

    Raises StorageError ALTERED if it is another one.
    """
    version = database.schema_version(connection)
    if fingerprint(connection) != FINGERPRINTS.get(version):
        raise StorageError(StorageErrorKind.ALTERED, path, f"schema {version}")


def fingerprint(connection: sqlite3.Connection, side: str = "main") -> str:
    """Return everything the schema of an open file says, in 64 digits.

    What SQLite keeps for itself does not count. `side` is the name a file is attached under.
    """
    lines: list[str] = []
    roots: set[int] = set()
    for kind, name, table, root, sql in connection.execute(
        f"SELECT type, name, tbl_name, rootpage, sql FROM {side}.sqlite_master"
    ):
        if root and root in roots:
            return "two on one page"
        roots.add(root)
        if len(lines) > _PARTS_LIMIT or len(str(sql)) > _WORDS_LIMIT:
            return "more than LinkDue makes"
        if not str(name).startswith("sqlite_"):
            words = str(sql).translate(_LOOKS)
            if _OF_LIBRARIES.match(str(name)):
                words = "computed" if _COMPUTED.search(str(sql)) else ""
            lines.append(f"{kind} {name} {table} {words}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


@contextmanager
def open_foreign(path: Path, cancel: CancelToken | None = None) -> Iterator[sqlite3.Connection]:
    """Yield a reading connection to a file that anyone may have made, and nobody writes.

    Its schema is compared before anything else in it is read, and the time it may take is limited.
    A file of a newer program, whose schema is not known, stays restricted to plain tables. Raises
    StorageError FOREIGN if it is no file of LinkDue's, ALTERED if its schema is not as LinkDue
    made it; OSError, sqlite3.Error and Cancelled.
    """
    open_regular(path).close()
    with closing(connect(path, FOREIGN)) as connection, limited(connection, path, cancel):
        database.check_origin(connection, path)
        if not database.is_newer(connection):
            check_schema(connection, path)
            believe(connection)
        yield connection
