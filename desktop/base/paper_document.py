"""The content of a report, already put into words, for a PDF or a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Yuan:
    """An amount in fen, which a workbook stores as a number; `about` marks an estimate."""

    fen: int
    about: bool = False


Cell = str | int | Yuan | date | datetime | None
"""A text, a count, an amount, a day, a moment (UTC, shown in Beijing time), or nothing."""


@dataclass(frozen=True, slots=True)
class PaperColumn:
    """A column: its title and its share of the width; numbers are right-aligned."""

    title: str
    width: float
    number: bool = False


@dataclass(frozen=True, slots=True)
class PaperTable:
    """Rows under a heading; `total` is the row of sums, `empty` is shown if there are no rows."""

    heading: str
    columns: Sequence[PaperColumn]
    rows: Sequence[Sequence[Cell]]
    total: Sequence[Cell] | None = None
    empty: str = ""


@dataclass(frozen=True, slots=True)
class PaperLines:
    """Sentences under a heading."""

    heading: str
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class PaperFigure:
    """A large number with a label above it and a note below."""

    label: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class PaperDocument:
    """A complete document for printing.

    `aside` is shown right of the title, `signatures` are the labels of lines to sign on, `foot` is
    the footer of every page. `across` holds the indexes of sections on separate landscape pages.
    """

    title: str
    subtitle: str
    aside: Sequence[str]
    figures: Sequence[PaperFigure]
    sections: Sequence[PaperTable | PaperLines]
    signatures: Sequence[str]
    foot: str
    program: str
    across: frozenset[int] = frozenset()
