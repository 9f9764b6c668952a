"""The rates that a partner promises, converted between one list and the fields of a project."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from desktop.domain.model import Partner, Project, RateEntry


def with_rates(project: Project, rates: Iterable[RateEntry], excluded: Iterable[str]) -> Project:
    """Return the project with exactly these rates and excluded products."""
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
    """Return whether a project has neither rates nor excluded products."""
    return not project.rates and not project.excluded_products


def with_promises_of(project: Project, partner: Partner) -> Project:
    """Return the project with its partner's promises, unless it has promises already."""
    if not promises_nothing(project):
        return project
    return with_rates(project, partner.rates, partner.excluded_products)
