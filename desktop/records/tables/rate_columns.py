"""Rates and excluded products of a project or a partner, to and from columns of a row."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from desktop.domain.model import Project, RateEntry


def project_rates(row: Mapping[str, Any]) -> Project:
    """Return a project with only the rates of its row."""
    return Project(account="00000", **promised(row))


def promised(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the rates and excluded products in a project's row, by the fields of `Project`."""
    rate = row["cashback_rate"]
    return {
        "cashback_rate": None if rate is None else Decimal(rate),
        "product_rates": {k: Decimal(v) for k, v in json.loads(row["product_rates"]).items()},
        "later_rates": rates_of(row["later_rates"]),
        "excluded_products": products_of(row["excluded_products"]),
    }


def rates_text(entries: Iterable[RateEntry]) -> str:
    """Return the text of a column for rate entries."""
    values = [
        (entry.product, str(entry.rate), None if entry.since is None else entry.since.isoformat())
        for entry in entries
    ]
    return json.dumps(values, ensure_ascii=False)


def rates_of(text: str) -> tuple[RateEntry, ...]:
    """Parse the rate entries of a column. Raises ValueError, TypeError … for any other text."""
    return tuple(
        RateEntry(
            rate=Decimal(rate),
            product=product,
            since=None if since is None else date.fromisoformat(since),
        )
        for product, rate, since in json.loads(text)
    )


def products_text(products: Iterable[str]) -> str:
    """Return the text of a column for product codes."""
    return json.dumps(sorted(products), ensure_ascii=False)


def products_of(text: str) -> frozenset[str]:
    """Parse the product codes of a column. Raises ValueError for any other text."""
    found = json.loads(text)
    if not isinstance(found, list) or not all(isinstance(code, str) for code in found):
        raise ValueError("no list of products")
    return frozenset(found)
