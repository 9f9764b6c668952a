"""The facts of an order as labels and texts, and where each came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from desktop.desk import Change, Entry
from desktop.domain.book import Book
from desktop.domain.model import Order
from desktop.wording import amounts, moments, products, words
from desktop.wording.language import _


@dataclass(frozen=True, slots=True)
class OrderFact:
    """One fact: the column it is kept in, its label, and what it says (empty where it is not known)."""

    name: str
    label: str
    text: str


def facts(order: Order, book: Book) -> list[OrderFact]:
    """All facts of an order. Moments are Beijing time, money is yuan."""
    account = book.accounts.get(order.account)
    owner = order.account
    if account is not None and account.name:
        owner = f"{account.name} ({account.uid})"
    window = order.window
    return [
        OrderFact("number", _("Order number"), order.number),
        OrderFact("account_id", _("Account"), owner),
        OrderFact("title", _("Title"), order.title),
        OrderFact("product", _("Product"), products.name(order.product)),
        OrderFact("kind", _("Kind of order"), words.kind(order.kind, order.billing)),
        OrderFact("billing", _("Billing"), words.billing(order.billing)),
        OrderFact("status", _("Payment"), words.order_status(order.status)),
        OrderFact("created_at", _("Created"), _moment(order.created_at)),
        OrderFact("paid_at", _("Paid"), _moment(order.paid_at)),
        OrderFact("payable", _("Amount payable (¥)"), _amount(order.payable)),
        OrderFact("cash_paid", _("Cash paid (¥)"), _amount(order.cash_paid)),
        OrderFact("parent", _("Parent order"), order.parent or ""),
        OrderFact("project", _("Project number"), order.project or ""),
        OrderFact(
            "window",
            _("Association window"),
            _("as the account's") if window is None else words.window(window),
        ),
        OrderFact("associated_at", _("Associated"), _moment(order.associated_at)),
        OrderFact("note", _("Note"), order.note),
    ]


def origins(history: Iterable[tuple[Entry, Change]]) -> dict[str, Entry]:
    """For each column the act that gave it the value it has."""
    found: dict[str, Entry] = {}
    for entry, change in history:
        for name, value in (change.after or {}).items():
            if change.before is None or change.before[name] != value:
                found[name] = entry
    return found


def origin(entry: Entry, now: datetime) -> str:
    """Where a fact came from, in a few words."""
    return f"{act(entry)} · {moments.moment(entry.at, now)}"


def act(entry: Entry) -> str:
    """An act of the journal in a few words."""
    if entry.act == "import":
        return _("Imported from {file}").format(file=entry.subject)
    names: Mapping[str, str] = {
        "add-order": _("Logged"),
        "correct-order": _("Corrected"),
        "associate": _("Marked as associated"),
        "undo-associate": _("Association taken back"),
        "pay": _("Payment logged"),
        "cancel": _("Marked as cancelled"),
        "set-window": _("Window changed"),
        "delete-order": _("Deleted"),
        "restore-order": _("Restored"),
        "correct-project": _("Project corrected"),
        "undo": _("Act taken back"),
    }
    return names.get(entry.act, entry.act)


def differences(change: Change, order: Order, book: Book) -> list[str]:
    """What a correction changed, as labels; nothing for the first recording."""
    if change.before is None or change.after is None:
        return []
    labels = {fact.name: fact.label for fact in facts(order, book)}
    return [
        labels[name]
        for name, value in change.after.items()
        if name in labels and change.before[name] != value
    ]


def _moment(instant: datetime | None) -> str:
    return "" if instant is None else moments.table_moment(instant)


def _amount(fen: int | None) -> str:
    return "" if fen is None else amounts.yuan(fen)
