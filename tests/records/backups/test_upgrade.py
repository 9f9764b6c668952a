"""An older file in a newer program: converted on a checked copy, completely or not at all."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from desktop.base.storage import (
    BACKUP_FOLDER,
    FILE_NAME,
    SCHEMA_VERSION,
    StorageError,
    StorageErrorKind,
)
from desktop.domain import backups
from desktop.domain.backups import BackupReason
from desktop.records import store
from desktop.records.backups import backup, names, upgrade
from desktop.records.file import database, schema
from desktop.records.store import Store
from desktop.records.tables import journal, migrations
from desktop.services.workspace import Workspace
from tests.conftest import PROGRAMME, FakeClock
from tests.records import second_schema

ROOT = Path(__file__).parents[3]
KEPT = sorted((Path(__file__).parents[1] / "schemas").glob("v*.sqlite3"))
TABLES = (*journal.RECORDED, "journal", "changes", "drafts")
"""The tables of every schema, without the settings, to which opening adds some."""


def numbered(file: Path) -> int:
    """Return the schema in a kept file's name."""
    found = re.fullmatch(r"v(\d+)", file.stem)
    assert found is not None
    return int(found[1])


def columns(path: Path) -> dict[str, list[str]]:
    """Return the columns of the tables that must lose no row, those that the file has."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        tables = {
            table: [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            for table in TABLES
        }
    return {table: names for table, names in tables.items() if names}


def contents(path: Path, like: Path | None = None) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of tables that must lose none, in the columns that the file `like` has."""
    known = columns(path if like is None else like)
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        found = {}
        for table, names in known.items():
            shown = ", ".join(f'"{name}"' for name in names if name != "colour")
            query = f"SELECT {shown} FROM {table} ORDER BY 1"
            found[table] = connection.execute(query).fetchall()
        return found


def beside(path: Path) -> list[str]:
    """Return the files in the data folder, but for a reader's shared memory."""
    return sorted(each.name for each in path.parent.iterdir() if not each.name.endswith("-shm"))


def held_open(ending: str) -> list[str]:
    """Return this process's open files with this ending, where the system lists them."""
    links = Path("/proc/self/fd").glob("*") if sys.platform == "linux" else ()
    names = [str(link.readlink()).removesuffix(" (deleted)") for link in links if link.is_symlink()]
    return [name for name in names if name.endswith(ending)]


def version(path: Path) -> int:
    """Return the file's schema version."""
    with closing(sqlite3.connect(path)) as connection:
        return database.schema_version(connection)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Make a data folder's file of the present schema."""
    folder = tmp_path / "data"
    folder.mkdir()
    return Path(shutil.copy(KEPT[-1], folder / FILE_NAME))


@pytest.fixture
def second(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Give the program the next schema."""
    second_schema.release(monkeypatch)
    return monkeypatch


def test_a_file_of_every_schema_is_kept() -> None:
    """To raise the version, run build_scripts/keep_schema.py and add the fingerprint."""
    numbers = list(range(1, SCHEMA_VERSION + 1))
    assert [numbered(file) for file in KEPT] == numbers
    assert list(schema.FINGERPRINTS) == numbers


@pytest.mark.parametrize("kept", KEPT, ids=lambda file: file.stem)
def test_every_kept_file_opens_and_keeps_its_records(kept: Path, tmp_path: Path) -> None:
    """Users of older versions have these files."""
    path = Path(shutil.copy(kept, tmp_path / FILE_NAME))
    before = contents(path)
    assert all(before.values())
    workspace = Workspace.open(tmp_path, FakeClock())
    assert workspace.check().ok
    assert len(workspace.book().orders) == sum(row[-1] is None for row in before["orders"])
    assert workspace.undo() is not None
    assert workspace.redo() is not None
    workspace.close()
    after = contents(path, like=kept)
    for table, rows in before.items():
        assert after[table][: len(rows)] == rows
    assert version(path) == SCHEMA_VERSION


@pytest.mark.parametrize("kept", KEPT, ids=lambda file: file.stem)
def test_a_kept_file_has_the_fingerprint_of_its_schema(kept: Path) -> None:
    """Fails also if sqlite-utils or SQLite one day write the same table in other words."""
    with closing(sqlite3.connect(kept)) as connection:
        assert schema.fingerprint(connection) == schema.FINGERPRINTS[numbered(kept)]
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrations.migrate(connection)
        assert schema.fingerprint(connection) == schema.FINGERPRINTS.get(SCHEMA_VERSION)


def test_an_older_file_is_converted_after_a_backup(
    old: Path, second: pytest.MonkeyPatch, clock: FakeClock
) -> None:
    """The records are kept, the new column is filled, and the old file is among the backups."""
    before = contents(old)
    workspace = Workspace.open(old.parent, clock)
    assert workspace.check().ok
    workspace.close()
    assert version(old) == second_schema.NEXT
    assert contents(old) == before
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("SELECT colour FROM accounts").fetchone() == ("of 杭州示例科技",)
    [taken] = [backup.examine(p) for p in names.candidates(old.parent / BACKUP_FOLDER)]
    assert (taken.reason, taken.schema, taken.at) == (
        BackupReason.MIGRATION,
        SCHEMA_VERSION,
        clock(),
    )
    assert contents(taken.path) == before
    assert beside(old) == ["backups", old.name]


def test_changes_in_the_log_are_converted(
    old: Path, second: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The older program crashed; its last action is in the log only."""
    with pytest.MonkeyPatch.context() as first:
        for module in (database, migrations, backups, upgrade, store):
            first.setattr(module, "SCHEMA_VERSION", SCHEMA_VERSION)
        workspace = Workspace.open(old.parent, FakeClock())
        workspace.set_setting("language", "en")
        workspace.save_draft("late", {"number": "1"})
        crashed = tmp_path / "crashed"
        crashed.mkdir()
        for end in ("", "-wal"):
            shutil.copy(f"{old}{end}", crashed)
        workspace.close()
    workspace = Workspace.open(crashed, FakeClock())
    assert workspace.draft("late") == {"number": "1"}
    assert workspace.check().ok
    workspace.close()


@pytest.mark.parametrize(
    "bad",
    [
        second_schema.raising,
        second_schema.losing,
        second_schema.losing_history,
        second_schema.orphaning,
        second_schema.unreadable,
        second_schema.unreadable_bin,
        second_schema.impossible,
        second_schema.other_schema,
    ],
    ids=lambda migration: migration.__name__,
)
def test_a_bad_migration_leaves_everything_as_it_was(
    bad: second_schema.Migration, old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It raises an error or loses a row: the previous version continues with the same file."""
    before = old.read_bytes()
    with monkeypatch.context() as patch:
        second_schema.release(patch, bad)
        for _start in range(2):
            with pytest.raises(StorageError) as caught:
                Store.open(old.parent, PROGRAMME, FakeClock())
            assert caught.value.kind is StorageErrorKind.UPDATE_FAILED
            assert caught.value.path == old
            assert not held_open(".part")  # else Windows could not delete it
    assert old.read_bytes() == before
    assert beside(old) == ["backups", old.name]
    workspace = Workspace.open(old.parent, FakeClock())
    assert workspace.check().ok
    workspace.close()


def test_a_file_that_is_open_elsewhere_is_not_converted(
    old: Path, second: pytest.MonkeyPatch
) -> None:
    """What the older program saves while the newer one converts the file would be lost."""
    second.setattr("desktop.records.file.connect.BUSY_SECONDS", 0.05)
    connection = sqlite3.connect(old)
    connection.execute("SELECT count(*) FROM accounts").fetchone()
    with pytest.raises(StorageError) as caught:
        Store.open(old.parent, PROGRAMME, FakeClock())
    connection.close()
    assert caught.value.kind is StorageErrorKind.LOCKED
    assert version(old) == SCHEMA_VERSION


def test_an_older_file_that_somebody_has_changed_is_not_converted(
    old: Path, second: pytest.MonkeyPatch
) -> None:
    """A trigger would run while the rows are copied."""
    with closing(sqlite3.connect(old)) as connection:
        connection.execute(
            "CREATE TRIGGER evil AFTER UPDATE ON accounts BEGIN DELETE FROM cashback; END"
        )
        connection.execute("PRAGMA journal_mode = DELETE")
    before = contents(old)
    with pytest.raises(StorageError) as caught:
        Store.open(old.parent, PROGRAMME, FakeClock())
    assert caught.value.kind is StorageErrorKind.ALTERED
    assert contents(old) == before


_KILLED = """
import os, sqlite3, sys
from pathlib import Path
import pytest
from desktop.records.store import Store
from tests.conftest import PROGRAMME, FakeClock
from tests.records import second_schema

folder, first = Path(sys.argv[1]), int(sys.argv[2])
second_schema.release(pytest.MonkeyPatch())
left = -1

def step(*_):
    global left
    left -= 1
    if left == 0:
        os._exit(9)

real = sqlite3.connect
def connect(*arguments, **options):
    step()
    connection = real(*arguments, **options)
    connection.set_trace_callback(step)
    return connection
sqlite3.connect = connect
for name in ("fsync", "replace", "rename", "unlink", "mkdir"):
    def stepping(*arguments, _call=getattr(os, name), **options):
        step()
        return _call(*arguments, **options)
    setattr(os, name, stepping)

number, status = first, 9 << 8
while status == 9 << 8:
    child = os.fork()
    if child == 0:
        left = number
        Store.open(folder / str(number), PROGRAMME, FakeClock()).close()
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    number += 7
    if not (folder / str(number)).exists():
        break
print(number - 7, status)
"""


@pytest.mark.skipif(os.name != "posix", reason="Windows has no fork")
def test_killed_at_any_step_the_old_or_the_new_file_is_there(tmp_path: Path) -> None:
    """Killed at any statement, sync, rename or deletion, the next start finishes and cleans up."""
    before = contents(KEPT[-1])
    steps = range(1, 1500, 7)
    for number in steps:
        (tmp_path / str(number)).mkdir()
        shutil.copy(KEPT[-1], tmp_path / str(number) / FILE_NAME)
    done = subprocess.run(
        [sys.executable, "-c", _KILLED, str(tmp_path), "1"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    last, status = map(int, done.stdout.split())
    assert status == 0, "the steps do not suffice"
    with pytest.MonkeyPatch.context() as patch:
        second_schema.release(patch)
        seen = [_left_by_a_kill(tmp_path / str(number), before) for number in range(1, last, 7)]
    assert seen == sorted(seen)
    old, new = SCHEMA_VERSION, second_schema.NEXT
    assert {*seen} == {old, new}
    print(f"{len(seen)} kills: {seen.count(old)} left the old file, {seen.count(new)} the new one")


def _left_by_a_kill(folder: Path, before: dict[str, list[tuple[Any, ...]]]) -> int:
    """Return the schema found after a kill; the next start must convert all of it."""
    path = folder / FILE_NAME
    copy = Path(shutil.copytree(folder, folder.with_name(f"{folder.name}-copy")))
    found = version(copy / FILE_NAME)
    assert contents(copy / FILE_NAME) == before
    workspace = Workspace.open(folder, FakeClock())
    assert workspace.check().ok
    workspace.close()
    assert contents(path) == before
    assert version(path) == second_schema.NEXT
    if found == SCHEMA_VERSION:
        assert beside(path) == ["backups", path.name]
    return found
