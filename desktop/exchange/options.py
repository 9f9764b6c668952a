"""How the user wants a file to be read, where neither the file nor the guess will do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from desktop.domain.beijing import BEIJING

BEIJING_TIME, UTC_TIME = "Asia/Shanghai", "UTC"
ZONES: Mapping[str, tzinfo] = {BEIJING_TIME: BEIJING, UTC_TIME: UTC}
"""Zones that times without one may be in; the first is what they are taken for."""
ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be", "big5")
"""Encodings that may be chosen, by their codecs' names."""
Place = tuple[str, int]
"""A row of a table: the name of its sheet, empty where there is but one, and its line from 1."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read a file.

    `account` is the UID of orders that do not name theirs; `account_said` tells that the user has
    named it, so that one unknown name in a whole file may stand for it. `accounts` are UIDs by the
    names that a file may call accounts. `encoding` None: recognised. `zone` is that of times
    without one. `columns` are facts by the place of a table's column, an empty one for a column
    left alone; None: as recognised. `kind` is that of orders in a table without a column of kinds.
    `answers` are texts by fact that the user gave for single rows, by sheet and line: they are read
    in place of what stands there, moments as Beijing time and amounts as yuan. With `askable` a
    table is not refused because none of its rows can be read: the user may answer for them.
    """

    account: str | None = None
    account_said: bool = False
    encoding: str | None = None
    zone: str = BEIJING_TIME
    columns: Mapping[int, str] | None = None
    accounts: Mapping[str, str] = field(default_factory=dict)
    kind: str | None = None
    answers: Mapping[Place, Mapping[str, str]] = field(default_factory=dict)
    askable: bool = False
