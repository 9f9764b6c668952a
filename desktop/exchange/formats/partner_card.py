"""Reading partner cards: small JSON files that state what a partner wants to be sent, and promises.

A card is untrusted: only what the user has seen and accepted is saved. Its schema is described in
docs/partner-card.md, and repeated here as validators.
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
from desktop.exchange.formats.validators import Shape, ValidationError, Validator
from desktop.exchange.snapshot import ImportRefused, shown

FORMAT = "linkdue-partner-card"
VERSION = 1
LARGEST = 64 * 1024
"""Bytes; a card with the longest values and the most rates is smaller."""
ITEM_LIMIT = 100
"""Limit of rates, and of excluded products."""
TEXT_LIMITS = {"name": 100, "contact": 200, "wants": 1000, "product": 64}
"""Limits of texts, in characters."""
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
"""Unicode categories of characters that are invisible or change the direction of text."""


def read_card(path: Path) -> Partner:
    """Return the partner that a card describes, without a key.

    Raises ImportRefused with `not-a-card`, `newer-version`, `card` with place and problem, a code
    for a file that cannot be read, or those of `strict_json.parse`.
    """
    return read_card_bytes(_bytes(path))


def read_card_bytes(data: bytes) -> Partner:
    """Return the partner in the bytes of a card. Raises ImportRefused as `read_card` does."""
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
    """Return whether a JSON value has the format of a partner's card, valid or not."""
    return isinstance(value, dict) and value.get("format") == FORMAT


def _of_value(value: object) -> Partner:
    version = value.get("version") if isinstance(value, dict) else None
    if isinstance(version, int) and not isinstance(version, bool) and version > VERSION:
        raise ImportRefused("newer-version", {"version": shown(str(version))})
    try:
        values = _CARD.validate(value)
        entries = tuple(RateEntry(**each) for each in _rates(values.get("rates", ())))
        return Partner(
            name=values["name"],
            contact=values.get("contact", ""),
            wants=values.get("wants", ""),
            rates=entries,
            excluded_products=_excluded(values.get("excluded_products", ()), entries),
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


def _text(name: str, *, lines: bool = False) -> Validator[str]:
    """Return a validator for text to be shown: not too long, no hidden characters.

    With `lines`, it may have several.
    """

    def validate(value: object) -> str:
        found = validators.text(value)
        if len(found) > TEXT_LIMITS[name]:
            raise ValidationError("too-long")
        if any(
            unicodedata.category(char) in _HIDDEN for char in found if not (lines and char == "\n")
        ):
            raise ValidationError("hidden-signs")
        return found.strip()

    return validate


def _filled(name: str) -> Validator[str]:
    validate_text = _text(name)

    def validate(value: object) -> str:
        return validators.filled_text(validate_text(value))

    return validate


def _at_most(validate: Validator[tuple[Any, ...]]) -> Validator[tuple[Any, ...]]:
    def validate_some(value: object) -> tuple[Any, ...]:
        if isinstance(value, list) and len(value) > ITEM_LIMIT:
            raise ValidationError("too-many")
        return validate(value)

    return validate_some


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
        "rates": _at_most(validators.list_of(_RATE.validate)),
        "excluded_products": _at_most(validators.list_of(_filled("product"))),
    },
)


def _rates(values: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "rate": each["rate"],
            "product": None if each.get("product") is None else _code(each["product"]),
            "since": each.get("from"),
        }
        for each in values
    ]


def _code(product: str) -> str:
    """Return the code of a product that a card names by code or by name."""
    return catalogue.find(product) or product


def _excluded(products: Sequence[str], rates: Sequence[RateEntry]) -> frozenset[str]:
    """Return the excluded products. Raises ValidationError if one is repeated or has a rate."""
    seen: set[str] = set()
    with_rate = {entry.product for entry in rates}
    for index, product in enumerate(map(_code, products)):
        if product in seen:
            raise ValidationError("twice", f"excluded_products[{index}]")
        if product in with_rate:
            raise ValidationError("excluded-with-rate", f"excluded_products[{index}]")
        seen.add(product)
    return frozenset(seen)
