"""Keeps one small data file of the present schema in the tests, for as long as the program lives.

    python build_scripts/keep_schema.py

Run it once with every schema that is released. The file is never made again: it stands for the files
that users of that version have.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from desktop.domain.model import (
    Account,
    Billing,
    Cashback,
    Order,
    OrderStatus,
    Project,
    ProjectStatus,
    Sighting,
    Window,
)
from desktop.records.file.database import SCHEMA_VERSION
from desktop.services.workspace import Desk

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "records" / "schemas"
NOW = datetime(2026, 9, 10, 4, tzinfo=UTC)
UID, OTHER = "1000000000000001", "1000000000000002"


def main() -> int:
    """Make the file of the present schema, where it is not there; the exit status."""
    target = FOLDER / f"v{SCHEMA_VERSION}.sqlite3"
    if target.exists():
        print(f"{target.name} is kept already", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk.open(Path(folder), lambda: NOW)
        fill(desk)
        desk.close()
        shutil.copy(desk.store.path, target)
    print(f"{target.name}: {target.stat().st_size} bytes")
    return 0


def fill(desk: Desk) -> None:
    """Records of every kind in every state, a history with all that it can hold, drafts and settings."""
    account = desk.save_account(
        Account(uid=UID, name="杭州示例科技", window=Window.MONTH, window_checked_at=NOW, note="注")
    )
    desk.save_account(Account(uid=OTHER, name="Example “Trading” & Co."))
    made = NOW - timedelta(days=20)
    for stage in ProjectStatus:
        desk.save_project(
            Project(
                account=UID,
                number=f"20260820{list(ProjectStatus).index(stage):04}",
                title=f"Project {stage.value}",
                status=stage,
                partner="示例伙伴",
                created_at=made,
                created_assumed=stage is ProjectStatus.SENT,
                valid_until=made + timedelta(days=90),
                cashback_rate=Decimal("0.05"),
                product_rates={"ecs": Decimal("0.08")},
            )
        )
    desk.send_request(Project(account=OTHER, partner="Partner", title="Shop"), "Dear partner …")
    parent = _log(desk, 1, kind="New")
    _log(desk, 2, kind="Renew", parent=parent.number)
    _log(desk, 3, kind="New", billing=Billing.POSTPAID, note="多行\n备注")
    for number, status in enumerate(OrderStatus, 10):
        _log(desk, number, status=status, paid_at=NOW if status is OrderStatus.PAID else None)
    desk.associate(parent, "202608200000")
    desk.delete_order(_log(desk, 20))
    desk.associate(_log(desk, 21))
    desk.undo()
    desk.answer(account, "invoice", value=True)
    with desk.store.act("console-refused", subject="3") as act:
        act.save(
            Sighting(account=UID, order="3", seen_at=NOW, window=Window.DAY, said="不在关联时间内")
        )
    with desk.store.act("cashback") as act:
        act.save(Cashback(account=UID, order=parent.number, received_at=NOW, amount=10200))
    desk.save_draft("order", {"number": "2364"})
    desk.set_setting("language", "zh_CN")


def _log(desk: Desk, number: int, **facts: object) -> Order:
    order: dict[str, object] = {
        "account": UID,
        "number": f"2364142271{number:05}",
        "kind": "New",
        "billing": Billing.PREPAID,
        "status": OrderStatus.PAID,
        "created_at": NOW - timedelta(hours=2),
        "paid_at": NOW - timedelta(hours=1),
        "product": "ecs",
        "payable": 204000,
        "cash_paid": 200000,
    }
    return desk.save_order(Order(**(order | facts)))  # type: ignore[arg-type]


if __name__ == "__main__":
    sys.exit(main())
