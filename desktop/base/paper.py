"""A document in words already – title, figures, tables – before it is a PDF or a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Yuan:
    """An amount in fen, which a workbook keeps as a number; `about` where it is not certain."""

    fen: int
    about: bool = False


Cell = str | int | Yuan | datetime | None
"""A text, a count, an amount, a moment (UTC, shown in Beijing time), or nothing."""


@dataclass(frozen=True, slots=True)
class PaperColumn:
    """A column's title and its share of the width; numbers stand at the right."""

    title: str
    width: float
    number: bool = False


@dataclass(frozen=True, slots=True)
class PaperTable:
    """Rows under a heading; `total` sums them up, `empty` is said where there are none."""

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
    """A large number, with what it is above it and what goes with it below."""

    label: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class PaperDocument:
    """A whole document. `aside` stands right of the title, `signatures` are lines left to sign on.

    `foot` stands at the end of every page. `across` names the sections, by their place, that have
    pages of their own, in landscape.
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
