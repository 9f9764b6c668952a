"""Receipts, the orders they are matched to, and suggestions for matching them.

A receipt is matched to orders by its *parts*, never for more than its amount; the rest is credit.
All parts have the sign of their receipt: a claw-back is a separate, negative receipt, matched to
orders that received more than was promised. Suggestions depend only on amounts and months, and
exclude matches that the user has undone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import accumulate, islice

from desktop.domain.book import Book
from desktop.domain.cashback import OrderMoney, month_of, received_by_order
from desktop.domain.model import InvalidRecord, OrderName
from desktop.domain.money_records import Cashback, Receipt

NEAR = timedelta(days=3)
"""Receipts of the same amount this close may be duplicates, e.g. a transfer and its notice."""
_SUMS_LIMIT, _ORDERS_LIMIT, _MONTHS_LIMIT = 20_000, 200, 12
"""Limits of one search for orders that add up to an amount: partial sums kept, and the oldest
orders and months considered."""
_TOTAL_SUMS_LIMIT = 40_000
"""Partial sums kept in all searches for one suggestion, so that it is ready between two keys."""

Share = tuple[OrderName, int]
"""An order, and the fen of a receipt that are matched to it."""


@dataclass(frozen=True, slots=True)
class MatchedReceipt:
    """A receipt with its parts; `undone` are matches that were taken back."""

    receipt: Receipt
    parts: tuple[Cashback, ...] = ()
    undone: tuple[Cashback, ...] = ()

    @property
    def matched(self) -> int:
        """Return how much of it is matched to orders, in fen."""
        return sum(part.amount for part in self.parts)

    @property
    def rest(self) -> int:
        """Return how much of it is credit, in fen, with the sign of the receipt."""
        return self.receipt.amount - self.matched

    @property
    def is_plain(self) -> bool:
        """Return whether it is matched completely to one order and has no history."""
        return (
            len(self.parts) == 1
            and not self.rest
            and not self.undone
            and self.parts[0].note == self.receipt.note
            and self.parts[0].received_at == self.receipt.received_at
        )


class Fit(StrEnum):
    """Which orders a suggestion combines."""

    MONTH = "month"
    """Everything outstanding of one month."""
    ORDER = "order"
    """One order."""
    MONTHS = "months"
    """Everything outstanding of several months, from the oldest on."""
    SOME = "some"
    """Some orders that add up to the amount."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Orders that add up to an amount exactly, with the share of each."""

    fit: Fit
    shares: tuple[Share, ...]
    months: tuple[str, ...]


def matched_receipts(book: Book) -> list[MatchedReceipt]:
    """Return all receipts with their parts, in the order they were entered.

    A part without a receipt comes first, as a separate receipt.
    """
    parts: dict[int, list[Cashback]] = defaultdict(list)
    alone = []
    for part in book.cashback:
        if part.receipt is None and part.undone:
            continue  # its receipt was lost with a damaged file
        if part.receipt is None:
            alone.append(receipt_of(part))
        else:
            parts[part.receipt].append(part)
    return [
        *alone,
        *(with_parts(receipt, parts.get(receipt.key or 0, ())) for receipt in book.receipts),
    ]


def receipt_of(part: Cashback) -> MatchedReceipt:
    """Return a part without a receipt as a separate receipt, which is matched to its order."""
    receipt = Receipt(received_at=part.received_at, amount=part.amount, note=part.note)
    return MatchedReceipt(receipt, (part,))


def with_parts(receipt: Receipt, parts: Iterable[Cashback]) -> MatchedReceipt:
    """Return a receipt with its parts, separated into current and undone ones."""
    known = tuple(parts)
    return MatchedReceipt(
        receipt,
        tuple(part for part in known if not part.undone),
        tuple(part for part in known if part.undone),
    )


def check_shares(amount: int, shares: Sequence[Share]) -> None:
    """Raise InvalidRecord if a receipt of `amount` fen cannot be divided into these shares.

    Its code is `zero`, `order-twice`, `other-sign` or `more-than-received`.
    """
    if not amount:
        raise InvalidRecord("amount", "zero")
    names = [name for name, _fen in shares]
    if len(set(names)) < len(names):
        raise InvalidRecord("order", "order-twice")
    if any(fen * amount <= 0 for _name, fen in shares):
        raise InvalidRecord("amount", "other-sign")
    if abs(sum(fen for _name, fen in shares)) > abs(amount):
        raise InvalidRecord("amount", "more-than-received")


def matchable_orders(
    orders: Iterable[OrderMoney],
    amount: int,
    received_at: datetime | None = None,
) -> list[OrderMoney]:
    """Return the orders that a receipt of `amount` fen can be matched to, the oldest first.

    For a claw-back, these are the orders that received more than was promised. Orders of a month
    later than `received_at` (UTC) are excluded.
    """
    last = None if received_at is None else month_of(received_at)
    found = (
        order
        for order in orders
        if order.figures.outstanding * amount > 0 and (last is None or order.month <= last)
    )
    return sorted(found, key=lambda order: (order.month, order.name))


def without(orders: Iterable[OrderMoney], parts: Iterable[Cashback]) -> list[OrderMoney]:
    """Return orders with their figures as if these parts of a receipt had not been received."""
    received = received_by_order(parts)
    return [
        with_received(order, -received[order.name]) if order.name in received else order
        for order in orders
    ]


def with_received(order: OrderMoney, fen: int) -> OrderMoney:
    """Return the order with its figures as if `fen` more had been received for it."""
    figures = order.figures
    changed = replace(
        figures, received=figures.received + fen, outstanding=figures.outstanding - fen
    )
    return replace(order, figures=changed)


def share_out(amount: int, orders: Iterable[OrderMoney]) -> list[Share]:
    """Divide `amount` fen among orders in their order, each up to what is outstanding."""
    sign, left = (1, amount) if amount > 0 else (-1, -amount)
    shares = []
    for order in orders:
        share = min(left, max(0, sign * order.figures.outstanding))
        if share:
            shares.append((order.name, sign * share))
            left -= share
    return shares


def suggest(
    orders: Iterable[OrderMoney],
    amount: int,
    received_at: datetime | None = None,
    declined: Collection[OrderName] = (),
    month: str | None = None,
) -> Suggestion | None:
    """Return the suggestion of `OpenOrders.suggest`, without the `declined` orders."""
    some = (order for order in orders if order.name not in declined)
    return OpenOrders(some).suggest(amount, received_at, month)


class OpenOrders:
    """Index of orders by amount, for many look-ups of those that add up to a receipt."""

    def __init__(self, orders: Iterable[OrderMoney]) -> None:
        known = list(orders)
        self._owed = _OrdersByMonth(order for order in known if order.figures.outstanding > 0)
        self._overpaid = _OrdersByMonth(order for order in known if order.figures.outstanding < 0)

    def suggest(
        self, amount: int, received_at: datetime | None = None, month: str | None = None
    ) -> Suggestion | None:
        """Return the oldest orders that add up to `amount` fen exactly; None if none do.

        `month` restricts the search to one month. Preferred are, in this order: one complete month,
        a single order, several months from the oldest on, some orders of one month, some orders of
        any month. Months later than `received_at` (UTC) are excluded.
        """
        last = None if received_at is None else month_of(received_at)
        orders = self._owed if amount > 0 else self._overpaid
        return orders.suggest(amount, last, month) if amount else None


class _OrdersByMonth:
    """Orders by month, all with outstanding amounts of the same sign."""

    def __init__(self, orders: Iterable[OrderMoney]) -> None:
        self._months: dict[str, list[OrderMoney]] = {}
        self._by_amount: dict[int, list[OrderMoney]] = defaultdict(list)
        found: dict[str, list[OrderMoney]] = defaultdict(list)
        for order in orders:
            found[order.month].append(order)
        for key in sorted(found):  # one long sort would block other threads
            self._months[key] = sorted(found[key], key=lambda order: order.name)
            for order in self._months[key]:
                self._by_amount[order.figures.outstanding].append(order)
        self._sums = {key: _open(some) for key, some in self._months.items()}

    def suggest(self, amount: int, last: str | None, month: str | None) -> Suggestion | None:
        def counts(key: str) -> bool:
            return (month in (None, key)) and (last is None or key <= last)

        months = [key for key in self._months if counts(key)]
        single = next((o for o in self._by_amount.get(amount, ()) if counts(o.month)), None)
        whole = next((key for key in months if self._sums[key] == amount), None)
        if whole is not None:
            return _suggestion(Fit.MONTH, self._months[whole])
        if single is not None:
            return _suggestion(Fit.ORDER, [single])
        for count, reached in enumerate(accumulate(self._sums[key] for key in months), 1):
            if reached == amount:
                some = [order for key in months[:count] for order in self._months[key]]
                return _suggestion(Fit.MONTHS, some)
        oldest = (self._months[key] for key in months)
        tries = [*islice(oldest, _MONTHS_LIMIT), list(islice(self._of(months), _ORDERS_LIMIT))]
        left = _TOTAL_SUMS_LIMIT
        for each in tries:
            made, used = _adding_up(each, amount, min(left, _SUMS_LIMIT))
            left -= used
            if made is not None:
                return _suggestion(Fit.SOME, made)
        return None

    def _of(self, months: Iterable[str]) -> Iterator[OrderMoney]:
        return (order for key in months for order in self._months[key])


def _suggestion(fit: Fit, chosen: Sequence[OrderMoney]) -> Suggestion:
    shares = tuple((order.name, order.figures.outstanding) for order in chosen)
    return Suggestion(fit, shares, tuple(sorted({order.month for order in chosen})))


def near_duplicates(
    receipts: Iterable[MatchedReceipt], amount: int, received_at: datetime
) -> list[MatchedReceipt]:
    """Return recorded receipts that may be the same one: equal amount, at most `NEAR` apart."""
    return [
        each
        for each in receipts
        if each.receipt.amount == amount and abs(each.receipt.received_at - received_at) <= NEAR
    ]


def _open(orders: Iterable[OrderMoney]) -> int:
    return sum(order.figures.outstanding for order in orders)


def _adding_up(
    orders: Sequence[OrderMoney], amount: int, limit: int
) -> tuple[list[OrderMoney] | None, int]:
    """Return orders that add up to `amount`, older ones preferred, or None; and the sums kept.

    The number of partial sums kept is not much larger than `limit`. Since orders and sums are
    limited, a solution among very many orders may be missed.
    """
    wanted = abs(amount)
    orders = orders[:_ORDERS_LIMIT]
    # Each sum reached: the index of its last order, and the sum before that order.
    reached: dict[int, tuple[int, int]] = {0: (-1, 0)}
    for index, order in enumerate(orders):
        fen = abs(order.figures.outstanding)
        for before in list(reached):
            after = before + fen
            if after <= wanted and after not in reached:
                reached[after] = (index, before)
        if wanted in reached:
            break
        if len(reached) > limit:
            return None, len(reached)
    if wanted not in reached:
        return None, len(reached)
    chosen = []
    at = wanted
    while at:
        index, at = reached[at]
        chosen.append(orders[index])
    return chosen[::-1], len(reached)
