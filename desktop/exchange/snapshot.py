"""The content of a file, in one shape for every format: records, and what could not be read.

No sentences in here: a problem is a code with its facts, and the faces of the program word it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from desktop.domain.console_records import ChecklistAnswer, Comparison, Sighting
from desktop.domain.evidence_records import Evidence
from desktop.domain.model import Account, Order, Partner, Project
from desktop.domain.money_records import Cashback, PartnerAnswer
from desktop.domain.receipts import MatchedReceipt

Facts = Mapping[str, str | int]

_LONGEST_FACT = 80
_AMOUNTS = ("payable", "cash_paid")


class ImportRefused(Exception):
    """A file is refused whole. `code` says why, `facts` where and what."""

    def __init__(self, code: str, facts: Facts | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.facts: Facts = facts or {}

    def __str__(self) -> str:
        return " ".join([self.code, *(f"{name}={value}" for name, value in self.facts.items())])


class ExportRefused(Exception):
    """A format cannot hold the records. `code` says why, `facts` where."""

    def __init__(self, code: str, facts: Facts) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that did not go in as it stands. Rows count from 1; 0 is the file as a whole."""

    row: int
    code: str
    facts: Facts = field(default_factory=dict)


def no_rows(rows: int, problems: Sequence[Problem]) -> ImportRefused:
    """Return the refusal of a file without a readable order; its facts name the first problem."""
    first = next((problem for problem in problems if problem.row), None)
    if first is None:
        return ImportRefused("no-rows", {"rows": rows})
    return ImportRefused(
        "no-rows", {**first.facts, "rows": rows, "row": first.row, "problem": first.code}
    )


@dataclass(frozen=True, slots=True)
class ReadOrder:
    """An order with the row of the file it was read from, counted from 1.

    `sheet` is the name of its sheet where a workbook has several with orders. Fields in `assumed`
    are not said by the file: they fill what is blank, and contradict nothing.
    """

    row: int
    order: Order
    assumed: frozenset[str] = frozenset()
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Addition:
    """Values by field of `Order` that a file has of an order without describing it whole."""

    row: int
    account: str
    number: str
    facts: Mapping[str, Any]

    def with_part(self, part: Addition | None) -> Addition:
        """Return it together with an earlier part of the same order: amounts are added up."""
        if part is None:
            return self
        facts = dict(part.facts)
        for name, value in self.facts.items():
            summed = name in _AMOUNTS and name in facts
            facts[name] = facts[name] + value if summed else facts.get(name, value)
        return replace(part, facts=facts)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything that was read from one file, in the file's order; no record has a key.

    `notes` say how the file was read: what of it was not used, guessed or added up. `own` marks
    records of LinkDue's own JSON.
    """

    accounts: tuple[Account, ...] = ()
    partners: tuple[Partner, ...] = ()
    projects: tuple[Project, ...] = ()
    orders: tuple[ReadOrder, ...] = ()
    additions: tuple[Addition, ...] = ()
    receipts: tuple[MatchedReceipt, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    answers: tuple[ChecklistAnswer, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    partner_answers: tuple[PartnerAnswer, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    """The key of a subject is the place of its project or receipt among those above, from 1."""
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    own: bool = False

    @property
    def cashback(self) -> tuple[Cashback, ...]:
        """Return what all receipts are matched to."""
        return tuple(part for receipt in self.receipts for part in receipt.parts)

    def with_all_of(self, other: Snapshot) -> Snapshot:
        """Return the content of two parts of one file, such as two sheets, as one."""
        names = [each.name for each in fields(self) if each.name != "own"]
        return Snapshot(**{name: getattr(self, name) + getattr(other, name) for name in names})


def shown(value: object) -> str:
    """Return a foreign value as a fact: on one line, and short enough to be shown."""
    text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST_FACT else text[: _LONGEST_FACT - 1] + "…"
