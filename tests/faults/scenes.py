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


class Sandbox:
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


Step = Callable[[Sandbox], object]


@dataclass(frozen=True)
class Scene:
    """Steps, and the preparations in addition to `make_world` (or instead of it)."""

    name: str
    steps: tuple[Step, ...]
    prepare: Callable[[Sandbox], object] = lambda _sandbox: None
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


def make_world(sandbox: Sandbox) -> None:
    """Record an account, a partner, a project, and orders: one associated, unpaid, deleted."""
    workspace = sandbox.workspace
    workspace.save_account(make_account(name="Example Trading", window=Window.MONTH))
    workspace.save_partner(make_partner(name="Example Partner", note="n" * 40))
    workspace.save_project(
        make_active_project(partner="Example Partner", created_at=NOW - timedelta(days=9))
    )
    for number in (*NUMBERS, DELETED):
        workspace.save_order(an_order(number))
    workspace.associate(order(sandbox, NUMBERS[1]))
    workspace.delete_order(order(sandbox, DELETED))


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


def order(sandbox: Sandbox, number: str) -> Order:
    """Return the recorded order with this number."""
    return sandbox.workspace.book().orders_numbered(number)[0]


def key(sandbox: Sandbox, number: str) -> int:
    """Return the key of the recorded order with this number."""
    found = order(sandbox, number).key
    assert found is not None
    return found


def _deleted_key(sandbox: Sandbox) -> int:
    """Return the key of the order in the trash."""
    query = "SELECT id FROM orders WHERE number = ?"
    [(key,)] = run_sql(sandbox.workspace.data_file, query, [DELETED])
    return int(key)


def _account(sandbox: Sandbox) -> Account:
    return sandbox.workspace.book().accounts[UID]


def _correct_project(sandbox: Sandbox) -> None:
    """Correct the project's number, with which eleven orders follow."""
    project = sandbox.workspace.book().projects[0]
    sandbox.workspace.save_project(replace(project, number="202609010002"))


def _log_long(number: str) -> Step:
    return lambda sandbox: sandbox.workspace.save_order(an_order(number, note="x" * 3000))


def _add_evidence(sandbox: Sandbox) -> None:
    sandbox.workspace.evidence.add(subject_of_order(UID, NUMBERS[0]), make_png(), name="关联成功页")


def _void_evidence(sandbox: Sandbox) -> None:
    [piece] = sandbox.workspace.evidence.all()
    sandbox.workspace.evidence.void(piece, "Card number")


def _import(name: str) -> Step:
    return lambda sandbox: sandbox.workspace.files.import_file(sandbox.root / "in" / name)


def _make_table(sandbox: Sandbox) -> None:
    """Write thirty orders, ten of them recorded already, as a table and as LinkDue's own JSON."""
    folder = sandbox.root / "in"
    folder.mkdir()
    numbers = [*NUMBERS[:10], *(f"3364142271500{number:02}" for number in range(20))]
    lines = ["账号ID,订单号,订单类型,支付状态,创建时间,支付时间"]
    lines += [
        f"{UID},{number},新购,已支付,2026-09-08 12:00:00,2026-09-08 12:00:00" for number in numbers
    ]
    (folder / "orders.csv").write_text("\n".join(lines), encoding="utf-8")


def _export(name: str) -> Step:
    return lambda sandbox: sandbox.workspace.files.export(
        sandbox.out / name, "en", calendar.describe
    )


def _make_old_exports(sandbox: Sandbox) -> None:
    """Make files of the same names, which must never be overwritten in part."""
    sandbox.out.mkdir()
    for name in EXPORTS:
        (sandbox.out / name).write_bytes(b"what was there before\n" * 400)


EXPORTS = ("all.json", "all.csv", "all.xlsx", "all.ics")

ACTIONS = (
    Scene(
        "log an order", (lambda sandbox: sandbox.workspace.save_order(an_order("236414227158888")),)
    ),
    Scene(
        "correct an order",
        (
            lambda sandbox: sandbox.workspace.save_order(
                replace(order(sandbox, NUMBERS[0]), note="corrected " * 200)
            ),
        ),
    ),
    Scene("associate", (lambda sandbox: sandbox.workspace.associate(order(sandbox, NUMBERS[0])),)),
    Scene(
        "associate, then take it back",
        (
            lambda sandbox: sandbox.workspace.associate(order(sandbox, NUMBERS[0])),
            lambda sandbox: sandbox.workspace.undo_association(order(sandbox, NUMBERS[0])),
        ),
        begins_as="associate",
    ),
    Scene(
        "associate many, then undo",
        (
            lambda sandbox: sandbox.workspace.orders.associate([key(sandbox, n) for n in NUMBERS]),
            lambda sandbox: sandbox.workspace.undo(),
        ),
    ),
    Scene("pay", (lambda sandbox: sandbox.workspace.orders.pay([key(sandbox, NUMBERS[2])], NOW),)),
    Scene(
        "cancel",
        (lambda sandbox: sandbox.workspace.orders.cancel([key(sandbox, n) for n in NUMBERS[:4]]),),
    ),
    Scene(
        "delete",
        (lambda sandbox: sandbox.workspace.orders.delete([key(sandbox, n) for n in NUMBERS[3:9]]),),
    ),
    Scene(
        "restore from the trash",
        (lambda sandbox: sandbox.workspace.orders.restore([_deleted_key(sandbox)]),),
    ),
    Scene("correct a project", (_correct_project,)),
    Scene(
        "the console refused",
        (
            lambda sandbox: sandbox.workspace.orders.refused(
                key(sandbox, NUMBERS[0]), Window.DAY, "支付当天"
            ),
        ),
    ),
    Scene(
        "an answer, a window",
        (
            lambda sandbox: sandbox.workspace.answer(_account(sandbox), "ram-permission", True),
            lambda sandbox: sandbox.workspace.read_window(_account(sandbox), Window.DAY),
        ),
    ),
    Scene(
        "a draft, a setting",
        (
            lambda sandbox: sandbox.workspace.save_draft(
                "form", {"number": "2364", "note": "half " * 900}
            ),
            lambda sandbox: sandbox.workspace.set_setting("language", "zh_CN"),
            lambda sandbox: sandbox.workspace.drop_draft("form"),
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
        (lambda sandbox: sandbox.workspace.set_setting("language", "en"),),
        empty=True,
    ),
)

EXPORT_SCENES = tuple(
    Scene(f"export {name.partition('.')[2]}", (_export(name),), _make_old_exports, repeatable=True)
    for name in EXPORTS
)


def _take(sandbox: Sandbox) -> BackupOutcome:
    return sandbox.workspace.backups.take(BackupReason.ASKED)


def _make_second_place(sandbox: Sandbox) -> None:
    (sandbox.root / "second").mkdir()


def _choose_second_place(sandbox: Sandbox) -> None:
    sandbox.workspace.backups.choose_second_place(sandbox.root / "second")


def _take_at(sandbox: Sandbox, moment: datetime) -> None:
    with closing(Workspace.open(sandbox.workspace.folder, lambda: moment)) as workspace:
        workspace.backups.take(BackupReason.CHANGES)


def _make_old_backups(sandbox: Sandbox) -> None:
    """Take three backups on one day a month ago; retention keeps only the last."""
    for hours in (3, 2, 1):
        _take_at(sandbox, NOW - timedelta(days=30, hours=hours))


def _make_changes_after_a_backup(sandbox: Sandbox) -> None:
    _take_at(sandbox, NOW - timedelta(days=1))
    sandbox.workspace.orders.associate([key(sandbox, number) for number in NUMBERS])
    _correct_project(sandbox)
    sandbox.workspace.save_order(an_order("236414227157777"))


def _lose_evidence_after_a_backup(sandbox: Sandbox) -> None:
    """Take a backup, then lose both the record and the file."""
    _add_evidence(sandbox)
    _take_at(sandbox, NOW - timedelta(days=1))
    sandbox.workspace.undo()
    shutil.rmtree(sandbox.data / EVIDENCE_FOLDER)


def _restore(name: str) -> Step:
    """Restore the backup of this name."""

    def step(sandbox: Sandbox) -> None:
        sandbox.close()
        restore_backup(sandbox.data / "backups" / name, sandbox.data, NOW)
        _ = sandbox.workspace

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


def _open(sandbox: Sandbox) -> None:
    _ = sandbox.workspace


def _damage(sandbox: Sandbox) -> None:
    """Destroy the page through which all others are found."""
    sandbox.close()
    with (sandbox.data / "linkdue.sqlite3").open("r+b") as file:
        file.write(bytes(4096))


def _start_or_salvage(data: Path) -> Workspace:
    """Salvage the readable records and continue with them, as the recovery window offers."""
    try:
        return start(data)
    except StorageError:
        recovery = Recovery(data, clock)
        recovery.use(recovery.salvage())
        return start(data)


def _damage_after_a_backup(sandbox: Sandbox) -> None:
    _make_changes_after_a_backup(sandbox)
    _damage(sandbox)


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
