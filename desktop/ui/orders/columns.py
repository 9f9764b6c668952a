"""The columns of the table of orders: what each shows, and what it is sorted by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.assessment import Verdict
from desktop.domain.book import Book
from desktop.domain.order_rows import OrderRow
from desktop.domain.views import OrderColumn
from desktop.wording import amounts, glossary, moments
from desktop.wording.glossary import short
from desktop.wording.i18n import _, pgettext
from desktop.wording.records import orders

_LONGEST = 200
"""Characters of a cell: nobody reads more in a table, and laying out more takes time."""


@dataclass(frozen=True, slots=True)
class ShownColumns:
    """A column. `width` is in characters, `text` what a cell says at a moment (UTC)."""

    key: str
    title: str
    sorted_by: OrderColumn
    width: int
    text: Callable[[OrderRow, Book, datetime], str]
    number: bool = False
    hidden: bool = False


def columns() -> tuple[ShownColumns, ...]:
    """Return all columns in their usual order, in the language spoken now."""
    return (
        ShownColumns("left", _("Time left"), OrderColumn.DEADLINE, 15, _left),
        ShownColumns("deadline", _("Deadline"), OrderColumn.DEADLINE, 20, _deadline),
        ShownColumns("verdict", pgettext("column", "Status"), OrderColumn.VERDICT, 24, _verdict),
        ShownColumns(
            "number", _("Order number"), OrderColumn.NUMBER, 20, lambda a, _b, _n: a.order.number
        ),
        ShownColumns("title", pgettext("column", "Product"), OrderColumn.TITLE, 20, _title),
        ShownColumns("product", _("Product"), OrderColumn.PRODUCT, 18, _product, hidden=True),
        ShownColumns("account", _("Account"), OrderColumn.ACCOUNT, 16, _account),
        ShownColumns("project", _("Project number"), OrderColumn.PROJECT, 17, _project),
        ShownColumns("created", _("Created"), OrderColumn.CREATED, 19, _created, hidden=True),
        ShownColumns("paid", _("Paid"), OrderColumn.PAID, 19, _paid),
        ShownColumns("amount", _("Amount"), OrderColumn.AMOUNT, 14, _amount, number=True),
        ShownColumns("cashback", _("Cashback"), OrderColumn.CASHBACK, 13, _cashback, number=True),
        ShownColumns(
            "associated", _("Associated"), OrderColumn.ASSOCIATED, 19, _associated, hidden=True
        ),
        ShownColumns("note", _("Note"), OrderColumn.NOTE, 24, _note),
    )


def verdict_of(line: OrderRow, now: datetime) -> Verdict:
    """Return the order's verdict at `now` (UTC)."""
    return line.status.verdict_at(now)


def _left(line: OrderRow, _book: Book, now: datetime) -> str:
    if line.deleted_at is not None:
        return orders.left_in_trash(line.deleted_at, now)
    if verdict_of(line, now) is not Verdict.OPEN or line.status.deadline is None:
        return ""
    return moments.time_left(line.status.deadline, now)


def _deadline(line: OrderRow, _book: Book, _now: datetime) -> str:
    deadline = line.status.deadline
    return "" if deadline is None else moments.deadline_in_table(deadline)


def _verdict(line: OrderRow, _book: Book, now: datetime) -> str:
    return glossary.verdict(verdict_of(line, now))


def _title(line: OrderRow, _book: Book, _now: datetime) -> str:
    return orders.title(line.order)


def _product(line: OrderRow, _book: Book, _now: datetime) -> str:
    return short(glossary.product(line.order.product), _LONGEST)


def _account(line: OrderRow, book: Book, _now: datetime) -> str:
    account = book.accounts.get(line.order.account)
    return line.order.account if account is None else glossary.account(account)


def _project(line: OrderRow, _book: Book, _now: datetime) -> str:
    return short(line.order.project or line.status.project or "", _LONGEST)


def _created(line: OrderRow, _book: Book, _now: datetime) -> str:
    return moments.table_moment(line.order.created_at)


def _paid(line: OrderRow, _book: Book, _now: datetime) -> str:
    return _moment(line.order.paid_at)


def _associated(line: OrderRow, _book: Book, _now: datetime) -> str:
    return _moment(line.order.associated_at)


def _amount(line: OrderRow, _book: Book, _now: datetime) -> str:
    order = line.order
    amount = order.payable if order.cash_paid is None else order.cash_paid
    return "" if amount is None else amounts.yuan(amount)


def _cashback(line: OrderRow, _book: Book, _now: datetime) -> str:
    cashback = line.status.cashback
    return "" if cashback is None else amounts.yuan(cashback)


def _note(line: OrderRow, _book: Book, _now: datetime) -> str:
    return short(line.order.note, _LONGEST)


def _moment(instant: datetime | None) -> str:
    return "" if instant is None else moments.table_moment(instant)
