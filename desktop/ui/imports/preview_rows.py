"""The rows of the preview: what needs the user first, what is known last, each in its group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from desktop.exchange.merge_plan import MergePlan, OrderName, Outcome, PlannedOrder
from desktop.exchange.options import Place
from desktop.exchange.snapshot import Problem
from desktop.ui.imports.row_answers import RowAnswers, decision_of, name_of, place_of
from desktop.ui.imports.row_questions import Ask, ask_of

_NO_ROWS = ("parts-differ",)
"""Codes of problems that are remarks on a row, and leave nothing open."""


class RowGroup(StrEnum):
    """What becomes of a row; each is in one group, and all are in the first."""

    ALL = "all"
    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    TO_DECIDE = "to-decide"
    UNREADABLE = "unreadable"
    LEFT_OUT = "left-out"


_GROUPS = {
    Outcome.ADDED: RowGroup.ADDED,
    Outcome.UPDATED: RowGroup.UPDATED,
    Outcome.UNCHANGED: RowGroup.UNCHANGED,
    Outcome.CONFLICT: RowGroup.LEFT_OUT,
    Outcome.LEFT_OUT: RowGroup.LEFT_OUT,
}
_KNOWN_LAST = (Outcome.UPDATED, Outcome.ADDED, Outcome.UNCHANGED)


class PreviewRow(NamedTuple):
    """A row with its group, what is the matter with it, and the order that it gives, if any.

    `ask` says how it is asked about, `taken` what was decided, `answered` that it was completed,
    `awaited` that it was not read since.
    """

    group: RowGroup
    place: Place
    problem: Problem | None = None
    planned: PlannedOrder | None = None
    ask: Ask | None = None
    taken: bool | None = None
    answered: bool = False
    awaited: bool = False

    @property
    def open(self) -> bool:
        """Whether it waits for an answer that it offers."""
        return self.ask is not None and self.unsettled and not self.awaited

    @property
    def unsettled(self) -> bool:
        """Whether the user has not dealt with it: it stays out, at least in part."""
        return self.group in (RowGroup.TO_DECIDE, RowGroup.UNREADABLE)

    @property
    def key(self) -> tuple[Place, OrderName, str]:
        """What it is known by in another plan of the same source."""
        name = ("", "") if self.planned is None else self.planned.name
        field = "" if self.problem is None else str(self.problem.facts.get("field", ""))
        return self.place, name, field


def rows_of(
    found: MergePlan, plan: MergePlan, answers: RowAnswers, *, in_table: bool
) -> list[PreviewRow]:
    """Return the rows of a plan as it was `found`, and as it is with what was decided.

    A row that was asked about stays where it is when it is answered, so that nothing jumps away
    under the pointer.
    """
    planned = {each.name: each for each in plan.planned}
    refused: list[PreviewRow] = []
    asked: list[PreviewRow] = []
    others: list[PreviewRow] = []
    named: set[OrderName] = set()
    for problem in found.problems:
        if problem.row == 0 or problem.code in _NO_ROWS:
            continue
        row = _of_problem(problem, planned, answers, in_table=in_table)
        if decision_of(problem) is not None:
            named.add(name_of(problem))
            asked.append(row)
        elif row.ask is Ask.ACCOUNT:
            asked.append(row)
        else:
            (refused if row.group is RowGroup.UNREADABLE else others).append(row)
    known: dict[Outcome, list[PreviewRow]] = {outcome: [] for outcome in _KNOWN_LAST}
    for each in plan.planned:
        if each.name in named or each.outcome not in known:
            continue
        place = each.sheet, each.row
        answered = answers.has_said(place)
        row = PreviewRow(_GROUPS[each.outcome], place, planned=each, answered=answered)
        (refused if answered else known[each.outcome]).append(row)
    refused.sort(key=lambda row: row.place)
    rows = [*refused, *asked, *others]
    for outcome in _KNOWN_LAST:
        rows += known[outcome]
    return rows


def remarks_of(found: MergePlan) -> list[Problem]:
    """Return the problems that are no rows: of the file as a whole, and of parts of an order."""
    return [each for each in found.problems if each.row == 0 or each.code in _NO_ROWS]


def counts(rows: list[PreviewRow]) -> Counter[RowGroup]:
    """Return how many rows each group has."""
    counted = Counter(row.group for row in rows)
    counted[RowGroup.ALL] = len(rows)
    return counted


def _of_problem(
    problem: Problem,
    planned: Mapping[OrderName, PlannedOrder],
    answers: RowAnswers,
    *,
    in_table: bool,
) -> PreviewRow:
    ask = ask_of(problem, in_table=in_table)
    order = planned.get(name_of(problem))
    place = place_of(problem)
    if order is not None and order.sheet and not place[0]:
        place = order.sheet, place[1]
    decision = decision_of(problem)
    if decision is not None:
        taken = answers.decided(decision)
        group, said = _decided(order, taken), answers.has_said(place)
        return PreviewRow(group, place, problem, order, ask, taken, said)
    if ask is Ask.ACCOUNT:
        left_out = answers.name_was_left_out(str(problem.facts["value"]))
        group = RowGroup.LEFT_OUT if left_out else RowGroup.TO_DECIDE
        return PreviewRow(group, place, problem, None, ask)
    if problem.code in ("conflict", "order-not-recorded"):
        return PreviewRow(RowGroup.LEFT_OUT, place, problem, order, ask)
    answered, awaited = answers.has_said(place), answers.is_awaited(place)
    return PreviewRow(RowGroup.UNREADABLE, place, problem, None, ask, None, answered, awaited)


def _decided(order: PlannedOrder | None, taken: bool | None) -> RowGroup:
    """Return the group of what was decided; what is kept of a recorded order is left as it is."""
    if taken is None:
        return RowGroup.TO_DECIDE
    if order is None or order.outcome is Outcome.LEFT_OUT:
        return RowGroup.LEFT_OUT
    if order.recorded is None:
        return RowGroup.ADDED
    return RowGroup.UPDATED if taken else RowGroup.LEFT_OUT
