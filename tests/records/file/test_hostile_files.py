"""Files that somebody has changed on purpose: reported, or used safely, and never obeyed."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desktop.base.storage import FILE_NAME, StorageError, StorageErrorKind
from desktop.domain.journal import UndoConflict
from desktop.records.file.errors import DamagedRow
from desktop.records.index import queries
from desktop.records.store import Store
from desktop.services.workspace import Workspace
from tests.builders import fill_with_orders, make_account
from tests.conftest import PROGRAMME, FakeClock


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """Make a closed data file with some orders."""
    workspace = Workspace.open(tmp_path / "data", FakeClock())
    fill_with_orders(workspace, 30)
    workspace.close()
    return workspace.data_file


def change(path: Path, *statements: str) -> None:
    """Change the file with SQL, as a database browser does."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        for statement in statements:
            by_hand = int("sqlite_master" in statement)
            connection.execute(f"PRAGMA writable_schema = {by_hand}")
            connection.execute(statement)


ALTERED = {
    "trigger": "CREATE TRIGGER evil AFTER INSERT ON orders BEGIN DELETE FROM accounts; END",
    "view": "CREATE VIEW evil AS SELECT * FROM orders",
    "table": "CREATE TABLE evil (x)",
    "unique index": "CREATE UNIQUE INDEX evil ON orders (kind) WHERE id > 1000",
    "index on a call": "CREATE INDEX evil ON orders (abs(id))",
    "virtual table": "CREATE VIRTUAL TABLE evil USING fts5 (x)",
    "generated column": "ALTER TABLE orders ADD COLUMN evil TEXT AS (upper(number))",
    "column": "ALTER TABLE accounts ADD COLUMN evil TEXT",
    "renamed column": "ALTER TABLE accounts RENAME COLUMN note TO evil",
    "dropped table": "DROP TABLE cashback",
    "dropped trigger": "DROP TRIGGER journal_no_delete",
    "dropped index": "DROP INDEX idx_accounts_uid",
    "no longer strict": (
        "UPDATE sqlite_master SET sql = replace(sql, ') STRICT', ')') WHERE name = 'orders'"
    ),
    "a default": (
        "UPDATE sqlite_master SET sql = replace(sql, '\"note\" TEXT', "
        "'\"note\" TEXT DEFAULT (hex(randomblob(9)))') WHERE name = 'cashback'"
    ),
    "a check": (
        "UPDATE sqlite_master SET sql = replace(sql, '\"kind\" TEXT NOT NULL', "
        "'\"kind\" TEXT NOT NULL CHECK (kind <> ''New'')') WHERE name = 'orders'"
    ),
    "two tables on one page": (
        "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master AS other "
        "WHERE other.name = 'cashback') WHERE name = 'sightings'"
    ),
    "the search is a table": (
        "UPDATE sqlite_master SET sql = 'CREATE TABLE search (text)' WHERE name = 'search'"
    ),
}


@pytest.mark.parametrize("statement", ALTERED.values(), ids=ALTERED.keys())
def test_a_changed_schema_is_reported(statement: str, made: Path) -> None:
    """An added trigger would run on every write; a missing table would fail half-way."""
    change(made, statement)
    before = made.read_bytes()
    with pytest.raises(StorageError) as caught:
        Store.open(made.parent, PROGRAMME, FakeClock())
    assert caught.value.kind in (StorageErrorKind.ALTERED, StorageErrorKind.DAMAGED)
    assert made.read_bytes() == before


def test_what_sqlite_itself_keeps_is_no_change(made: Path) -> None:
    """After ANALYZE or VACUUM, the schema has the same meaning."""
    change(made, "ANALYZE", "VACUUM", "PRAGMA journal_mode = DELETE")
    workspace = Workspace.open(made.parent, FakeClock())
    assert workspace.check().ok
    workspace.close()


ROWS = {
    "a status": "UPDATE orders SET status = 'evil' WHERE id = 7",
    "a moment": "UPDATE orders SET paid_at = 'tomorrow' WHERE id = 7",
    "a number": "UPDATE orders SET number = 'robert''); --' WHERE id = 7",
    "an amount": "UPDATE orders SET payable = 9223372036854775807 WHERE id = 7",
    "no account": "UPDATE orders SET account_id = 99 WHERE id = 7",
    "a window": "UPDATE accounts SET window = '' WHERE id = 1",
    "a zero character": "UPDATE orders SET note = 'a' || char(0) || 'b' WHERE id = 7",
    "not UTF-8": "UPDATE orders SET note = CAST(x'ff00fe' AS TEXT) WHERE id = 7",
    "register": "UPDATE register SET verdict = 'evil', deadline = 0",
    "no register": "DELETE FROM register",
    "search": "DELETE FROM search",
    "a damaged search": "UPDATE search_data SET block = zeroblob(9)",
    "a moment of the register": "UPDATE register SET deadline = 1 << 50",
    "a long text": (
        "UPDATE orders SET note = replace(hex(zeroblob(40000000)), '00', 'xx') WHERE id = 7"
    ),
    "many long texts": "UPDATE orders SET note = replace(hex(zeroblob(2000000)), '00', 'xx')",
}


@pytest.mark.parametrize("statement", ROWS.values(), ids=ROWS.keys())
def test_rows_that_the_program_does_not_write(statement: str, made: Path) -> None:
    """Such a row is shown, or reported as damage; it neither crashes nor hides other orders."""
    change(made, statement)
    workspace = Workspace.open(made.parent, FakeClock())
    try:
        try:
            orders = list(workspace.book().orders.values())
            assert len(orders) >= 29
            for order in orders:
                workspace.assess(order)
                workspace.history_of(order)
            workspace.daily_summary()
            workspace.save_account(make_account(uid="1000000000000099"))
        except StorageError as problem:
            assert problem.kind is StorageErrorKind.DAMAGED
        workspace.check()
    finally:
        workspace.close()


JOURNAL = {
    "a ring": "UPDATE journal SET undoes = id",
    "a longer ring": "UPDATE journal SET undoes = (SELECT max(id) + 1 - journal.id FROM journal)",
    "another table": "UPDATE changes SET record = 'sqlite_master'",
    "a query": "UPDATE changes SET record = 'orders; DROP TABLE orders'",
    "no JSON": "UPDATE changes SET after = '{'",
    "a list": "UPDATE changes SET after = '[1]'",
    "very deep": f"UPDATE changes SET after = '{'[' * 200_000}'",
    "other columns": """UPDATE changes SET before = '{"evil": 1}', after = NULL""",
    "a moment": "UPDATE journal SET at = 'never'",
}


@pytest.mark.parametrize("statement", JOURNAL.values(), ids=JOURNAL.keys())
def test_a_journal_that_the_program_does_not_write(statement: str, made: Path) -> None:
    """Undo and history do as little as possible, and terminate."""
    triggers = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    with closing(sqlite3.connect(made)) as connection:
        found = connection.execute(triggers).fetchall()
    drops = [f"DROP TRIGGER {name}" for name, _sql in found]
    change(made, *drops, statement, *(sql for _name, sql in found))
    workspace = Workspace.open(made.parent, FakeClock())
    try:
        count = len(workspace.book().orders)
        for act in (workspace.undo, workspace.redo, lambda: workspace.history(100)):
            try:
                act()
            except StorageError as problem:
                assert problem.kind is StorageErrorKind.DAMAGED
            except UndoConflict:
                pass
        for order in workspace.book().orders.values():
            try:
                workspace.history_of(order)
            except StorageError as problem:
                assert problem.kind is StorageErrorKind.DAMAGED
        assert len(workspace.book().orders) in (0, count)
        workspace.save_account(make_account(uid="1000000000000099"))
    finally:
        workspace.close()


def test_a_draft_that_is_no_draft(made: Path) -> None:
    """A form must not fail on an invalid draft."""
    for text in ("{", "[" * 200_000, "[1]"):
        change(made, f"INSERT OR REPLACE INTO drafts (name, fields) VALUES ('form', '{text}')")
        workspace = Workspace.open(made.parent, FakeClock())
        with pytest.raises(StorageError) as caught:
            workspace.draft("form")
        assert caught.value.kind is StorageErrorKind.DAMAGED
        workspace.save_draft("form", {"number": "1"})
        assert workspace.draft("form") == {"number": "1"}
        workspace.close()


@pytest.mark.parametrize(
    "content",
    [b"", b"\0" * 4096, b"\0" * 100, b"SQLite format 3\0" + b"\0" * 84],
    ids=["empty", "a page of zeros", "zeros", "a header of zeros"],
)
def test_zeros(content: bytes, tmp_path: Path) -> None:
    """A disk that wrongly reports a write as done leaves zeros: report them, or make a new file."""
    path = tmp_path / FILE_NAME
    path.write_bytes(content)
    try:
        workspace = Workspace.open(tmp_path, FakeClock())
    except StorageError as problem:
        assert problem.kind in (StorageErrorKind.DAMAGED, StorageErrorKind.FOREIGN)
        assert path.read_bytes() == content
    else:
        assert content == b""
        assert workspace.check().ok
        workspace.close()


def test_a_sound_header_before_zeros(made: Path) -> None:
    """All pages but the header are gone."""
    size = made.stat().st_size
    content = made.read_bytes()[:100] + bytes(size - 100)
    made.write_bytes(content)
    with pytest.raises(StorageError) as caught:
        Store.open(made.parent, PROGRAMME, FakeClock())
    assert caught.value.kind is StorageErrorKind.DAMAGED
    assert made.read_bytes() == content


def test_json_in_a_row_may_be_deep(made: Path) -> None:
    """A project's rates per product are JSON in a column."""
    deep = json.dumps({"ecs": "0.05"})[:-1] + ", " + '"x": ' + "[" * 100_000
    change(
        made,
        "INSERT INTO projects (account_id, title, status, created_assumed, product_rates) "
        f"VALUES (1, '', 'active', 0, '{deep}')",
    )
    workspace = Workspace.open(made.parent, FakeClock())
    with pytest.raises(StorageError) as caught:
        workspace.book()
    assert caught.value.kind is StorageErrorKind.DAMAGED
    workspace.close()


@pytest.mark.parametrize(
    "row",
    [
        ("evil", 0, "", 0),
        ("open", None, "", 0),
        ("open", 1 << 60, "", 0),
        ("open", b"", "", 0),
        ("open", 0, 7, 0),
        ("open", 0, "", None),
    ],
)
def test_a_row_of_the_register_that_only_damage_can_make(row: tuple[object, ...]) -> None:
    """The schema would refuse such a row, but it does not check bytes changed on the disk."""
    with pytest.raises(DamagedRow):
        queries.status_from_row(row)
