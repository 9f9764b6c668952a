"""The verb `card`: shows a partner's card completely, and records it with `--take`."""

from __future__ import annotations

import argparse
from typing import Any

from desktop.cli.refusal import Refused
from desktop.cli.terminal import put_json, put_line, put_table
from desktop.domain.model import Partner
from desktop.domain.partner_card import CardOffer, offer
from desktop.exchange.formats.partner_card import read_card
from desktop.exchange.snapshot import ImportRefused
from desktop.services.workspace import Workspace
from desktop.wording.errors import cards
from desktop.wording.i18n import _
from desktop.wording.records import card as words


def card(workspace: Workspace, call: argparse.Namespace) -> int:
    """Print a card beside the recorded partner; with `--take`, record it.

    Raises Refused if it cannot be read.
    """
    try:
        found = offer(read_card(call.file), workspace.book().partners)
    except ImportRefused as problem:
        raise Refused(cards.unreadable(problem)) from None
    if call.take and found.changed:
        workspace.save_partner(found.result, found.recorded)
    if call.json:
        put_json(card_data(found, taken=call.take))
        return 0
    beside = found.recorded is not None
    head = ("", _("On the card"), *((_("In your records"),) if beside else ()))
    rows = [
        (line.label, line.card, *((line.recorded,) if beside else ()))
        for line in words.lines(found)
    ]
    put_table([head, *rows])
    if not found.changed:
        put_line(_("The card matches your records"))
    elif call.take:
        put_line(words.done(found))
    else:
        put_line(_("Nothing was recorded. Add --take to record it."))
    return 0


def card_data(found: CardOffer, *, taken: bool) -> dict[str, Any]:
    """Return a card with the keys of docs/command-line.md."""
    return _partner_data(found.card) | {
        "known": found.recorded is not None,
        "changes": list(found.changed),
        "taken": taken and bool(found.changed),
    }


def _partner_data(partner: Partner) -> dict[str, Any]:
    return {
        "name": partner.name,
        "contact": partner.contact,
        "wants": partner.wants,
        "rates": [
            {
                "product": entry.product,
                "rate": format(entry.rate, "f"),
                "from": None if entry.since is None else entry.since.isoformat(),
            }
            for entry in partner.rates
        ],
        "excluded_products": sorted(partner.excluded_products),
    }
