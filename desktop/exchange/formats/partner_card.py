"""A partner's card: a small JSON file with what a partner wants to be sent, and promises.

It comes from outside and is believed in nothing but what the user sees before taking it. Its schema
is docs/partner-card.md, written down here once more in takers.
"""

from __future__ import annotations

import errno
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from desktop.base.regular_file import read_up_to
from desktop.domain import catalogue
from desktop.domain.model import InvalidRecord, Partner, RateEntry
from desktop.exchange.document import strict_json
from desktop.exchange.formats import validators
from desktop.exchange.formats.validators import Shape, Take, ValidationError
from desktop.exchange.snapshot import ImportRefused, shown

FORMAT = "linkdue-partner-card"
VERSION = 1
LARGEST = 64 * 1024
"""Bytes; a card with every field at its longest and every rate has less."""
MOST = 100
"""Rates, and excluded products, that a card may have."""
LONGEST = {"name": 100, "contact": 200, "wants": 1000, "product": 64}
"""Characters of each text."""
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
"""Categories of signs that nobody sees, or that turn the text around them."""


def read_card(path: Path) -> Partner:
    """Return what a card says, as a partner that is not recorded.

    Raises ImportRefused: why the file cannot be read, or `not-a-card`, `newer-version`,
    `card` with place and problem, and those of `strict_json.parse`.
    """
    return read_card_bytes(_bytes(path))


def read_card_bytes(data: bytes) -> Partner:
    """Return what the bytes of a card say. Raises ImportRefused as `read_card` does."""
    if len(data) > LARGEST:
        raise ImportRefused("card-too-large", {"largest_kb": LARGEST >> 10})
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ImportRefused("not-a-card") from None
    if text.lstrip()[:1] != "{":
        raise ImportRefused("not-a-card")
    values = strict_json.parse(text)
    if len(values) != 1 or not is_card(values[0]):
        raise ImportRefused("not-a-card")
    return _of_value(values[0])


def is_card(value: object) -> bool:
    """Return whether a JSON value says that it is a partner's card, right or not."""
    return isinstance(value, dict) and value.get("format") == FORMAT


def _of_value(value: object) -> Partner:
    version = value.get("version") if isinstance(value, dict) else None
    if isinstance(version, int) and not isinstance(version, bool) and version > VERSION:
        raise ImportRefused("newer-version", {"version": shown(str(version))})
    try:
        told = _CARD.take(value)
        entries = tuple(RateEntry(**each) for each in _rates(told.get("rates", ())))
        return Partner(
            name=told["name"],
            contact=told.get("contact", ""),
            wants=told.get("wants", ""),
            rates=entries,
            excluded_products=_excluded(told.get("excluded_products", ()), entries),
        )
    except ValidationError as error:
        facts = {"place": shown(error.where), "problem": error.problem}
        raise ImportRefused("card", facts) from None
    except InvalidRecord as invalid:
        facts = {"place": shown(invalid.field), "problem": invalid.problem}
        raise ImportRefused("card", facts) from None


def _bytes(path: Path) -> bytes:
    try:
        return read_up_to(path, LARGEST)
    except OSError as error:
        if error.errno == errno.EFBIG:
            raise ImportRefused("card-too-large", {"largest_kb": LARGEST >> 10}) from None
        code = {
            errno.ENOENT: "file-missing",
            errno.EISDIR: "file-is-folder",
            errno.EACCES: "file-forbidden",
            errno.EPERM: "file-forbidden",
        }.get(error.errno or 0, "file-unreadable")
        raise ImportRefused(code) from None


def _text(name: str, *, lines: bool = False) -> Take[str]:
    """Return a taker of text that is shown as it is: no longer than may be, nothing hidden."""

    def take(value: object) -> str:
        found = validators.text(value)
        if len(found) > LONGEST[name]:
            raise ValidationError("too-long")
        if any(
            unicodedata.category(sign) in _HIDDEN for sign in found if not (lines and sign == "\n")
        ):
            raise ValidationError("hidden-signs")
        return found.strip()

    return take


def _filled(name: str) -> Take[str]:
    take_text = _text(name)

    def take(value: object) -> str:
        return validators.filled_text(take_text(value))

    return take


def _at_most(take: Take[tuple[Any, ...]]) -> Take[tuple[Any, ...]]:
    def take_some(value: object) -> tuple[Any, ...]:
        if isinstance(value, list) and len(value) > MOST:
            raise ValidationError("too-many")
        return take(value)

    return take_some


_RATE = Shape(
    {"rate": validators.rate},
    {"product": validators.or_none(_filled("product")), "from": validators.or_none(validators.day)},
)
_CARD = Shape(
    {
        "format": validators.constant(FORMAT),
        "version": validators.constant(VERSION),
        "name": _filled("name"),
    },
    {
        "contact": _text("contact"),
        "wants": _text("wants", lines=True),
        "rates": _at_most(validators.list_of(_RATE.take)),
        "excluded_products": _at_most(validators.list_of(_filled("product"))),
    },
)


def _rates(told: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "rate": each["rate"],
            "product": None if each.get("product") is None else _code(each["product"]),
            "since": each.get("from"),
        }
        for each in told
    ]


def _code(product: str) -> str:
    """Return a product's code; a card may have its name as well."""
    return catalogue.find(product) or product


def _excluded(told: Sequence[str], rates: Sequence[RateEntry]) -> frozenset[str]:
    """Return the excluded products. Raises ValidationError for one twice, or one with a rate."""
    seen: set[str] = set()
    with_rate = {entry.product for entry in rates}
    for index, product in enumerate(map(_code, told)):
        if product in seen:
            raise ValidationError("twice", f"excluded_products[{index}]")
        if product in with_rate:
            raise ValidationError("excluded-with-rate", f"excluded_products[{index}]")
        seen.add(product)
    return frozenset(seen)
