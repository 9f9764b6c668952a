"""Reading typed rates and excluded products; all problems are reported together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from desktop.domain import catalogue
from desktop.domain.model import RateEntry
from desktop.forms import parsing
from desktop.forms.parsing import InputError
from desktop.forms.read_moment import HALF_A_YEAR, Moment, read_moment
from desktop.wording import amounts
from desktop.wording.records import rates as wording

ALL_PRODUCTS = "*"
"""The value of a row for all products that have no separate rate."""
_BETWEEN = re.compile(r"[,，、;；\n]")

RateRowText = tuple[str, str, str]
"""Product (name, code or `ALL_PRODUCTS`), per cent, and day, as typed."""


@dataclass(frozen=True, slots=True)
class ReadRates:
    """The valid entries, and the problems of the others."""

    rates: tuple[RateEntry, ...]
    excluded: frozenset[str]
    problems: tuple[InputError, ...]


def read_rates(
    general: str,
    rows: Sequence[RateRowText],
    excluded: str,
    now: datetime,
    recorded: frozenset[str] = frozenset(),
) -> ReadRates:
    """Return the rates as typed; `general` is the rate of all products without a first day.

    Empty rows are ignored. Problems name the fields ``rate``, ``product.0``, ``product_rate.0``,
    ``product_since.0`` and so on. `recorded` are the excluded products that the form was filled
    with; they are kept unless the text was changed.
    """
    reader = _RatesReader(now)
    reader.read_general(general)
    for number, row in enumerate(rows):
        if any(part.strip() for part in row):
            reader.read_row(number, *row)
    same = excluded.strip() == wording.products(recorded)
    codes = recorded if same else products_from(excluded)
    return ReadRates(tuple(reader.found.values()), codes, tuple(reader.problems))


def products_from(text: str) -> frozenset[str]:
    """Return the codes of products listed by name or code, separated by commas or 、."""
    named = (part.strip() for part in _BETWEEN.split(text))
    return frozenset(catalogue.find(name) or name for name in named if name)


def values_of(rates: Iterable[RateEntry], excluded: Iterable[str]) -> dict[str, str]:
    """Return recorded rates as the values of a form."""
    flat = {"rate": "", "excluded": wording.products(excluded)}
    number = 0
    for entry in rates:
        percent = amounts.percent(entry.rate)
        if entry.product is None and entry.since is None:
            flat["rate"] = percent
            continue
        flat |= {
            f"product.{number}": entry.product or ALL_PRODUCTS,
            f"product_rate.{number}": percent,
            f"product_since.{number}": "" if entry.since is None else entry.since.isoformat(),
        }
        number += 1
    return flat


def rows_of(values: Mapping[str, str]) -> list[RateRowText]:
    """Return the rows among the values of a form."""
    rows: list[RateRowText] = []
    while f"product.{len(rows)}" in values:
        number = len(rows)
        rate, since = (values.get(f"product_{name}.{number}", "") for name in ("rate", "since"))
        rows.append((values[f"product.{number}"], rate, since))
    return rows


class _RatesReader:
    """Reads the rows one by one and collects their problems."""

    def __init__(self, now: datetime) -> None:
        self.found: dict[tuple[str, date], RateEntry] = {}
        self.problems: list[InputError] = []
        self._now = now

    def read_general(self, text: str) -> None:
        value = self._rate("rate", text)
        if value is not None:
            self._add(RateEntry(rate=value), "rate")

    def read_row(self, number: int, product: str, rate: str, since: str) -> None:
        before = len(self.problems)
        value = self._rate(f"product_rate.{number}", rate)
        day = self._day(f"product_since.{number}", since)
        code = self._product(number, product.strip(), since)
        if value is None and not rate.strip():
            self.problems.append(InputError(f"product_rate.{number}", "empty"))
        if value is not None and len(self.problems) == before:
            self._add(RateEntry(rate=value, product=code, since=day), f"product.{number}")

    def _add(self, entry: RateEntry, field: str) -> None:
        if entry.rank in self.found:
            self.problems.append(InputError(field, "product-twice"))
        else:
            self.found[entry.rank] = entry

    def _rate(self, field: str, text: str) -> Decimal | None:
        try:
            return parsing.rate(field, text)
        except InputError as problem:
            self.problems.append(problem)
            return None

    def _product(self, number: int, product: str, since: str) -> str | None:
        if not product:
            self.problems.append(InputError(f"product.{number}", "empty"))
        if product != ALL_PRODUCTS:
            return catalogue.find(product) or product or None
        if not since.strip():
            self.problems.append(InputError(f"product_since.{number}", "since-when"))
        return None

    def _day(self, field: str, text: str) -> date | None:
        if not text.strip():
            return None
        read = read_moment(text, now=self._now, ahead=HALF_A_YEAR)
        if isinstance(read, Moment):
            return read.day
        self.problems.append(InputError(field, read.value))
        return None
