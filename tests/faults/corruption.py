"""Damaged data files: each is opened, read, checked and salvaged, in a separate process.

    python -m tests.faults.corruption FOLDER FIRST COUNT

FOLDER holds a sound file (and for half of the rounds its log) that `make` made, with a list of its
rows. Each round damages a copy of it with a seeded random generator and prints one line of JSON. A
crash or a hang ends the process, which the test notices.
"""

from __future__ import annotations

import faulthandler
import json
import random
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from desktop.base.resources import resource
from desktop.base.storage import FILE_NAME, StorageError
from desktop.domain.console_records import Sighting
from desktop.domain.model import Order, Window
from desktop.domain.programme import load
from desktop.records.recovery.salvage import salvage
from desktop.records.store import Store
from desktop.services.workspace import Workspace
from tests.builders import make_account, make_active_project, make_cashback, make_paid_order
from tests.conftest import open_store
from tests.sql import checkpoint

PAGE = 4096
MARKED = {"accounts": "note", "projects": "note", "orders": "note", "sightings": "said"}
"""Tables and the column of the mark by which a row is found in the bytes of the file."""
NOW = datetime(2026, 9, 10, 4, tzinfo=UTC)
_PARTNER = 4
"""The position of the partner in a project's row."""
_LONGEST_ROUND = 60.0
"""Seconds after which a round is a hang."""


def make(folder: Path) -> None:
    """Make a file with rows of every table, some longer than a page, and a copy with a log."""
    workspace = Workspace.open(folder / "sound", lambda: NOW)
    for number in range(8):
        _account(workspace, number)
    with open_store(workspace) as store, store.transaction("import") as transaction:
        for number in range(160):
            transaction.save(_order(number))
    checkpoint(workspace.data_file)
    (folder / "plain").mkdir()
    shutil.copy(workspace.data_file, folder / "plain")
    for number in range(160, 200):
        workspace.save_order(_order(number))
    (folder / "logged").mkdir()
    for end in ("", "-wal"):
        shutil.copy(f"{workspace.data_file}{end}", folder / "logged")
    workspace.close()
    for state in ("plain", "logged"):
        whole = folder / f"{state}-whole"
        shutil.copytree(folder / state, whole)
        (folder / f"{state}.json").write_text(json.dumps(_known(whole)), encoding="utf-8")
        shutil.rmtree(whole)


def _account(workspace: Workspace, number: int) -> None:
    uid = f"10000000000000{number:02}"
    workspace.save_account(
        make_account(uid=uid, name=f"Account {number}", note=_mark("accounts", number))
    )
    with open_store(workspace) as store, store.transaction("add-project") as transaction:
        transaction.save(
            make_active_project(
                account=uid,
                number=f"2026080000{number:02}",
                partner=f"Partner {number}",
                created_at=NOW - timedelta(days=20),
                cashback_rate=Decimal("0.05"),
                note=_mark("projects", number),
            )
        )
        transaction.save(
            Sighting(
                account=uid,
                order="23641422",
                seen_at=NOW,
                window=Window.DAY,
                said=_mark("sightings", number),
            )
        )
        transaction.save(
            make_cashback(account=uid, order="23641422", received_at=NOW, amount=number + 1)
        )


def _order(number: int) -> Order:
    return make_paid_order(
        NOW - timedelta(hours=number),
        account=f"10000000000000{number % 8:02}",
        number=f"236414227{number:06}",
        product="ecs",
        payable=204000 + number,
        note=_mark("orders", number),
    )


def _mark(table: str, number: int) -> str:
    """Return a text that no other row has, for every twentieth row several pages long."""
    text = f"<{table}-{number:04}>"
    return text * (600 if number % 20 == 0 else 3)


def _known(folder: Path) -> dict[str, dict[str, Any]]:
    """Return every marked row by its mark: table, values, and the pages of the table that hold it.

    SQLite reads the whole file for this, and the pages are searched for the mark as bytes.
    """
    path = folder / FILE_NAME
    known: dict[str, dict[str, Any]] = {}
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        data = path.read_bytes()
        for table, column in MARKED.items():
            of_table = [
                int(number)
                for (number,) in connection.execute(
                    "SELECT pageno FROM dbstat WHERE name = ? AND pagetype <> 'internal'", [table]
                )
            ]
            for row in connection.execute(f"SELECT * FROM {table}"):
                mark = next(v for v in row if isinstance(v, str) and v.startswith(f"<{table}"))
                mark = mark[: mark.index(">") + 1]
                pages = [
                    number
                    for number in of_table
                    if mark[1:-1].encode() in data[(number - 1) * PAGE : number * PAGE]
                ]
                known[mark] = {"table": table, "row": list(row), "pages": pages}
                assert pages, column
    return known


# One round


def damaged_pages(before: bytes, after: bytes) -> set[int]:
    """Return the pages that differ in any byte."""
    count = max(len(before), len(after)) // PAGE + 1
    return {
        number
        for number in range(1, count + 1)
        if before[(number - 1) * PAGE : number * PAGE] != after[(number - 1) * PAGE : number * PAGE]
    }


def _flip(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 3, 20, 200))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _overwrite(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(data))
        length = min(chance.choice((8, 512, 4096, 20_000)), len(data) - start)
        data[start : start + length] = chance.randbytes(length)


def _truncate(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


def _swap(data: bytearray, chance: random.Random) -> None:
    one, two = (chance.randrange(len(data) // PAGE) * PAGE for _ in "ab")
    first, second = data[one : one + PAGE], data[two : two + PAGE]
    data[one : one + PAGE], data[two : two + PAGE] = second, first


def _copy_page(data: bytearray, chance: random.Random) -> None:
    one, two = (chance.randrange(len(data) // PAGE) * PAGE for _ in "ab")
    data[one : one + PAGE] = data[two : two + PAGE]


def _zero(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 8)):
        start = chance.randrange(len(data) // PAGE) * PAGE
        data[start : start + PAGE] = bytes(PAGE)


def _header(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 6)):
        data[chance.randrange(16, 100)] = chance.randrange(256)


def _first_page(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(PAGE)
    data[start:PAGE] = chance.randbytes(PAGE - start)


def _inner_pages(data: bytearray, chance: random.Random) -> None:
    """Return the interior pages, through which all others are found."""
    for start in range(PAGE, len(data), PAGE):
        if data[start] in (2, 5) and chance.random() < 0.5:
            data[start : start + PAGE] = chance.randbytes(PAGE)


DAMAGES: tuple[Callable[[bytearray, random.Random], None], ...] = (
    _flip,
    _overwrite,
    _truncate,
    _swap,
    _copy_page,
    _zero,
    _header,
    _first_page,
    _inner_pages,
)


def round_(folder: Path, seed: int) -> dict[str, Any]:
    """Damage, open, read, check and salvage a copy; return the results."""
    chance = random.Random(seed)
    state = ("plain", "logged")[seed % 2]
    known = json.loads((folder / f"{state}.json").read_text(encoding="utf-8"))
    data = bytearray((folder / state / FILE_NAME).read_bytes())
    before = bytes(data)
    damage = DAMAGES[seed // 2 % len(DAMAGES)]
    damage(data, chance)
    work = folder / "work"
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(folder / state, work)
    (work / FILE_NAME).write_bytes(data)
    bad = damaged_pages(before, bytes(data)) - _pages_in_log(work)
    expected = {mark: one for mark, one in known.items() if bad.isdisjoint(one["pages"])}
    opened = _open_and_read(work)
    shutil.rmtree(work)
    shutil.copytree(folder / state, work)
    (work / FILE_NAME).write_bytes(data)
    found, result = _salvage(work)
    missing = [mark for mark, one in expected.items() if not _is_back(one, found.get(mark))]
    return {
        "seed": seed,
        "damage": damage.__name__.strip("_"),
        "opened": opened,
        "salvaged": result,
        "rows": len(known),
        "sound": len(expected),
        "back": len(found),
        "same": sum(found.get(mark) == one["row"] for mark, one in known.items()),
        "missing": missing,
    }


def _is_back(known: dict[str, Any], found: list[Any] | None) -> bool:
    """Return whether a row was salvaged unchanged; a project may have lost its partner."""
    row = list(known["row"])
    if known["table"] == "projects" and found is not None and found[_PARTNER] is None:
        row[_PARTNER] = None
    return found == row


def _pages_in_log(folder: Path) -> set[int]:
    """Return the pages of which the undamaged log has a newer version."""
    log = folder / f"{FILE_NAME}-wal"
    data = log.read_bytes() if log.exists() else b""
    return {
        int.from_bytes(data[start : start + 4], "big")
        for start in range(32, len(data), PAGE + 24)
        if data[start + 8 : start + 16] == data[16:24]
    }


def _open_and_read(folder: Path) -> str:
    """Use the damaged file; return the kind of the error, or whether the check finds it sound."""
    try:
        workspace = Workspace.open(folder, lambda: NOW)
    except StorageError as problem:
        return problem.kind.value
    try:
        try:
            for order in workspace.book().orders.values():
                workspace.assess(order)
                workspace.history_of(order)
            workspace.daily_summary()
            workspace.save_draft("form", {"number": "1"})
            workspace.history(1000)
        except StorageError as problem:
            return f"while reading: {problem.kind.value}"
        return "sound" if workspace.check().ok else "found by the check"
    finally:
        workspace.close()


def _salvage(folder: Path) -> tuple[dict[str, list[Any]], str]:
    """Return the marked rows of the salvaged file, or the error if nothing can be salvaged."""
    try:
        report = salvage(folder / FILE_NAME, load(resource("programme.toml")), lambda: NOW)
    except StorageError as problem:
        return {}, problem.kind.value
    found: dict[str, list[Any]] = {}
    with closing(sqlite3.connect(report.path)) as connection:
        for table, column in MARKED.items():
            for row in connection.execute(f"SELECT *, {column} FROM {table}"):
                if row[-1]:
                    found[row[-1][: row[-1].find(">") + 1]] = list(row[:-1])
    store = Store.open(report.path.parent, load(resource("programme.toml")), lambda: NOW)
    with closing(store):
        assert store.check().ok
        assert store.last_undoable() is None
    return found, "yes"


def main(folder: Path, first: int, count: int) -> None:
    """Run some rounds and print each as one line of JSON."""
    for seed in range(first, first + count):
        faulthandler.dump_traceback_later(_LONGEST_ROUND, exit=True)
        print(json.dumps(round_(folder, seed)), flush=True)
    faulthandler.cancel_dump_traceback_later()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
