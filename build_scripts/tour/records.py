"""The records of the tour: accounts with orders in every state, as after some months of use."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from desktop.domain.backups import BackupReason
from desktop.domain.compare import ConsoleList
from desktop.domain.model import (
    Account,
    Billing,
    Order,
    OrderStatus,
    Project,
    ProjectStatus,
    Window,
)
from desktop.exchange.formats.order_rows import titles
from desktop.services.workspace import Workspace

NOW = datetime(2026, 11, 30, 12, 48, tzinfo=UTC)
ACCOUNT, OTHER, NEW = "1000000000000001", "1000000000000002", "1000000000000003"
PROJECT = "202611020421"
ORDER, UNPAID, MISSED = "236414227150922", "236414227150444", "241559391310333"


def clock_before(**before: float) -> Callable[[], datetime]:
    """Return a clock fixed at a moment before `NOW`; takes the arguments of `timedelta`."""
    moment = NOW - timedelta(**before)
    return lambda: moment


def fill(workspace: Workspace, *, chinese: bool) -> None:
    """Save orders in every state, and backups of three days."""
    names = ("杭州示例科技", "宁波示例贸易", "新账号")
    if not chinese:
        names = ("Example Trading", "Example Software", "New account")
    windows = ((ACCOUNT, Window.MONTH), (OTHER, Window.UNKNOWN), (NEW, Window.UNKNOWN))
    for name, (uid, window) in zip(names, windows, strict=True):
        seen = None if window is Window.UNKNOWN else NOW - timedelta(days=20)
        workspace.save_account(Account(uid=uid, name=name, window=window, window_checked_at=seen))
    for uid, number, days in ((ACCOUNT, PROJECT, 28), (OTHER, "202609090107", 83)):
        workspace.save_project(project(uid, number, days))
    log(workspace, ORDER, "ecs", hours=30)
    log(workspace, "237258627070169", "cas", hours=2, window=Window.UNKNOWN, payable=164000)
    log(workspace, "209335720330622", "rds", hours=3, account=OTHER, window=Window.MONTH)
    log(workspace, "233501558440169", "oss", hours=5, kind="Renew", parent="236414227150311")
    log(workspace, MISSED, "waf", hours=24 * 29)
    for hours, reason in (
        (50, BackupReason.CHANGES),
        (26, BackupReason.IMPORT),
        (2, BackupReason.START),
    ):
        with closing(Workspace.open(workspace.folder, clock_before(hours=hours))) as earlier:
            earlier.backups.take(reason)
    log(workspace, "241559391310412", "ecs", hours=24 * 40, account=OTHER, window=Window.DAY)
    log(workspace, UNPAID, "slb", hours=3, status=OrderStatus.UNPAID)
    done = {"project": PROJECT, "associated_at": NOW - timedelta(days=5)}
    log(workspace, "236414227150311", "cdn", hours=24 * 5, **done)


def fill_crowded(workspace: Workspace) -> None:
    """Add many open orders with long names, some with amounts of seven digits, some with none."""
    for index in range(60):
        log(
            workspace,
            str(236414227200000 + index),
            ("ecs", "rds", "oss", "cdn")[index % 4],
            hours=1 + index,
            account=(ACCOUNT, OTHER)[index % 2],
            title="杭州示例科技股份有限公司华东二区生产环境数据库备份与容灾演练专用实例",
            payable=123456789 if index % 7 == 0 else None if index % 9 == 1 else 4980,
        )


def project(uid: str, number: str, days: int) -> Project:
    """Return an active project, created some days ago."""
    return Project(
        account=uid,
        number=number,
        status=ProjectStatus.ACTIVE,
        partner="示例伙伴",
        created_at=NOW - timedelta(days=days, hours=3),
        cashback_rate=Decimal("0.05"),
    )


def log(workspace: Workspace, number: str, product: str, *, hours: int, **facts: object) -> None:
    """Log an order paid some hours ago, created an hour before that."""
    unpaid = facts.get("status") is OrderStatus.UNPAID
    order: dict[str, object] = {
        "account": ACCOUNT,
        "number": number,
        "product": product,
        "kind": "New",
        "billing": Billing.PREPAID,
        "status": OrderStatus.PAID,
        "created_at": NOW - timedelta(hours=hours + 1),
        "paid_at": None if unpaid else NOW - timedelta(hours=hours),
        "payable": 204000,
    }
    workspace.save_order(Order(**(order | facts)))  # type: ignore[arg-type]


def list_of_orders(*, chinese: bool) -> str:
    """Return the console's list as CSV: new, known, newly paid, conflicting and damaged orders."""
    names = titles("zh_CN" if chinese else "en")
    kind, paid = ("新购", "已支付") if chinese else ("New", "Paid")
    known = [
        (ORDER, "ecs", "2026-11-29 13:48:00", "2026-11-29 14:48:00", "2040.00"),
        (UNPAID, "slb", "2026-11-30 16:48:00", "2026-11-30 17:10:00", "2040.00"),
        (MISSED, "waf", "2026-11-01 19:48:00", "2026-11-01 20:48:00", "1980.00"),
    ]
    fresh = [
        ("241559391310501", "rds", "2026-11-30 09:12:00", "3600.00"),
        ("241559391310502", "oss", "2026-11-30 09:20:00", "118.80"),
        ("2.41559E+14", "cdn", "2026-11-30 09:31:00", "99.00"),
        ("241559391310504", "slb", "12/11/2026 10:00", "99.00"),
    ]
    rows = [*known, *((number, what, when, when, price) for number, what, when, price in fresh)]
    owners = {"241559391310502": OTHER}
    lines = [",".join(names[place] for place in (0, 1, 3, 4, 6, 7, 8, 9))]
    lines += [
        ",".join((owners.get(number, ACCOUNT), number, what, kind, paid, created, paid_at, price))
        for number, what, created, paid_at, price in rows
    ]
    return "\n".join(lines)


WITHOUT_ACCOUNT = (
    "Order ID\tOrder Type\tOrder Status\tCreated At\n"
    "241559391310505\tNew\tPaid\t2026-11-30 10:00:00"
)


def console_lists() -> dict[ConsoleList, str]:
    """Return the console's two lists of an account, with every kind of difference."""
    head = "订单号\t商品名称\t订单类型\t创建时间\t支付时间\t应付金额\t项目编号\n"
    rows = (
        (MISSED, "Web 应用防火墙", "新购", "", "", "", ""),
        ("236414227150311", "CDN", "新购", "", "", "", ""),
        (
            "241559391310601",
            "云服务器 ECS",
            "新购",
            "2026-11-30 09:12:00",
            "2026-11-30 09:14:00",
            "3600.00",
            PROJECT,
        ),
        ("241559391310602", "对象存储 OSS", "", "", "", "118.80", ""),
        ("2.41559E+14", "短信服务", "新购", "", "", "", ""),
    )
    to_associate = "".join("\t".join(row) + "\n" for row in rows)
    associated = f"{ORDER}\t云服务器 ECS\t新购\t\t\t1980.00\t{PROJECT}\n"
    return {
        ConsoleList.TO_ASSOCIATE: head + to_associate,
        ConsoleList.ASSOCIATED: head + associated,
    }


def refuse_twice(workspace: Workspace) -> None:
    """Record two refusals after the day of payment, but within the month of payment."""
    book = workspace.book()
    for number in (ORDER, MISSED):
        key = book.orders[ACCOUNT, number].key
        if key is not None:
            workspace.orders.refused(key, None, "不在关联时间内")
