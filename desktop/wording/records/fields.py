"""Labels of an order's fields, and texts for their values."""

from __future__ import annotations

from collections.abc import Callable

from desktop.domain import money
from desktop.domain.model import Billing, OrderStatus, Window
from desktop.domain.timestamps import parse_instant
from desktop.wording import amounts, glossary, moments
from desktop.wording.i18n import _


def labels() -> dict[str, str]:
    """Return the label of each fact, in display order.

    The last two are not facts of orders.
    """
    return {
        "number": _("Order number"),
        "account": _("Account"),
        "title": _("Title"),
        "product": _("Product"),
        "kind": _("Order type"),
        "billing": _("Billing"),
        "status": _("Payment status"),
        "created_at": _("Created"),
        "paid_at": _("Paid"),
        "payable": _("Amount payable (¥)"),
        "cash_paid": _("Cash paid (¥)"),
        "parent": _("Original order"),
        "project": _("Project number"),
        "window": _("Association period"),
        "associated_at": _("Associated"),
        "note": _("Note"),
        "bill": _("Bill item type"),
        "currency": _("Currency"),
    }


def label(name: str) -> str:
    """Return the label of a fact; an unknown name is returned unchanged."""
    return labels().get(name, name)


def value(name: str, text: str) -> str:
    """Return the text for a value in the spelling of files; moments are Beijing time."""
    if not text:
        return _("nothing")
    try:
        return _VALUES[name](text)
    except (KeyError, ValueError):
        return text


def _moment(text: str) -> str:
    return moments.table_moment(parse_instant(text))


def _amount(text: str) -> str:
    return amounts.yuan(money.parse_yuan(text))


_VALUES: dict[str, Callable[[str], str]] = {
    "kind": glossary.kind,
    "billing": lambda text: glossary.billing(Billing(text)),
    "status": lambda text: glossary.order_status(OrderStatus(text)),
    "window": lambda text: glossary.window(Window(text)),
    "created_at": _moment,
    "paid_at": _moment,
    "associated_at": _moment,
    "payable": _amount,
    "cash_paid": _amount,
}
