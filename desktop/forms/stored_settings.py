"""The window's settings in the data file, validated when read.

The file may come from another computer. An invalid value means the default: no setting may prevent
the window from starting, or delay it.
"""

from __future__ import annotations

import binascii
import math
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from desktop.base.small_json import parse_object
from desktop.domain.timestamps import parse_instant
from desktop.domain.views import OrderColumn, Query

SETTING_LIMIT = 20_000
"""Characters; the arrangement of all columns needs about 1,000."""
_PATH_LIMIT = 4096
"""Characters of a folder; systems accept no more."""
WIDTHS = (4.0, 400.0)
"""The narrowest and the widest column, in characters."""
_NAMES_LIMIT = 100
"""The maximum number of columns, or facts of a request, in a setting."""


class ColumnArrangement(NamedTuple):
    """How a table's columns are arranged: their order, hidden ones, widths in characters.

    `hidden` is None if it was never stored.
    """

    order: tuple[str, ...] = ()
    hidden: frozenset[str] | None = None
    widths: Mapping[str, float] = MappingProxyType({})


def window_geometry(setting: str | None) -> bytes:
    """Return the window geometry that Qt saved; empty if there is none or it is invalid."""
    if not setting or len(setting) > SETTING_LIMIT or not setting.isascii():
        return b""
    try:
        return binascii.a2b_base64(setting, strict_mode=True)
    except binascii.Error:
        return b""


def column_arrangement(setting: str | None) -> ColumnArrangement:
    """Return the stored arrangement of columns; the default if the setting is invalid."""
    stored = _small_object(setting)
    hidden, widths = stored.get("hidden"), stored.get("widths")
    return ColumnArrangement(
        order=tuple(dict.fromkeys(_texts(stored.get("order")))),
        hidden=frozenset(_texts(hidden)) if isinstance(hidden, list) else None,
        widths={
            name: min(max(float(width), WIDTHS[0]), WIDTHS[1])
            for name, width in (widths if isinstance(widths, dict) else {}).items()
            if _is_width(width)
        },
    )


def stored_sorting(setting: str | None) -> Query:
    """Return the first query of the table of orders, in the stored sorting or the default one."""
    column, _space, descending = (setting or "").partition(" ")
    if column not in tuple(OrderColumn):
        return Query()
    return Query(column=OrderColumn(column), descending=descending == "1")


def sorting_setting(query: Query) -> str:
    """Return the setting that `stored_sorting` reads."""
    return f"{query.column.value} {int(query.descending)}"


def stored_instant(setting: str | None) -> datetime | None:
    """Return a stored moment (UTC); None if it is missing or invalid."""
    try:
        return None if setting is None else parse_instant(setting)
    except ValueError:
        return None


def stored_folder(setting: str | None) -> Path | None:
    """Return a stored folder, an absolute path; None if it is missing or invalid."""
    if not setting or len(setting) > _PATH_LIMIT or "\0" in setting:
        return None
    folder = Path(setting)
    return folder if folder.is_absolute() else None


def text_facts(setting: str | None) -> dict[str, str]:
    """Return the strings of a JSON object by their names; other values are left out."""
    return {name: text for name, text in _small_object(setting).items() if isinstance(text, str)}


def _small_object(setting: str | None) -> dict[str, Any]:
    found = parse_object(setting, SETTING_LIMIT) or {}
    return found if len(found) <= _NAMES_LIMIT else {}


def _texts(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _is_width(value: object) -> bool:
    """Return whether a value is a number that can be a column's width."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value) if isinstance(value, float) else abs(value) < SETTING_LIMIT
