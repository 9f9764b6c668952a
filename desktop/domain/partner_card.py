"""A partner's card compared with the recorded partner."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from desktop.domain.model import Partner

CARD_FIELDS = ("name", "contact", "wants", "rates", "excluded_products")
"""The fields of a `Partner` that a card can have."""


@dataclass(frozen=True, slots=True)
class CardOffer:
    """A card, the recorded partner of that name if any, and the partner after importing it."""

    card: Partner
    recorded: Partner | None
    result: Partner

    @property
    def changed(self) -> tuple[str, ...]:
        """Return the fields that importing the card would change."""
        if self.recorded is None:
            return tuple(name for name in CARD_FIELDS if getattr(self.result, name))
        return tuple(
            name
            for name in CARD_FIELDS
            if getattr(self.result, name) != getattr(self.recorded, name)
        )


def offer(card: Partner, partners: Iterable[Partner]) -> CardOffer:
    """Return what importing a card would change; fields missing from the card stay unchanged.

    Names that differ only in case and spaces are one partner, who keeps the recorded name.
    """
    name = _compared(card.name)
    recorded = next((each for each in partners if _compared(each.name) == name), None)
    if recorded is None:
        return CardOffer(card, None, card)
    result = replace(
        recorded,
        contact=card.contact or recorded.contact,
        wants=card.wants or recorded.wants,
        rates=card.rates or recorded.rates,
        excluded_products=card.excluded_products or recorded.excluded_products,
    )
    return CardOffer(card, recorded, result)


def _compared(name: str) -> str:
    return "".join(name.casefold().split())
