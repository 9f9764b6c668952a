"""Planning an import: the changes that merging a file into the records would make.

Blanks are filled, and a later status replaces an earlier. Any other difference is a conflict: it is
reported and the recorded value stays. Other fields of such a record are filled all the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Generic, TypeVar

from desktop.base.progress import Progress, with_progress
from desktop.domain.book import Book
from desktop.domain.model import Account, Order, OrderName, OrderStatus, Partner, Project
from desktop.domain.timestamps import format_instant
from desktop.exchange.field_merge import FieldDifference, merge_fields, sort_key
from desktop.exchange.merge_plan import (
    DOUBTS,
    MergePlan,
    OrderConflict,
    Outcome,
    PlannedOrder,
)
from desktop.exchange.new_records import (
    later_answers,
    later_partner_answers,
    new_comparisons,
    new_evidence,
    new_receipts,
    new_sightings,
    project_name,
)
from desktop.exchange.options import Place
from desktop.exchange.snapshot import Addition, Facts, ImportRefused, Problem, Snapshot

N = TypeVar("N", bound=Hashable)
R = TypeVar("R", Account, Partner, Project, Order)


class _Merger(Generic[N, R]):
    """Merges the offered records of one kind into the recorded ones, by their names.

    The name of a record is what identifies it in every file, such as account and number.
    """

    def __init__(self, kind: str, recorded: Mapping[N, R]) -> None:
        self.kind = kind
        self._all_recorded: Mapping[N, R] = recorded
        self.recorded: dict[N, R | None] = {}
        self.current: dict[N, R] = {}
        self.places: dict[N, Place] = {}
        self.in_conflict: set[N] = set()
        self.problems: list[Problem] = []
        self.conflicts: list[tuple[N, str, object, Place]] = []

    def known(self, name: N) -> R | None:
        """Return the record as merged so far; None if there is none.

        Recorded ones are looked up once, since the mapping may read them from the data file.
        """
        if name not in self.recorded:
            self.recorded[name] = self._all_recorded.get(name)
        return self.current.get(name) or self.recorded[name]

    def offer(
        self,
        row: int,
        name: N,
        label: str,
        offered: R,
        assumed: frozenset[str] = frozenset(),
        sheet: str = "",
    ) -> None:
        """Merge a record of the file into the known one, if any; collect the conflicts."""
        known = self.known(name)
        place = sheet, row
        self.places.setdefault(name, place)
        if known is None:
            self.current[name] = offered
            return
        self.current[name], differences = merge_fields(known, offered, assumed)
        if differences:
            self.in_conflict.add(name)
        for difference in differences:
            self.problems.append(_conflict(place, self.kind, label, offered, difference))
            offer = getattr(offered, difference.field)
            self.conflicts.append((name, difference.field, offer, place))

    def changed(self, name: N) -> bool:
        return self.current[name] is not self.recorded[name]

    def to_save(self) -> tuple[R, ...]:
        return tuple(record for name, record in self.current.items() if self.changed(name))


def merge(
    book: Book,
    snapshot: Snapshot,
    progress: Progress | None = None,
    now: datetime | None = None,
) -> MergePlan:
    """Return the plan for importing `snapshot` into `book`.

    Implausible moments of orders are marked as doubtful, such as those after `now` (UTC); none are
    if it is None, or in LinkDue's own JSON. Raises ImportRefused `unknown-account` if a record
    belongs to an account that is neither recorded nor in the file.
    """
    _check_accounts(book, snapshot)
    accounts = _merge_accounts(book, snapshot)
    partners = _merge_partners(book, snapshot)
    projects = _merge_projects(book, snapshot)
    orders = _merge_orders(book, snapshot, progress)
    planned = tuple(_planned(orders, None if snapshot.own else now))
    outcomes = Counter(each.outcome for each in planned)
    return MergePlan(
        accounts=accounts.to_save(),
        partners=partners.to_save(),
        projects=projects.to_save(),
        orders=orders.to_save(),
        receipts=tuple(new_receipts(book, snapshot)),
        sightings=tuple(new_sightings(book, snapshot)),
        answers=tuple(later_answers(book, snapshot)),
        comparisons=tuple(new_comparisons(book, snapshot)),
        partner_answers=tuple(later_partner_answers(book, snapshot)),
        added=outcomes[Outcome.ADDED],
        updated=outcomes[Outcome.UPDATED],
        unchanged=outcomes[Outcome.UNCHANGED],
        conflict=outcomes[Outcome.CONFLICT],
        problems=(
            *snapshot.problems,
            *accounts.problems,
            *partners.problems,
            *projects.problems,
            *orders.problems,
            *(_doubt_problem(each) for each in planned if each.doubt),
        ),
        planned=planned,
        conflicts=tuple(
            OrderConflict(name, field, offered, place)
            for name, field, offered, place in orders.conflicts
        ),
        notes=snapshot.notes,
        evidence=tuple(new_evidence(book, snapshot)),
    )


def _check_accounts(book: Book, snapshot: Snapshot) -> None:
    known = {*book.accounts, *(account.uid for account in snapshot.accounts)}
    groups: tuple[tuple[str, list[tuple[int, str]]], ...] = (
        ("projects", [(row, p.account) for row, p in enumerate(snapshot.projects, 1)]),
        ("orders", [(read.row, read.order.account) for read in snapshot.orders]),
        ("sightings", [(row, each.account) for row, each in enumerate(snapshot.sightings, 1)]),
        ("answers", [(row, each.account) for row, each in enumerate(snapshot.answers, 1)]),
        ("comparisons", [(row, each.account) for row, each in enumerate(snapshot.comparisons, 1)]),
        (
            "partner_answers",
            [(row, each.account) for row, each in enumerate(snapshot.partner_answers, 1)],
        ),
        (
            "evidence",
            [
                (row, each.subject.account)
                for row, each in enumerate(snapshot.evidence, 1)
                if each.subject.account
            ],
        ),
        (
            "cashback",
            [
                (row, part.account)
                for row, receipt in enumerate(snapshot.receipts, 1)
                for part in (*receipt.parts, *receipt.undone)
            ],
        ),
    )
    for section, rows in groups:
        for row, account in rows:
            if account not in known:
                facts: Facts = {"section": section, "row": row, "account": account}
                raise ImportRefused("unknown-account", facts)


def _merge_accounts(book: Book, snapshot: Snapshot) -> _Merger[str, Account]:
    merged = _Merger("account", book.accounts)
    for row, account in enumerate(snapshot.accounts, 1):
        merged.offer(row, account.uid, account.uid, account)
    return merged


def _merge_partners(book: Book, snapshot: Snapshot) -> _Merger[str, Partner]:
    merged = _Merger("partner", {p.name: p for p in book.partners})
    for row, partner in enumerate(snapshot.partners, 1):
        merged.offer(row, partner.name, partner.name, partner)
    return merged


def _merge_projects(book: Book, snapshot: Snapshot) -> _Merger[tuple[Hashable, int], Project]:
    """Merge projects by account and number; those without one by title and request."""
    recorded = {name: project for name, _, project in _named(book.projects)}
    merged = _Merger("project", recorded)
    for name, row, project in _named(snapshot.projects):
        merged.offer(row, name, project.number or project.title, project)
    return merged


def _named(projects: Iterable[Project]) -> Iterator[tuple[tuple[Hashable, int], int, Project]]:
    """Yield each project with its name and row.

    Projects without a number may share a name and are then numbered in sorted order, so that each
    is matched with itself when the same file is imported again.
    """
    times: Counter[Hashable] = Counter()
    for row, project in sorted(enumerate(projects, 1), key=lambda pair: sort_key(pair[1])):
        name = project_name(project)
        yield (name, times[name]), row, project
        times[name] += 1


def _merge_orders(
    book: Book, snapshot: Snapshot, progress: Progress | None
) -> _Merger[OrderName, Order]:
    names = [read.order.name for read in snapshot.orders]
    names += [(addition.account, addition.number) for addition in snapshot.additions]
    merged = _Merger("order", book.orders.several(names))
    for read in with_progress(snapshot.orders, progress):
        order = read.order
        merged.offer(read.row, order.name, order.number, order, read.assumed, read.sheet)
    for addition in with_progress(snapshot.additions, progress):
        _add(merged, addition)
    return merged


def _add(merged: _Merger[OrderName, Order], addition: Addition) -> None:
    name = addition.account, addition.number
    known = merged.known(name)
    if known is None:
        facts: Facts = {"number": addition.number}
        merged.problems.append(Problem(addition.row, "order-not-recorded", facts))
        return
    merged.offer(addition.row, name, addition.number, replace(known, **addition.facts))


def _planned(orders: _Merger[OrderName, Order], now: datetime | None) -> Iterator[PlannedOrder]:
    for name, order in orders.current.items():
        outcome = _outcome(orders, name)
        changed = outcome is not Outcome.UNCHANGED and orders.changed(name)
        doubt = _doubt_of(order, now) if changed and now is not None else ""
        sheet, row = orders.places[name]
        yield PlannedOrder(row, order, outcome, orders.recorded[name], doubt, sheet)


def _doubt_of(order: Order, now: datetime) -> str:
    """Return the code of the first implausible moment of an order; empty if there is none."""
    paid_at = order.paid_at
    if paid_at is None:
        return ""
    doubts = (
        paid_at > now,
        paid_at < order.created_at,
        order.status is OrderStatus.UNPAID,
    )
    return next((code for code, doubted in zip(DOUBTS, doubts, strict=True) if doubted), "")


def _doubt_problem(planned: PlannedOrder) -> Problem:
    order = planned.order
    paid_at = "" if order.paid_at is None else format_instant(order.paid_at)
    facts = {"number": order.number, "account": order.account, "field": "paid_at", "value": paid_at}
    return Problem(planned.row, planned.doubt, facts)


def _outcome(orders: _Merger[OrderName, Order], name: OrderName) -> Outcome:
    if name in orders.in_conflict:
        return Outcome.CONFLICT
    if orders.recorded[name] is None:
        return Outcome.ADDED
    return Outcome.UPDATED if orders.changed(name) else Outcome.UNCHANGED


def _conflict(
    place: Place, kind: str, label: str, offered: object, difference: FieldDifference
) -> Problem:
    sheet, row = place
    facts = {
        "record": kind,
        "account": str(getattr(offered, "account", "")),
        "number": label,
        "field": difference.field,
        "recorded": difference.recorded,
        "offered": difference.offered,
    }
    return Problem(row, "conflict", facts | ({"sheet": sheet} if sheet else {}))
