"""Texts of the rows in an import's preview."""

from __future__ import annotations

from datetime import datetime

from desktop.domain.assessment import Verdict
from desktop.domain.model import Account, Order
from desktop.domain.order_status import OrderStatusFacts
from desktop.exchange.merge_plan import MergePlan
from desktop.exchange.options import Place
from desktop.exchange.snapshot import Facts
from desktop.wording import amounts, glossary, moments
from desktop.wording.glossary import short
from desktop.wording.i18n import _, ngettext
from desktop.wording.records import order_lines, orders

_LONGEST_SHEET = 16
_LONGEST_FILE = 60
_LONGEST_TITLE = 120


def heading(file: str) -> str:
    """Return the title of the import of a file; `file` is empty for pasted text."""
    if not file:
        return _("Import pasted orders")
    return _("Import “{file}”").format(file=short(file, _LONGEST_FILE))


def target_account(accounts: list[Account], *, named: bool) -> str:
    """Return the accounts that receive the orders; `named` if the file itself names them."""
    if len(accounts) > 1:
        text = ngettext("Into {count} account", "Into {count} accounts", len(accounts))
        return text.format(count=len(accounts))
    if not accounts:
        return ""
    name = glossary.account(accounts[0])
    if named:
        return _("Into account {name}, which the file names").format(name=name)
    return _("Into account {name}").format(name=name)


def location(place: Place, number: str) -> str:
    """Return the row, with its sheet if the place has one, and the order's number."""
    sheet, line = place
    parts = [short(sheet, _LONGEST_SHEET), _("Row {row}").format(row=line), number]
    return " · ".join(part for part in parts if part)


def outlook(status: OrderStatusFacts, now: datetime) -> str:
    """Return what an order will need after the import, and until when."""
    verdict = status.verdict_at(now)
    if status.deadline is None:
        return order_lines.word(verdict)
    deadline = moments.deadline(status.deadline.replace(second=0), now)
    text = _("Due {deadline}") if verdict is Verdict.OPEN else _("Deadline passed: {deadline}")
    return moments.tidy(text.format(deadline=deadline))


def sum_and_moment(order: Order) -> str:
    """Return the cash paid, else the amount payable, and when the order was created."""
    created = _("created {moment}").format(moment=moments.table_moment(order.created_at))
    return created if order.amount is None else f"{amounts.yuan(order.amount)} · {created}"


def title(order: Order | None, facts: Facts) -> str:
    """Return what was bought, from the order or from the facts of an unreadable row."""
    if order is not None:
        name = orders.title(order)
        named = order.title or order.product
        return name if named else name[:1].upper() + name[1:]
    bought = facts.get("title") or glossary.product(
        str(facts["product"]) if "product" in facts else None
    )
    return short(str(bought or facts.get("number") or order_lines.NOTHING), _LONGEST_TITLE)


def remaining(plan: MergePlan, unsettled: int, *, known: bool, importable: bool) -> str:
    """Return how many rows still need an answer, or that there are no new orders; else empty.

    `unsettled` counts the rows without an answer. `known` means that all other rows are already
    recorded, `importable` that there is something to import.
    """
    if unsettled:
        text = ngettext(
            "{count} row isn't settled and stays out for now",
            "{count} rows aren't settled and stay out for now",
            unsettled,
        )
        return text.format(count=unsettled)
    if plan.orders:
        return ""
    others = sum(map(len, (plan.accounts, plan.partners, plan.projects, plan.receipts)))
    if others and importable:
        text = ngettext(
            "No new orders, but {count} other record",
            "No new orders, but {count} other records",
            others,
        )
        return text.format(count=others)
    return _("Everything in it is in LinkDue already.") if known else ""
