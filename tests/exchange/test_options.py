"""The user's options for a file that is guessed wrong."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.base.settings import SettingKey
from desktop.exchange.options import ReadOptions
from desktop.exchange.read import open_file, open_text, read
from desktop.exchange.snapshot import ImportRefused
from desktop.services.workspace import Workspace
from tests.builders import UID, make_account
from tests.domain.strategies import PROGRAMME

TABLE = """订单号,订单类型,创建时间,开通时间,备注甲,应付金额
236414227150001,新购,2026-09-01 00:30:00,2026-09-01 00:40:00,重要,2040.00
"""


def columns_of(text: str) -> dict[int, str]:
    """Return the guess for each column, by its position."""
    table = open_text(text).table
    assert table is not None
    return dict(table.facts)


def test_a_column_is_something_else() -> None:
    """A column of the user's own becomes the note; a misunderstood one is ignored."""
    columns = columns_of(TABLE) | {4: "note", 5: ""}
    snapshot = read(open_text(TABLE), PROGRAMME, ReadOptions(account=UID, columns=columns))
    order = snapshot.orders[0].order
    assert (order.note, order.payable) == ("重要", None)


def test_without_the_order_number_nothing_is_read() -> None:
    """The user chose to ignore that column."""
    columns = {place: fact for place, fact in columns_of(TABLE).items() if fact != "number"}
    with pytest.raises(ImportRefused, match="no-header"):
        read(open_text(TABLE), PROGRAMME, ReadOptions(account=UID, columns=columns))


def test_chosen_columns_are_remembered(workspace: Workspace) -> None:
    """Next month's list has the same titles; another list does not."""
    workspace.save_account(make_account())
    table = workspace.files.open(TABLE).table
    assert table is not None
    workspace.files.remember_columns(table, columns_of(TABLE) | {4: "note"})
    later = TABLE.replace("236414227150001", "236414227150002")
    (order,) = workspace.files.plan(workspace.files.open(later), ReadOptions(account=UID)).orders
    assert order.note == "重要"
    other = later.replace("备注甲", "备注乙")
    (order,) = workspace.files.plan(workspace.files.open(other), ReadOptions(account=UID)).orders
    assert order.note == ""


@pytest.mark.parametrize(
    "kept", ["x", '{"%s": "note"}' % ("9" * 5000), '{"٣": "note", "4": ["note"], "5": "no fact"}']
)
def test_invalid_remembered_columns_are_ignored(workspace: Workspace, kept: str) -> None:
    """A setting imported with a stranger's file could otherwise block every list."""
    workspace.save_account(make_account())
    table = workspace.files.open(TABLE).table
    assert table is not None
    workspace.files.remember_columns(table, {})
    with closing(sqlite3.connect(workspace.data_file)) as other, other:
        changed = other.execute("update settings set value = ? where value = '{}'", (kept,))
        assert changed.rowcount == 1
    assert set(workspace.files.columns(table).values()) <= set(table.facts.values())


@pytest.mark.parametrize("kept", ["x", "[]", '{"示例": 5}', "[" * 100_000])
def test_invalid_remembered_account_names_are_ignored(workspace: Workspace, kept: str) -> None:
    """A setting imported with a stranger's file could otherwise block every import."""
    workspace.save_account(make_account())
    workspace.set_setting(SettingKey.ACCOUNT_NAMES, kept)
    assert workspace.files.account_names() == {}
    assert workspace.files.plan(workspace.files.open(TABLE), ReadOptions(account=UID)).orders
    workspace.files.remember_account("示例", UID)
    assert workspace.files.account_names() == {"示例": UID}


def test_times_in_utc() -> None:
    """Times without a zone are read in the chosen one; an explicit zone is kept."""
    text = TABLE.replace("2026-09-01 00:40:00", "2026-09-01T00:40:00+08:00")
    snapshot = read(open_text(text), PROGRAMME, ReadOptions(account=UID, zone="UTC"))
    order = snapshot.orders[0].order
    assert order.created_at == datetime(2026, 9, 1, 0, 30, tzinfo=UTC)
    assert order.paid_at == datetime(2026, 8, 31, 16, 40, tzinfo=UTC)


def test_an_encoding_that_no_guess_finds(tmp_path: Path) -> None:
    """Big5 decodes as GB18030 without an error; the user sees garbled text and chooses."""
    path = tmp_path / "orders.csv"
    text = (
        "訂單,订单号,Order Type,Created At,Paid/Activated At\n"
        "備註,236414227150001,New,2026-09-01 00:30:00,2026-09-01 00:40:00\n"
    )
    path.write_bytes(text.replace("订单号", "Order ID").encode("big5"))
    assert open_file(path).encoding == "gb18030"
    table = open_file(path, ReadOptions(encoding="big5")).table
    assert table is not None
    assert table.titles[0] == "訂單"
    with pytest.raises(ImportRefused, match="not-text"):
        open_file(path, ReadOptions(encoding="utf-8"))
