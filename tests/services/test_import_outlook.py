"""The preview of an import assesses orders as if everything in the import were recorded already."""

from __future__ import annotations

from desktop.domain.assessment import Verdict
from desktop.services.import_outlook import ImportOutlook
from desktop.services.workspace import Workspace
from tests.builders import UID, make_account
from tests.exchange.reading import plan

HEADER = "订单号\t订单类型\t订单状态\t创建时间\t支付时间\t关联订单号"
FIRST, RENEWAL = "236414227150001", "236414227150002"


def test_a_renewal_follows_the_order_that_comes_with_it(workspace: Workspace) -> None:
    """The preview would send the user to the console for an order in the same file."""
    workspace.save_account(make_account())
    text = (
        f"{HEADER}\t关联时间\n"
        f"{FIRST}\t新购\t已支付\t2026-08-31 10:00:00\t2026-08-31 10:10:00\t\t2026-08-31 11:00\n"
        f"{RENEWAL}\t续费\t已支付\t2026-09-01 00:30:00\t2026-09-01 00:40:00\t{FIRST}\t"
    )
    found = plan(workspace, text, UID)
    outlook = ImportOutlook(found, workspace.book(), workspace.clock())
    verdicts = {each.number: outlook.status(each).verdict for each in found.orders}
    assert verdicts == {FIRST: Verdict.ASSOCIATED, RENEWAL: Verdict.FOLLOWS_PARENT}


def test_an_order_of_an_account_that_comes_with_it_is_judged(workspace: Workspace) -> None:
    """An unknown account would fail the preview."""
    text = (
        f"账号\t{HEADER}\n{UID}\t{FIRST}\t新购\t已支付\t2026-08-31 10:00:00\t2026-08-31 10:10:00\t"
    )
    found = plan(workspace, text)
    outlook = ImportOutlook(found, workspace.book(), workspace.clock())
    assert UID in outlook.book.accounts
    assert outlook.status(found.orders[0]).verdict is Verdict.NEEDS_PROJECT


def test_orders_to_be_recorded_stand_in_the_place_of_theirs(workspace: Workspace) -> None:
    """An order that was paid since would be assessed as unpaid."""
    workspace.save_account(make_account())
    unpaid = f"{HEADER}\n{FIRST}\t新购\t待支付\t2026-08-31 10:00:00\t\t"
    workspace.files.import_plan(plan(workspace, unpaid, UID), "text")
    paid = unpaid.replace("待支付", "已支付").replace("10:00:00\t", "10:00:00\t2026-08-31 10:10:00")
    found = plan(workspace, paid, UID)
    orders = ImportOutlook(found, workspace.book(), workspace.clock()).book.orders
    assert len(orders) == len(list(orders)) == 1
    assert orders[UID, FIRST].paid_at is not None
