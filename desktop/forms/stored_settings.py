"""Settings that the data file keeps for the window, read without trusting them.

They come with a file from another computer as well. What is not as this program writes it means the
default: no setting may keep the window from starting, or make it wait.
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
"""Characters; the arrangement of all columns takes about 1,000."""
_PATH_LIMIT = 4096
"""Characters of a folder; systems take no more."""
WIDTHS = (4.0, 400.0)
"""The narrowest and the widest column, in characters."""
_NAMES_LIMIT = 100
"""Columns, or facts of a request, that a setting names."""


class ColumnArrangement(NamedTuple):
    """How a table's columns were arranged: their order, what is hidden, widths in characters.

    `hidden` is None where nothing was remembered.
    """

    order: tuple[str, ...] = ()
    hidden: frozenset[str] | None = None
    widths: Mapping[str, float] = MappingProxyType({})


def window_geometry(setting: str | None) -> bytes:
    """Return what Qt wrote of a window's place; empty where nothing of the kind is kept."""
    if not setting or len(setting) > SETTING_LIMIT or not setting.isascii():
        return b""
    try:
        return binascii.a2b_base64(setting, strict_mode=True)
    except binascii.Error:
        return b""


def column_arrangement(setting: str | None) -> ColumnArrangement:
    """Return how columns were arranged; the default where the setting is not of that form."""
    kept = _small_object(setting)
    hidden, widths = kept.get("hidden"), kept.get("widths")
    return ColumnArrangement(
        order=tuple(dict.fromkeys(_texts(kept.get("order")))),
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
    """Return a kept moment (UTC); None where there is none that can be read."""
    try:
        return None if setting is None else parse_instant(setting)
    except ValueError:
        return None


def stored_folder(setting: str | None) -> Path | None:
    """Return a kept folder, which is a whole path; None where there is none that can be one."""
    if not setting or len(setting) > _PATH_LIMIT or "\0" in setting:
        return None
    folder = Path(setting)
    return folder if folder.is_absolute() else None


def text_facts(setting: str | None) -> dict[str, str]:
    """Return the texts of a JSON object by their names; whatever else is in it is left out."""
    return {name: text for name, text in _small_object(setting).items() if isinstance(text, str)}


def _small_object(setting: str | None) -> dict[str, Any]:
    found = parse_object(setting, SETTING_LIMIT) or {}
    return found if len(found) <= _NAMES_LIMIT else {}


def _texts(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _is_width(value: object) -> bool:
    """Tell whether a value is a number that a column can be made of."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value) if isinstance(value, float) else abs(value) < SETTING_LIMIT
