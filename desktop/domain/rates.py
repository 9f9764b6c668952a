"""What a partner promises, as one list of rates: as a card and a form have it, and a project."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from desktop.domain.assessment import Assessment
from desktop.domain.book import Book
from desktop.domain.model import Partner, Project, RateEntry


def with_rates(project: Project, rates: Iterable[RateEntry], excluded: Iterable[str]) -> Project:
    """Return a project with these rates and excluded products, and no others."""
    entries = tuple(rates)
    first = [entry for entry in entries if entry.since is None]
    return replace(
        project,
        cashback_rate=next((entry.rate for entry in first if entry.product is None), None),
        product_rates={entry.product: entry.rate for entry in first if entry.product is not None},
        later_rates=tuple(entry for entry in entries if entry.since is not None),
        excluded_products=frozenset(excluded),
    )


def promises_nothing(project: Project) -> bool:
    """Return whether no rate and no excluded product is recorded of a project."""
    return not project.rates and not project.excluded_products


def with_promises_of(project: Project, partner: Partner) -> Project:
    """Return a project with what its partner promises, if nothing of that is recorded yet."""
    if not promises_nothing(project):
        return project
    return with_rates(project, partner.rates, partner.excluded_products)


def is_excluded(assessment: Assessment, book: Book) -> bool:
    """Return whether the order's product brings no cashback, as agreed with the partner."""
    order = assessment.order
    number = assessment.project or order.project
    project = None if number is None else book.project_numbered(number, order.account)
    return project is not None and order.product in project.excluded_products
