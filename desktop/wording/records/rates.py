"""Texts about a partner's promise: rates with their first days, and excluded products."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from desktop.domain.assessment import Assessment
from desktop.domain.book import Book
from desktop.domain.model import Project, RateEntry
from desktop.domain.rates import is_excluded
from desktop.wording import amounts, glossary
from desktop.wording.i18n import _


def of_project(project: Project) -> Iterator[str]:
    """Yield the promised rates of a project and its excluded products, as separate texts."""
    yield from lines(project.rates, project.excluded_products)


def lines(rates: Iterable[RateEntry], excluded: Iterable[str]) -> Iterator[str]:
    """Yield a text for each rate, and one for the excluded products."""
    for entry in rates:
        yield entry_text(entry)
    named = products(excluded)
    if named:
        yield _("no cashback for {products}").format(products=named)


def products(codes: Iterable[str]) -> str:
    """Return the names of products, joined."""
    return "、".join(glossary.product(code) for code in sorted(codes))


def entry_text(entry: RateEntry) -> str:
    """Return a rate like ``cashback 5%`` or ``ECS 8% from 2026-10-01``."""
    if entry.product is None:
        text = _("cashback {rate}").format(rate=amounts.percent(entry.rate))
    else:
        named = _("{product} {rate}")
        product = glossary.product(entry.product)
        text = named.format(product=product, rate=amounts.percent(entry.rate))
    if entry.since is None:
        return text
    return _("{rate} from {day}").format(rate=text, day=entry.since.isoformat())


def cashback_text(assessment: Assessment, book: Book) -> str:
    """Return the expected cashback of an order, or why there is none; empty if unknown."""
    expected = assessment.expected_cashback
    if expected is None:
        return excluded() if is_excluded(assessment, book) else ""
    text = _("about {amount}") if assessment.order.cash_paid is None else "{amount}"
    return text.format(amount=amounts.yuan(expected))


def excluded() -> str:
    """Return why no cashback is expected for an order of an excluded product."""
    return _("Not part of the cashback (agreed with the partner)")
