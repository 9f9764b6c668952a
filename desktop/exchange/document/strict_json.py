"""Strict parsing of untrusted JSON.

Input that parsers treat differently is refused: duplicate keys, ``NaN`` and the like, lone
surrogates. Decimals become ``Decimal``, never floats.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal, DecimalException
from typing import Any

from desktop.exchange.document import chunks
from desktop.exchange.snapshot import ImportRefused, shown

_VALUE_LENGTH_LIMIT = 4_000_000
"""Characters between two quotation marks."""
_VALUE_LIMIT = 10_000_000
"""Half a million orders; more would need more memory than small computers have."""
_ALWAYS_FINE = 1_000_000
_VALUES_OF_ONE = 100
"""Average values of an object, if there are very many: an order has ten to thirty."""
_MANY_OBJECTS, _SHORTEST_OBJECT = 50_000, 40
"""Average characters of an object, if there are many: an order has hundreds."""
DEEPEST = 200
"""Levels of lists and objects; the formats read here have fewer than ten."""
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
    """Refuse a text whose values would need far too much memory and time, before parsing it."""
    if chunks.find_long_run(text, _VALUE_LENGTH_LIMIT, '"') is not None:
        raise ImportRefused("too-long-value", {"longest": _VALUE_LENGTH_LIMIT})
    objects, ends, lists, commas = (chunks.count(text, char) for char in "{}[,")
    values = objects + lists + commas
    # Objects that are hardly ever closed are nested: parsing refuses those as `too-deep`.
    tiny = min(objects, ends) > _MANY_OBJECTS and len(text) < objects * _SHORTEST_OBJECT
    if tiny or values > min(_VALUE_LIMIT, _ALWAYS_FINE + objects * _VALUES_OF_ONE):
        raise ImportRefused("too-many-values", {"most": _VALUE_LIMIT})


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
    """Refuse NUL and lone surrogates, which neither files nor the database can hold."""
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
