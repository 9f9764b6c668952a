"""SQLite's pages read without SQLite give the same rows, also with a write-ahead log."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desktop.records.recovery.sqlite_pages import LEAF, BadBytes, RawFile, RawRow
from tests.records.recovery.pages import pages_where

Rows = dict[int, tuple[object, ...]]

VALUES = (
    None,
    0,
    1,
    -1,
    127,
    -128,
    40_000,
    -8_000_000,
    2**31,
    -(2**40),
    2**63 - 1,
    -(2**63),
    0.5,
    "",
    "关联订单",
    "x" * 5000,
    b"",
    b"\x00\xff" * 9000,
)


@pytest.fixture(params=[512, 4096, 65536])
def made(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, Rows]:
    """Make a file with every kind of value, half of it in the log; return it and its rows."""
    path = tmp_path / "a.sqlite3"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA page_size = {request.param}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a, b)")
    chance = random.Random(1)
    for number in range(300):
        if number == 150:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        key = number * chance.choice((1, 1000)) + number
        values = (key, *chance.choices(VALUES, k=2))
        connection.execute("INSERT OR REPLACE INTO t VALUES (?, ?, ?)", values)
    connection.execute("UPDATE t SET b = 'changed' WHERE id % 7 = 0")
    connection.execute("DELETE FROM t WHERE id % 5 = 0")
    rows = {row[0]: row[1:] for row in connection.execute("SELECT * FROM t")}
    copy = tmp_path / "b.sqlite3"
    for end in ("", "-wal"):
        shutil.copy(f"{path}{end}", f"{copy}{end}")
    connection.close()
    return copy, rows


def read(raw: RawFile) -> Rows:
    """Return all rows, on pages in use, of the table of three columns."""
    found: Rows = {}
    free = raw.free_pages()
    for number in range(1, raw.count + 1):
        if number not in free and raw.kind(number) == LEAF:
            rows = [row for row in raw.rows(number) if row is not None and len(row.values) == 3]
            found |= {row.key: row.values[1:] for row in rows if row.values[0] is None}
    return found


def test_it_reads_what_sqlite_reads(made: tuple[Path, Rows]) -> None:
    """Every serial type, overflowing rows, several page sizes, and the log laid over the file."""
    path, rows = made
    assert read(RawFile(path)) == rows
    assert read(RawFile(path, with_log=False)) != rows


def test_a_log_counts_up_to_its_first_damage(made: tuple[Path, Rows]) -> None:
    """As in SQLite: nothing after a frame with a wrong checksum is part of the file."""
    path, _rows = made
    log = Path(f"{path}-wal")
    data = bytearray(log.read_bytes())
    data[len(data) // 2] ^= 1
    log.write_bytes(data)
    found = read(RawFile(path))
    with closing(sqlite3.connect(path)) as connection:
        assert found == {row[0]: row[1:] for row in connection.execute("SELECT * FROM t")}


def test_a_page_size_that_was_overwritten_is_found_out(tmp_path: Path) -> None:
    """The header is damaged, but pages can be recognised by their structure."""
    path = tmp_path / "a.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a, b)")
        connection.executemany("INSERT INTO t (a, b) VALUES (?, ?)", [("a" * 300, 1)] * 200)
        connection.commit()
    data = bytearray(path.read_bytes())
    for size in (b"\x20\x00", b"\x02\x00", b"\x00\x01", b"\xff\xff"):
        data[16:18] = size
        path.write_bytes(data)
        assert len(read(RawFile(path))) == 200


def test_no_bytes_lead_into_circles_or_out_of_the_file(tmp_path: Path) -> None:
    """Random pages, and pages with chains that lead back to themselves: reading terminates."""
    chance = random.Random(7)
    path = tmp_path / "a.sqlite3"
    for _round in range(60):
        data = bytearray(chance.randbytes(4096 * 6))
        for page in range(6):
            at = page * 4096 + (100 if page == 0 else 0)
            data[at] = chance.choice((LEAF, 5, 10, 0))
            data[at + 3 : at + 5] = chance.randrange(40).to_bytes(2, "big")
        path.write_bytes(data)
        raw = RawFile(path)
        rows: list[RawRow | None] = []
        for number in range(-1, 9):
            try:
                rows += raw.rows(number)
            except BadBytes:
                continue
        raw.free_pages()
        assert all(row is None or isinstance(row.key, int) for row in rows)


def test_an_overflow_that_leads_back_is_no_row(tmp_path: Path) -> None:
    """A damaged pointer closes a chain of pages to a ring."""
    path = tmp_path / "a.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a, b)")
        connection.execute("INSERT INTO t (a, b) VALUES (?, 1)", ["long" * 5000])
        connection.commit()
    pages = pages_where(path, "pagetype = 'overflow'")
    data = bytearray(path.read_bytes())
    data[(pages[1] - 1) * 4096 : (pages[1] - 1) * 4096 + 4] = pages[0].to_bytes(4, "big")
    path.write_bytes(data)
    assert read(RawFile(path)) == {}
