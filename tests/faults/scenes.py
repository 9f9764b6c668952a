"""The actions during which faults strike: every action, on a few records made beforehand.

A scene is a list of steps; when a step returns, its effect counts as acknowledged. The clock stands
still, so that the states between the steps are known in advance and compared to the last byte.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop.base.storage import EVIDENCE_FOLDER, StorageError
from desktop.domain.backups import BackupReason
from desktop.domain.evidence import subject_of_order
from desktop.domain.model import Account, Order, OrderStatus, Window
from desktop.services.backups import BackupOutcome, restore_backup
from desktop.services.recovery import Recovery
from desktop.services.workspace import Workspace
from desktop.wording import calendar
from tests.builders import (
    PROJECT_NUMBER,
    UID,
    make_account,
    make_active_project,
    make_paid_order,
    make_partner,
)
from tests.pictures import make_png
from tests.records import second_schema
from tests.sql import run_sql

NOW = datetime(2026, 9, 10, 4, tzinfo=UTC)
NUMBERS = tuple(f"2364142271500{number:02}" for number in range(12))
DELETED = "236414227159999"


def clock() -> datetime:
    """Return the moment at which the clock stands still."""
    return NOW


def start(data: Path) -> Workspace:
    """Open the data as the program does when it starts."""
    return Workspace.open(data, clock)


Start = Callable[[Path], Workspace]


class Room:
    """The folder in which a scene plays, with data, backups and other files, and the workspace."""

    def __init__(self, root: Path, start: Start = start) -> None:
        self.root = root
        self.data = root / "data"
        self.out = root / "out"
        self._start = start
        self._workspace: Workspace | None = None

    @property
    def workspace(self) -> Workspace:
        """The workspace, opened on first use."""
        if self._workspace is None:
            self._workspace = self._start(self.data)
        return self._workspace

    @property
    def open(self) -> bool:
        """Whether the workspace is open."""
        return self._workspace is not None

    def close(self) -> None:
        """Close the workspace."""
        if self._workspace is not None:
            self._workspace.close()
            self._workspace = None


Step = Callable[[Room], object]


@dataclass(frozen=True)
class Scene:
    """Steps, and the preparations in addition to `make_world` (or instead of it)."""

    name: str
    steps: tuple[Step, ...]
    prepare: Callable[[Room], object] = lambda _room: None
    empty: bool = False
    """Whether the scene begins without any data."""
    begins_as: str = ""
    """Another scene with the same preparation and first steps; a sample strikes there only once."""
    repeatable: bool = False
    """Whether repeating the last step cleans up after one that was killed."""
    start: Start = start
    """How the user opens the workspace, before the fault and after it."""
    program: Callable[[], AbstractContextManager[None]] = nullcontext
    """The program that runs the steps and every start after the fault."""


def make_world(room: Room) -> None:
    """Record an account, a partner, a project, and orders: one associated, unpaid, deleted."""
    workspace = room.workspace
    workspace.save_account(make_account(name="Example Trading", window=Window.MONTH))
    workspace.save_partner(make_partner(name="Example Partner", note="n" * 40))
    workspace.save_project(
        make_active_project(partner="Example Partner", created_at=NOW - timedelta(days=9))
    )
    for number in (*NUMBERS, DELETED):
        workspace.save_order(an_order(number))
    workspace.associate(order(room, NUMBERS[1]))
    workspace.delete_order(order(room, DELETED))


def an_order(number: str, **facts: object) -> Order:
    """Return a paid order of the account, not recorded yet."""
    base: dict[str, object] = {
        "number": number,
        "project": PROJECT_NUMBER,
        "title": "Cloud server 云服务器",
        "note": "n" * 300,
    }
    if number == NUMBERS[2]:
        base |= {"status": OrderStatus.UNPAID, "paid_at": None}
    return make_paid_order(NOW - timedelta(days=2), **(base | facts))


def order(room: Room, number: str) -> Order:
    """Return the recorded order with this number."""
    return room.workspace.book().orders_numbered(number)[0]


def key(room: Room, number: str) -> int:
    """Return the key of the recorded order with this number."""
    found = order(room, number).key
    assert found is not None
    return found


def _deleted_key(room: Room) -> int:
    """Return the key of the order in the trash."""
    query = "SELECT id FROM orders WHERE number = ?"
    [(key,)] = run_sql(room.workspace.data_file, query, [DELETED])
    return int(key)


def _account(room: Room) -> Account:
    return room.workspace.book().accounts[UID]


def _correct_project(room: Room) -> None:
    """Correct the project's number, with which eleven orders follow."""
    project = room.workspace.book().projects[0]
    room.workspace.save_project(replace(project, number="202609010002"))


def _log_long(number: str) -> Step:
    return lambda room: room.workspace.save_order(an_order(number, note="x" * 3000))


def _add_evidence(room: Room) -> None:
    room.workspace.evidence.add(subject_of_order(UID, NUMBERS[0]), make_png(), name="关联成功页")


def _void_evidence(room: Room) -> None:
    [piece] = room.workspace.evidence.all()
    room.workspace.evidence.void(piece, "Card number")


def _import(name: str) -> Step:
    return lambda room: room.workspace.files.import_file(room.root / "in" / name)


def _make_table(room: Room) -> None:
    """Write thirty orders, ten of them recorded already, as a table and as LinkDue's own JSON."""
    folder = room.root / "in"
    folder.mkdir()
    numbers = [*NUMBERS[:10], *(f"3364142271500{number:02}" for number in range(20))]
    lines = ["账号ID,订单号,订单类型,支付状态,创建时间,支付时间"]
    lines += [
        f"{UID},{number},新购,已支付,2026-09-08 12:00:00,2026-09-08 12:00:00" for number in numbers
    ]
    (folder / "orders.csv").write_text("\n".join(lines), encoding="utf-8")


def _export(name: str) -> Step:
    return lambda room: room.workspace.files.export(room.out / name, "en", calendar.describe)


def _make_old_exports(room: Room) -> None:
    """Make files of the same names, which must never be overwritten in part."""
    room.out.mkdir()
    for name in EXPORTS:
        (room.out / name).write_bytes(b"what was there before\n" * 400)


EXPORTS = ("all.json", "all.csv", "all.xlsx", "all.ics")

ACTIONS = (
    Scene("log an order", (lambda room: room.workspace.save_order(an_order("236414227158888")),)),
    Scene(
        "correct an order",
        (
            lambda room: room.workspace.save_order(
                replace(order(room, NUMBERS[0]), note="corrected " * 200)
            ),
        ),
    ),
    Scene("associate", (lambda room: room.workspace.associate(order(room, NUMBERS[0])),)),
    Scene(
        "associate, then take it back",
        (
            lambda room: room.workspace.associate(order(room, NUMBERS[0])),
            lambda room: room.workspace.undo_association(order(room, NUMBERS[0])),
        ),
        begins_as="associate",
    ),
    Scene(
        "associate many, then undo",
        (
            lambda room: room.workspace.orders.associate([key(room, n) for n in NUMBERS]),
            lambda room: room.workspace.undo(),
        ),
    ),
    Scene("pay", (lambda room: room.workspace.orders.pay([key(room, NUMBERS[2])], NOW),)),
    Scene(
        "cancel", (lambda room: room.workspace.orders.cancel([key(room, n) for n in NUMBERS[:4]]),)
    ),
    Scene(
        "delete", (lambda room: room.workspace.orders.delete([key(room, n) for n in NUMBERS[3:9]]),)
    ),
    Scene(
        "restore from the trash",
        (lambda room: room.workspace.orders.restore([_deleted_key(room)]),),
    ),
    Scene("correct a project", (_correct_project,)),
    Scene(
        "the console refused",
        (
            lambda room: room.workspace.orders.refused(
                key(room, NUMBERS[0]), Window.DAY, "支付当天"
            ),
        ),
    ),
    Scene(
        "an answer, a window",
        (
            lambda room: room.workspace.answer(_account(room), "ram-permission", True),
            lambda room: room.workspace.read_window(_account(room), Window.DAY),
        ),
    ),
    Scene(
        "a draft, a setting",
        (
            lambda room: room.workspace.save_draft(
                "form", {"number": "2364", "note": "half " * 900}
            ),
            lambda room: room.workspace.set_setting("language", "zh_CN"),
            lambda room: room.workspace.drop_draft("form"),
        ),
    ),
    Scene("add evidence, and void it", (_add_evidence, _void_evidence)),
    Scene("import a table", (_import("orders.csv"),), _make_table),
    Scene(
        "many actions in a row",
        tuple(_log_long(f"33641422715{number:04}") for number in range(6)),
    ),
    Scene(
        "the very first start",
        (lambda room: room.workspace.set_setting("language", "en"),),
        empty=True,
    ),
)

EXPORT_SCENES = tuple(
    Scene(f"export {name.partition('.')[2]}", (_export(name),), _make_old_exports, repeatable=True)
    for name in EXPORTS
)


def _take(room: Room) -> BackupOutcome:
    return room.workspace.backups.take(BackupReason.ASKED)


def _make_second_place(room: Room) -> None:
    (room.root / "second").mkdir()


def _choose_second_place(room: Room) -> None:
    room.workspace.backups.choose_second_place(room.root / "second")


def _take_at(room: Room, moment: datetime) -> None:
    with closing(Workspace.open(room.workspace.folder, lambda: moment)) as workspace:
        workspace.backups.take(BackupReason.CHANGES)


def _make_old_backups(room: Room) -> None:
    """Take three backups on one day a month ago; retention keeps only the last."""
    for hours in (3, 2, 1):
        _take_at(room, NOW - timedelta(days=30, hours=hours))


def _make_changes_after_a_backup(room: Room) -> None:
    _take_at(room, NOW - timedelta(days=1))
    room.workspace.orders.associate([key(room, number) for number in NUMBERS])
    _correct_project(room)
    room.workspace.save_order(an_order("236414227157777"))


def _lose_evidence_after_a_backup(room: Room) -> None:
    """Take a backup, then lose both the record and the file."""
    _add_evidence(room)
    _take_at(room, NOW - timedelta(days=1))
    room.workspace.undo()
    shutil.rmtree(room.data / EVIDENCE_FOLDER)


def _restore(name: str) -> Step:
    """Restore the backup of this name."""

    def step(room: Room) -> None:
        room.close()
        restore_backup(room.data / "backups" / name, room.data, NOW)
        _ = room.workspace

    return step


_BEFORE = "linkdue-2026-09-09-040000Z.sqlite3"
_RESTORE = _restore(_BEFORE)
_TAKE_BACK = _restore("linkdue-2026-09-10-040000Z.sqlite3")

BACKUP_SCENES = (
    Scene("a backup", (_take,)),
    Scene("a backup in two places", (_choose_second_place, _take), _make_second_place),
    Scene("a backup that thins out older ones", (_take,), _make_old_backups),
    Scene("a backup with evidence", (_take,), _add_evidence),
    Scene("restore a backup", (_RESTORE,), _make_changes_after_a_backup),
    Scene("restore a backup with evidence", (_RESTORE,), _lose_evidence_after_a_backup),
    Scene(
        "restore, and take it back",
        (_RESTORE, _TAKE_BACK),
        _make_changes_after_a_backup,
        begins_as="restore a backup",
    ),
)


@contextmanager
def _next_release() -> Iterator[None]:
    """Give the program a newer schema."""
    with pytest.MonkeyPatch.context() as patch:
        second_schema.release(patch)
        yield


def _open(room: Room) -> None:
    _ = room.workspace


def _damage(room: Room) -> None:
    """Destroy the page through which all others are found."""
    room.close()
    with (room.data / "linkdue.sqlite3").open("r+b") as file:
        file.write(bytes(4096))


def _start_or_salvage(data: Path) -> Workspace:
    """Salvage the readable records and continue with them, as the recovery window offers."""
    try:
        return start(data)
    except StorageError:
        recovery = Recovery(data, clock)
        recovery.use(recovery.salvage())
        return start(data)


def _damage_after_a_backup(room: Room) -> None:
    _make_changes_after_a_backup(room)
    _damage(room)


def _start_or_restore(data: Path) -> Workspace:
    """Restore the last backup, the other recovery option of the window."""
    try:
        return start(data)
    except StorageError:
        restore_backup(data / "backups" / _BEFORE, data, NOW)
        return start(data)


OPENING_SCENES = (
    Scene("an update converts the data", (_open,), program=_next_release),
    Scene("salvage a damaged file", (_open,), _damage, start=_start_or_salvage),
    Scene("restore over a damaged file", (_open,), _damage_after_a_backup, start=_start_or_restore),
)

SCENES = {
    scene.name: scene for scene in (*ACTIONS, *EXPORT_SCENES, *BACKUP_SCENES, *OPENING_SCENES)
}
