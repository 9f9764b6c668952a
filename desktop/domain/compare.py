"""Comparison of an account's orders with the console's two lists, order by order.

Facts that a list omits are not compared. That an order is in neither list is known only if both
lists were pasted and every line could be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from desktop.domain.assessment import Assessment, Verdict
from desktop.domain.model import Account, Order

COMPARE_AGAIN_AFTER = timedelta(days=7)
"""When the user is reminded to compare again, if an account has open orders."""


@dataclass(frozen=True, slots=True)
class LastCompared:
    """The account with open orders that was compared longest ago; `at` is None if never.

    `due` is whether it is time to compare it again, `first` whether nothing was ever compared.
    """

    account: Account
    at: datetime | None
    due: bool
    first: bool


class ConsoleList(StrEnum):
    """The console's lists of orders: 待关联 and 已关联."""

    TO_ASSOCIATE = "to-associate"
    ASSOCIATED = "associated"


class DifferenceKind(StrEnum):
    """The kinds of differences, in display order."""

    ASSOCIATED_THERE = "associated-there"
    """Associated in the console, not here."""
    OPEN_THERE = "open-there"
    """Still to associate in the console, associated here."""
    STILL_OFFERED = "still-offered"
    """To associate in the console, although the records say that it cannot be."""
    MISSING = "missing"
    """In a list of the console, not recorded here."""
    FIELD = "field"
    """One fact of the order differs."""
    NOT_LISTED = "not-listed"
    """Open here, and in neither list of the console."""


@dataclass(frozen=True, slots=True)
class ConsoleRow:
    """An order in a list of the console; facts that the list omits are None.

    Amounts are fen, instants UTC. `order` is a complete order, if the list has all required facts.
    `line` is its line number in the pasted text, from 1.
    """

    number: str
    listed: ConsoleList
    line: int = 0
    title: str = ""
    project: str | None = None
    created_at: datetime | None = None
    paid_at: datetime | None = None
    payable: int | None = None
    cash_paid: int | None = None
    associated_at: datetime | None = None
    order: Order | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class ConsoleLists:
    """The rows of the two lists; None for a list that was not pasted."""

    to_associate: tuple[ConsoleRow, ...] | None = None
    associated: tuple[ConsoleRow, ...] | None = None
    unread: int = 0
    """Lines without a readable order number; each could be any order."""

    @property
    def rows(self) -> Iterator[ConsoleRow]:
        """Yield the rows of both lists."""
        yield from self.to_associate or ()
        yield from self.associated or ()

    @property
    def complete(self) -> bool:
        """Return whether an order missing from the rows is certainly in neither list."""
        return self.to_associate is not None and self.associated is not None and not self.unread


FIELDS = ("project", "created_at", "paid_at", "payable", "cash_paid")
"""The facts of an order that are compared, by their names in `Order` and `ConsoleRow`."""
Fact = str | int | datetime | None


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference between a recorded order and the console.

    `here` is None if the order is not recorded, `there` if no list has it. `field` names the fact
    that differs, for the kind `FIELD`. `elsewhere` is the UID of another account with this order.
    """

    kind: DifferenceKind
    number: str
    here: Assessment | None = None
    there: ConsoleRow | None = None
    field: str = ""
    elsewhere: str = ""

    @property
    def fact_here(self) -> Fact:
        """The recorded value of the fact that differs."""
        return getattr(self.here.order, self.field) if self.here and self.field else None

    @property
    def fact_there(self) -> Fact:
        """The console's value of the fact that differs."""
        return getattr(self.there, self.field) if self.there and self.field else None

    @property
    def can_apply(self) -> bool:
        """Return whether the console's side can be recorded without more information."""
        if self.kind is DifferenceKind.MISSING:
            return self.there is not None and self.there.order is not None and not self.elsewhere
        return self.kind is not DifferenceKind.STILL_OFFERED

    @property
    def safe(self) -> bool:
        """Return whether recording it overwrites nothing that the user has entered."""
        if self.kind is DifferenceKind.FIELD:
            return self.fact_here is None
        return self.can_apply and self.kind is not DifferenceKind.NOT_LISTED


@dataclass(frozen=True, slots=True)
class Differences:
    """The outcome of a comparison.

    `same` counts listed orders without a difference. `in_both` are numbers in both lists, which
    should be impossible. `undecided` are open orders missing from the list to associate, while the
    other list is incomplete or not pasted.
    """

    found: tuple[Difference, ...] = ()
    same: int = 0
    in_both: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()

    def of(self, kind: DifferenceKind) -> tuple[Difference, ...]:
        """Return the differences of one kind."""
        return tuple(each for each in self.found if each.kind is kind)


def compare(
    recorded: Iterable[Assessment],
    lists: ConsoleLists,
    elsewhere: Mapping[str, str] | None = None,
) -> Differences:
    """Return what differs between an account's orders and the lists.

    `recorded` must contain at least the account's open orders and those named in the lists.
    `elsewhere` maps order numbers to the UID of another account that has recorded them.
    """
    here = {each.order.number: each for each in recorded}
    there: dict[str, ConsoleRow] = {}
    in_both: dict[str, None] = {}
    for row in lists.rows:
        first = there.setdefault(row.number, row)
        if first.listed is not row.listed:
            in_both[row.number] = None
    found: list[Difference] = []
    same = 0
    for number, row in there.items():
        if number in in_both:
            continue
        differing = list(_of_row(here.get(number), row, elsewhere or {}))
        found += differing
        same += not differing
    lacking = [
        each
        for number, each in here.items()
        if each.verdict is Verdict.OPEN and number not in there
    ]
    if lists.complete:
        found += [Difference(DifferenceKind.NOT_LISTED, a.order.number, a) for a in lacking]
        undecided: tuple[str, ...] = ()
    else:
        undecided = tuple(a.order.number for a in lacking) if lists.to_associate is not None else ()
    order = list(DifferenceKind)
    found.sort(key=lambda each: order.index(each.kind))
    return Differences(tuple(found), same, tuple(in_both), undecided)


_NOT_OFFERED = (
    Verdict.MISSED,
    Verdict.NOT_ELIGIBLE,
    Verdict.NOT_NEEDED,
    Verdict.FOLLOWS_PARENT,
)
"""Verdicts of orders that the console does not list to associate if the records are right."""


def _of_row(
    here: Assessment | None, there: ConsoleRow, elsewhere: Mapping[str, str]
) -> Iterator[Difference]:
    number = there.number
    if here is None:
        uid = elsewhere.get(number, "")
        yield Difference(DifferenceKind.MISSING, number, None, there, elsewhere=uid)
        return
    ticked = here.order.associated_at is not None
    implied: tuple[str, ...] = ()
    if there.listed is ConsoleList.TO_ASSOCIATE and ticked:
        yield Difference(DifferenceKind.OPEN_THERE, number, here, there)
    elif there.listed is ConsoleList.TO_ASSOCIATE and here.verdict in _NOT_OFFERED:
        yield Difference(DifferenceKind.STILL_OFFERED, number, here, there)
    elif (
        there.listed is ConsoleList.ASSOCIATED
        and not ticked
        and here.verdict is not Verdict.FOLLOWS_PARENT
    ):
        yield Difference(DifferenceKind.ASSOCIATED_THERE, number, here, there)
        implied = ("project",)  # recording the association sets it as well
    for name in FIELDS:
        if name not in implied and _differs(getattr(here.order, name), getattr(there, name)):
            yield Difference(DifferenceKind.FIELD, number, here, there, name)


def _differs(here: Fact, there: Fact) -> bool:
    """Return whether the facts differ; a time without seconds matches its whole minute."""
    if there is None or here == there:
        return False
    if isinstance(here, datetime) and isinstance(there, datetime) and not there.second:
        return here.replace(second=0) != there
    return True
