"""Texts about a partner's card: every field beside the recorded value."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.domain.model import Partner
from desktop.domain.partner_card import CARD_FIELDS, CardOffer
from desktop.wording.i18n import _
from desktop.wording.records import rates


@dataclass(frozen=True, slots=True)
class CardLine:
    """One field: its label, the card's and the recorded value; `differs` if saving changes it."""

    label: str
    card: str
    recorded: str
    differs: bool


def lines(offer: CardOffer) -> list[CardLine]:
    """Return every field of a card, including those that it leaves out."""
    changed = offer.changed
    return [
        CardLine(
            _labels()[name],
            _text(offer.card, name) or _("(not on the card)"),
            "" if offer.recorded is None else _text(offer.recorded, name) or _("nothing"),
            name in changed,
        )
        for name in CARD_FIELDS
    ]


def done(offer: CardOffer) -> str:
    """Return that a partner was added or updated from a card."""
    if offer.recorded is None:
        text = _("Partner “{name}” added from the card")
    else:
        text = _("Partner “{name}” updated from the card")
    return text.format(name=offer.result.name)


def _labels() -> dict[str, str]:
    return {
        "name": _("Partner's name"),
        "contact": _("Contact"),
        "wants": _("What the partner wants to be sent"),
        "rates": _("Rates promised"),
        "excluded_products": _("Products without cashback"),
    }


def _text(partner: Partner, name: str) -> str:
    if name == "rates":
        return "\n".join(rates.lines(partner.rates, ()))
    if name == "excluded_products":
        return rates.products(partner.excluded_products)
    return str(getattr(partner, name))
