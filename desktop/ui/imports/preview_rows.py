"""The rows of the preview, sorted: those that need the user first, unchanged ones last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from desktop.domain.model import OrderName
from desktop.exchange.merge_plan import MergePlan, Outcome, PlannedOrder
from desktop.exchange.options import Place
from desktop.exchange.snapshot import Problem
from desktop.ui.imports.row_answers import RowAnswers, decision_of, name_of, place_of
from desktop.ui.imports.row_questions import Ask, ask_of

_REMARKS = ("parts-differ",)
"""Codes of problems that are only remarks and need no answer."""


class RowGroup(StrEnum):
    """The outcome of a row; each row is in one group, and in ALL."""

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
    """A row with its group, its problem and its planned order, if any.

    `ask` is the kind of its question, `accepted` the decision, `answered` whether the user typed an
    answer, and `awaited` whether the row was not read again since the answer changed.
    """

    group: RowGroup
    place: Place
    problem: Problem | None = None
    planned: PlannedOrder | None = None
    ask: Ask | None = None
    accepted: bool | None = None
    answered: bool = False
    awaited: bool = False

    @property
    def open(self) -> bool:
        """Whether the row has a question that is not answered."""
        return self.ask is not None and self.unsettled and not self.awaited

    @property
    def unsettled(self) -> bool:
        """Whether the row is excluded, at least in part, because it needs the user."""
        return self.group in (RowGroup.TO_DECIDE, RowGroup.UNREADABLE)

    @property
    def key(self) -> tuple[Place, OrderName, str]:
        """The key that identifies the row in other plans of the same source."""
        name = ("", "") if self.planned is None else self.planned.name
        field = "" if self.problem is None else str(self.problem.facts.get("field", ""))
        return self.place, name, field


def rows_of(
    found: MergePlan, plan: MergePlan, answers: RowAnswers, *, in_table: bool
) -> list[PreviewRow]:
    """Return the rows of a plan; `found` is the plan before decisions, `plan` the one after.

    A row with a question keeps its position when it is answered, so that rows do not move under
    the pointer.
    """
    planned = {each.name: each for each in plan.planned}
    refused: list[PreviewRow] = []
    asked: list[PreviewRow] = []
    others: list[PreviewRow] = []
    named: set[OrderName] = set()
    for problem in found.problems:
        if problem.row == 0 or problem.code in _REMARKS:
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
        answered = answers.has_answer(place)
        row = PreviewRow(_GROUPS[each.outcome], place, planned=each, answered=answered)
        (refused if answered else known[each.outcome]).append(row)
    refused.sort(key=lambda row: row.place)
    rows = [*refused, *asked, *others]
    for outcome in _KNOWN_LAST:
        rows += known[outcome]
    return rows


def remarks_of(found: MergePlan) -> list[Problem]:
    """Return the problems that are not rows: those of the whole file, and of parts of orders."""
    return [each for each in found.problems if each.row == 0 or each.code in _REMARKS]


def counts(rows: list[PreviewRow]) -> Counter[RowGroup]:
    """Return the number of rows of each group."""
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
        accepted = answers.decided(decision)
        group, answered = _decided(order, accepted), answers.has_answer(place)
        return PreviewRow(group, place, problem, order, ask, accepted, answered)
    if ask is Ask.ACCOUNT:
        left_out = answers.is_excluded(str(problem.facts["value"]))
        group = RowGroup.LEFT_OUT if left_out else RowGroup.TO_DECIDE
        return PreviewRow(group, place, problem, None, ask)
    if problem.code in ("conflict", "order-not-recorded"):
        return PreviewRow(RowGroup.LEFT_OUT, place, problem, order, ask)
    answered, awaited = answers.has_answer(place), answers.is_awaited(place)
    return PreviewRow(RowGroup.UNREADABLE, place, problem, None, ask, None, answered, awaited)


def _decided(order: PlannedOrder | None, accepted: bool | None) -> RowGroup:
    """Return the group of a decision; LEFT_OUT if a recorded order keeps its value."""
    if accepted is None:
        return RowGroup.TO_DECIDE
    if order is None or order.outcome is Outcome.LEFT_OUT:
        return RowGroup.LEFT_OUT
    if order.recorded is None:
        return RowGroup.ADDED
    return RowGroup.UPDATED if accepted else RowGroup.LEFT_OUT
