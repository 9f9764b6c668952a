"""A dispute with a partner about cashback: the orders, what came for them, and the proof."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.cashback import Figures, OrderMoney, OrderName
from desktop.domain.evidence_records import Evidence
from desktop.domain.month_report import ReportedOrder
from desktop.domain.receipts import MatchedReceipt


@dataclass(frozen=True, slots=True)
class PackedEvidence:
    """A piece of evidence with the name its file has in a pack: its place and what it is about.

    `packed` is False where the file is not as it was recorded: the pack then goes without it.
    """

    piece: Evidence
    about: str
    file_name: str
    packed: bool


@dataclass(frozen=True, slots=True)
class Dispute:
    """Orders of one partner as recorded at `now` (UTC), and the receipts matched to them.

    `evidence` is that of the orders, of their projects and of the receipts, but for what was
    voided.
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
        """Return the names of the orders."""
        return frozenset((each.order.account, each.order.number) for each in self.orders)


def packed_name(number: int, about: str, piece: Evidence) -> str:
    """Return the name of a file in a pack, made of nothing that a file system could mind."""
    return f"evidence/{number:02}-{about}{piece.media_type.ending}"


def in_dispute(
    orders: Iterable[OrderMoney],
    *,
    month: str | None = None,
    partner: str | None = None,
    numbers: Collection[str] = (),
) -> list[OrderMoney]:
    """Return the orders that a dispute is about, by account and number.

    Those for which something is still to come, of a month (`YYYY-MM`) and of a partner if they are
    said; or the ones with these numbers, whatever is open of them.
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
    """Return the receipts with a part for one of these orders, the first first."""
    found = (
        each for each in receipts if any((part.account, part.order) in names for part in each.parts)
    )
    return sorted(found, key=lambda each: each.receipt.received_at)
