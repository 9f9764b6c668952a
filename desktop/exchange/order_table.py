"""The rows of an order list – exported from the console, or copied from a spreadsheet – as orders."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache

from desktop.domain import catalogue, identifiers
from desktop.domain.beijing import BEIJING
from desktop.domain.model import Account, Billing, InvalidRecord, Order, OrderStatus, Window
from desktop.domain.programme import Programme
from desktop.exchange.alibaba_order import RowProblem
from desktop.exchange.snapshot import Problem, ReadOrder, Snapshot, Unreadable, shown
from desktop.exchange.table import Row, Table
from desktop.journey import entries
from desktop.journey.entries import EntryProblem

KINDS = {
    "新购": "New",
    "开通": "New",
    "续费": "Renew",
    "升级": "Upgrade",
    "降级": "Downgrade",
    "退款": "Refund",
    "短时升级": "TempUpgrade",
    "带宽升级": "IncreaseUpgrade",
    "调整磁盘大小": "ResizeDisk",
    "更换操作系统": "ChangeOperatingSystem",
    "付费类型转换": "Convert",
    "换购": "Exchange",
    "补偿续费": "CompensatoryRenew",
}
_POSTPAID = ("开通", "后付费")
BILLINGS: dict[str, object] = {
    "预付费": Billing.PREPAID,
    "prepaid": Billing.PREPAID,
    "subscription": Billing.PREPAID,
    "后付费": Billing.POSTPAID,
    "postpaid": Billing.POSTPAID,
    "payasyougo": Billing.POSTPAID,
}
WINDOWS: dict[str, object] = {
    "支付当天": Window.DAY,
    "当天": Window.DAY,
    "day": Window.DAY,
    "支付当月": Window.MONTH,
    "当月": Window.MONTH,
    "month": Window.MONTH,
    "未确认": Window.UNKNOWN,
    "unknown": Window.UNKNOWN,
}
STATUSES: dict[str, object] = {
    "已支付": OrderStatus.PAID,
    "paid": OrderStatus.PAID,
    "待支付": OrderStatus.UNPAID,
    "未支付": OrderStatus.UNPAID,
    "pendingpayment": OrderStatus.UNPAID,
    "unpaid": OrderStatus.UNPAID,
    "已取消": OrderStatus.CANCELLED,
    "已作废": OrderStatus.CANCELLED,
    "cancelled": OrderStatus.CANCELLED,
    "canceled": OrderStatus.CANCELLED,
    "已退款": OrderStatus.REFUNDED,
    "refunded": OrderStatus.REFUNDED,
}
_YEAR_FIRST = re.compile(r"\s*\d{4}\D")
_DAY_MONTH = re.compile(r"\s*\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}")
_SERIAL = re.compile(r"\s*[3-7]\d{4}(\.\d+)?\s*")
_SERIAL_ZERO = datetime(1899, 12, 30, tzinfo=BEIJING)
"""Day 0 of a spreadsheet's serial dates, read as Beijing time."""


def read(
    table: Table, programme: Programme, account: str | None, known: Mapping[str, str]
) -> Snapshot:
    """The orders of a table.

    Each belongs to the UID in its account column, else to the account of that name among `known`
    (UID by name), else to `account`. Rows that cannot be read are problems. Raises Unreadable
    `account-needed`, `account-misfit` or `no-rows`.
    """
    if account is not None and (wrong := identifiers.ACCOUNT_UID.problem(account)):
        raise Unreadable("account-misfit", {"account": shown(account), "problem": wrong})
    orders: list[ReadOrder] = []
    problems: list[Problem] = []
    names: dict[str, str] = {}
    for row in table.rows:
        try:
            uid, name = _account(row, account, known)
            order = _order(row, uid, programme)
        except RowProblem as problem:
            problems.append(Problem(row.line, problem.code, problem.facts))
            continue
        names.setdefault(uid, name)
        orders.append(ReadOrder(row.line, order))
    if not orders:
        raise _nothing_read(table, problems)
    accounts = tuple(Account(uid=uid, name=name) for uid, name in names.items())
    return Snapshot(accounts=accounts, orders=tuple(orders), problems=tuple(problems))


def _nothing_read(table: Table, problems: list[Problem]) -> Unreadable:
    facts: dict[str, str | int] = {"rows": len(table.rows)}
    if problems:
        facts |= {"row": problems[0].row, "problem": problems[0].code}
    return Unreadable("no-rows", facts)


def _account(row: Row, account: str | None, known: Mapping[str, str]) -> tuple[str, str]:
    """UID and name of the account that a row belongs to."""
    told = row.cells.get("account", "")
    uid = identifiers.clean(told)
    wrong = identifiers.ACCOUNT_UID.problem(uid)
    if wrong is None:
        return uid, ""
    if wrong == "scientific":
        raise _problem(row, wrong, "account")
    if told in known:
        return known[told], told
    if account is None:
        raise Unreadable("account-needed")
    return account, ""


def _order(row: Row, uid: str, programme: Programme) -> Order:
    number = _number(row, "number")
    kind = _kind(row, programme)
    paid_at = _moment(row, "paid_at")
    try:
        return Order(
            account=uid,
            number=number,
            kind=kind,
            billing=_billing(row),
            status=_status(row, paid_at),
            created_at=_needed(row, "created_at"),
            product=_product(row),
            title=_text(row, "title"),
            paid_at=paid_at,
            payable=_amount(row, "payable"),
            cash_paid=_amount(row, "cash_paid"),
            parent=_parent(row),
            project=identifiers.clean(row.cells.get("project", "")) or None,
            window=_window(row),
            associated_at=_moment(row, "associated_at"),
            note=_text(row, "note"),
        )
    except InvalidRecord as wrong:
        raise _problem(row, wrong.problem, wrong.field) from None


def _number(row: Row, field: str) -> str:
    number = identifiers.clean(row.cells.get(field, ""))
    problem = identifiers.ORDER_NUMBER.problem(number)
    if problem is not None:
        raise _problem(row, "missing" if problem == "empty" else problem, field)
    return number


def _kind(row: Row, programme: Programme) -> str:
    """The official word for a kind in Chinese; a word nobody knows as it is."""
    word = _text(row, "kind")
    if not word:
        raise _problem(row, "missing", "kind")
    official = {name.casefold(): name for name in programme.kind_names}
    return KINDS.get(word) or official.get(word.casefold(), word)


def _billing(row: Row) -> Billing:
    """As its column says, else by the kind: an activation is paid afterwards."""
    told = _word(row, "billing", BILLINGS)
    if isinstance(told, Billing):
        return told
    return Billing.POSTPAID if row.cells.get("kind", "").startswith(_POSTPAID) else Billing.PREPAID


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
    told = row.cells.get(field, "")
    if not told:
        return None
    found = words.get("".join(told.split()).casefold())
    if found is None:
        raise _problem(row, "unknown-word", field)
    return found


def _text(row: Row, field: str) -> str:
    """A text without the apostrophe that kept a spreadsheet from taking it for a formula."""
    told = row.cells.get(field, "")
    marked = told.startswith("'") and starts_formula(told.lstrip("'"))
    return told[1:] if marked else told


def starts_formula(text: str) -> bool:
    """Whether a spreadsheet may take a text for a formula; full-width signs count, too."""
    first = unicodedata.normalize("NFKC", text[:1])
    return bool(first) and first[0] in "=+-@\t\r"


def _parent(row: Row) -> str | None:
    """As it is written, unless a spreadsheet has shortened it: then it names no order any more."""
    parent = identifiers.clean(row.cells.get("parent", ""))
    if parent and identifiers.ORDER_NUMBER.problem(parent) == "scientific":
        raise _problem(row, "scientific", "parent")
    return parent or None


def _product(row: Row) -> str | None:
    """The product's code: as written, or that of the product whose name the title is."""
    return _text(row, "product") or _code_named(row.cells.get("title", ""))


@cache
def _code_named(title: str) -> str | None:
    wanted = title.casefold()
    codes = (p.code for p in catalogue.catalogue().values() if p.name_zh.casefold() == wanted)
    return next(codes, None)


def _amount(row: Row, field: str) -> int | None:
    try:
        return entries.amount(field, row.cells.get(field, ""))
    except EntryProblem as problem:
        raise _problem(row, problem.code, field) from None


def _needed(row: Row, field: str) -> datetime:
    at = _moment(row, field)
    if at is None:
        raise _problem(row, "missing", field)
    return at


def _moment(row: Row, field: str) -> datetime | None:
    """An instant (UTC). Without a zone it is Beijing time; day and month are never guessed."""
    text = row.cells.get(field, "").strip("'\"= ")
    if not text or text in ("-", "--"):
        return None
    if _SERIAL.fullmatch(text):
        local = _SERIAL_ZERO + timedelta(days=float(text))
        return (local + timedelta(milliseconds=500)).replace(microsecond=0).astimezone(UTC)
    if not _YEAR_FIRST.match(text):
        code = "day-month-doubt" if _DAY_MONTH.match(text) else "not-an-instant"
        raise _problem(row, code, field)
    try:
        return entries.moment(field, text, _SERIAL_ZERO)
    except EntryProblem as problem:
        raise _problem(row, problem.code, field) from None


def _problem(row: Row, code: str, field: str) -> RowProblem:
    facts = {"field": field, "value": shown(row.cells.get(field, ""))}
    number = row.cells.get("number")
    return RowProblem(code, facts if not number else {"number": shown(number), **facts})
