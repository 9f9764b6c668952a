"""The product catalogue: codes as the official API writes them, and their names, from a data file."""

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
    """All known products by code, in the order of the file (the most bought first)."""
    import csv

    with resource(FILE).open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return {row["code"]: Product(row["code"], row["name_zh"], row["name_en"]) for row in rows}


def product(code: str) -> Product | None:
    """The product with this code, in whatever case it is written; None where it is not listed."""
    return catalogue().get(code) or catalogue().get(code.lower())
