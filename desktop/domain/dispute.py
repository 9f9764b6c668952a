"""A dispute with a partner about cashback: the orders, their receipts, and the evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.cashback import Figures, OrderMoney
from desktop.domain.evidence_records import Evidence
from desktop.domain.model import OrderName
from desktop.domain.month_report import ReportedOrder
from desktop.domain.receipts import MatchedReceipt


@dataclass(frozen=True, slots=True)
class PackedEvidence:
    """A piece of evidence with its subject (`about`) and the name of its file in the dispute pack.

    `packed` is False if the stored file is missing or changed; then the pack does not contain it.
    """

    piece: Evidence
    about: str
    file_name: str
    packed: bool


@dataclass(frozen=True, slots=True)
class Dispute:
    """Orders of one partner as recorded at `now` (UTC), and the receipts matched to them.

    `evidence` belongs to the orders, their projects and the receipts; voided pieces are excluded.
    """

    now: datetime
    partner: str
    orders: tuple[ReportedOrder, ...]
    receipts: tuple[MatchedReceipt, ...]
    evidence: tuple[PackedEvidence, ...]

    @property
    def figures(self) -> Figures:
        """Return the sums over the orders."""
        return sum((each.figures for each in self.orders), Figures())

    @property
    def names(self) -> frozenset[OrderName]:
        """Return the identifiers of the orders."""
        return frozenset(each.order.name for each in self.orders)


def packed_name(number: int, about: str, piece: Evidence) -> str:
    """Return the name of a file in a pack, valid on every file system."""
    return f"evidence/{number:02}-{about}{piece.media_type.ending}"


def in_dispute(
    orders: Iterable[OrderMoney],
    *,
    month: str | None = None,
    partner: str | None = None,
    numbers: Collection[str] = (),
) -> list[OrderMoney]:
    """Return the orders for a dispute, in the given order.

    With `numbers`, the orders with these numbers; otherwise those with outstanding cashback. Both
    are restricted to a `month` (`YYYY-MM`) and a `partner` if given.
    """
    return [
        order
        for order in orders
        if (order.number in numbers if numbers else order.figures.outstanding > 0)
        and month in (None, order.month)
        and partner in (None, order.partner)
    ]


def receipts_for(
    receipts: Iterable[MatchedReceipt], names: Collection[OrderName]
) -> Sequence[MatchedReceipt]:
    """Return the receipts with a part for one of these orders, the earliest first."""
    found = (
        each for each in receipts if any((part.account, part.order) in names for part in each.parts)
    )
    return sorted(found, key=lambda each: each.receipt.received_at)
