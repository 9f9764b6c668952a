"""Rows of a long list of orders, and the cursors that its pages are read from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from desktop.domain.model import Order
from desktop.domain.order_status import OrderStatusFacts

PAGE_SIZE = 256
"""Rows per page; the page index has a cursor for each page."""


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One order with its status; `deleted_at` (UTC) if it is in the trash.

    A dataclass, since a Qt model returns it and Qt turns tuples into lists.
    """

    order: Order
    status: OrderStatusFacts
    deleted_at: datetime | None


class Cursor(NamedTuple):
    """The position of a row in a sorted view: its sort value, key and section number."""

    value: str | int
    key: int
    section: int = 0
