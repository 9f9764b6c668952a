"""Receipts from a bank's list: proposals, doubts, and a single undo."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop.domain.cashback import total
from desktop.domain.money_records import Receipt
from desktop.services.payments import PaymentOffer
from desktop.services.workspace import Workspace
from tests.conftest import FakeClock
from tests.exchange.formats.test_payment_table import SAMPLES
from tests.services.test_cashback import earned, name

__all__ = ["earned"]


def offered(workspace: Workspace, path: Path) -> PaymentOffer:
    """Read a list and return what is offered."""
    opened = workspace.payments.open(path)
    return workspace.payments.offer(opened.table)


def write(path: Path, *lines: tuple[str, str, str]) -> Path:
    """Write a bank's list: day, amount, payer."""
    text = "\n".join(",".join(line) for line in (("日期", "收入", "付款人"), *lines))
    path.write_text(text, "utf-8")
    return path


def test_a_partners_payment_and_an_open_sum_are_proposed(earned: Workspace, tmp_path: Path) -> None:
    """Of a month of payments, only those that may be cashback are ticked."""
    path = write(
        tmp_path / "bank.csv",
        ("2026-08-20", "1.00", "杭州 伙伴 科技"),
        ("2026-08-21", "120.00", "somebody"),
        ("2026-08-22", "119.99", "somebody"),
        ("2026-08-23", "90.00", "somebody"),
    )
    found = {each.payment.row: each for each in offered(earned, path).offered}
    assert {row for row, each in found.items() if each.proposed} == {2, 3, 5}
    assert (found[2].partner, found[2].fits) == ("伙伴", False)
    assert (found[3].partner, found[3].fits) == ("", True)


def test_chosen_payments_are_logged_matched_and_undone_together(
    earned: Workspace, tmp_path: Path
) -> None:
    """What one payment covers is not open for the next; an unmatched payment is credit."""
    path = write(
        tmp_path / "bank.csv",
        ("2026-09-01", "120.00", "P"),
        ("2026-09-02", "120.00", "P"),
        ("2026-09-03", "240.00", "P"),
    )
    found = offered(earned, path)
    planned = earned.payments.plan(each.payment for each in found.offered)
    assert [each.shares for each in planned][:2] == [((name(1), 12_000),), ()]
    assert earned.payments.save_receipts(planned, path.name) == 3
    receipts = earned.cashback.receipts()
    came = sum(each.receipt.amount for each in receipts)
    assert came == 48_000
    assert total(earned.cashback.orders()).received + sum(each.rest for each in receipts) == came
    [entry, *_older] = earned.history(5)
    assert entry.subject == "bank.csv"
    earned.undo()
    assert earned.cashback.receipts() == []
    earned.redo()
    assert len(earned.cashback.receipts()) == 3
    assert earned.check().ok


def test_a_list_imported_twice_proposes_nothing_the_second_time(
    earned: Workspace, tmp_path: Path, clock: FakeClock
) -> None:
    """Next month's file begins with this month's payments."""
    path = write(tmp_path / "bank.csv", ("2026-09-01", "120.00", "伙伴"))
    first = offered(earned, path)
    earned.payments.save_receipts(earned.payments.plan(e.payment for e in first.offered), path.name)
    [again] = offered(earned, path).offered
    assert again.near is not None
    assert not again.proposed
    earned.cashback.enter(Receipt(received_at=clock(), amount=9_000), ())
    near = write(tmp_path / "other.csv", ("2026-09-08", "90.00", "伙伴"))
    assert offered(earned, near).offered[0].near is not None


def test_chosen_columns_are_used_the_next_time(earned: Workspace, tmp_path: Path) -> None:
    """A bank with unknown titles has to be described only once."""
    path = tmp_path / "bank.csv"
    path.write_text("Wann,Wer,Wieviel\n2026-08-21,伙伴,120.00\n", "utf-8")
    table = earned.payments.open(path).table
    assert earned.payments.columns(table) == {}
    earned.payments.remember_columns(table, {0: "date", 1: "payer", 2: "income"})
    [found] = offered(earned, path).offered
    assert (found.payment.amount, found.partner, found.proposed) == (12_000, "伙伴", True)


@pytest.mark.parametrize("sample", ["wechat.csv", "alipay.csv", "bank_signed.csv", "bank.xlsx"])
def test_everything_that_a_sample_brings_can_be_logged(sample: str, earned: Workspace) -> None:
    """Whatever the list: the logged amount is the amount received, to the fen."""
    found = offered(earned, SAMPLES / sample)
    planned = earned.payments.plan(each.payment for each in found.offered)
    earned.payments.save_receipts(planned, sample)
    receipts = earned.cashback.receipts()
    assert sorted(each.receipt.amount for each in receipts) == sorted(
        each.payment.amount for each in found.offered
    )
    assert earned.clock() - max(e.receipt.received_at for e in receipts) > timedelta()
    assert datetime(2026, 8, 1, tzinfo=UTC) < min(e.receipt.received_at for e in receipts)
