"""Orders as rows of a long list, and the cursors from which its next page is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from desktop.domain.model import Order
from desktop.domain.order_status import OrderStatusFacts

PAGE_SIZE = 256
"""The page index keeps a cursor for every so many rows."""


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One order with its status; `deleted_at` (UTC) for one in the bin.

    No tuple: a model of Qt hands it out, and Qt would make a list of one.
    """

    order: Order
    status: OrderStatusFacts
    deleted_at: datetime | None


class Cursor(NamedTuple):
    """A row of a sorted view: the value it is sorted by, its key, and the number of its section."""

    value: str | int
    key: int
    section: int = 0
