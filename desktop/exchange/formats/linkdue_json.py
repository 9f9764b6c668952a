"""LinkDue's own JSON, version 1: everything out and everything back in.

The format is the contract's ``linkdue.schema.json``, written down once more in takers since the
program brings no schema library; tests hold the two against each other.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from desktop.domain import identifiers, money
from desktop.domain.book import Book
from desktop.domain.model import (
    Account,
    Billing,
    Cashback,
    InvalidRecord,
    Order,
    OrderStatus,
    Partner,
    Project,
    ProjectStatus,
    Receipt,
    Window,
)
from desktop.domain.receipts import MatchedReceipt, check_shares, matched_receipts
from desktop.domain.timestamps import format_instant
from desktop.exchange.formats import validators
from desktop.exchange.formats.validators import Shape, Take, ValidationError, or_none
from desktop.exchange.snapshot import ImportRefused, ReadOrder, Snapshot, shown

FORMAT = "linkdue"
VERSION = 1

R = TypeVar("R")
_Json = dict[str, Any]

_uid = validators.identifier(identifiers.ACCOUNT_UID)

_ACCOUNT = Shape(
    {"uid": _uid, "name": validators.text, "window": validators.word_of(Window)},
    {"window_checked_at": or_none(validators.instant), "note": validators.text},
)
_PARTNER = Shape(
    {"name": validators.filled_text}, {"contact": validators.text, "note": validators.text}
)
_PROJECT = Shape(
    {
        "account": _uid,
        "number": or_none(validators.identifier(identifiers.PROJECT_NUMBER)),
        "status": validators.word_of(ProjectStatus),
    },
    {
        "title": validators.text,
        "partner": validators.text_or_none,
        "requested_at": or_none(validators.instant),
        "created_at": or_none(validators.instant),
        "valid_until": or_none(validators.instant),
        "cashback_rate": or_none(validators.rate),
        "product_rates": validators.rates,
        "renewals": validators.flag,
        "note": validators.text,
    },
)
_ORDER = Shape(
    {
        "account": _uid,
        "number": validators.identifier(identifiers.ORDER_NUMBER),
        "kind": validators.text,
        "billing": validators.word_of(Billing),
        "status": validators.word_of(OrderStatus),
        "created_at": validators.instant,
    },
    {
        "product": validators.text_or_none,
        "title": validators.text,
        "paid_at": or_none(validators.instant),
        "payable": or_none(validators.yuan),
        "cash_paid": or_none(validators.yuan),
        "parent": validators.text_or_none,
        "project": validators.text_or_none,
        "window": or_none(validators.word_of(Window)),
        "associated_at": or_none(validators.instant),
        "note": validators.text,
    },
)
_CASHBACK_NEEDS: dict[str, Take[Any]] = {
    "account": _uid,
    "order": validators.text,
    "received_at": validators.instant,
    "amount": validators.yuan,
}
_NOTE: dict[str, Take[Any]] = {"note": validators.text}
_CASHBACK = Shape(
    _CASHBACK_NEEDS,
    {"note": validators.text, "receipt": validators.positive},
)
_RECEIPT = Shape(
    {
        "number": validators.positive,
        "received_at": validators.instant,
        "amount": validators.yuan,
    },
    {"note": validators.text, "undone": validators.list_of(Shape(_CASHBACK_NEEDS, _NOTE).take)},
)


def _made(record: Callable[..., R], shape: Shape) -> Take[R]:
    """Return a taker of one kind of record: its shape, then the invariants of the record."""

    def take(value: object) -> R:
        values = shape.take(value)
        try:
            return record(**values)
        except InvalidRecord as invalid:
            raise ValidationError(invalid.problem, invalid.field) from None

    return take


_FILE = Shape(
    {
        "format": validators.constant(FORMAT),
        "version": validators.constant(VERSION),
        "exported_at": validators.instant,
        "accounts": validators.list_of(_made(Account, _ACCOUNT)),
        "partners": validators.list_of(_made(Partner, _PARTNER)),
        "projects": validators.list_of(_made(Project, _PROJECT)),
        "orders": validators.list_of(_made(Order, _ORDER)),
        "cashback": validators.list_of(_made(Cashback, _CASHBACK)),
    },
    {"receipts": validators.list_of(_RECEIPT.take)},
)


def read(data: object) -> Snapshot:
    """Return the records of parsed JSON, all of them or none.

    Raises ImportRefused: `newer-version`, or `schema` with the place (``orders[3].number``) and the
    problem there. Whether every account is known is for the merge to say.
    """
    _refuse_newer(data)
    try:
        values = _FILE.take(data)
        _refuse_doubles(values)
        receipts = _receipts(values["cashback"], values.get("receipts", ()))
    except ValidationError as error:
        facts = {"place": shown(error.where), "problem": error.problem}
        raise ImportRefused("schema", facts) from None
    return Snapshot(
        accounts=values["accounts"],
        partners=values["partners"],
        projects=values["projects"],
        orders=tuple(ReadOrder(row, order) for row, order in enumerate(values["orders"], 1)),
        receipts=receipts,
        own=True,
    )


def _refuse_newer(data: object) -> None:
    version = data.get("version") if isinstance(data, dict) else None
    if isinstance(version, int) and version > VERSION:
        raise ImportRefused("newer-version", {"version": shown(version)})


def _refuse_doubles(values: _Json) -> None:
    """Raise ValidationError for two records of one name, which cannot both be right."""
    numbered = (p.number and (p.account, p.number) for p in values["projects"])
    _unique("accounts", "uid", (account.uid for account in values["accounts"]))
    _unique("partners", "name", (partner.name for partner in values["partners"]))
    _unique("projects", "number", numbered)
    _unique("orders", "number", ((order.account, order.number) for order in values["orders"]))


def _receipts(parts: Sequence[Cashback], receipts: Sequence[_Json]) -> tuple[MatchedReceipt, ...]:
    """Return the receipts, those first that are one part and nothing else.

    Raises ValidationError for a part of a receipt that is not there, and for a receipt whose parts
    are more than it.
    """
    _unique("receipts", "number", (values["number"] for values in receipts))
    matched: dict[int, list[Cashback]] = {values["number"]: [] for values in receipts}
    alone = []
    for index, part in enumerate(parts):
        if part.receipt is None:
            own = Receipt(received_at=part.received_at, amount=part.amount, note=part.note)
            alone.append(MatchedReceipt(own, (part,)))
        elif part.receipt in matched:
            matched[part.receipt].append(replace(part, receipt=None))
        else:
            raise ValidationError("not-recorded", f"cashback[{index}].receipt")
    return (*alone, *(_receipt(i, r, matched[r["number"]]) for i, r in enumerate(receipts)))


def _receipt(index: int, values: _Json, parts: Sequence[Cashback]) -> MatchedReceipt:
    known = {name: values[name] for name in ("received_at", "amount", "note") if name in values}
    where = f"receipts[{index}]"
    try:
        receipt = Receipt(**known)
        undone = tuple(Cashback(**each, undone=True) for each in values.get("undone", ()))
    except InvalidRecord as invalid:
        raise ValidationError(invalid.problem, f"{where}.{invalid.field}") from None
    if parts:
        try:
            shares = [((part.account, part.order), part.amount) for part in parts]
            check_shares(receipt.amount, shares)
        except InvalidRecord as invalid:
            raise ValidationError(invalid.problem, f"{where}.{invalid.field}") from None
    return MatchedReceipt(receipt, tuple(parts), undone)


def _unique(section: str, field: str, names: Iterable[object]) -> None:
    seen = set()
    for index, name in enumerate(names):
        if name is not None and name in seen:
            raise ValidationError("duplicate", f"{section}[{index}].{field}")
        seen.add(name)


def dump(book: Book, exported_at: datetime) -> str:
    """Return every record of `book` as a text that is the same whenever the records are.

    Sections are sorted and every key is written out, so that two exports can be compared line by
    line. `exported_at` may be in any zone. What the schema has no place for is left out:
    `created_assumed`, `request_text`, `copied_at` and `answered_at` of a project. Receipts that are
    for one order are written as the schema has them; others are numbered, with a section of their
    own.
    """
    receipts = matched_receipts(book)
    numbered = sorted((each for each in receipts if not each.is_plain), key=_receipt_rank)
    parts: list[tuple[Cashback, int | None]]
    parts = [(part, None) for each in receipts if each.is_plain for part in each.parts]
    parts += [(part, n) for n, each in enumerate(numbered, 1) for part in each.parts]
    received = [
        _cashback(part) | ({} if number is None else {"receipt": number}) for part, number in parts
    ]
    data: _Json = {
        "format": FORMAT,
        "version": VERSION,
        "exported_at": format_instant(exported_at),
        "accounts": _sorted(map(_account, book.accounts.values()), "uid"),
        "partners": _sorted(map(_partner, book.partners), "name"),
        "projects": sorted(map(_project, book.projects), key=_project_rank),
        "orders": _sorted(map(_order, book.orders.values()), "account", "number"),
        "cashback": _sorted(received, "account", "order", "received_at"),
    }
    if numbered:
        data["receipts"] = [_numbered(number, each) for number, each in enumerate(numbered, 1)]
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _sorted(records: Iterable[_Json], *keys: str) -> list[_Json]:
    """Return records sorted by `keys`; equal ones by all they say."""
    return sorted(records, key=lambda r: ([r[key] for key in keys], _line(r)))


def _project_rank(project: _Json) -> tuple[str, bool, str, str, str, str]:
    """Return what projects are sorted by: account and number, the unnumbered ones last."""
    return (
        project["account"],
        project["number"] is None,
        project["number"] or "",
        project["requested_at"] or "",
        project["title"],
        _line(project),
    )


def _line(record: _Json) -> str:
    return json.dumps(record, ensure_ascii=False)


def _account(account: Account) -> _Json:
    return {
        "uid": account.uid,
        "name": account.name,
        "window": account.window.value,
        "window_checked_at": _instant(account.window_checked_at),
        "note": account.note,
    }


def _partner(partner: Partner) -> _Json:
    return {"name": partner.name, "contact": partner.contact, "note": partner.note}


def _project(project: Project) -> _Json:
    rates = sorted(project.product_rates.items())
    return {
        "account": project.account,
        "number": project.number,
        "title": project.title,
        "partner": project.partner or None,
        "status": project.status.value,
        "requested_at": _instant(project.requested_at),
        "created_at": _instant(project.created_at),
        "valid_until": _instant(project.valid_until),
        "cashback_rate": _rate(project.cashback_rate),
        "product_rates": {product: _rate(rate) for product, rate in rates},
        "note": project.note,
    } | ({} if project.renewals else {"renewals": False})


def _order(order: Order) -> _Json:
    return {
        "account": order.account,
        "number": order.number,
        "product": order.product or None,
        "title": order.title,
        "kind": order.kind,
        "billing": order.billing.value,
        "status": order.status.value,
        "created_at": format_instant(order.created_at),
        "paid_at": _instant(order.paid_at),
        "payable": _yuan(order.payable),
        "cash_paid": _yuan(order.cash_paid),
        "parent": order.parent or None,
        "project": order.project or None,
        "window": None if order.window is None else order.window.value,
        "associated_at": _instant(order.associated_at),
        "note": order.note,
    }


def _cashback(cashback: Cashback) -> _Json:
    return {
        "account": cashback.account,
        "order": cashback.order,
        "received_at": format_instant(cashback.received_at),
        "amount": money.format_yuan(cashback.amount),
        "note": cashback.note,
    }


def _numbered(number: int, matched: MatchedReceipt) -> _Json:
    receipt = matched.receipt
    undone = _sorted(map(_cashback, matched.undone), "account", "order", "received_at")
    return {
        "number": number,
        "received_at": format_instant(receipt.received_at),
        "amount": money.format_yuan(receipt.amount),
        "note": receipt.note,
    } | ({"undone": undone} if undone else {})


def _receipt_rank(matched: MatchedReceipt) -> tuple[str, str]:
    """Return what receipts are numbered by: their moment, then all that is said of them."""
    whole = _numbered(0, matched)
    parts = _sorted(map(_cashback, matched.parts), "account", "order", "received_at")
    return whole["received_at"], _line({"receipt": whole, "parts": parts})


def _instant(instant: datetime | None) -> str | None:
    return None if instant is None else format_instant(instant)


def _yuan(fen: int | None) -> str | None:
    return None if fen is None else money.format_yuan(fen)


def _rate(rate: Decimal | None) -> str | None:
    return None if rate is None else format(abs(rate), "f")
