"""What is selected in the table, and which acts it allows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.domain.assessment import Verdict
from desktop.domain.model import OrderStatus
from desktop.services.workspace import Line
from desktop.ui.orders.columns import verdict_of


class Can(StrEnum):
    """The acts on orders."""

    GUIDE = "guide"
    ASSOCIATE = "associate"
    ASSOCIATE_AS = "associate-as"
    UNDO_ASSOCIATION = "undo-association"
    EDIT = "edit"
    PAY = "pay"
    WINDOW = "window"
    CANCEL = "cancel"
    DELETE = "delete"
    RESTORE = "restore"
    COPY = "copy"


@dataclass(frozen=True, slots=True)
class Selection:
    """`ranges` of rows (first and last), `count` of them all, and the `lines` that are at hand."""

    ranges: tuple[tuple[int, int], ...] = ()
    count: int = 0
    lines: tuple[Line, ...] = ()

    @property
    def single(self) -> Line | None:
        """The one order selected; None where it is none or many."""
        return self.lines[0] if self.count == 1 and self.lines else None

    def allows(self, now: datetime) -> set[Can]:
        """The acts that apply to at least one of the orders; the others are left as they are."""
        found: set[Can] = set()
        for line in self.lines:
            found |= _allowed(line, now)
        if self.count != 1:
            found -= {Can.GUIDE, Can.EDIT}
        return found


def _allowed(line: Line, now: datetime) -> set[Can]:
    if line.deleted_at is not None:
        return {Can.RESTORE, Can.COPY}
    order = line.order
    found = {Can.EDIT, Can.DELETE, Can.COPY, Can.WINDOW}
    if order.associated_at is None:
        found |= {Can.ASSOCIATE, Can.ASSOCIATE_AS}
    else:
        found.add(Can.UNDO_ASSOCIATION)
    if verdict_of(line, now) is Verdict.OPEN:
        found.add(Can.GUIDE)
    if order.status is OrderStatus.UNPAID:
        found.add(Can.PAY)
    if order.status not in (OrderStatus.CANCELLED, OrderStatus.REFUNDED):
        found.add(Can.CANCEL)
    return found
