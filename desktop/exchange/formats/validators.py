"""Validators of JSON values, from which schemas of formats are built.

Each returns the value in the type that the domain uses, or raises ValidationError. `Shape` combines
validators into one for an object.
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
Validator = Callable[[object], T]

_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONEY = re.compile(r"-?[0-9]{1,12}\.[0-9]{2}")
_RATE = re.compile(r"0(\.[0-9]{1,6})?|1(\.0{1,6})?")


class ValidationError(Exception):
    """A value is not valid. `where` is its path, like ``orders[3].number``."""

    def __init__(self, problem: str, where: str = "") -> None:
        super().__init__(problem, where)
        self.problem = problem
        self.where = where

    def inside(self, outer: str) -> ValidationError:
        """Return the same error with the path `outer` of the containing object or list in front."""
        joint = "." if self.where and not self.where.startswith("[") else ""
        return ValidationError(self.problem, f"{outer}{joint}{self.where}")


def text(value: object) -> str:
    """Return a text, which may be empty."""
    if not isinstance(value, str):
        raise ValidationError("not-text")
    return value


def filled_text(value: object) -> str:
    """Return a text that is not empty."""
    if not text(value):
        raise ValidationError("empty")
    return text(value)


def text_or_none(value: object) -> str | None:
    """Return a text or None; an empty text becomes None."""
    return None if value is None else text(value) or None


def instant(value: object) -> datetime:
    """Return the instant (UTC) of ``2026-09-30T16:00:00Z``.

    The problem of a day or time that does not exist is `no-such-moment`.
    """
    if _INSTANT.fullmatch(text(value)) is None:
        raise ValidationError("not-an-instant")
    try:
        return parse_instant(text(value))
    except ValueError:
        raise ValidationError("no-such-moment") from None


def day(value: object) -> date:
    """Return the day of ``2026-09-30``; the problem of one that does not exist is `no-such-day`."""
    if _DAY.fullmatch(text(value)) is None:
        raise ValidationError("not-a-day")
    try:
        return date.fromisoformat(text(value))
    except ValueError:
        raise ValidationError("no-such-day") from None


def yuan(value: object) -> int:
    """Return the fen of an amount in yuan, a text with two decimals."""
    if _MONEY.fullmatch(text(value)) is None:
        raise ValidationError("not-money")
    return money.parse_yuan(text(value))


def flag(value: object) -> bool:
    """Return true or false."""
    if not isinstance(value, bool):
        raise ValidationError("not-true-or-false")
    return value


def positive(value: object) -> int:
    """Return a whole number above zero; 1.0 is 1, as in JSON."""
    if not isinstance(value, int | float | Decimal) or isinstance(value, bool):
        raise ValidationError("not-a-number")
    if value < 1 or value % 1:
        raise ValidationError("not-a-number")
    return int(value)


def rate(value: object) -> Decimal:
    """Return the number of a text from 0 to 1 with at most six decimals."""
    if _RATE.fullmatch(text(value)) is None:
        raise ValidationError("not-a-rate")
    return Decimal(text(value))


def rates(value: object) -> dict[str, Decimal]:
    """Return an object of rates by product code."""
    if not isinstance(value, dict):
        raise ValidationError("not-an-object")
    return {key: _at(key, rate, item) for key, item in value.items()}


def identifier(kind: IdKind) -> Validator[str]:
    """Return a validator for identifiers of this kind: digits, of the right number."""

    def validate(value: object) -> str:
        problem = kind.problem(text(value))
        if problem is not None:
            raise ValidationError(problem)
        return text(value)

    return validate


def word_of(words: type[E]) -> Validator[E]:
    """Return a validator for the values of an enum."""

    def validate(value: object) -> E:
        try:
            return words(text(value))
        except ValueError:
            raise ValidationError("unknown-word") from None

    return validate


def constant(expected: str | int) -> Validator[object]:
    """Return a validator for exactly this value; 1.0 is 1, as in JSON, but ``true`` is not."""

    def validate(value: object) -> object:
        if isinstance(value, bool) or value != expected:
            raise ValidationError("unknown-word")
        return value

    return validate


def or_none(validate: Validator[T]) -> Validator[T | None]:
    """Return a validator for null and for what `validate` accepts."""
    return lambda value: None if value is None else validate(value)


def list_of(validate: Validator[T]) -> Validator[tuple[T, ...]]:
    """Return a validator for lists; errors name the index, from 0 as in JSON paths."""

    def validate_all(value: object) -> tuple[T, ...]:
        if not isinstance(value, list):
            raise ValidationError("not-a-list")
        return tuple(_at(f"[{index}]", validate, item) for index, item in enumerate(value))

    return validate_all


@dataclass(frozen=True, slots=True)
class Shape:
    """A validator for objects with these keys and no others."""

    required: Mapping[str, Validator[Any]]
    optional: Mapping[str, Validator[Any]]

    def validate(self, value: object) -> dict[str, Any]:
        """Return the validated values of the keys that the object has."""
        if not isinstance(value, dict):
            raise ValidationError("not-an-object")
        for key in self.required:
            if key not in value:
                raise ValidationError("missing", key)
        return {key: _at(key, self._validator(key), item) for key, item in value.items()}

    def _validator(self, key: str) -> Validator[Any]:
        found = self.required.get(key) or self.optional.get(key)
        if found is None:
            raise ValidationError("unknown-key", key)
        return found


def _at(where: str, validate: Validator[T], value: object) -> T:
    try:
        return validate(value)
    except ValidationError as error:
        raise error.inside(where) from None
