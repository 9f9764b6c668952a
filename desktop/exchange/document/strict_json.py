"""JSON text to Python values, taking nothing on trust.

What readers differ on is refused rather than guessed: keys given twice, numbers that are no
numbers, halves of characters. Decimals come out as ``Decimal``, never as floats.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal, DecimalException
from typing import Any

from desktop.exchange.document import chunks
from desktop.exchange.snapshot import ImportRefused, shown

_LONGEST_VALUE = 4_000_000
"""Characters without a quotation mark."""
_MOST_VALUES = 10_000_000
"""Of half a million orders. More would take more memory than small computers have."""
_ALWAYS_FINE = 1_000_000
_VALUES_OF_ONE = 100
"""Values that an object has at most where there are very many: an order has ten to thirty."""
_MANY_OBJECTS, _SHORTEST_OBJECT = 50_000, 40
"""Characters that objects take on average where there are many: an order takes hundreds."""
DEEPEST = 200
"""Levels of lists and objects; the formats read here have less than ten."""
_LONGEST_NUMBER = 40
_SUSPECT = re.compile(r"\\u(0000|[dD][89a-fA-F])")
_SPACE = re.compile(r"[ \t\r\n]*")


def parse(text: str) -> list[object]:
    """Return every JSON value in `text`: one, or several behind one another (one body a line).

    Raises ImportRefused: `broken-json` with line and column, `duplicate-key`, `odd-number`,
    `odd-text`, `too-deep`, `too-many-values`, `too-long-value`.
    """
    _check_count(text)
    try:
        values = _values(text)
    except RecursionError:
        raise ImportRefused("too-deep", {"levels": DEEPEST}) from None
    except json.JSONDecodeError as error:
        facts = {"line": error.lineno, "column": error.colno}
        raise ImportRefused("broken-json", facts) from None
    _check_depth(values)
    if _SUSPECT.search(text):
        _check_texts(values)
    return values


def _check_count(text: str) -> None:
    """Refuse what would take memory and time out of all proportion, before it does."""
    if chunks.long_stretch(text, _LONGEST_VALUE, '"') is not None:
        raise ImportRefused("too-long-value", {"longest": _LONGEST_VALUE})
    objects, ends, lists, commas = (chunks.count(text, sign) for sign in "{}[,")
    values = objects + lists + commas
    # What hardly ends at all is nested, which is found out, and said, soon enough.
    tiny = min(objects, ends) > _MANY_OBJECTS and len(text) < objects * _SHORTEST_OBJECT
    if tiny or values > min(_MOST_VALUES, _ALWAYS_FINE + objects * _VALUES_OF_ONE):
        raise ImportRefused("too-many-values", {"most": _MOST_VALUES})


def _values(text: str) -> list[object]:
    decoder = json.JSONDecoder(
        object_pairs_hook=_object,
        parse_int=_integer,
        parse_float=_decimal,
        parse_constant=_constant,
    )
    values = []
    at = _skip(text, 0)
    while at < len(text):
        value, end = decoder.raw_decode(text, at)
        values.append(value)
        at = _skip(text, end)
    return values


def _skip(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    return at if space is None else space.end()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise ImportRefused("duplicate-key", {"key": shown(key)})
            seen.add(key)
    return found


def _integer(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        raise ImportRefused("odd-number", {"number": shown(digits)})
    return int(digits)


def _decimal(digits: str) -> Decimal:
    try:
        number = Decimal(digits)
    except DecimalException:
        raise ImportRefused("odd-number", {"number": shown(digits)}) from None
    if len(digits) > _LONGEST_NUMBER or abs(number.adjusted()) > _LONGEST_NUMBER:
        raise ImportRefused("odd-number", {"number": shown(digits)})
    return number


def _constant(name: str) -> object:
    raise ImportRefused("odd-number", {"number": name})


def _check_depth(values: list[object]) -> None:
    level: list[object] = [v for v in values if isinstance(v, dict | list)]
    for _ in range(DEEPEST):
        if not level:
            return
        level = [inner for outer in level for inner in _inside(outer) if type(inner) in _NESTING]
    if level:
        raise ImportRefused("too-deep", {"levels": DEEPEST})


_NESTING = (dict, list)


def _inside(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _check_texts(values: list[object]) -> None:
    """Refuse NUL and halves of surrogate pairs, which neither files nor the database can hold."""
    waiting = list(values)
    while waiting:
        value = waiting.pop()
        if isinstance(value, str) and _odd(value):
            raise ImportRefused("odd-text", {"text": shown(ascii(value))})
        if isinstance(value, dict):
            waiting.extend(value)
        waiting.extend(_inside(value))


def _odd(text: str) -> bool:
    return "\0" in text or any("\ud800" <= char <= "\udfff" for char in text)
