"""Incoming payments in the list of a bank, WeChat or Alipay, compared with outstanding cashback.

Payments are only offered to the user. Those from a partner or of an outstanding sum are proposed;
one that resembles a recorded receipt is marked as a possible duplicate.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

from desktop.domain.cashback import OrderMoney
from desktop.domain.model import OrderName
from desktop.domain.money_records import Receipt
from desktop.domain.receipts import (
    MatchedReceipt,
    OpenOrders,
    Share,
    Suggestion,
    near_duplicates,
    with_received,
)

_SHORTEST_NAME = 2
"""Characters; a shorter name of a partner matches by chance."""


@dataclass(frozen=True, slots=True)
class Payment:
    """One incoming payment: when (UTC), how much (fen), from whom. `row` counts from 1.

    `note` is its description in the list, `reference` its number there; both may be empty.
    """

    row: int
    received_at: datetime
    amount: int
    payer: str = ""
    note: str = ""
    reference: str = ""

    @property
    def receipt(self) -> Receipt:
        """The receipt that the payment is logged as."""
        note = " · ".join(text for text in (self.payer, self.note, self.reference) if text)
        return Receipt(received_at=self.received_at, amount=self.amount, note=note)


@dataclass(frozen=True, slots=True)
class OfferedPayment:
    """A payment with the evidence for logging it.

    `partner` is the partner named as payer; `fits` is whether the amount is an outstanding sum;
    `near` is a recorded receipt that may be the same payment.
    """

    payment: Payment
    partner: str = ""
    fits: bool = False
    near: MatchedReceipt | None = None

    @property
    def proposed(self) -> bool:
        """Return whether the payment is ticked initially; the user decides."""
        return self.near is None and (self.fits or bool(self.partner))


@dataclass(frozen=True, slots=True)
class PlannedReceipt:
    """A payment as it will be logged: matched to orders of the same sum, else kept as credit."""

    payment: Payment
    found: Suggestion | None

    @property
    def shares(self) -> Sequence[Share]:
        """The share of each order."""
        return () if self.found is None else self.found.shares


def offer(
    payments: Iterable[Payment],
    receipts: Iterable[MatchedReceipt],
    orders: Iterable[OrderMoney],
    partners: Collection[str],
) -> list[OfferedPayment]:
    """Return payments with the evidence for and against logging each, the latest first."""
    recorded: dict[int, list[MatchedReceipt]] = defaultdict(list)
    for each in receipts:
        recorded[each.receipt.amount].append(each)
    sums = _open_sums(orders)
    names = [name for name in partners if len(_folded(name)) >= _SHORTEST_NAME]
    found = []
    for payment in payments:
        near = near_duplicates(recorded[payment.amount], payment.amount, payment.received_at)
        found.append(
            OfferedPayment(
                payment,
                next((name for name in names if _names(payment, name)), ""),
                payment.amount in sums,
                near[0] if near else None,
            )
        )
    return sorted(found, key=lambda each: each.payment.received_at, reverse=True)


def plan(payments: Iterable[Payment], orders: Iterable[OrderMoney]) -> list[PlannedReceipt]:
    """Match payments one after the other, the oldest first, and return the result.

    Amounts matched to one payment are no longer outstanding for the next.
    """
    left: dict[OrderName, OrderMoney] = {order.name: order for order in orders}
    open_orders = OpenOrders(left.values())
    planned = []
    for payment in sorted(payments, key=lambda each: (each.received_at, each.row)):
        found = open_orders.suggest(payment.amount, payment.received_at)
        planned.append(PlannedReceipt(payment, found))
        for name, fen in planned[-1].shares:
            left[name] = with_received(left[name], fen)
        if found is not None:
            open_orders = OpenOrders(left.values())
    return planned


def _open_sums(orders: Iterable[OrderMoney]) -> set[int]:
    """Return the likely amounts of a payment: one order, one month, or the oldest months."""
    months: dict[str, int] = defaultdict(int)
    sums: set[int] = set()
    for order in orders:
        if order.figures.outstanding > 0:
            months[order.month] += order.figures.outstanding
            sums.add(order.figures.outstanding)
    by_age = [months[key] for key in sorted(months)]
    return sums | set(by_age) | set(accumulate(by_age))


def _names(payment: Payment, partner: str) -> bool:
    """Return whether a payment names a partner as payer or in its note."""
    name, payer = _folded(partner), _folded(payment.payer)
    return name in payer or name in _folded(payment.note) or _is_part(payer, name)


def _is_part(payer: str, name: str) -> bool:
    return len(payer) > _SHORTEST_NAME and payer in name


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()
