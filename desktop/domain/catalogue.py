"""The product catalogue: the official API's product codes with their names."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from desktop.base.resources import resource

FILE = "products.csv"


class Product(NamedTuple):
    """A product with its Chinese and English names."""

    code: str
    name_zh: str
    name_en: str


@cache
def catalogue() -> dict[str, Product]:
    """Return all known products by code, in the order of the file: the most bought first."""
    import csv

    with resource(FILE).open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return {row["code"]: Product(row["code"], row["name_zh"], row["name_en"]) for row in rows}


def product(code: str) -> Product | None:
    """Return the product with this code, in upper or lower case; None if it is not listed."""
    return catalogue().get(code) or catalogue().get(code.lower())


def find(text: str, *, only_chinese: bool = False) -> str | None:
    """Return the code of a product by code or by name in either language; None if not listed.

    Spaces are ignored, since the console omits some that names have here. With `only_chinese`, only
    Chinese names match, as tables of the console use them.
    """
    wanted = _compared(text)
    for known in catalogue().values():
        names = (known.name_zh,) if only_chinese else known[:3]
        if wanted and wanted in map(_compared, names):
            return known.code
    return None


def _compared(text: str) -> str:
    return "".join(text.casefold().split())
