"""The unit and the zone that a line above the titles states for the whole table.

Reports write “单位：万元” or “币种：美元” once, above the table, instead of in each title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from desktop.exchange.document.order_words import folded_word
from desktop.exchange.document.titles import AmountUnit, unit_of, zone_of

_UNIT = re.compile(
    r"(?:单位|unit)[:=为是]?(?P<unit>[^\s:=,;()\[\]|]{1,12})|"
    r"(?:币种|货币|币别|currency)(?:名称|类型|code)?[:=为是]?(?P<currency>[^\s:=,;()\[\]|]{1,12})"
)
_ZONE = re.compile(
    r"(?:时区|time-?zone|时间)[^\w+-]{0,2}(?:为|是|均为)?(?P<zone>(?:utc|gmt)[-+:\d]*|[^\W\d_]{3,8})"
)
_LONGEST = 200
"""Characters of a cell that are searched."""


@dataclass(frozen=True, slots=True)
class StatedAbove:
    """The unit of amounts and the zone of moments whose titles name none; None if not stated."""

    unit: AmountUnit | None = None
    zone: tzinfo | None = None


NOTHING_STATED = StatedAbove()


def stated_above(lines: Iterable[Sequence[str]]) -> StatedAbove:
    """Return what the lines above the titles state; of several statements, the last."""
    unit: AmountUnit | None = None
    zone: tzinfo | None = None
    for cells in lines:
        text = folded_word(":".join(cells)[:_LONGEST])
        for match in _UNIT.finditer(text):
            found = unit_of(match["unit"] or match["currency"])
            unit = found or (AmountUnit.FOREIGN if match["currency"] else unit)
        for match in _ZONE.finditer(text):
            zone = zone_of(match["zone"]) or zone
    return StatedAbove(unit, zone)
