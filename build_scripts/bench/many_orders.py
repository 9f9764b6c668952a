"""Data folders with up to a million orders, for measuring: the same folder each time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from desktop.domain.model import Account, Project, ProjectStatus, Window
from desktop.domain.timestamps import format_instant
from desktop.records.index import order_index
from desktop.services.workspace import Workspace

ACCOUNTS = ("1000000000000001", "1000000000000002")
_TITLES = ("测试服务器", "生产环境 web", "北京机房数据库", "云盘扩容", "财务系统", "", "OSS 100%")
_ASSOCIATED, _WAITING, _NEW = 0.6, 0.03, 0.9


def fill(folder: Path, count: int, now: datetime | None = None) -> None:
    """Write `count` orders of two accounts in the mix that a customer has after some years.

    They are written without the journal, which would take longer than everything that is measured.
    """
    now = now or datetime.now(UTC).replace(microsecond=0)
    workspace = Workspace.open(folder, lambda: now)
    for number, uid in enumerate(ACCOUNTS, 1):
        workspace.save_account(Account(uid=uid, name=f"账号 {number}", window=Window.MONTH))
        for quarter in range(12):
            workspace.save_project(
                Project(
                    account=uid,
                    number=f"2026{number:02}{quarter:06}",
                    status=ProjectStatus.ACTIVE,
                    created_at=now - timedelta(days=90 * quarter + 80),
                    cashback_rate=Decimal("0.05"),
                )
            )
    connection = workspace._store._connection
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(
        "INSERT INTO orders (account_id, number, kind, billing, status, created_at, product, "
        "title, paid_at, payable, project, associated_at, note) "
        "VALUES (?, ?, ?, 'prepaid', ?, ?, ?, ?, ?, ?, NULL, ?, '')",
        _orders(count, now),
    )
    order_index.rebuild(connection, workspace._store._rule_book())
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    workspace.close()


def _orders(count: int, now: datetime) -> Iterator[tuple[object, ...]]:
    chance = random.Random(7)  # noqa: S311 - the same orders each time
    for number in range(count):
        created = now - timedelta(minutes=chance.randrange(60 * 24 * 1000))
        at = format_instant(created)
        kind = chance.random()
        paid = None if kind > _ASSOCIATED and kind < _ASSOCIATED + _WAITING else at
        yield (
            chance.choice((1, 2)),
            f"{236414227000000 + number * 7}",
            "New" if chance.random() < _NEW else chance.choice(("Renew", "Convert", "Refund")),
            "unpaid" if paid is None else "paid",
            at,
            chance.choice(("ecs", "rds", "oss", None)),
            chance.choice(_TITLES),
            paid,
            chance.randrange(10**6),
            at if kind < _ASSOCIATED else None,
        )
