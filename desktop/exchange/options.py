"""The user's choices for reading a file: account, encoding, zone, columns, corrected cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from desktop.domain.beijing import BEIJING

BEIJING_TIME, UTC_TIME = "Asia/Shanghai", "UTC"
ZONES: Mapping[str, tzinfo] = {BEIJING_TIME: BEIJING, UTC_TIME: UTC}
"""Zones for times without one; the first is the default."""
ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be", "big5")
"""Encodings to choose from, as names of Python's codecs."""
Place = tuple[str, int]
"""A row of a table: the name of its sheet, empty if there is only one, and its line from 1."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read a file.

    `account` is the UID of orders that do not name theirs. If the user chose it (`account_chosen`),
    the only unknown name in a file may stand for it. `accounts` maps further names to UIDs. Without
    `encoding`, it is detected. `zone` is that of times without one. `columns` maps positions of
    columns to facts, an empty one to ignore a column; None: as recognised. `kind` is that of orders
    in a table without a column of kinds. `answers` are texts by fact that the user entered for
    single rows; they replace the cells, moments being Beijing time and amounts yuan. With
    `interactive`, a table without a readable row is not refused, since the user can correct it.
    """

    account: str | None = None
    account_chosen: bool = False
    encoding: str | None = None
    zone: str = BEIJING_TIME
    columns: Mapping[int, str] | None = None
    accounts: Mapping[str, str] = field(default_factory=dict)
    kind: str | None = None
    answers: Mapping[Place, Mapping[str, str]] = field(default_factory=dict)
    interactive: bool = False
