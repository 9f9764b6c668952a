"""The selection in the table, and the actions that it allows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.domain.assessment import Verdict
from desktop.domain.model import OrderStatus
from desktop.domain.order_rows import OrderRow

_MAX_LINES = 300
"""Lines of a selection that are checked for the actions that apply."""


class AllowedActions(StrEnum):
    """The actions on orders."""

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
    """Selected `ranges` (first and last row), `count` of all rows, and the loaded `lines`."""

    ranges: tuple[tuple[int, int], ...] = ()
    count: int = 0
    lines: tuple[OrderRow, ...] = ()

    @property
    def single(self) -> OrderRow | None:
        """The selected order; None if there is none or more than one."""
        return self.lines[0] if self.count == 1 and self.lines else None

    def allows(self, now: datetime) -> set[AllowedActions]:
        """Return the actions that apply at `now` (UTC) to at least one of the orders."""
        found: set[AllowedActions] = set()
        for line in self.lines:
            found |= _allowed(line, now)
        if self.count != 1:
            found -= {AllowedActions.GUIDE, AllowedActions.EDIT}
        return found


def loaded_selection(
    ranges: Sequence[tuple[int, int]], line_at: Callable[[int], OrderRow | None]
) -> Selection:
    """Return the selection of these rows; `line_at` returns None for a row that is not loaded."""
    lines: list[OrderRow] = []
    for first, last in ranges:
        for row in range(first, min(last + 1, first + _MAX_LINES - len(lines))):
            line = line_at(row)
            if line is not None:
                lines.append(line)
    count = sum(last - first + 1 for first, last in ranges)
    return Selection(tuple(ranges), count, tuple(lines))


def _allowed(line: OrderRow, now: datetime) -> set[AllowedActions]:
    if line.deleted_at is not None:
        return {AllowedActions.RESTORE, AllowedActions.COPY}
    order = line.order
    found = {AllowedActions.EDIT, AllowedActions.DELETE, AllowedActions.COPY, AllowedActions.WINDOW}
    if order.associated_at is None:
        found |= {AllowedActions.ASSOCIATE, AllowedActions.ASSOCIATE_AS}
    else:
        found.add(AllowedActions.UNDO_ASSOCIATION)
    if line.status.verdict_at(now) is Verdict.OPEN:
        found.add(AllowedActions.GUIDE)
    if order.status is OrderStatus.UNPAID:
        found.add(AllowedActions.PAY)
    if not order.status.ended:
        found.add(AllowedActions.CANCEL)
    return found
