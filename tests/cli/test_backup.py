"""Backing up and restoring from a script: checked, explained, and undone by one call."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desktop.services.workspace import Workspace
from tests.builders import fill_with_orders
from tests.cli.conftest import Run
from tests.conftest import FakeClock


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Make a data folder with five orders."""
    workspace = Workspace.open(tmp_path / "data", FakeClock())
    fill_with_orders(workspace, 5)
    workspace.close()
    return tmp_path / "data"


def add(data: Path, first: int, count: int = 1) -> None:
    """Log more orders."""
    workspace = Workspace.open(data, FakeClock())
    fill_with_orders(workspace, count, first)
    workspace.close()


def orders(run: Run) -> int:
    """Return how many orders the program lists."""
    return len(run("due", "--all", "--json").data)


def test_a_backup_is_restored_and_the_restore_undone(data: Path, run: Run) -> None:
    """A backup among the others, a restore, and the restore undone."""
    [backup] = run("backup", "--json").data
    assert Path(backup["file"]).parent == data / "backups"
    assert (backup["reason"], backup["rows"]["orders"]) == ("asked", 5)
    add(data, 10, 3)
    [done] = run("restore", backup["file"], "--json").data
    assert done["rows"]["orders"] == orders(run) == 5
    [back] = run("restore", done["before"], "--json").data
    assert back["reason"] == "restore"
    assert orders(run) == 8


def test_in_words(data: Path, run: Run) -> None:
    """A person reads what was done, and how to undo it."""
    answer = run("backup", data / "mine.sqlite3")
    assert (
        answer.out == f"Backup made and checked: {data / 'mine.sqlite3'} (5 orders, 0 projects)\n"
    )
    answer = run("restore", data / "mine.sqlite3")
    assert "5 orders" in answer.out
    assert "To undo this, restore " in answer.out
    assert (answer.status, answer.err) == (0, "")


def test_a_named_backup_is_replaced_whole(data: Path, run: Run) -> None:
    """A nightly script writes to the same name."""
    file = data.parent / "nightly.sqlite3"
    run("backup", file)
    add(data, 10)
    [backup] = run("backup", file, "--json").data
    assert backup["rows"]["orders"] == 6


@pytest.mark.parametrize("taken", ["a table", "the data"])
def test_nothing_else_is_overwritten(taken: str, data: Path, run: Run) -> None:
    """A mistyped name must not cost a file."""
    file = data / "linkdue.sqlite3"
    if taken == "a table":
        file = data / "orders.csv"
        file.write_text("mine")
    before = file.read_bytes()
    answer = run("backup", file)
    assert answer.status == 1
    assert answer.err.count("\n") == 1
    assert file.read_bytes() == before


@pytest.mark.parametrize("wrong", ["missing", "no backup", "damaged", "newer"])
def test_a_refused_restore_changes_nothing(wrong: str, data: Path, run: Run) -> None:
    """One line states the error and the remedy; the data is unchanged to the byte."""
    [backup] = run("backup", "--json").data
    file = Path(backup["file"])
    content = bytearray(file.read_bytes())
    match wrong:
        case "missing":
            file.unlink()
        case "no backup":
            file.write_text("order,account\n1,2\n")
        case "damaged":
            content[8192:12288] = bytes(4096)
            file.write_bytes(content)
        case "newer":
            content[60:64] = (99).to_bytes(4, "big")
            file.write_bytes(content)
    before = (data / "linkdue.sqlite3").read_bytes()
    answer = run("restore", file)
    assert (answer.status, answer.out) == (1, "")
    assert answer.err.count("\n") == 1
    assert str(file) in answer.err
    assert (data / "linkdue.sqlite3").read_bytes() == before


def test_refused_while_a_window_is_open(data: Path, run: Run) -> None:
    """Its forms would be saved over records that have changed."""
    [backup] = run("backup", "--json").data
    window = Workspace.open(data, FakeClock())
    try:
        answer = run("restore", backup["file"])
    finally:
        window.close()
    assert answer.status == 1
    assert "Another program is using the data file" in answer.err
    assert orders(run) == 5


def test_restore_where_the_data_cannot_be_opened(data: Path, run: Run) -> None:
    """On the day it is needed: the damaged file is kept and named."""
    [backup] = run("backup", "--json").data
    (data / "linkdue.sqlite3").write_bytes(b"SQLite format 3\0 rubbish" * 10)
    assert run("due").status == 1
    [done] = run("restore", backup["file"], "--json").data
    assert done["before"] is None
    assert Path(done["aside"]).read_bytes().startswith(b"SQLite format 3\0 rubbish")
    assert orders(run) == 5


def test_a_missing_second_place_is_reported_and_nothing_fails(data: Path, run: Run) -> None:
    """The stick is at home: the first backup counts, and the exit status says so."""
    workspace = Workspace.open(data, FakeClock())
    workspace.backups.choose_second_place(data.parent / "stick")
    workspace.close()
    answer = run("backup", "--json")
    assert answer.status == 0
    assert str(data.parent / "stick") in answer.err
    assert answer.data[0]["second"] is None
    (data.parent / "stick").mkdir()
    answer = run("backup", "--json")
    assert answer.err == ""
    assert Path(answer.data[0]["second"]).parent == data.parent / "stick"


def test_an_import_is_preceded_by_a_backup(data: Path, run: Run) -> None:
    """The backup holds the state before the import."""
    run("export", data.parent / "all.json")
    content = json.loads((data.parent / "all.json").read_text("utf-8"))
    content["orders"][0]["number"] = "999999999999999"
    (data.parent / "all.json").write_text(json.dumps(content), "utf-8")
    run("import", data.parent / "all.json")
    [backup] = (data / "backups").glob("*.sqlite3")
    with closing(sqlite3.connect(backup)) as connection:
        assert connection.execute("SELECT count(*) FROM orders").fetchone() == (5,)
