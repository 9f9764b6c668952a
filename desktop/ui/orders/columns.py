"""The columns of the table of orders: their texts and their sorting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from desktop.domain.assessment import Verdict
from desktop.domain.book import Book
from desktop.domain.order_rows import OrderRow
from desktop.domain.views import OrderColumn
from desktop.wording import amounts, glossary, moments
from desktop.wording.glossary import short
from desktop.wording.i18n import _, clauses, pgettext
from desktop.wording.records import order_lines, orders

_DIGITS = 15
"""Digits of an order number, which must fit the column."""
_WIDEST_SUM = 1_234_567_89
"""Sum in fen that fits the column; a larger one is cut and has a tooltip."""
_MAX_LENGTH = 200
"""Characters of a cell's text; the layout of longer ones would be slow."""


Cell = Callable[[OrderRow, Book, datetime], str]
"""Returns the text of a cell at a moment (UTC)."""


@dataclass(frozen=True, slots=True)
class ShownColumns:
    """A column. `width` is in characters; `text` and `second` are the two lines of a cell.

    `parts` are the keys of the columns that show its facts separately, as a printed list does.
    `full_title` names all of its facts, for the menu.
    """

    key: str
    title: str
    sorted_by: OrderColumn
    width: int
    text: Cell
    second: Cell | None = None
    number: bool = False
    hidden: bool = True
    parts: tuple[str, ...] = ()
    full_title: str = ""

    @property
    def menu_title(self) -> str:
        """Return the title in the menu of columns."""
        return self.full_title or self.title


def columns() -> tuple[ShownColumns, ...]:
    """Return all columns in their default order, in the current language.

    The first four are shown by default, with two lines per cell; the others can be added.
    """
    return (
        ShownColumns(
            "due",
            pgettext("column", "Due"),
            OrderColumn.DEADLINE,
            17,
            order_lines.due,
            order_lines.time_left,
            hidden=False,
            parts=("left", "deadline"),
            full_title=_("Deadline and time left"),
        ),
        ShownColumns(
            "order",
            _("Product"),
            OrderColumn.TITLE,
            34,
            _title,
            order_lines.number_and_account,
            hidden=False,
            parts=("title", "number", "account"),
            full_title=_("Product, number and account"),
        ),
        ShownColumns(
            "sums",
            pgettext("column", "Payable"),
            OrderColumn.AMOUNT,
            12,
            _payable_or_dash,
            _cashback_or_dash,
            number=True,
            hidden=False,
            parts=("amount", "cashback"),
            full_title=_("Payable and cashback"),
        ),
        ShownColumns(
            "verdict", _("Status"), OrderColumn.VERDICT, 16, order_lines.status, hidden=False
        ),
        ShownColumns("left", _("Time left"), OrderColumn.DEADLINE, 15, _left),
        ShownColumns("deadline", _("Deadline"), OrderColumn.DEADLINE, 20, _deadline),
        ShownColumns(
            "number", _("Order number"), OrderColumn.NUMBER, 20, lambda a, _b, _n: a.order.number
        ),
        ShownColumns("title", pgettext("column", "Product"), OrderColumn.TITLE, 20, _title),
        ShownColumns("product", _("Product"), OrderColumn.PRODUCT, 18, _product),
        ShownColumns("account", _("Account"), OrderColumn.ACCOUNT, 16, _account),
        ShownColumns("project", _("Project number"), OrderColumn.PROJECT, 17, _project),
        ShownColumns("created", _("Created"), OrderColumn.CREATED, 19, _created),
        ShownColumns("paid", _("Paid"), OrderColumn.PAID, 19, _paid),
        ShownColumns("amount", _("Amount"), OrderColumn.AMOUNT, 14, _amount, number=True),
        ShownColumns("cashback", _("Cashback"), OrderColumn.CASHBACK, 13, _cashback, number=True),
        ShownColumns("associated", _("Associated"), OrderColumn.ASSOCIATED, 19, _associated),
        ShownColumns("note", _("Note"), OrderColumn.NOTE, 24, _note),
    )


def widest_texts(key: str) -> tuple[list[str], list[str]]:
    """Return the longest texts that a default column must fit, for both lines of the cell."""
    then, before = datetime(2026, 12, 30, 16, tzinfo=UTC), datetime(2026, 12, 20, 16, tzinfo=UTC)
    match key:
        case "due":
            left = moments.time_left(before + timedelta(hours=23, minutes=59), before)
            texts = [moments.deadline_in_table(then), moments.deadline(then, before)]
            return texts, [_("{left} left").format(left=left), _("deadline passed")]
        case "order":
            return [], ["0" * _DIGITS + " · 00"]
        case "sums":
            return [amounts.yuan(_WIDEST_SUM)], []
    return [order_lines.word(verdict) for verdict in Verdict], []


def in_parts(shown: Sequence[ShownColumns]) -> list[ShownColumns]:
    """Return the columns with one fact each that cover the facts of `shown`, each once."""
    known = {column.key: column for column in columns()}
    keys = [key for column in shown for key in column.parts or (column.key,)]
    return [known[key] for key in dict.fromkeys(keys)]


def row_text(line: OrderRow, book: Book, now: datetime) -> str:
    """Return a row's text for screen readers: product, number, deadline, time left, status."""
    parts = (
        orders.title(line.order),
        line.order.number,
        order_lines.due(line, book, now),
        order_lines.time_left(line, book, now),
        order_lines.status(line, book, now),
    )
    return clauses(*(part for part in parts if part))


def _left(line: OrderRow, _book: Book, now: datetime) -> str:
    if line.deleted_at is not None:
        return orders.left_in_trash(line.deleted_at, now)
    if line.status.verdict_at(now) is not Verdict.OPEN or line.status.deadline is None:
        return ""
    return moments.time_left(line.status.deadline, now)


def _deadline(line: OrderRow, _book: Book, _now: datetime) -> str:
    deadline = line.status.deadline
    return "" if deadline is None else moments.deadline_in_table(deadline)


def _title(line: OrderRow, _book: Book, _now: datetime) -> str:
    return orders.title(line.order)


def _product(line: OrderRow, _book: Book, _now: datetime) -> str:
    return short(glossary.product(line.order.product), _MAX_LENGTH)


def _account(line: OrderRow, book: Book, _now: datetime) -> str:
    return order_lines.account(line, book)


def _project(line: OrderRow, _book: Book, _now: datetime) -> str:
    return short(line.order.project or line.status.project or "", _MAX_LENGTH)


def _created(line: OrderRow, _book: Book, _now: datetime) -> str:
    return moments.table_moment(line.order.created_at)


def _paid(line: OrderRow, _book: Book, _now: datetime) -> str:
    return _moment(line.order.paid_at)


def _associated(line: OrderRow, _book: Book, _now: datetime) -> str:
    return _moment(line.order.associated_at)


def _amount(line: OrderRow, _book: Book, _now: datetime) -> str:
    amount = line.order.amount
    return "" if amount is None else amounts.yuan(amount)


def _cashback(line: OrderRow, _book: Book, _now: datetime) -> str:
    cashback = line.status.cashback
    return "" if cashback is None else amounts.yuan(cashback)


def _payable_or_dash(line: OrderRow, book: Book, now: datetime) -> str:
    return _amount(line, book, now) or order_lines.NOTHING


def _cashback_or_dash(line: OrderRow, book: Book, now: datetime) -> str:
    return _cashback(line, book, now) or order_lines.NOTHING


def _note(line: OrderRow, _book: Book, _now: datetime) -> str:
    return short(line.order.note, _MAX_LENGTH)


def _moment(instant: datetime | None) -> str:
    return "" if instant is None else moments.table_moment(instant)
