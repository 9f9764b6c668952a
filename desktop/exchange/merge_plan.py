"""The plan of an import: its changes, to be shown and resolved before anything is saved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from desktop.domain.console_records import ChecklistAnswer, Comparison, Sighting
from desktop.domain.model import Account, InvalidRecord, Order, OrderName, Partner, Project
from desktop.domain.money_records import PartnerAnswer
from desktop.domain.receipts import MatchedReceipt
from desktop.exchange.field_merge import FieldDifference, changes
from desktop.exchange.new_records import OfferedEvidence
from desktop.exchange.options import Place
from desktop.exchange.snapshot import Problem


class Outcome(StrEnum):
    """The effect of the import on an order of the file."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    LEFT_OUT = "left-out"


DOUBTS = ("paid-in-future", "paid-before-created", "unpaid-with-payment")
"""Codes of implausible moments of payment, in the order in which they are checked."""


@dataclass(frozen=True, slots=True)
class PlannedOrder:
    """An order after the import, its first row in the file, and the outcome.

    `recorded` is the order before the import; None if it is new. `doubt` is one of `DOUBTS`, else
    empty. `sheet` is the sheet of the row, if a workbook has several with orders.
    """

    row: int
    order: Order
    outcome: Outcome
    recorded: Order | None = None
    doubt: str = ""
    sheet: str = ""

    @property
    def name(self) -> OrderName:
        """The account and the number that identify the order."""
        return self.order.name

    @property
    def changes(self) -> tuple[FieldDifference, ...]:
        """The fields of a recorded order that are filled or changed."""
        return () if self.recorded is None else changes(self.recorded, self.order)


@dataclass(frozen=True, slots=True)
class OrderConflict:
    """A field in which a row of a file contradicts a recorded order, with the row's value."""

    name: OrderName
    field: str
    offered: object
    place: Place


@dataclass(frozen=True, slots=True)
class MergePlan:
    """The records to save: new ones without a key, changed ones with their recorded key.

    The four counts are of orders, each counted once. `problems` are those of the file, then the
    conflicts of every kind of record, then the doubts. `notes` say how the file was read.
    """

    accounts: tuple[Account, ...]
    partners: tuple[Partner, ...]
    projects: tuple[Project, ...]
    orders: tuple[Order, ...]
    receipts: tuple[MatchedReceipt, ...]
    sightings: tuple[Sighting, ...]
    answers: tuple[ChecklistAnswer, ...]
    comparisons: tuple[Comparison, ...]
    partner_answers: tuple[PartnerAnswer, ...]
    added: int
    updated: int
    unchanged: int
    conflict: int
    problems: tuple[Problem, ...]
    planned: tuple[PlannedOrder, ...] = ()
    conflicts: tuple[OrderConflict, ...] = ()
    notes: tuple[Problem, ...] = ()
    evidence: tuple[OfferedEvidence, ...] = ()

    def resolved(
        self, accepted: Collection[tuple[OrderName, str, Place]], left_out: Collection[OrderName]
    ) -> MergePlan:
        """Return the plan with some conflicts resolved, and without some of the orders.

        `accepted` are conflicts by order, field and row: those fields get the row's value, all
        others keep the recorded one. If the values make the order invalid, it stays unchanged.
        """
        values: dict[OrderName, dict[str, Any]] = {}
        open_names = set()
        for conflict in self.conflicts:
            if (conflict.name, conflict.field, conflict.place) in accepted:
                values.setdefault(conflict.name, {})[conflict.field] = conflict.offered
        for conflict in self.conflicts:
            if conflict.field not in values.get(conflict.name, {}):
                open_names.add(conflict.name)
        planned = tuple(
            _resolved(each, values.get(each.name), each.name in open_names, each.name in left_out)
            for each in self.planned
        )
        counted = Counter(each.outcome for each in planned)
        changed = (each for each in planned if each.outcome is not Outcome.LEFT_OUT)
        return replace(
            self,
            planned=planned,
            orders=tuple(each.order for each in changed if each.order is not each.recorded),
            added=counted[Outcome.ADDED],
            updated=counted[Outcome.UPDATED],
            unchanged=counted[Outcome.UNCHANGED],
            conflict=counted[Outcome.CONFLICT],
        )


def _resolved(
    planned: PlannedOrder, values: Mapping[str, Any] | None, open_conflict: bool, left_out: bool
) -> PlannedOrder:
    if left_out:
        return replace(planned, outcome=Outcome.LEFT_OUT)
    if not values:
        return planned
    try:
        order = replace(planned.order, **values)
    except InvalidRecord:
        return planned
    if open_conflict:
        return replace(planned, order=order)
    outcome = Outcome.ADDED if planned.recorded is None else Outcome.UPDATED
    return replace(planned, order=order, outcome=outcome)
