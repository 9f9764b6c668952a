"""Money that came into an account, as a bank or WeChat or Alipay lists it, held against orders.

Every payment is only offered. What is proposed is told from the payer's name and from sums that are
outstanding; one that looks like a recorded receipt is asked about.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import accumulate

from desktop.domain.cashback import OrderMoney, OrderName
from desktop.domain.money_records import Receipt
from desktop.domain.receipts import MatchedReceipt, OpenOrders, Share, Suggestion, near_duplicates

_SHORTEST_NAME = 2
"""Characters; a shorter name of a partner says nothing."""


@dataclass(frozen=True, slots=True)
class Payment:
    """One incoming payment: when (UTC), how much (fen), from whom. `row` counts from 1.

    `note` is what the list says of it, `reference` its number there; both may be empty.
    """

    row: int
    came_at: datetime
    amount: int
    payer: str = ""
    note: str = ""
    reference: str = ""

    @property
    def receipt(self) -> Receipt:
        """The receipt that it is logged as."""
        said = " · ".join(text for text in (self.payer, self.note, self.reference) if text)
        return Receipt(received_at=self.came_at, amount=self.amount, note=said)


@dataclass(frozen=True, slots=True)
class OfferedPayment:
    """A payment with what speaks for it: its partner's name, and whether it is an open sum.

    `near` is a recorded receipt that may be the same payment.
    """

    payment: Payment
    partner: str = ""
    fits: bool = False
    near: MatchedReceipt | None = None

    @property
    def proposed(self) -> bool:
        """Return whether it is ticked to begin with; the user has the last word."""
        return self.near is None and (self.fits or bool(self.partner))


@dataclass(frozen=True, slots=True)
class PlannedReceipt:
    """A payment as it will be logged: matched to the orders it makes up, else kept as credit."""

    payment: Payment
    found: Suggestion | None

    @property
    def shares(self) -> Sequence[Share]:
        """What each order gets."""
        return () if self.found is None else self.found.shares


def offer(
    payments: Iterable[Payment],
    receipts: Iterable[MatchedReceipt],
    orders: Iterable[OrderMoney],
    partners: Collection[str],
) -> list[OfferedPayment]:
    """Return payments with what speaks for each and against it, the latest first."""
    recorded: dict[int, list[MatchedReceipt]] = defaultdict(list)
    for each in receipts:
        recorded[each.receipt.amount].append(each)
    sums = _open_sums(orders)
    names = [name for name in partners if len(_folded(name)) >= _SHORTEST_NAME]
    found = []
    for payment in payments:
        near = near_duplicates(recorded[payment.amount], payment.amount, payment.came_at)
        found.append(
            OfferedPayment(
                payment,
                next((name for name in names if _names(payment, name)), ""),
                payment.amount in sums,
                near[0] if near else None,
            )
        )
    return sorted(found, key=lambda each: each.payment.came_at, reverse=True)


def plan(payments: Iterable[Payment], orders: Iterable[OrderMoney]) -> list[PlannedReceipt]:
    """Return how payments are matched one after the other, the oldest first.

    What one takes is not open any more for the next.
    """
    left: dict[OrderName, OrderMoney] = {order.name: order for order in orders}
    open_orders = OpenOrders(left.values())
    planned = []
    for payment in sorted(payments, key=lambda each: (each.came_at, each.row)):
        found = open_orders.suggest(payment.amount, payment.came_at)
        planned.append(PlannedReceipt(payment, found))
        for name, fen in planned[-1].shares:
            figures = left[name].figures
            taken = replace(
                figures, received=figures.received + fen, outstanding=figures.outstanding - fen
            )
            left[name] = replace(left[name], figures=taken)
        if found is not None:
            open_orders = OpenOrders(left.values())
    return planned


def _open_sums(orders: Iterable[OrderMoney]) -> set[int]:
    """Return the sums that a payment is likely to be: an order, a month, the oldest months."""
    months: dict[str, int] = defaultdict(int)
    sums: set[int] = set()
    for order in orders:
        if order.figures.outstanding > 0:
            months[order.month] += order.figures.outstanding
            sums.add(order.figures.outstanding)
    by_age = [months[key] for key in sorted(months)]
    return sums | set(by_age) | set(accumulate(by_age))


def _names(payment: Payment, partner: str) -> bool:
    name, payer = _folded(partner), _folded(payment.payer)
    return name in payer or name in _folded(payment.note) or _is_part(payer, name)


def _is_part(payer: str, name: str) -> bool:
    return len(payer) > _SHORTEST_NAME and payer in name


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()
