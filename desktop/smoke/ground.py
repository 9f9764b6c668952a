"""What every check is given, and how it says that something is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop.desk import Desk
from desktop.domain.model import (
    Account,
    Billing,
    Order,
    OrderStatus,
    Project,
    ProjectStatus,
    Window,
)

UID = "1000000000000001"
PROJECT = "202601010001"
ORDER = "236414227150001"


class Failed(Exception):
    """Something that the program needs is not there or does not work."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A folder of its own, with records in it, and the application to show them in."""

    application: QApplication
    folder: Path
    desk: Desk


def expect(holds: object, otherwise: str) -> None:
    """Raises Failed with what is wrong where it does not hold."""
    if not holds:
        raise Failed(otherwise)


def record(desk: Desk) -> None:
    """An account with a project, and an order that is open."""
    now = desk.clock()
    desk.save_account(Account(uid=UID, name="冒烟测试", window=Window.MONTH, window_checked_at=now))
    desk.save_project(
        Project(
            account=UID,
            number=PROJECT,
            status=ProjectStatus.ACTIVE,
            partner="示例伙伴",
            created_at=now - timedelta(days=2),
            cashback_rate=Decimal("0.05"),
        )
    )
    desk.save_order(
        Order(
            account=UID,
            number=ORDER,
            product="ecs",
            kind="New",
            billing=Billing.PREPAID,
            status=OrderStatus.PAID,
            created_at=now,
            paid_at=now,
            payable=204000,
        )
    )
