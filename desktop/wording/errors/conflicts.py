"""Texts about conflicts: a record was changed elsewhere while a form was open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import Any

from desktop.domain.journal import ChangedElsewhere
from desktop.domain.model import (
    Account,
    Billing,
    Order,
    OrderStatus,
    Partner,
    Project,
    ProjectStatus,
    Window,
)
from desktop.wording import amounts, glossary, moments
from desktop.wording.glossary import short
from desktop.wording.i18n import _, listed
from desktop.wording.records import fields as order_fields
from desktop.wording.records import rates

Record = Account | Partner | Project | Order

_VALUE_LIMIT = 80


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One fact: its label, its recorded value, and the form's value."""

    label: str
    recorded: str
    mine: str


def differences(expected: Record, recorded: Record, mine: Record) -> list[ConflictRow]:
    """Return the facts that have changed since the form was filled with `expected`."""
    labels = _labels(recorded)
    rows = []
    for field in fields(recorded):
        before, now, typed = (getattr(record, field.name) for record in (expected, recorded, mine))
        if field.compare and now != before:
            label = labels.get(field.name, field.name)
            rows.append(ConflictRow(label, _text(field.name, now), _text(field.name, typed)))
    return rows


def headline(problem: ChangedElsewhere) -> tuple[str, str]:
    """Return what happened, and what to do."""
    if problem.recorded is None:
        return (
            _("This was deleted elsewhere while you had it open"),
            _("Nothing was saved. What you typed is still here; the record may be in the bin."),
        )
    return (
        _("This was changed elsewhere while you had it open"),
        _("Nothing has been saved yet. Compare the two and choose."),
    )


def in_one_sentence(problem: ChangedElsewhere, expected: Record, mine: Record) -> tuple[str, str]:
    """Return the headline and the changed facts in one sentence, for a form with one notice."""
    cause, remedy = headline(problem)
    if problem.recorded is None or type(problem.recorded) is not type(expected):
        return cause, remedy
    changed = differences(expected, problem.recorded, mine)
    line = _("{label}: {recorded}")
    facts = [line.format(label=row.label, recorded=row.recorded) for row in changed]
    text = _("Now in your records: {facts}. Please check the form and save again.")
    return cause, text.format(facts=_("; ").join(facts))


def _labels(record: Record) -> Mapping[str, str]:
    if isinstance(record, Order):
        return order_fields.labels()
    own = {
        Account: {
            "uid": _("Account UID"),
            "name": _("Account name"),
            "window": _("Association period"),
            "window_checked_at": _("Association period looked up"),
        },
        Partner: {
            "name": _("Partner's name"),
            "contact": _("Contact"),
            "wants": _("What the partner wants to be sent"),
            "rates": _("Rates"),
            "excluded_products": _("Products without cashback"),
        },
        Project: {
            "account": _("Account"),
            "number": _("Project number"),
            "title": _("Purpose"),
            "partner": _("Partner"),
            "status": _("Status"),
            "copied_at": _("Copied"),
            "requested_at": _("Sent"),
            "answered_at": _("Answered"),
            "created_at": _("Created"),
            "created_assumed": _("Creation time assumed"),
            "valid_until": _("Valid until"),
            "cashback_rate": _("Cashback rate"),
            "product_rates": _("Product rates"),
            "later_rates": _("Other rates"),
            "excluded_products": _("Products without cashback"),
            "renewals": _("Cashback for renewals"),
            "request_text": _("Request"),
        },
    }
    return {"note": _("Note")} | own[type(record)]


def _text(name: str, value: Any) -> str:
    if value is None or value in ("", {}, (), frozenset()):
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return moments.table_moment(value)
    if isinstance(value, Decimal):
        return amounts.percent(value)
    if isinstance(value, int):
        return amounts.yuan(value)
    if isinstance(value, Mapping):
        return listed(f"{glossary.product(p)} {amounts.percent(r)}" for p, r in value.items())
    if isinstance(value, tuple):
        return listed(map(rates.entry_text, value))
    if isinstance(value, frozenset):
        return rates.products(value)
    return short(_word(name, value), _VALUE_LIMIT)


def _word(name: str, value: str) -> str:
    if isinstance(value, Window):
        return glossary.window(value)
    if isinstance(value, ProjectStatus):
        return glossary.project_status(value)
    if isinstance(value, OrderStatus):
        return glossary.order_status(value)
    if isinstance(value, Billing):
        return glossary.billing(value)
    if name == "product":
        return glossary.product(value)
    return glossary.kind(value) if name == "kind" else value
