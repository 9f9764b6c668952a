"""Save a small data file with the current schema among the tests of schema upgrades.

    PYTHONPATH=. .venv/bin/python build_scripts/keep_schema.py

Run it once for every schema that is released. The file is never changed or removed: it represents
the files that users of that version have.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from desktop.base.settings import SettingKey
from desktop.base.storage import SCHEMA_VERSION
from desktop.domain.console_records import Sighting
from desktop.domain.evidence_records import Evidence, EvidenceSubject, MediaType, SubjectKind
from desktop.domain.journal import ActionName
from desktop.domain.model import (
    Account,
    Billing,
    Order,
    OrderStatus,
    Project,
    ProjectStatus,
    RateEntry,
    Window,
)
from desktop.domain.money_records import AnswerKind, Cashback, PartnerAnswer, Receipt
from desktop.domain.reminder_plan import ReminderPlan
from desktop.records.store import Store
from desktop.services.workspace import Workspace

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "records" / "schemas"
NOW = datetime(2026, 9, 10, 4, tzinfo=UTC)
UID, OTHER = "1000000000000001", "1000000000000002"


def main() -> int:
    """Make the file of the current schema; return 1 if it exists already."""
    target = FOLDER / f"v{SCHEMA_VERSION}.sqlite3"
    if target.exists():
        print(f"{target.name} exists already", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace.open(Path(folder), lambda: NOW)
        fill(workspace)
        workspace.close()
        shutil.copy(workspace.data_file, target)
    print(f"{target.name}: {target.stat().st_size} bytes")
    return 0


def fill(workspace: Workspace) -> None:
    """Write records of every kind and state, many actions, reminders and settings."""
    account = workspace.save_account(
        Account(uid=UID, name="杭州示例科技", window=Window.MONTH, window_checked_at=NOW, note="注")
    )
    workspace.save_account(Account(uid=OTHER, name="Example “Trading” & Co."))
    made = NOW - timedelta(days=20)
    for stage in ProjectStatus:
        workspace.save_project(
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
                later_rates=(RateEntry(rate=Decimal("0.06"), since=date(2026, 9, 1)),),
                excluded_products=frozenset({"domain"}),
                renewals=stage is not ProjectStatus.CLOSED,
            )
        )
    partner = workspace.book().partners[0]
    workspace.save_partner(
        replace(
            partner,
            contact="微信 lianxi",
            wants="公司名称、UID",
            rates=(RateEntry(rate=Decimal("0.05")), RateEntry(rate=Decimal("0.08"), product="ecs")),
            excluded_products=frozenset({"domain"}),
        )
    )
    workspace.send_request(
        Project(account=OTHER, partner="Partner", title="Shop"), "Dear partner …"
    )
    workspace.copy_request(
        Project(account=OTHER, partner="Partner", title="Backup"), "Dear partner …"
    )
    parent = _log(workspace, 1, kind="New")
    _log(workspace, 2, kind="Renew", parent=parent.number)
    _log(workspace, 3, kind="New", billing=Billing.POSTPAID, note="多行\n备注")
    for number, status in enumerate(OrderStatus, 10):
        _log(workspace, number, status=status, paid_at=NOW if status is OrderStatus.PAID else None)
    workspace.associate(parent, "202608200000")
    workspace.delete_order(_log(workspace, 20))
    workspace.associate(_log(workspace, 21))
    workspace.undo()
    workspace.answer(account, "invoice", value=True)
    with (
        closing(_open_store(workspace)) as store,
        store.transaction(ActionName.CONSOLE_REFUSED, subject="3") as transaction,
    ):
        transaction.save(
            Sighting(account=UID, order="3", seen_at=NOW, window=Window.DAY, said="不在关联时间内")
        )
        transaction.save(Sighting(account=UID, order="4", seen_at=NOW, worked=True, paid_at=made))
    workspace.comparing.note(UID)
    with (
        closing(_open_store(workspace)) as store,
        store.transaction(ActionName.IMPORT) as transaction,
    ):
        transaction.save(Cashback(account=UID, order=parent.number, received_at=NOW, amount=10200))
        answers = (parent.number, AnswerKind.PAID), ("3", AnswerKind.DISPUTED), ("4", None)
        for order, answer in answers:
            transaction.save(
                PartnerAnswer(
                    account=UID,
                    order=order,
                    answer=answer,
                    amount=5000 if answer is AnswerKind.PAID else None,
                    answered_at=NOW,
                    statement=NOW.date(),
                    partner="示例伙伴",
                    claimed=10200,
                )
            )
    workspace.cashback.enter(
        Receipt(received_at=NOW, amount=5000, note="转账"), [((UID, parent.number), 2000)]
    )
    with (
        closing(_open_store(workspace)) as store,
        store.transaction(ActionName.ADD_EVIDENCE, subject="关联成功页") as transaction,
    ):
        subject = EvidenceSubject(kind=SubjectKind.ORDER, account=UID, order=parent.number)
        transaction.save(
            Evidence(
                subject=subject,
                sha256="9f3a" * 16,
                media_type=MediaType.PNG,
                size=190464,
                added_at=NOW,
                name="关联成功页",
                voided_at=NOW,
                void_reason="卡号可见",
            )
        )
    workspace.save_draft("order", {"number": "2364"})
    workspace.set_setting(SettingKey.LANGUAGE, "zh_CN")
    workspace.reminders.save_plan(ReminderPlan(hours=(24, 2)))
    claimed = workspace.reminders.claim(NOW + timedelta(days=1))
    workspace.reminders.snooze(claimed.due[0].subject.name, NOW + timedelta(days=2))


def _open_store(workspace: Workspace) -> Store:
    """Open the records a second time, for changes that no service offers."""
    return Store.open(workspace.folder, workspace.programme, workspace.clock)


def _log(workspace: Workspace, number: int, **facts: object) -> Order:
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
    return workspace.save_order(Order(**(order | facts)))  # type: ignore[arg-type]


if __name__ == "__main__":
    sys.exit(main())
