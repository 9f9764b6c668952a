"""The facts of an order as labels and texts, with the origin of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.book import Book
from desktop.domain.journal import ActionName, Change, JournalEntry
from desktop.domain.model import Order
from desktop.wording import amounts, glossary, moments
from desktop.wording.i18n import _
from desktop.wording.records import fields, history

_COLUMNS = {"account": "account_id"}
"""Columns whose names differ from their facts' names."""


@dataclass(frozen=True, slots=True)
class OrderFact:
    """One fact: its column in the database, its label, and its text (empty if unknown)."""

    name: str
    label: str
    text: str


def facts(order: Order, book: Book) -> list[OrderFact]:
    """Return all facts of an order. Moments are Beijing time, money is yuan."""
    account = book.accounts.get(order.account)
    owner = order.account
    if account is not None and account.name:
        owner = f"{account.name} ({account.uid})"
    window = order.window
    texts = {
        "number": order.number,
        "account": owner,
        "title": order.title,
        "product": glossary.product(order.product),
        "kind": glossary.kind(order.kind, order.billing),
        "billing": glossary.billing(order.billing),
        "status": glossary.order_status(order.status),
        "created_at": _moment(order.created_at),
        "paid_at": _moment(order.paid_at),
        "payable": _amount(order.payable),
        "cash_paid": _amount(order.cash_paid),
        "parent": order.parent or "",
        "project": order.project or "",
        "window": _("same as the account") if window is None else glossary.window(window),
        "associated_at": _moment(order.associated_at),
        "note": order.note,
    }
    labels = fields.labels()
    return [OrderFact(_COLUMNS.get(name, name), labels[name], text) for name, text in texts.items()]


def origins(history: Iterable[tuple[JournalEntry, Change]]) -> dict[str, JournalEntry]:
    """Return, for each column, the journal entry that set its current value."""
    entries: dict[str, JournalEntry] = {}
    for entry, change in history:
        for name, value in (change.after or {}).items():
            if change.before is None or change.before[name] != value:
                entries[name] = entry
    return entries


def origin(entry: JournalEntry, now: datetime) -> str:
    """Return the action and time that a fact comes from, in a few words."""
    return f"{action(entry)} · {moments.minute(entry.at, now)}"


def action(entry: JournalEntry) -> str:
    """Return what an entry did to an order, in a few words."""
    if entry.action is ActionName.IMPORT:
        return _("Imported from “{file}”").format(file=entry.subject)
    names: Mapping[str, str] = {
        ActionName.ADD_ORDER: _("Logged"),
        ActionName.CORRECT_ORDER: _("Edited"),
        ActionName.ASSOCIATE: _("Marked as associated"),
        ActionName.UNDO_ASSOCIATE: _("Marked as not associated"),
        ActionName.PAY: _("Payment logged"),
        ActionName.CANCEL: _("Marked as cancelled"),
        ActionName.SET_WINDOW: _("Association period changed"),
        ActionName.DELETE_ORDER: _("Deleted"),
        ActionName.RESTORE_ORDER: _("Restored"),
        ActionName.CORRECT_PROJECT: _("Project edited"),
        ActionName.UNDO: _("Undone"),
        ActionName.REDO: _("Redone"),
    }
    if entry.action is not None and entry.action in names:
        return names[entry.action]
    return history.sentence(entry)  # other actions rarely change an order


def differences(change: Change, order: Order, book: Book) -> list[str]:
    """Return the labels of the facts that a change modified; none if it added the order."""
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
