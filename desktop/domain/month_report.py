"""The content of a month's report: its orders, its receipts, and what needs attention.

An order belongs to the Beijing month of its payment, else of its creation, as in the ledger; a
receipt to the month in which it arrived. The report shows the records at the moment it is made, so
that its sums are those of the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from desktop.domain import beijing
from desktop.domain.assessment import Assessment, Verdict
from desktop.domain.book import Book
from desktop.domain.cashback import EARNED, Figures, OrderMoney, month_of
from desktop.domain.cashback_months import CashbackMonth, due_day, overview, owing
from desktop.domain.model import Order, OrderName, OrderStatus, Project
from desktop.domain.receipts import MatchedReceipt

_FAILED = (Verdict.MISSED, Verdict.NOT_ELIGIBLE)
_TO_DO = (Verdict.OPEN, Verdict.WAITING_PAYMENT, Verdict.CHECK_CONSOLE, Verdict.NEEDS_PROJECT)


@dataclass(frozen=True, slots=True)
class ReportedOrder:
    """An order with its verdict and its figures."""

    assessment: Assessment
    figures: Figures

    @property
    def order(self) -> Order:
        """Return the order."""
        return self.assessment.order

    @property
    def paid(self) -> int | None:
        """Return the fen paid in cash, else the payable amount.

        None if neither is known, or if the order waits for its payment or was cancelled before.
        """
        order = self.order
        if order.cash_paid is not None:
            return order.cash_paid
        unpaid = self.assessment.verdict is Verdict.WAITING_PAYMENT
        return None if unpaid or order.status is OrderStatus.CANCELLED else order.payable

    @property
    def estimated(self) -> bool:
        """Return whether `paid` is the payable amount, since the cash paid is not recorded."""
        return self.order.cash_paid is None and self.paid is not None

    @property
    def earning(self) -> bool:
        """Return whether cashback is expected for the order."""
        return bool(self.figures.expected)

    @property
    def failed(self) -> bool:
        """Return whether the order brings no cashback: missed, or not eligible."""
        return self.assessment.verdict in _FAILED

    @property
    def cashback_unknown(self) -> bool:
        """Return whether the sums leave the order out, since its rate or amount is not known."""
        return self.assessment.cashback_unknown

    @property
    def expected_unknown(self) -> bool:
        """Return whether the order brings cashback, but its amount is not known."""
        return self.assessment.verdict in EARNED and self.cashback_unknown

    @property
    def to_do(self) -> bool:
        """Return whether the order still needs an action."""
        return self.assessment.verdict in _TO_DO


@dataclass(frozen=True, slots=True)
class AccountSum:
    """The orders of one account (a UID) that bring cashback; amounts in fen.

    `estimated`: `paid` contains payable amounts, since the cash paid is not known.
    """

    account: str
    orders: int
    paid: int
    figures: Figures
    estimated: bool = False

    def __add__(self, other: AccountSum) -> AccountSum:
        """Return the sums of both, under the first account's UID."""
        return AccountSum(
            self.account,
            self.orders + other.orders,
            self.paid + other.paid,
            self.figures + other.figures,
            self.estimated or other.estimated,
        )


@dataclass(frozen=True, slots=True)
class LastProject:
    """The project of an account that expires last, at `ends_at` (UTC)."""

    project: Project
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class MonthReport:
    """A month (`YYYY-MM`) as recorded at `now` (UTC); `due` is the last day for its payment.

    `open_months` are all months with outstanding cashback, `projects` those that expire before the
    end of the following month, and `month_of_order` the months of all orders with figures.
    """

    month: str
    now: datetime
    due: date
    orders: tuple[ReportedOrder, ...]
    receipts: tuple[MatchedReceipt, ...]
    open_months: tuple[CashbackMonth, ...]
    projects: tuple[LastProject, ...]
    month_of_order: Mapping[OrderName, str]

    @property
    def figures(self) -> Figures:
        """Return the sums over the month's orders."""
        return sum((each.figures for each in self.orders), Figures())

    @property
    def paid(self) -> int:
        """Return the sum of what was paid for the month's orders, in fen."""
        return sum(each.paid or 0 for each in self.orders)

    @property
    def estimated(self) -> bool:
        """Return whether `paid` contains payable amounts, since the cash paid is not known."""
        return any(each.estimated for each in self.orders)

    @property
    def received(self) -> int:
        """Return the sum of the month's receipts in fen, less claw-backs."""
        return sum(each.receipt.amount for each in self.receipts)

    @property
    def outstanding(self) -> int:
        """Return what is outstanding of all months, in fen."""
        return owing(self.open_months)

    @property
    def overdue(self) -> int:
        """Return how much of the outstanding amount is overdue, in fen."""
        today = beijing.day_of(self.now)
        return owing(month for month in self.open_months if month.days_late(today))

    @property
    def failed(self) -> tuple[ReportedOrder, ...]:
        """Return the orders without cashback: missed, or not eligible."""
        return tuple(each for each in self.orders if each.failed)

    @property
    def accounts(self) -> tuple[AccountSum, ...]:
        """Return the sums by account, over the orders that bring cashback or brought some.

        Orders that are still to be associated are left out, so that expected cashback is paid ×
        rate.
        """
        sums: dict[str, AccountSum] = {}
        for each in self.orders:
            money = each.figures
            if money.expected or money.received or money.outstanding:
                uid = each.order.account
                one = AccountSum(uid, 1, each.paid or 0, each.figures, each.estimated)
                sums[uid] = sums[uid] + one if uid in sums else one
        return tuple(sums[uid] for uid in sorted(sums))


def month_report(
    month: str,
    now: datetime,
    orders: Iterable[Assessment],
    money: Sequence[OrderMoney],
    receipts: Iterable[MatchedReceipt],
    book: Book,
) -> MonthReport:
    """Return the report of a month (`YYYY-MM`) at `now` (UTC).

    `orders` are those of the month, `money` are the figures of all orders.
    """
    months = overview(money, beijing.day_of(now), book.programme.cashback_months)
    received = [each for each in receipts if month_of(each.receipt.received_at) == month]
    return MonthReport(
        month=month,
        now=now,
        due=due_day(month, book.programme.cashback_months),
        orders=reported(orders, money),
        receipts=tuple(sorted(received, key=lambda each: each.receipt.received_at)),
        open_months=tuple(each for each in months.months if each.to_come),
        projects=tuple(_ending(book, beijing.end_of_month(month_bounds(month)[1]))),
        month_of_order={each.name: each.month for each in money},
    )


def reported(
    orders: Iterable[Assessment], money: Iterable[OrderMoney]
) -> tuple[ReportedOrder, ...]:
    """Return orders with their figures, by account and time; `money` may contain other orders."""
    figures = {each.name: each.figures for each in money}
    found = (ReportedOrder(each, figures.get(each.order.name, Figures())) for each in orders)
    return tuple(sorted(found, key=_rank))


def month_bounds(month: str) -> tuple[datetime, datetime]:
    """Return the start (UTC) of a Beijing month (`YYYY-MM`), and that of the next one.

    Raises ValueError if `month` is not a month.
    """
    first = date.fromisoformat(f"{month}-01")
    start = beijing.start_of_day(first)
    return start, beijing.end_of_month(start)


def _rank(each: ReportedOrder) -> tuple[str, datetime, str]:
    order = each.order
    return order.account, order.anchored_at, order.number


def _ending(book: Book, before: datetime) -> Iterable[LastProject]:
    """Return each account's last project, if it expires before a moment (UTC), soonest first."""
    last: dict[str, LastProject] = {}
    for project in book.projects:
        if project.usable:
            ends_at = book.valid_until(project)
            known = last.get(project.account)
            if known is None or ends_at > known.ends_at:
                last[project.account] = LastProject(project, ends_at)
    return sorted(
        (each for each in last.values() if each.ends_at <= before), key=lambda each: each.ends_at
    )


def months_credited(matched: MatchedReceipt, months: Mapping[OrderName, str]) -> list[str]:
    """Return the months (`YYYY-MM`) of the orders that a receipt is matched to."""
    named = (months.get((part.account, part.order)) for part in matched.parts)
    return sorted({month for month in named if month is not None})
