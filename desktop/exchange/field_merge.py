"""Merging two versions of one record: blanks are filled, and a later status replaces an earlier."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from desktop.domain import money
from desktop.domain.model import (
    Account,
    Order,
    OrderStatus,
    Partner,
    Project,
    RateEntry,
    Window,
)
from desktop.domain.timestamps import format_instant

R = TypeVar("R", Account, Partner, Project, Order)

_STAGE = {
    OrderStatus.UNPAID: 0,
    OrderStatus.PAID: 1,
    OrderStatus.CANCELLED: 2,
    OrderStatus.REFUNDED: 2,
}
_LATER_WINS = ("copied_at",)
"""Moments of which the later one replaces the earlier."""
_FLAG_OF = {"created_assumed": "created_at"}
"""Flags by the field that they describe; merged only together with its value."""
_MOMENT_OF = {"associated_at": "project", "window_checked_at": "window"}
"""Moments by the field that they belong to; not merged if that field is in conflict."""


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """A field in which a file differs from a record; values as text, empty for none."""

    field: str
    recorded: str
    offered: str


def merge_fields(
    recorded: R, offered: R, assumed: Collection[str] = ()
) -> tuple[R, tuple[FieldDifference, ...]]:
    """Return `recorded` with the values that `offered` adds, and the fields in conflict.

    A field in conflict keeps its recorded value, and so does one whose offered value is only
    `assumed`. If nothing is added, the result is `recorded` itself.
    """
    added: dict[str, Any] = {}
    conflicts: dict[str, FieldDifference] = {}
    for field in fields(recorded):
        name = field.name
        old, new = getattr(recorded, name), getattr(offered, name)
        if name == "key" or _same(name, old, new) or _blank(new) > _blank(old):
            continue
        if name in _FLAG_OF:
            if _FLAG_OF[name] in added:
                added[name] = new
            continue
        if name in assumed and not _blank(old):
            continue
        if _MOMENT_OF.get(name) not in conflicts and _replaces(name, old, new):
            added[name] = new
        else:
            conflicts[name] = FieldDifference(name, _text(old), _text(new))
    return (replace(recorded, **added) if added else recorded), tuple(conflicts.values())


def changes(before: R, after: R) -> tuple[FieldDifference, ...]:
    """Return the fields that differ, with `before` as `recorded` and `after` as `offered`."""
    pairs = ((f.name, getattr(before, f.name), getattr(after, f.name)) for f in fields(before))
    return tuple(
        FieldDifference(name, _text(old), _text(new)) for name, old, new in pairs if old != new
    )


def sort_key(record: R) -> tuple[str, ...]:
    """Return all fields of a record except its key, as texts to sort by."""
    names = (field.name for field in fields(record) if field.name != "key")
    return tuple(_text(getattr(record, name)) for name in names)


def _same(name: str, old: object, new: object) -> bool:
    if name == "kind":
        return str(old).casefold() == str(new).casefold()
    return old == new


def _replaces(name: str, old: object, new: object) -> bool:
    if isinstance(old, OrderStatus) and isinstance(new, OrderStatus):
        return _STAGE[new] > _STAGE[old]
    if name in _LATER_WINS and isinstance(old, datetime) and isinstance(new, datetime):
        return new > old
    return _blank(old) > _blank(new)


def _blank(value: object) -> int:
    """Return 2 for an empty value, 1 for unknown, 0 for any other.

    True counts as unknown, since it is the default of a flag that a file leaves out.
    """
    if value is None or value in ("", {}, (), frozenset()):
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
        case tuple():
            return ", ".join(map(_text, value))
        case frozenset():
            return ", ".join(sorted(value))
        case RateEntry():
            since = "" if value.since is None else value.since.isoformat()
            return " ".join(filter(None, (value.product, _text(value.rate), since)))
        case _:
            return str(value)
