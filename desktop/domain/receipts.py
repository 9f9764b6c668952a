"""Receipts and what they are matched to: never more than came, and nothing offered twice.

A receipt is matched to orders by its *parts*; the rest stays as credit. All parts have the sign of
their receipt: a claw-back is a receipt of its own, below zero, and is matched to orders for which
more came than was promised. What is offered is told from amounts and months alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import accumulate, islice

from desktop.domain.book import Book
from desktop.domain.cashback import OrderMoney, OrderName, month_of, received_by_order
from desktop.domain.model import InvalidRecord
from desktop.domain.money_records import Cashback, Receipt

NEAR = timedelta(days=3)
"""Receipts of one amount within so many days are asked about: a transfer and its notice."""
_SUMS_LIMIT, _ORDERS_LIMIT, _MONTHS_LIMIT = 20_000, 200, 12
"""Sums that are kept while orders are looked for that make up an amount; orders and months, the
oldest, that are looked at for that."""
_MOST_SUMS = 40_000
"""Sums that are kept for one question in all, so that an answer comes between two keys."""

Share = tuple[OrderName, int]
"""An order, and how much of a receipt (fen) it gets."""


@dataclass(frozen=True, slots=True)
class MatchedReceipt:
    """A receipt with its parts; `undone` are orders that it was matched to and is no longer."""

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
        """Return whether it is for one order, whole, and has no history."""
        return (
            len(self.parts) == 1
            and not self.rest
            and not self.undone
            and self.parts[0].note == self.receipt.note
            and self.parts[0].received_at == self.receipt.received_at
        )


class Fit(StrEnum):
    """What a suggestion consists of."""

    MONTH = "month"
    """Everything that is open of one month."""
    ORDER = "order"
    """One order."""
    MONTHS = "months"
    """Everything that is open of several months, the oldest first."""
    SOME = "some"
    """Some orders, which make up the amount together."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Orders that make up an amount to the fen, and what each gets."""

    fit: Fit
    shares: tuple[Share, ...]
    months: tuple[str, ...]


def matched_receipts(book: Book) -> list[MatchedReceipt]:
    """Return all receipts with their parts, in the order they were entered.

    A part without a receipt comes first, as a receipt of its own.
    """
    parts: dict[int, list[Cashback]] = defaultdict(list)
    alone = []
    for part in book.cashback:
        if part.receipt is None and part.undone:
            continue  # its receipt was lost with a damaged file
        if part.receipt is None:
            own = Receipt(received_at=part.received_at, amount=part.amount, note=part.note)
            alone.append(MatchedReceipt(own, (part,)))
        else:
            parts[part.receipt].append(part)
    return [
        *alone,
        *(with_parts(receipt, parts.get(receipt.key or 0, ())) for receipt in book.receipts),
    ]


def with_parts(receipt: Receipt, parts: Iterable[Cashback]) -> MatchedReceipt:
    """Return a receipt with its parts, the undone ones apart."""
    known = tuple(parts)
    return MatchedReceipt(
        receipt,
        tuple(part for part in known if not part.undone),
        tuple(part for part in known if part.undone),
    )


def credit(receipts: Iterable[MatchedReceipt]) -> int:
    """Return what came and is matched to no order, in fen."""
    return sum(receipt.rest for receipt in receipts)


def check_shares(amount: int, shares: Sequence[Share]) -> None:
    """Raise InvalidRecord if a receipt of `amount` fen cannot be shared out like this.

    The problems: `zero`, `order-twice`, `other-sign`, `more-than-received`.
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


def owing(
    orders: Iterable[OrderMoney],
    amount: int,
    received_at: datetime | None = None,
    declined: Collection[OrderName] = (),
) -> list[OrderMoney]:
    """Return the orders that a receipt of `amount` fen can be matched to, the oldest first.

    For a claw-back those that more came for than was promised. None of a month later than
    `received_at` (UTC), and none that is `declined`.
    """
    last = None if received_at is None else month_of(received_at)
    found = (
        order
        for order in orders
        if order.figures.outstanding * amount > 0
        and order.name not in declined
        and (last is None or order.month <= last)
    )
    return sorted(found, key=lambda order: (order.month, order.name))


def without(orders: Iterable[OrderMoney], parts: Iterable[Cashback]) -> list[OrderMoney]:
    """Return orders as they are without these parts of a receipt."""
    given = received_by_order(parts)
    return [_less(order, given[order.name]) if order.name in given else order for order in orders]


def _less(order: OrderMoney, fen: int) -> OrderMoney:
    figures = order.figures
    changed = replace(
        figures, received=figures.received - fen, outstanding=figures.outstanding + fen
    )
    return replace(order, figures=changed)


def share_out(amount: int, orders: Iterable[OrderMoney]) -> list[Share]:
    """Return what each order gets of `amount` fen: all that is open, as long as it lasts."""
    sign, left = (1, amount) if amount > 0 else (-1, -amount)
    shares = []
    for order in orders:
        taken = min(left, max(0, sign * order.figures.outstanding))
        if taken:
            shares.append((order.name, sign * taken))
            left -= taken
    return shares


def suggest(
    orders: Iterable[OrderMoney],
    amount: int,
    received_at: datetime | None = None,
    declined: Collection[OrderName] = (),
    month: str | None = None,
) -> Suggestion | None:
    """Return what `OpenOrders.suggest` does, but for orders that are `declined`."""
    some = (order for order in orders if order.name not in declined)
    return OpenOrders(some).suggest(amount, received_at, month)


class OpenOrders:
    """Orders prepared for many questions about which of them make up an amount."""

    def __init__(self, orders: Iterable[OrderMoney]) -> None:
        known = list(orders)
        self._owed = _Owed(order for order in known if order.figures.outstanding > 0)
        self._given_back = _Owed(order for order in known if order.figures.outstanding < 0)

    def suggest(
        self, amount: int, received_at: datetime | None = None, month: str | None = None
    ) -> Suggestion | None:
        """Return the oldest orders that make up `amount` fen exactly; None if none do.

        `month` narrows it to one month. One month as a whole comes before a single order, then
        several months from the oldest on, then some orders of one month, then some of any. None
        of a month later than `received_at` (UTC).
        """
        last = None if received_at is None else month_of(received_at)
        owed = self._owed if amount > 0 else self._given_back
        return owed.suggest(amount, last, month) if amount else None


class _Owed:
    """Orders with something outstanding, all of one sign, by month."""

    def __init__(self, orders: Iterable[OrderMoney]) -> None:
        self._months: dict[str, list[OrderMoney]] = {}
        self._single: dict[int, list[OrderMoney]] = defaultdict(list)
        found: dict[str, list[OrderMoney]] = defaultdict(list)
        for order in orders:
            found[order.month].append(order)
        for key in sorted(found):  # month by month: one long sort keeps other threads waiting
            self._months[key] = sorted(found[key], key=lambda order: order.name)
            for order in self._months[key]:
                self._single[order.figures.outstanding].append(order)
        self._sums = {key: _open(some) for key, some in self._months.items()}

    def suggest(self, amount: int, last: str | None, month: str | None) -> Suggestion | None:
        def counts(key: str) -> bool:
            return (month in (None, key)) and (last is None or key <= last)

        months = [key for key in self._months if counts(key)]
        single = next((o for o in self._single.get(amount, ()) if counts(o.month)), None)
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
        left = _MOST_SUMS
        for each in tries:
            made, used = _making_up(each, amount, min(left, _SUMS_LIMIT))
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
    """Return the receipts that may be this one, entered before: the same amount, days apart."""
    return [
        each
        for each in receipts
        if each.receipt.amount == amount and abs(each.receipt.received_at - received_at) <= NEAR
    ]


def _open(orders: Iterable[OrderMoney]) -> int:
    return sum(order.figures.outstanding for order in orders)


def _making_up(
    orders: Sequence[OrderMoney], amount: int, limit: int
) -> tuple[list[OrderMoney] | None, int]:
    """Return orders that make up `amount` together, older ones preferred; None if none are found.

    Returns as well how many sums were kept, which are not many more than `limit`. Looks at a
    limited number of orders and sums: among very many it may miss some.
    """
    wanted = abs(amount)
    orders = orders[:_ORDERS_LIMIT]
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
