"""The columns of the table of orders: what each shows, and what it is sorted by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.assessment import Verdict
from desktop.domain.book import Book
from desktop.domain.views import Column
from desktop.services.workspace import Line
from desktop.wording import amounts, glossary, moments
from desktop.wording.i18n import _, pgettext
from desktop.wording.records import orders, products
from desktop.wording.truncate import short

_LONGEST = 200
"""Characters of a cell: nobody reads more in a table, and laying out more takes time."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A column. `width` is in characters, `text` what a cell says at a moment (UTC)."""

    key: str
    title: str
    sorted_by: Column
    width: int
    text: Callable[[Line, Book, datetime], str]
    number: bool = False
    hidden: bool = False


def columns() -> tuple[Shown, ...]:
    """All columns in their usual order, in the language spoken now."""
    return (
        Shown("left", _("Time left"), Column.DEADLINE, 15, _left),
        Shown("deadline", _("Deadline"), Column.DEADLINE, 20, _deadline),
        Shown("verdict", pgettext("column", "State"), Column.VERDICT, 24, _verdict),
        Shown("number", _("Order number"), Column.NUMBER, 20, lambda a, _b, _n: a.order.number),
        Shown("title", pgettext("column", "What"), Column.TITLE, 20, _title),
        Shown("product", _("Product"), Column.PRODUCT, 18, _product, hidden=True),
        Shown("account", _("Account"), Column.ACCOUNT, 16, _account),
        Shown("project", _("Project number"), Column.PROJECT, 17, _project),
        Shown("created", _("Created"), Column.CREATED, 19, _created, hidden=True),
        Shown("paid", _("Paid"), Column.PAID, 19, _paid),
        Shown("amount", _("Amount"), Column.AMOUNT, 14, _amount, number=True),
        Shown("cashback", _("Cashback"), Column.CASHBACK, 13, _cashback, number=True),
        Shown("associated", _("Associated"), Column.ASSOCIATED, 19, _associated, hidden=True),
        Shown("note", _("Note"), Column.NOTE, 24, _note),
    )


def verdict_of(line: Line, now: datetime) -> Verdict:
    """The order's verdict at `now` (UTC)."""
    return line.standing.verdict_at(now)


def _left(line: Line, _book: Book, now: datetime) -> str:
    if line.deleted_at is not None:
        return orders.left_in_bin(line.deleted_at, now)
    if verdict_of(line, now) is not Verdict.OPEN or line.standing.deadline is None:
        return ""
    return moments.time_left(line.standing.deadline, now)


def _deadline(line: Line, _book: Book, _now: datetime) -> str:
    deadline = line.standing.deadline
    return "" if deadline is None else moments.deadline_in_table(deadline)


def _verdict(line: Line, _book: Book, now: datetime) -> str:
    return glossary.verdict(verdict_of(line, now))


def _title(line: Line, _book: Book, _now: datetime) -> str:
    return orders.title(line.order)


def _product(line: Line, _book: Book, _now: datetime) -> str:
    return short(products.name(line.order.product), _LONGEST)


def _account(line: Line, book: Book, _now: datetime) -> str:
    account = book.accounts.get(line.order.account)
    return line.order.account if account is None else glossary.account(account)


def _project(line: Line, _book: Book, _now: datetime) -> str:
    return short(line.order.project or line.standing.project or "", _LONGEST)


def _created(line: Line, _book: Book, _now: datetime) -> str:
    return moments.table_moment(line.order.created_at)


def _paid(line: Line, _book: Book, _now: datetime) -> str:
    return _moment(line.order.paid_at)


def _associated(line: Line, _book: Book, _now: datetime) -> str:
    return _moment(line.order.associated_at)


def _amount(line: Line, _book: Book, _now: datetime) -> str:
    order = line.order
    amount = order.payable if order.cash_paid is None else order.cash_paid
    return "" if amount is None else amounts.yuan(amount)


def _cashback(line: Line, _book: Book, _now: datetime) -> str:
    cashback = line.standing.cashback
    return "" if cashback is None else amounts.yuan(cashback)


def _note(line: Line, _book: Book, _now: datetime) -> str:
    return short(line.order.note, _LONGEST)


def _moment(instant: datetime | None) -> str:
    return "" if instant is None else moments.table_moment(instant)
