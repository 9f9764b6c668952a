"""The texts of the order form's fields, for a recorded order or a new one."""

from __future__ import annotations

from desktop.domain.model import Billing, Order, OrderStatus
from desktop.domain.money import format_yuan
from desktop.wording import glossary, moments


def form_texts(order: Order | None) -> dict[str, str]:
    """Return the fields' texts by name; None stands for an empty form."""
    if order is None:
        return {
            "account": "",
            "number": "",
            "product": "",
            "created_at": "",
            "paid_at": "",
            "status": OrderStatus.PAID.value,
            "payable": "",
            "kind": "New",
            "billing": Billing.PREPAID.value,
            "cash_paid": "",
            "parent": "",
            "project": "",
            "window": "",
            "associated_at": "",
            "note": "",
        }
    return {
        "account": order.account,
        "number": order.number,
        "product": glossary.product(order.product) or order.title,
        "created_at": moments.table_moment(order.created_at),
        "paid_at": "" if order.paid_at is None else moments.table_moment(order.paid_at),
        "status": order.status.value,
        "payable": "" if order.payable is None else format_yuan(order.payable),
        "kind": order.kind,
        "billing": order.billing.value,
        "cash_paid": "" if order.cash_paid is None else format_yuan(order.cash_paid),
        "parent": order.parent or "",
        "project": order.project or "",
        "window": "" if order.window is None else order.window.value,
        "associated_at": (
            "" if order.associated_at is None else moments.table_moment(order.associated_at)
        ),
        "note": order.note,
    }
