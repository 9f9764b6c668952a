"""Salvage copies a damaged file's readable rows to a fresh one, the others from the journal."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.base.storage import FILE_NAME, StorageError, StorageErrorKind
from desktop.domain.journal import RECORD_TABLES
from desktop.domain.money_records import Receipt
from desktop.domain.salvaged import Salvaged
from desktop.records.recovery import salvage
from desktop.records.recovery.sqlite_pages import LEAF
from desktop.services.workspace import Workspace
from tests.builders import OTHER_UID, UID, make_account, make_active_project, make_paid_order
from tests.conftest import PROGRAMME, FakeClock
from tests.records.recovery.pages import pages_where
from tests.sql import checkpoint, read_tables

RECORDS = (
    "accounts",
    "partners",
    "projects",
    "orders",
    "receipts",
    "cashback",
    "sightings",
    "comparisons",
    "partner_answers",
    "evidence",
    "answers",
)
OLD_RECORDS = ("accounts", "partners", "projects", "orders", "cashback", "sightings", "answers")
"""The tables of the first schema."""
SCHEMAS = Path(__file__).parents[1] / "schemas"


@pytest.fixture
def made(tmp_path: Path, clock: FakeClock) -> Path:
    """Make a closed file after weeks of work: corrected, deleted, undone, half typed."""
    workspace = Workspace.open(tmp_path / "data", clock)
    account = workspace.save_account(make_account(name="杭州示例科技"))
    workspace.save_account(make_account(uid=OTHER_UID, note="n" * 9000))
    workspace.save_project(
        make_active_project(
            number="202608200001", partner="示例伙伴", created_at=clock() - timedelta(days=9)
        )
    )
    for number in range(120):
        order = workspace.save_order(
            make_paid_order(clock(), number=f"236414227{number:06}", note="n" * 80)
        )
        if number % 9 == 0:
            workspace.associate(order)
    kept = workspace.cashback.enter(
        Receipt(received_at=clock(), amount=9000, note="n" * 40), [((UID, order.number), 2000)]
    )
    workspace.cashback.rematch(kept, ())
    workspace.delete_order(order)
    workspace.comparing.note(UID)
    workspace.orders.associated_in_console(workspace.book().orders[UID, "236414227000001"].key or 0)
    workspace.answer(account, "invoice", value=True)
    workspace.save_draft("form", {"number": "2364"})
    workspace.set_setting("language", "zh_CN")
    workspace.undo()
    workspace.close()
    return workspace.data_file


def roots(path: Path) -> dict[str, int]:
    """Return the first page of each table."""
    with closing(sqlite3.connect(path)) as connection:
        return dict(connection.execute("SELECT name, rootpage FROM sqlite_master"))


def damage(path: Path, change: Callable[[bytearray], object]) -> None:
    """Change the bytes of the file."""
    data = bytearray(path.read_bytes())
    change(data)
    path.write_bytes(data)


def pages_of(path: Path, table: str) -> list[int]:
    """Return every page of a table."""
    return pages_where(path, "name = ?", table)


def zero(*pages: int) -> Callable[[bytearray], None]:
    """Return a change that overwrites whole pages with zeros."""

    def change(data: bytearray) -> None:
        for page in pages:
            data[(page - 1) * 4096 : page * 4096] = bytes(4096)

    return change


def salvaged(path: Path) -> Salvaged:
    """Salvage a file, which must stay unchanged."""
    before = path.read_bytes()
    report = salvage.salvage(path, PROGRAMME, FakeClock())
    assert path.read_bytes() == before
    workspace = Workspace.open(report.path.parent, FakeClock())
    assert workspace.check().ok
    workspace.close()
    return report


def test_an_undamaged_file_is_salvaged_completely(made: Path) -> None:
    """All records, also those in the trash, the history, drafts and settings."""
    report = salvaged(made)
    assert read_tables(report.path, *RECORDS, "changes", "drafts") == read_tables(
        made, *RECORDS, "changes", "drafts"
    )
    journal = read_tables(report.path, "journal")["journal"]
    assert journal[:-1] == read_tables(made, "journal")["journal"]
    assert journal[-1][2] == "salvage"
    assert ("language", "zh_CN") in read_tables(report.path, "settings")["settings"]
    assert (report.from_journal, report.differing, report.unreadable) == (0, 0, 0)
    assert report.invented_uids == ()
    assert report.counts["orders"] == 120
    assert sum(report.counts.get(table, 0) for table in RECORD_TABLES) == 120 + 2 + 1 + 1 + 2 + 2


def test_a_file_without_its_first_page_is_salvaged_completely(made: Path) -> None:
    """No schema, no header: the pages' rows show which table they belong to."""
    before = read_tables(made, *RECORDS)
    damage(made, zero(1))
    report = salvaged(made)
    assert read_tables(report.path, *RECORDS) == before


def test_what_a_table_lost_comes_from_the_journal(made: Path) -> None:
    """All pages of the orders are overwritten: the journal has the last state of every row."""
    before = read_tables(made, *RECORDS)
    damage(made, zero(*pages_of(made, "orders")))
    report = salvaged(made)
    assert read_tables(report.path, *RECORDS) == before
    assert report.from_journal == 120


def test_without_a_journal_the_tables_stay(made: Path) -> None:
    """The history is lost, the records are not, and no part of an action can be undone."""
    before = read_tables(made, *RECORDS)
    damage(made, zero(*pages_of(made, "journal"), *pages_of(made, "changes")[:3]))
    report = salvaged(made)
    assert read_tables(report.path, *RECORDS) == before
    workspace = Workspace.open(report.path.parent, FakeClock())
    assert workspace.undo() is None
    workspace.save_account(make_account(uid="1000000000000003"))
    assert workspace.undo() is not None
    assert workspace.undo() is None
    workspace.close()


def test_an_account_that_is_lost_gets_a_uid_and_keeps_its_orders(made: Path) -> None:
    """The orders are worth more than the account's number, which the report asks for."""
    damage(made, zero(*pages_of(made, "accounts"), *pages_of(made, "changes")))
    report = salvaged(made)
    assert report.invented_uids == ("0000000000000000",)
    assert report.counts["orders"] == 120
    orders = read_tables(report.path, "orders")["orders"]
    accounts = {row[0]: row[1] for row in read_tables(report.path, "accounts")["accounts"]}
    assert {accounts[order[1]] for order in orders} == {"0000000000000000"}


def test_a_log_that_is_its_own_counts(tmp_path: Path, clock: FakeClock) -> None:
    """The last actions before the crash are in the log only."""
    workspace = Workspace.open(tmp_path / "a", clock)
    workspace.save_account(make_account())
    checkpoint(workspace.data_file)
    workspace.save_account(make_account(uid=OTHER_UID))
    folder = tmp_path / "b"
    folder.mkdir()
    for end in ("", "-wal"):
        found = Path(f"{workspace.data_file}{end}").read_bytes()
        (folder / f"{FILE_NAME}{end}").write_bytes(found)
    workspace.close()
    path = folder / FILE_NAME
    report = salvaged(path)
    assert report.counts["accounts"] == 2
    stranger = Workspace.open(tmp_path / "c", clock)
    for number in range(3, 9):
        stranger.save_account(make_account(uid=f"100000000000000{number}"))
    log = Path(f"{stranger.data_file}-wal").read_bytes()
    (folder / f"{FILE_NAME}-wal").write_bytes(log)
    stranger.close()
    report = salvaged(path)
    assert [row[1] for row in read_tables(report.path, "accounts")["accounts"]] == [UID]


def test_a_deleted_row_on_a_page_out_of_use_stays_deleted(tmp_path: Path, clock: FakeClock) -> None:
    """Answers were deleted; their remains on a free page are no records."""
    workspace = Workspace.open(tmp_path / "data", clock)
    account = workspace.save_account(make_account())
    for number in range(300):
        workspace.answer(account, f"question-{number}", value=True)
    checkpoint(workspace.data_file)
    data = workspace.data_file.read_bytes()
    starts = [(page - 1) * 4096 for page in pages_of(workspace.data_file, "answers")]
    leaves = [data[at : at + 4096] for at in starts if data[at] == LEAF]
    for number in range(290):
        workspace.answer(account, f"question-{number}", value=None)
    workspace.close()
    path = workspace.data_file
    before = read_tables(path, "answers")
    damage(path, lambda data: data.extend(b"".join(leaves)))
    damage(path, zero(1))  # the list of free pages is lost with it
    assert read_tables(salvaged(path).path, "answers") == before


def test_two_rows_of_one_number(made: Path) -> None:
    """A damaged number may collide with a sound order's: the sound one stays unchanged."""
    before = read_tables(made, "orders")["orders"]
    wanted, other = b"236414227000003", b"236414227000007"

    def change(data: bytearray) -> None:
        for page in pages_of(made, "orders"):
            start = (page - 1) * 4096
            data[start : start + 4096] = data[start : start + 4096].replace(wanted, other)

    damage(made, change)
    report = salvaged(made)
    assert read_tables(report.path, "orders")["orders"] == before
    assert report.from_journal == 1


def test_an_invalid_row_is_restored_from_the_journal(made: Path) -> None:
    """A status that does not exist would make the new file unreadable."""
    before = read_tables(made, "orders")["orders"]

    def change(data: bytearray) -> None:
        for page in pages_of(made, "orders"):
            start = (page - 1) * 4096
            data[start : start + 4096] = data[start : start + 4096].replace(b"paid", b"pai\x05", 1)

    damage(made, change)
    report = salvaged(made)
    assert read_tables(report.path, "orders")["orders"] == before
    assert report.from_journal == len([p for p in pages_of(made, "orders") if p]) - 1


def test_what_differs_from_the_journal_is_counted(made: Path) -> None:
    """Nobody knows which one was damaged: the table's row is kept, and the user is told."""

    def change(data: bytearray) -> None:
        for page in pages_of(made, "orders"):
            start = (page - 1) * 4096
            data[start : start + 4096] = data[start : start + 4096].replace(b"nnn", b"nmn", 1)

    damage(made, change)
    assert salvaged(made).differing == len(pages_of(made, "orders")) - 1


@pytest.mark.parametrize("content", [b"", b"x" * 5000, bytes(40_960), b"SQLite format 3\0" * 999])
def test_where_nothing_can_be_read_nothing_is_made(content: bytes, tmp_path: Path) -> None:
    """An empty new file would look as if all were well."""
    path = tmp_path / FILE_NAME
    path.write_bytes(content)
    with pytest.raises(StorageError) as caught:
        salvage.salvage(path, PROGRAMME, FakeClock())
    assert caught.value.kind is StorageErrorKind.FOREIGN
    assert path.read_bytes() == content


def test_a_cancelled_salvage_leaves_nothing(made: Path) -> None:
    """The progress callback raises an exception when the user cancels."""

    class Enough(Exception):
        pass

    def progress(_done: int, _count: int) -> None:
        raise Enough

    with pytest.raises(Enough):
        salvage.salvage(made, PROGRAMME, FakeClock(), progress)
    salvage.clean(made.parent)
    assert [path.name for path in made.parent.iterdir()] == [FILE_NAME]


def test_the_journal_may_be_damaged_anywhere(made: Path) -> None:
    """A change that is invalid JSON, or of an unknown table, is left out and counted."""
    texts = {"before": "{", "after": json.dumps([1]), "record": "sqlite_master"}
    with closing(sqlite3.connect(made)) as connection:
        connection.execute("DROP TRIGGER changes_no_update")
        for number, (column, text) in enumerate(texts.items(), 3):
            connection.execute(f"UPDATE changes SET {column} = ? WHERE id = ?", [text, number])
        connection.commit()
    report = salvaged(made)
    assert report.unreadable == 3
    assert len(read_tables(report.path, "orders")["orders"]) == 120


def test_a_line_of_the_journal_replaces_no_other_row(made: Path) -> None:
    """A digit of a key was changed in the journal, and the row it was about is lost."""
    with closing(sqlite3.connect(made)) as connection:
        connection.execute("DROP TRIGGER changes_no_update")
        connection.execute(
            "UPDATE changes SET after = json_set(after, '$.id', 7) "
            "WHERE record = 'orders' AND record_id = 3"
        )
        connection.execute("DELETE FROM register WHERE order_id = 3")
        connection.execute("DELETE FROM orders WHERE id = 3")
        before = connection.execute("SELECT number FROM orders WHERE id = 7").fetchone()
        connection.commit()
        connection.execute("VACUUM")  # no trace of the row on an unused page
    report = salvaged(made)
    with closing(sqlite3.connect(report.path)) as connection:
        assert connection.execute("SELECT number FROM orders WHERE id = 7").fetchone() == before


def test_an_older_file_is_read_in_todays_columns(tmp_path: Path, clock: FakeClock) -> None:
    """A user who updates LinkDue and finds the file damaged would lose projects and receipts."""
    old = Path(shutil.copy(SCHEMAS / "v1.sqlite3", tmp_path / FILE_NAME))
    before = {table: len(found) for table, found in read_tables(old, *OLD_RECORDS).items()}
    report = salvage.salvage(old, PROGRAMME, clock)
    assert {table: report.counts[table] for table in OLD_RECORDS} == before
    assert report.unreadable == 0
    [row] = read_tables(report.path, "cashback")["cashback"]
    assert row[-2:] == (0, None)
