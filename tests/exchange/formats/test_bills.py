"""Bills: the only source of cash paid, for orders that another file describes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from desktop.domain.model import Order
from desktop.services.workspace import Workspace
from tests.builders import UID, make_account, make_order
from tests.exchange.reading import plan, read_file, read_text

BILL = Path(__file__).parents[1] / "samples" / "bill_utf8.csv"
ORDER = make_order(created_at=datetime(2026, 8, 31, 15, 40, tzinfo=UTC))


def logged(workspace: Workspace, order: Order = ORDER) -> None:
    """Record the order of the bill."""
    workspace.save_account(make_account())
    workspace.save_order(order)


def more_lines(*lines: str) -> str:
    """Return the sample with more lines, copied from its only one."""
    return "\n".join([*BILL.read_text("utf-8").splitlines(), *lines])


def line(*changes: tuple[str, str]) -> str:
    """Return the line of the sample, with texts replaced."""
    text = BILL.read_text("utf-8").splitlines()[1]
    for old, new in changes:
        text = text.replace(old, new)
    return text


def test_a_bill_fills_in_blank_fields(workspace: Workspace) -> None:
    """Cashback is computed from cash paid, which no order list has."""
    logged(workspace)
    workspace.files.import_file(BILL)
    order = workspace.book().order(UID, ORDER.number)
    assert order is not None
    assert (order.cash_paid, order.payable) == (194000, 204000)
    assert order.paid_at == datetime(2026, 8, 31, 16, 30, tzinfo=UTC)
    assert plan(workspace, BILL).unchanged == 1


def test_a_bill_contradicts(workspace: Workspace) -> None:
    """An amount that the user recorded is kept, and the difference reported."""
    logged(workspace, replace(ORDER, cash_paid=1))
    found = plan(workspace, BILL)
    assert [(p.code, p.facts["field"]) for p in found.problems] == [("conflict", "cash_paid")]
    assert found.conflict == 1


def test_an_order_that_is_not_recorded(workspace: Workspace) -> None:
    """A bill has no creation time, without which there is no verdict, so no order is made up."""
    workspace.save_account(make_account())
    found = plan(workspace, BILL)
    assert [p.code for p in found.problems] == ["order-not-recorded"]
    assert found.orders == ()


def test_parts_of_one_order_are_added_up(workspace: Workspace) -> None:
    """An order for two servers has two lines."""
    logged(workspace)
    found = plan(workspace, more_lines(line()))
    (order,) = found.orders
    assert order.cash_paid == 2 * 194000
    assert found.problems == ()


def test_usage_is_left_out_and_reported(workspace: Workspace) -> None:
    """A bill's many lines of usage belong to no order."""
    logged(workspace)
    usage = line(("预付费订单", "后付费账单"), (ORDER.number, "2026090112345678"))
    found = plan(workspace, more_lines(usage, usage))
    assert [(p.row, p.code, p.facts) for p in found.problems] == [
        (0, "lines-of-no-order", {"count": 2})
    ]
    assert found.updated == 1


def test_an_order_without_its_number_is_named() -> None:
    """Skipped as usage, its cashback would never be looked for."""
    (problem,) = read_text(more_lines(line((ORDER.number, "")))).problems
    assert (problem.row, problem.code) == (3, "missing")


def test_what_cannot_be_read_is_named() -> None:
    """A spreadsheet has shortened a number."""
    damaged = line((ORDER.number, "2.36E+14"))
    (problem,) = read_text(more_lines(damaged)).problems
    assert (problem.row, problem.code) == (3, "scientific")


def test_a_bill_alone() -> None:
    """It is distinguished from an order list by its columns."""
    snapshot = read_file(BILL)
    assert snapshot.orders == ()
    (addition,) = snapshot.additions
    assert (addition.row, addition.account, addition.number) == (2, UID, ORDER.number)
