"""The cashback ledger: what was promised, received and lost, in fen.

All figures are sums over orders, so that they add up for every grouping. docs/command-line.md
defines them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.domain import beijing
from desktop.domain.assessment import Verdict
from desktop.domain.book import Book
from desktop.domain.model import OrderName
from desktop.domain.money_records import Cashback

EARNED = (Verdict.ASSOCIATED, Verdict.FOLLOWS_PARENT)
"""Verdicts of orders that earn the promised cashback, independent of the time."""
_OWED = (*EARNED, Verdict.NOT_NEEDED)
_AT_RISK = (Verdict.OPEN, Verdict.WAITING_PAYMENT)


class Grouping(StrEnum):
    """How the figures are grouped."""

    ORDER = "order"
    MONTH = "month"
    PARTNER = "partner"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Figures:
    """The amounts of one order or of many, in fen. A negative `outstanding` was overpaid.

    `claimed` is the total due for the order according to the last statement that lists it.
    """

    expected: int = 0
    received: int = 0
    outstanding: int = 0
    lost: int = 0
    at_risk: int = 0
    claimed: int = 0

    def __add__(self, other: Figures) -> Figures:
        """Return the sums."""
        return Figures(
            self.expected + other.expected,
            self.received + other.received,
            self.outstanding + other.outstanding,
            self.lost + other.lost,
            self.at_risk + other.at_risk,
            self.claimed + other.claimed,
        )

    def __bool__(self) -> bool:
        """Return whether any figure but `claimed` is not zero."""
        return bool(self.expected or self.received or self.outstanding or self.lost or self.at_risk)


@dataclass(frozen=True, slots=True)
class MoneyFacts:
    """The ledger's view of an order: its verdict, and the amounts promised, received and claimed.

    Amounts are fen; `claimed` is that of the last statement. `month` is the Beijing month of
    payment, else of creation; `project` the number of the project that the verdict is based on.
    `estimated`: the promise is based on the payable amount, since the cash paid is not known.
    """

    account: str
    number: str
    month: str
    verdict: Verdict
    project: str | None
    expected: int | None
    received: int = 0
    claimed: int = 0
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class OrderMoney:
    """One order with its figures; `month` is the Beijing month of payment, else of creation.

    `project` is the number of the project that the verdict is based on, `partner` the name of its
    partner, empty if there is none. `estimated` as in `MoneyFacts`.
    """

    account: str
    number: str
    verdict: Verdict
    month: str
    partner: str
    project: str | None
    figures: Figures
    estimated: bool = False

    @property
    def name(self) -> OrderName:
        """The order's identifier: account UID and number."""
        return self.account, self.number

    def key(self, by: Grouping) -> str:
        """Return the key of the order's group."""
        match by:
            case Grouping.ORDER:
                return self.number
            case Grouping.MONTH:
                return self.month
            case Grouping.PARTNER:
                return self.partner
            case Grouping.ACCOUNT:
                return self.account


@dataclass(frozen=True, slots=True)
class GroupMoney:
    """The sums of a group, and its number of orders."""

    key: str
    figures: Figures
    orders: int


def figures(verdict: Verdict, expected: int | None, received: int, claimed: int = 0) -> Figures:
    """Return the figures of an order by its verdict; `expected` is what the rules promise.

    `claimed` is the amount in the last statement that lists it. All amounts are fen.
    """
    promised = expected or 0
    earned = promised if verdict in EARNED else 0
    return Figures(
        expected=earned,
        received=received,
        outstanding=(earned if verdict in _OWED else 0) - received,
        lost=promised if verdict is Verdict.MISSED else 0,
        at_risk=promised if verdict in _AT_RISK else 0,
        claimed=claimed,
    )


def month_of(moment: datetime) -> str:
    """Return the Beijing month of a moment as `YYYY-MM`."""
    return f"{beijing.day_of(moment):%Y-%m}"


def partner_of(book: Book, project: str | None, account: str) -> str:
    """Return the name of a project's partner; empty if none is known."""
    found = None if project is None else book.project_numbered(project, account)
    return "" if found is None else found.partner or ""


def received_by_order(receipts: Iterable[Cashback]) -> Mapping[OrderName, int]:
    """Return the fen received for each order that a receipt is matched to."""
    received: dict[OrderName, int] = defaultdict(int)
    for part in receipts:
        if part.undone:
            continue
        received[part.account, part.order] += part.amount
    return received


def money_of(orders: Iterable[MoneyFacts], book: Book) -> list[OrderMoney]:
    """Return the orders with any figure that is not zero, by account and number."""
    return [each for each in all_money_of(orders, book) if each.figures]


def all_money_of(orders: Iterable[MoneyFacts], book: Book) -> list[OrderMoney]:
    """Return all orders with their figures, by account and number."""
    made = []
    partners: dict[tuple[str | None, str], str] = {}
    for facts in orders:
        project = facts.project, facts.account
        if project not in partners:
            partners[project] = partner_of(book, *project)
        made.append(
            OrderMoney(
                account=facts.account,
                number=facts.number,
                verdict=facts.verdict,
                month=facts.month,
                partner=partners[project],
                project=facts.project,
                figures=figures(facts.verdict, facts.expected, facts.received, facts.claimed),
                estimated=facts.estimated,
            )
        )
    return sorted(made, key=lambda each: each.name)


def total(orders: Iterable[OrderMoney]) -> Figures:
    """Return the sums over orders."""
    return sum((order.figures for order in orders), Figures())


def grouped(orders: Iterable[OrderMoney], by: Grouping) -> list[GroupMoney]:
    """Return the sums of each group, by its key."""
    sums: dict[str, Figures] = defaultdict(Figures)
    counts: dict[str, int] = defaultdict(int)
    for order in orders:
        key = order.key(by)
        sums[key] += order.figures
        counts[key] += 1
    return [GroupMoney(key, sums[key], counts[key]) for key in sorted(sums)]
