"""Products by name in the language spoken; a code that is not listed is shown as it is."""

from __future__ import annotations

from desktop.domain.catalogue import Product, catalogue, product
from desktop.wording.i18n import language


def choices() -> list[tuple[str, str]]:
    """Return name and code of every known product, the most bought first."""
    return [(_name(known), known.code) for known in catalogue().values()]


def name(code: str | None) -> str:
    """Return the product's name, the code itself where it is not listed, empty for None."""
    if code is None:
        return ""
    known = product(code)
    return code if known is None else _name(known)


def find(text: str) -> str | None:
    """Return the code of a product by code or by name in either language; None if not listed."""
    wanted = text.strip().casefold()
    for known in catalogue().values():
        if wanted in (part.casefold() for part in known):
            return known.code
    return None


def _name(known: Product) -> str:
    return known.name_zh if language() == "zh_CN" else known.name_en
