"""The content of a file, in one type for every format: its records and its problems.

A problem is a code with facts; the faces of the program turn it into a sentence.
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

_FACT_LIMIT = 80
_AMOUNTS = ("payable", "cash_paid")


class ImportRefused(Exception):
    """A file cannot be imported at all. `code` says why, `facts` where and what."""

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
    """A row that was not imported unchanged. Rows count from 1; 0 stands for the whole file."""

    row: int
    code: str
    facts: Facts = field(default_factory=dict)


def no_rows(rows: int, problems: Sequence[Problem]) -> ImportRefused:
    """Return the error for a file without a readable order; its facts name the first problem."""
    first = next((problem for problem in problems if problem.row), None)
    if first is None:
        return ImportRefused("no-rows", {"rows": rows})
    return ImportRefused(
        "no-rows", {**first.facts, "rows": rows, "row": first.row, "problem": first.code}
    )


@dataclass(frozen=True, slots=True)
class ReadOrder:
    """An order with the row of the file it was read from, counted from 1.

    `sheet` is the name of its sheet, if a workbook has several with orders. Fields in `assumed` are
    not stated by the file: they fill blanks and cause no conflicts.
    """

    row: int
    order: Order
    assumed: frozenset[str] = frozenset()
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Addition:
    """Single fields of an order, by name, from a file that does not describe the whole order."""

    row: int
    account: str
    number: str
    facts: Mapping[str, Any]

    def with_part(self, part: Addition | None) -> Addition:
        """Return this combined with an earlier `part` of the same order, amounts added up.

        Of other fields, the earlier value stays.
        """
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

    `notes` say how the file was read, for example which columns were ignored or guessed. `own`
    tells whether it is LinkDue's own JSON.
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
    """The key of a subject is the position, from 1, of its project or receipt in this snapshot."""
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    own: bool = False

    @property
    def cashback(self) -> tuple[Cashback, ...]:
        """The parts of all receipts, each matched to an order."""
        return tuple(part for receipt in self.receipts for part in receipt.parts)

    def combined_with(self, other: Snapshot) -> Snapshot:
        """Return the records of both, such as those of two sheets of one file."""
        names = [each.name for each in fields(self) if each.name != "own"]
        return Snapshot(**{name: getattr(self, name) + getattr(other, name) for name in names})


def shown(value: object) -> str:
    """Return a value from a file as a fact: on one line, and short enough to be shown."""
    text = " ".join(str(value).split())
    return text if len(text) <= _FACT_LIMIT else text[: _FACT_LIMIT - 1] + "…"
