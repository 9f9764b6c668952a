"""The fixture of all checks: records in a temporary folder; and the error of a failed check."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop.domain.model import (
    Account,
    Billing,
    Order,
    OrderStatus,
    Project,
    ProjectStatus,
    Window,
)
from desktop.services.workspace import Workspace

UID = "1000000000000001"
PROJECT = "202601010001"
ORDER = "236414227150001"
UNPAID = "249998887770002"


class Failed(Exception):
    """Something that the program needs is missing or does not work."""


class Fixture:
    """The application, and data folders with records inside a temporary folder."""

    def __init__(self, application: QApplication, folder: Path) -> None:
        self.application = application
        self.folder = folder
        self._to_close = ExitStack()

    @cached_property
    def workspace(self) -> Workspace:
        """A workspace with records, opened on first use: a failure then counts for one check."""
        return self.open("data")

    @cached_property
    def with_warnings(self) -> Workspace:
        """The same records in a synced folder, on a computer whose clock was set back since."""
        before = self.open("Dropbox/data")
        late = before.clock() - timedelta(days=1)
        return self._kept(Workspace.open(before.folder, lambda: late))

    def open(self, name: str) -> Workspace:
        """Open a workspace in the subfolder `name`, and add the records."""
        workspace = self._kept(Workspace.open(self.folder / name))
        record(workspace)
        return workspace

    def close(self) -> None:
        """Close all workspaces."""
        self._to_close.close()

    def _kept(self, workspace: Workspace) -> Workspace:
        self._to_close.callback(workspace.close)
        return workspace


def expect(holds: object, otherwise: str) -> None:
    """Raise Failed with the message `otherwise` unless `holds` is true."""
    if not holds:
        raise Failed(otherwise)


def record(workspace: Workspace) -> None:
    """Record an account with a project, an open order, and one that is not paid yet."""
    now = workspace.clock()
    workspace.save_account(
        Account(uid=UID, name="冒烟测试", window=Window.MONTH, window_checked_at=now)
    )
    workspace.save_project(
        Project(
            account=UID,
            number=PROJECT,
            status=ProjectStatus.ACTIVE,
            partner="示例伙伴",
            created_at=now - timedelta(days=2),
            cashback_rate=Decimal("0.05"),
            product_rates={"oss": Decimal("0.03")},
        )
    )
    order = Order(
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
    workspace.save_order(order)
    workspace.save_order(replace(order, number=UNPAID, status=OrderStatus.UNPAID, paid_at=None))
