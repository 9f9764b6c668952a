"""Product codes and their names, from a data file; a code it does not list is shown as it is."""

from __future__ import annotations

import csv
from functools import cache
from typing import NamedTuple

from desktop.resources import resource
from desktop.wording.language import language


class Product(NamedTuple):
    """A product with its Chinese and English names."""

    code: str
    name_zh: str
    name_en: str

    @property
    def name(self) -> str:
        """The name in the language spoken now."""
        return self.name_zh if language() == "zh_CN" else self.name_en


@cache
def catalogue() -> dict[str, Product]:
    """All known products by code, in the order of the file (the most bought first)."""
    with resource("products.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return {row["code"]: Product(row["code"], row["name_zh"], row["name_en"]) for row in rows}


def name(code: str | None) -> str:
    """The product's name, the code itself where it is not listed, empty for None."""
    if code is None:
        return ""
    product = catalogue().get(code) or catalogue().get(code.lower())
    return code if product is None else product.name


def find(text: str) -> str | None:
    """The code that `text` – a code or a name in either language – stands for; None if not listed."""
    wanted = text.strip().casefold()
    for product in catalogue().values():
        if wanted in (
            product.code.casefold(),
            product.name_zh.casefold(),
            product.name_en.casefold(),
        ):
            return product.code
    return None
