"""Orders as rows of a long list, and the cursors from which its next page is read."""

from __future__ import annotations

from datetime import datetime

from desktop.base.lazy_dataclass import dataclass
from desktop.domain.model import Order
from desktop.domain.order_status import OrderStatusFacts

PAGE_SIZE = 256
"""The page index keeps a cursor for every so many rows."""


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One order with its status; `deleted_at` (UTC) for one in the bin."""

    order: Order
    status: OrderStatusFacts
    deleted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Cursor:
    """A row of a sorted view: the value it is sorted by, its key, and the number of its section."""

    value: str | int
    key: int
    section: int = 0
