"""Two versions of one record made into one: blanks filled, a later status taken, no more."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from desktop.domain import money
from desktop.domain.model import Account, Order, OrderStatus, Partner, Project, Window
from desktop.domain.timestamps import format_instant

R = TypeVar("R", Account, Partner, Project, Order)

_STAGE = {
    OrderStatus.UNPAID: 0,
    OrderStatus.PAID: 1,
    OrderStatus.CANCELLED: 2,
    OrderStatus.REFUNDED: 2,
}
_LATER_COUNTS = ("copied_at",)
"""Moments that are only ever followed by a later one."""
_COMES_WITH = {"created_assumed": "created_at"}
"""Marks of another field, which say nothing without its value."""
_SAID_OF = {"associated_at": "project", "window_checked_at": "window"}
"""Moments that belong to another field: with another value there, it is not the same moment."""


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """A field in which a file contradicts what is recorded; values as text, empty for none."""

    field: str
    recorded: str
    offered: str


def merge_fields(
    recorded: R, offered: R, assumed: Collection[str] = ()
) -> tuple[R, tuple[FieldDifference, ...]]:
    """Return `recorded` with what `offered` adds to it, and the fields in which they contradict.

    The recorded value stays in those, and where the offered one is only `assumed`. The result is
    `recorded` itself where nothing is added.
    """
    taken: dict[str, Any] = {}
    disputed: dict[str, FieldDifference] = {}
    for field in fields(recorded):
        name = field.name
        old, new = getattr(recorded, name), getattr(offered, name)
        if name == "key" or _same(name, old, new) or _blank(new) > _blank(old):
            continue
        if name in _COMES_WITH:
            if _COMES_WITH[name] in taken:
                taken[name] = new
            continue
        if name in assumed and not _blank(old):
            continue
        if _SAID_OF.get(name) not in disputed and _replaces(name, old, new):
            taken[name] = new
        else:
            disputed[name] = FieldDifference(name, _text(old), _text(new))
    return (replace(recorded, **taken) if taken else recorded), tuple(disputed.values())


def changes(before: R, after: R) -> tuple[FieldDifference, ...]:
    """Return the fields that were filled or changed: `recorded` before, `offered` after."""
    pairs = ((f.name, getattr(before, f.name), getattr(after, f.name)) for f in fields(before))
    return tuple(
        FieldDifference(name, _text(old), _text(new)) for name, old, new in pairs if old != new
    )


def sort_key(record: R) -> tuple[str, ...]:
    """Return all that a file can say of a record, as texts that can be sorted."""
    names = (field.name for field in fields(record) if field.name != "key")
    return tuple(_text(getattr(record, name)) for name in names)


def _same(name: str, old: object, new: object) -> bool:
    if name == "kind":
        return str(old).casefold() == str(new).casefold()
    return old == new


def _replaces(name: str, old: object, new: object) -> bool:
    if isinstance(old, OrderStatus) and isinstance(new, OrderStatus):
        return _STAGE[new] > _STAGE[old]
    if name in _LATER_COUNTS and isinstance(old, datetime) and isinstance(new, datetime):
        return new > old
    return _blank(old) > _blank(new)


def _blank(value: object) -> int:
    """Return how little a value says: 2 nothing, 1 that it is unknown, 0 something.

    True is what a flag is where a file says nothing of it.
    """
    if value is None or value in ("", {}):
        return 2
    return 1 if value is Window.UNKNOWN or value is True else 0


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            return format_instant(value)
        case Decimal():
            return format(value, "f")
        case int():
            return money.format_yuan(value)
        case Mapping():
            return ", ".join(f"{key} {_text(item)}" for key, item in sorted(value.items()))
        case _:
            return str(value)
