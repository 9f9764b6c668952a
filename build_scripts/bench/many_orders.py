"""Data folders with up to a million orders for the measurements; the content is deterministic."""

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
_ASSOCIATED, _UNPAID, _NEW = 0.6, 0.03, 0.9
"""Shares of the orders."""


def fill(folder: Path, count: int, now: datetime | None = None) -> None:
    """Write `count` orders of two accounts, as a customer may have them after some years.

    They are written without the journal, which would take longer than all measurements.
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
    rng = random.Random(7)  # noqa: S311 - the same orders each time
    for number in range(count):
        created = now - timedelta(minutes=rng.randrange(60 * 24 * 1000))
        at = format_instant(created)
        share = rng.random()
        paid = None if _ASSOCIATED < share < _ASSOCIATED + _UNPAID else at
        yield (
            rng.choice((1, 2)),
            f"{236414227000000 + number * 7}",
            "New" if rng.random() < _NEW else rng.choice(("Renew", "Convert", "Refund")),
            "unpaid" if paid is None else "paid",
            at,
            rng.choice(("ecs", "rds", "oss", None)),
            rng.choice(_TITLES),
            paid,
            rng.randrange(10**6),
            at if share < _ASSOCIATED else None,
        )
