"""The rows of an order list – exported from the console, or copied from a spreadsheet – as orders."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache

from desktop.base.progress import Progress
from desktop.domain import catalogue, identifiers
from desktop.domain.model import (
    FIRST_YEAR,
    LAST_YEAR,
    Account,
    Billing,
    InvalidRecord,
    Order,
    OrderStatus,
    Window,
)
from desktop.domain.programme import Programme
from desktop.exchange.document.table import Row, Table
from desktop.exchange.formats.alibaba_order import RowProblem
from desktop.exchange.formats.formula_escape import unmarked
from desktop.exchange.formats.order_words import (
    BILLINGS,
    KINDS,
    STATUSES,
    WINDOWS,
    folded_word,
)
from desktop.exchange.options import ZONES, ReadOptions
from desktop.exchange.snapshot import (
    Addition,
    ImportRefused,
    Problem,
    ReadOrder,
    Snapshot,
    no_rows,
    shown,
)
from desktop.forms import parsing
from desktop.forms.parsing import InputError

_POSTPAID = ("开通", "后付费")
_BILL_OF_ORDER = "预付费订单"
"""The kind of bill line that belongs to an order; the others are usage, refunds, corrections."""
_USUAL_MOMENT = len("2026-09-01 14:20:00")
_YEAR_FIRST = re.compile(r"\s*\d{4}\D")
_DAY_MONTH = re.compile(r"\s*\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}")
_SERIAL = re.compile(r"\s*[3-7]\d{4}(\.\d+)?\s*")
_SERIAL_ZERO = datetime(1899, 12, 30, tzinfo=UTC)
"""Day 0 of a spreadsheet's serial dates; they have no zone."""


def read(
    table: Table,
    programme: Programme,
    choices: ReadOptions,
    known: Mapping[str, str],
    progress: Progress | None = None,
) -> Snapshot:
    """The orders of a table.

    Each belongs to the UID in its account column, else to the account of that name among `known`
    (UID by name), else to the chosen one. Rows that cannot be read are problems. A table without
    times of creation is a bill, or like one: it only adds to orders that are recorded. Raises
    ImportRefused `no-header`, `account-needed`, `account-misfit` or `no-rows`.
    """
    if "number" not in table.facts.values():
        raise ImportRefused("no-header")
    uid = choices.account
    if uid is not None and (wrong := identifiers.ACCOUNT_UID.problem(uid)):
        raise ImportRefused("account-misfit", {"account": shown(uid), "problem": wrong})
    reader = _OrderReader(programme, choices, known)
    if "created_at" not in table.facts.values():
        return _additions(table, reader, progress)
    orders: list[ReadOrder] = []
    problems: list[Problem] = []
    names: dict[str, str] = {}
    rows = 0
    for row in table.rows(progress):
        rows += 1
        try:
            uid, name = reader.account(row)
            order = reader.order(row, uid)
        except RowProblem as problem:
            problems.append(Problem(row.line, problem.code, problem.facts))
            continue
        names.setdefault(uid, name)
        orders.append(ReadOrder(row.line, order))
    if not orders:
        raise no_rows(rows, problems)
    accounts = tuple(Account(uid=uid, name=name) for uid, name in names.items())
    return Snapshot(accounts=accounts, orders=tuple(orders), problems=tuple(problems))


def _additions(table: Table, reader: _OrderReader, progress: Progress | None) -> Snapshot:
    """What the lines of a bill say of orders; lines of one order are its parts, and added up."""
    found: dict[tuple[str, str], Addition] = {}
    problems: list[Problem] = []
    others = rows = 0
    for row in table.rows(progress):
        rows += 1
        if row.cells.get("bill", _BILL_OF_ORDER) != _BILL_OF_ORDER:
            others += 1
            continue
        try:
            addition = reader.addition(row)
        except RowProblem as problem:
            problems.append(Problem(row.line, problem.code, problem.facts))
            continue
        name = addition.account, addition.number
        found[name] = addition.with_part(found.get(name))
    if not found:
        raise no_rows(rows, problems)
    if others:
        problems.append(Problem(0, "lines-of-no-order", {"count": others}))
    return Snapshot(additions=tuple(found.values()), problems=tuple(problems))


class _OrderReader:
    """Reads the rows of one table."""

    def __init__(
        self, programme: Programme, choices: ReadOptions, known: Mapping[str, str]
    ) -> None:
        self._choices = choices
        self._zone = ZONES[choices.zone]
        self._known = known
        self._official = {name.casefold(): name for name in programme.kind_names}
        self._moments: dict[str, datetime] = {}

    def account(self, row: Row) -> tuple[str, str]:
        """UID and name of the account that a row belongs to."""
        told = row.cells.get("account", "")
        uid = identifiers.clean(told)
        wrong = identifiers.ACCOUNT_UID.problem(uid)
        if wrong is None:
            return uid, ""
        if wrong == "scientific":
            raise _problem(row, wrong, "account")
        if told in self._known:
            return self._known[told], told
        if self._choices.account is None:
            raise ImportRefused("account-needed")
        return self._choices.account, ""

    def order(self, row: Row, uid: str) -> Order:
        """The order of one row."""
        number = _number(row, "number")
        kind = self._kind(row)
        paid_at = self._moment(row, "paid_at")
        created_at = self._moment(row, "created_at")
        if created_at is None:
            raise _problem(row, "missing", "created_at")
        try:
            return Order(
                account=uid,
                number=number,
                kind=kind,
                billing=_billing(row),
                status=_status(row, paid_at),
                created_at=created_at,
                product=_product(row),
                title=_text(row, "title"),
                paid_at=paid_at,
                payable=_amount(row, "payable"),
                cash_paid=_amount(row, "cash_paid"),
                parent=_parent(row),
                project=_identifier(row, "project"),
                window=_window(row),
                associated_at=self._moment(row, "associated_at"),
                note=_text(row, "note"),
            )
        except InvalidRecord as wrong:
            raise _problem(row, wrong.problem, wrong.field) from None

    def addition(self, row: Row) -> Addition:
        """What a line of a bill says of an order."""
        uid, _name = self.account(row)
        facts = {
            "paid_at": self._moment(row, "paid_at"),
            "payable": _amount(row, "payable"),
            "cash_paid": _amount(row, "cash_paid"),
        }
        said = {name: value for name, value in facts.items() if value is not None}
        return Addition(row.line, uid, _number(row, "number"), said)

    def _kind(self, row: Row) -> str:
        """The official word for a kind in Chinese; a word nobody knows as it is."""
        word = _text(row, "kind")
        if not word:
            raise _problem(row, "missing", "kind")
        return KINDS.get(word) or self._official.get(word.casefold(), word)

    def _moment(self, row: Row, field: str) -> datetime | None:
        """An instant (UTC). Day and month are never guessed."""
        text = row.cells.get(field)
        if not text:
            return None
        known = self._moments.get(text)  # an order is often paid in the second it is created
        if known is not None:
            return known
        found = self._usual_moment(text) or self._rare_moment(row, field, text.strip("'\"= "))
        if found is not None:
            self._moments = {text: found}
        return found

    def _usual_moment(self, text: str) -> datetime | None:
        """``2026-09-01 14:20:00``, as nearly every file writes it."""
        if not (len(text) == _USUAL_MOMENT and text[4] == text[7] == "-" and text.isascii()):
            return None
        try:
            local = datetime.fromisoformat(text)
        except ValueError:
            return None
        if not FIRST_YEAR < local.year < LAST_YEAR:
            return None
        return local.replace(tzinfo=self._zone).astimezone(UTC)

    def _rare_moment(self, row: Row, field: str, text: str) -> datetime | None:
        if not text or text in ("-", "--"):
            return None
        if _SERIAL.fullmatch(text):
            local = (_SERIAL_ZERO + timedelta(days=float(text))).replace(tzinfo=self._zone)
            return (local + timedelta(milliseconds=500)).replace(microsecond=0).astimezone(UTC)
        if not _YEAR_FIRST.match(text):
            code = "day-month-doubt" if _DAY_MONTH.match(text) else "not-an-instant"
            raise _problem(row, code, field)
        try:
            return parsing.full_moment(field, text, self._zone)
        except InputError as problem:
            raise _problem(row, problem.code, field) from None


def _number(row: Row, field: str) -> str:
    number = identifiers.clean(row.cells.get(field, ""))
    problem = identifiers.ORDER_NUMBER.problem(number)
    if problem is not None:
        raise _problem(row, "missing" if problem == "empty" else problem, field)
    return number


def _billing(row: Row) -> Billing:
    """As its column says, else by the kind: an activation is paid afterwards."""
    told = _word(row, "billing", BILLINGS)
    if isinstance(told, Billing):
        return told
    return Billing.POSTPAID if _text(row, "kind").startswith(_POSTPAID) else Billing.PREPAID


def _status(row: Row, paid_at: datetime | None) -> OrderStatus:
    status = _word(row, "status", STATUSES)
    if isinstance(status, OrderStatus):
        return status
    if paid_at is None:
        raise _problem(row, "missing", "status")
    return OrderStatus.PAID


def _window(row: Row) -> Window | None:
    window = _word(row, "window", WINDOWS)
    return window if isinstance(window, Window) else None


def _word(row: Row, field: str, words: Mapping[str, object]) -> object:
    """What a word of a closed list stands for; None for an empty cell."""
    told = row.cells.get(field)
    if told is None:
        return None
    found = words.get(told) or words.get(folded_word(told))
    if found is None:
        raise _problem(row, "unknown-word", field)
    return found


def _text(row: Row, field: str) -> str:
    told = row.cells.get(field)
    return unmarked(told) if told else ""


def _parent(row: Row) -> str | None:
    """As it is written, unless a spreadsheet has shortened it: then it names no order any more."""
    parent = _identifier(row, "parent")
    if parent is not None and identifiers.ORDER_NUMBER.problem(parent) == "scientific":
        raise _problem(row, "scientific", "parent")
    return parent


def _identifier(row: Row, field: str) -> str | None:
    told = row.cells.get(field)
    return identifiers.clean(told) or None if told else None


def _product(row: Row) -> str | None:
    """The product's code: as written, or that of the product whose name the title is."""
    return _text(row, "product") or _code_named(_text(row, "title"))


@cache
def _code_named(title: str) -> str | None:
    wanted = title.casefold()
    codes = (p.code for p in catalogue.catalogue().values() if p.name_zh.casefold() == wanted)
    return next(codes, None)


def _amount(row: Row, field: str) -> int | None:
    told = row.cells.get(field)
    if told is None:
        return None
    try:
        return parsing.amount(field, told)
    except InputError as problem:
        raise _problem(row, problem.code, field) from None


def _problem(row: Row, code: str, field: str) -> RowProblem:
    facts = {"field": field, "value": shown(row.cells.get(field, ""))}
    number = row.cells.get("number")
    return RowProblem(code, facts if not number else {"number": shown(number), **facts})
