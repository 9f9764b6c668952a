"""Strict takers of JSON values: each returns the domain's value.

Each raises ValidationError if the value is no such thing. They are the words in which a format is
written down; `Shape` puts them together to an object.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from desktop.domain import money
from desktop.domain.identifiers import IdKind
from desktop.domain.timestamps import parse_instant

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
Take = Callable[[object], T]

_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONEY = re.compile(r"-?[0-9]{1,12}\.[0-9]{2}")
_RATE = re.compile(r"0(\.[0-9]{1,6})?|1(\.0{1,6})?")


class ValidationError(Exception):
    """A value does not fit. `where` is its path, like ``orders[3].number``."""

    def __init__(self, problem: str, where: str = "") -> None:
        super().__init__(problem, where)
        self.problem = problem
        self.where = where

    def inside(self, outer: str) -> ValidationError:
        """Return the same error seen from the object or list around the value."""
        joint = "." if self.where and not self.where.startswith("[") else ""
        return ValidationError(self.problem, f"{outer}{joint}{self.where}")


def text(value: object) -> str:
    """Take any text, also the empty one."""
    if not isinstance(value, str):
        raise ValidationError("not-text")
    return value


def filled_text(value: object) -> str:
    """Take text with something in it."""
    if not text(value):
        raise ValidationError("empty")
    return text(value)


def text_or_none(value: object) -> str | None:
    """Take text or null; the empty text says no more than null does."""
    return None if value is None else text(value) or None


def instant(value: object) -> datetime:
    """Take ``2026-09-30T16:00:00Z`` as aware UTC.

    Raises ValidationError, `no-such-moment` for one that no calendar has.
    """
    if _INSTANT.fullmatch(text(value)) is None:
        raise ValidationError("not-an-instant")
    try:
        return parse_instant(text(value))
    except ValueError:
        raise ValidationError("no-such-moment") from None


def day(value: object) -> date:
    """Take ``2026-09-30``. Raises ValidationError, `no-such-day` for one that no calendar has."""
    if _DAY.fullmatch(text(value)) is None:
        raise ValidationError("not-a-day")
    try:
        return date.fromisoformat(text(value))
    except ValueError:
        raise ValidationError("no-such-day") from None


def yuan(value: object) -> int:
    """Take decimal text with two places as fen."""
    if _MONEY.fullmatch(text(value)) is None:
        raise ValidationError("not-money")
    return money.parse_yuan(text(value))


def flag(value: object) -> bool:
    """Take true or false."""
    if not isinstance(value, bool):
        raise ValidationError("not-true-or-false")
    return value


def positive(value: object) -> int:
    """Take a whole number above zero; 1.0 is 1, as in JSON."""
    if not isinstance(value, int | float | Decimal) or isinstance(value, bool):
        raise ValidationError("not-a-number")
    if value < 1 or value % 1:
        raise ValidationError("not-a-number")
    return int(value)


def rate(value: object) -> Decimal:
    """Take decimal text from 0 to 1 with six places at most."""
    if _RATE.fullmatch(text(value)) is None:
        raise ValidationError("not-a-rate")
    return Decimal(text(value))


def rates(value: object) -> dict[str, Decimal]:
    """Take an object of rates by product code."""
    if not isinstance(value, dict):
        raise ValidationError("not-an-object")
    return {key: _at(key, rate, item) for key, item in value.items()}


def identifier(kind: IdKind) -> Take[str]:
    """Return a taker of digits, as many as this kind of identifier has."""

    def take(value: object) -> str:
        problem = kind.problem(text(value))
        if problem is not None:
            raise ValidationError(problem)
        return text(value)

    return take


def word_of(words: type[E]) -> Take[E]:
    """Return a taker of one word of a closed list."""

    def take(value: object) -> E:
        try:
            return words(text(value))
        except ValueError:
            raise ValidationError("unknown-word") from None

    return take


def constant(expected: str | int) -> Take[object]:
    """Return a taker of exactly this value; 1.0 is 1, as in JSON, but ``true`` is not."""

    def take(value: object) -> object:
        if isinstance(value, bool) or value != expected:
            raise ValidationError("unknown-word")
        return value

    return take


def or_none(take: Take[T]) -> Take[T | None]:
    """Return a taker of null, or of what `take` takes."""
    return lambda value: None if value is None else take(value)


def list_of(take: Take[T]) -> Take[tuple[T, ...]]:
    """Return a taker of lists; an error names the place, counted from 0 as in JSON paths."""

    def take_all(value: object) -> tuple[T, ...]:
        if not isinstance(value, list):
            raise ValidationError("not-a-list")
        return tuple(_at(f"[{index}]", take, item) for index, item in enumerate(value))

    return take_all


@dataclass(frozen=True, slots=True)
class Shape:
    """An object with these keys and no others."""

    required: Mapping[str, Take[Any]]
    optional: Mapping[str, Take[Any]]

    def take(self, value: object) -> dict[str, Any]:
        """Return the values by key, without the keys that the object leaves out."""
        if not isinstance(value, dict):
            raise ValidationError("not-an-object")
        for key in self.required:
            if key not in value:
                raise ValidationError("missing", key)
        return {key: _at(key, self._taker(key), item) for key, item in value.items()}

    def _taker(self, key: str) -> Take[Any]:
        taker = self.required.get(key) or self.optional.get(key)
        if taker is None:
            raise ValidationError("unknown-key", key)
        return taker


def _at(where: str, take: Take[T], value: object) -> T:
    try:
        return take(value)
    except ValidationError as error:
        raise error.inside(where) from None
