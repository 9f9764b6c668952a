"""Texts about a partner's promise: rates with their first days, and excluded products."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from desktop.domain.assessment import Assessment
from desktop.domain.model import Project, RateEntry
from desktop.wording import amounts, glossary
from desktop.wording.i18n import _, listed


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
    return listed(glossary.product(code) for code in sorted(codes))


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


def cashback_text(assessment: Assessment) -> str:
    """Return the expected cashback of an order, or why no amount is known.

    Empty for a verdict that brings no cashback.
    """
    order, expected = assessment.order, assessment.expected_cashback
    if expected is None:
        return why_no_amount(assessment)
    text = _("about {amount}") if order.cash_paid is None else "{amount}"
    return text.format(amount=amounts.yuan(expected))


def why_no_amount(assessment: Assessment) -> str:
    """Return why no amount of cashback is known; empty for a verdict that brings no cashback."""
    if assessment.without_cashback:
        return excluded()
    if not assessment.cashback_unknown:
        return ""
    if assessment.order.payable is None and assessment.order.cash_paid is None:
        return _("unknown, since no amount is recorded")
    return _("unknown, since the project has no rate")


def excluded() -> str:
    """Return that an order's product or kind brings no cashback, as agreed with the partner."""
    return _("Not part of the cashback (agreed with the partner)")
