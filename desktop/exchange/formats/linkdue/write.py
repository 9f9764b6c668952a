"""Writing LinkDue's own JSON; equal records always yield the same text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from desktop.domain import money
from desktop.domain.book import Book
from desktop.domain.console_records import ChecklistAnswer, Comparison, Sighting
from desktop.domain.evidence_records import Evidence, SubjectKind
from desktop.domain.model import Account, Order, Partner, Project, RateEntry
from desktop.domain.money_records import Cashback, PartnerAnswer
from desktop.domain.receipts import MatchedReceipt, matched_receipts
from desktop.domain.timestamps import format_instant
from desktop.exchange.formats.linkdue.shapes import ADDED_KEYS, ADDED_SECTIONS, FORMAT, VERSION

_Json = dict[str, Any]


def dump(book: Book, exported_at: datetime) -> str:
    """Return all records of `book` as JSON, in the lowest version that can hold them.

    Sections are sorted and every key is written, so that two exports can be compared line by line.
    `exported_at` may be in any zone. A receipt for one order is only an entry of ``cashback``; any
    other has a number and an entry of ``receipts``.
    """
    receipts = matched_receipts(book)
    projects = sorted(book.projects, key=lambda project: _project_sort_key(_project(project)))
    with_evidence = {p.subject.key for p in book.evidence if p.subject.kind is SubjectKind.RECEIPT}
    alone = [each for each in receipts if each.is_plain and each.receipt.key not in with_evidence]
    numbered = sorted(
        (each for each in receipts if not each.is_plain or each.receipt.key in with_evidence),
        key=_receipt_sort_key,
    )
    parts: list[tuple[Cashback, int | None]]
    parts = [(part, None) for each in alone for part in each.parts]
    parts += [(part, n) for n, each in enumerate(numbered, 1) for part in each.parts]
    received = [_cashback(part) | {"receipt": number} for part, number in parts]
    data: _Json = {
        "format": FORMAT,
        "version": VERSION,
        "exported_at": format_instant(exported_at),
        "accounts": _sorted(map(_account, book.accounts.values()), "uid"),
        "partners": _sorted(map(_partner, book.partners), "name"),
        "projects": [_project(project) for project in projects],
        "orders": _sorted(map(_order, book.orders.values()), "account", "number"),
        "cashback": _sorted(received, "account", "order", "received_at"),
        "receipts": [_numbered(number, each) for number, each in enumerate(numbered, 1)],
        "sightings": _sorted(map(_sighting, book.sightings), "account", "order", "seen_at"),
        "answers": _sorted(map(_answer, book.answers), "account", "item"),
        "comparisons": _sorted(map(_comparison, book.comparisons), "account", "compared_at"),
        "partner_answers": _sorted(map(_partner_answer, book.partner_answers), "account", "order"),
        "evidence": _evidence(
            book.evidence,
            {project.key: place for place, project in enumerate(projects, 1)},
            {each.receipt.key: number for number, each in enumerate(numbered, 1)},
        ),
    }
    return json.dumps(_lowest_version(data), ensure_ascii=False, indent=1) + "\n"


def _lowest_version(data: _Json) -> _Json:
    """Return `data` as version 1 if that loses nothing, else unchanged."""
    needed = any(data[section] for section in ADDED_SECTIONS) or any(
        record[name] != key.default
        for section, keys in ADDED_KEYS.items()
        for record in data[section]
        for name, key in keys.items()
    )
    if needed:
        return data
    for section, keys in ADDED_KEYS.items():
        for record in data[section]:
            for name in keys:
                del record[name]
    return {name: part for name, part in data.items() if name not in ADDED_SECTIONS} | {
        "version": 1
    }


def _sorted(records: Iterable[_Json], *keys: str) -> list[_Json]:
    """Return records sorted by `keys`, then by their whole content."""
    return sorted(records, key=lambda r: ([r[key] for key in keys], _as_line(r)))


def _project_sort_key(project: _Json) -> tuple[str, bool, str, str, str, str]:
    """Return the sort key of a project: account and number, the unnumbered ones last."""
    return (
        project["account"],
        project["number"] is None,
        project["number"] or "",
        project["requested_at"] or "",
        project["title"],
        _as_line(project),
    )


def _as_line(record: _Json) -> str:
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
    return {
        "name": partner.name,
        "contact": partner.contact,
        "note": partner.note,
        "wants": partner.wants,
        "rates": _rates(partner.rates),
        "excluded_products": sorted(partner.excluded_products),
    }


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
        "created_assumed": project.created_assumed,
        "copied_at": _instant(project.copied_at),
        "answered_at": _instant(project.answered_at),
        "request_text": project.request_text,
        "later_rates": _rates(project.later_rates),
        "excluded_products": sorted(project.excluded_products),
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
        "undone": undone,
    }


def _sighting(sighting: Sighting) -> _Json:
    return {
        "account": sighting.account,
        "order": sighting.order,
        "seen_at": format_instant(sighting.seen_at),
        "window": None if sighting.window is None else sighting.window.value,
        "said": sighting.said,
        "worked": sighting.worked,
        "paid_at": _instant(sighting.paid_at),
    }


def _answer(answer: ChecklistAnswer) -> _Json:
    return {
        "account": answer.account,
        "item": answer.item,
        "value": answer.value,
        "answered_at": format_instant(answer.answered_at),
    }


def _comparison(comparison: Comparison) -> _Json:
    return {
        "account": comparison.account,
        "compared_at": format_instant(comparison.compared_at),
    }


def _partner_answer(answer: PartnerAnswer) -> _Json:
    return {
        "account": answer.account,
        "order": answer.order,
        "answer": None if answer.answer is None else answer.answer.value,
        "amount": _yuan(answer.amount),
        "answered_at": format_instant(answer.answered_at),
        "statement": answer.statement.isoformat(),
        "partner": answer.partner,
        "claimed": _yuan(answer.claimed),
    }


def _evidence(
    pieces: Iterable[Evidence],
    projects: Mapping[int | None, int],
    receipts: Mapping[int | None, int],
) -> list[_Json]:
    """Return the evidence; its subjects are given by position of project or number of receipt.

    Evidence whose subject is missing, as after damage to the data file, is left out.
    """
    entries = []
    for piece in pieces:
        subject = piece.subject
        project = projects.get(subject.key) if subject.kind is SubjectKind.PROJECT else None
        receipt = receipts.get(subject.key) if subject.kind is SubjectKind.RECEIPT else None
        if subject.kind is not SubjectKind.ORDER and project is None and receipt is None:
            continue
        entries.append(
            {
                "kind": subject.kind.value,
                "account": subject.account or None,
                "order": subject.order or None,
                "project": project,
                "receipt": receipt,
                "sha256": piece.sha256,
                "media_type": piece.media_type.value,
                "bytes": piece.size,
                "added_at": format_instant(piece.added_at),
                "name": piece.name,
                "note": piece.note,
                "voided_at": _instant(piece.voided_at),
                "void_reason": piece.void_reason,
            }
        )
    return sorted(entries, key=_as_line)


def _receipt_sort_key(matched: MatchedReceipt) -> tuple[str, str]:
    """Return the sort key of a receipt, by which it is numbered: its moment, then its content."""
    whole = _numbered(0, matched)
    parts = _sorted(map(_cashback, matched.parts), "account", "order", "received_at")
    return whole["received_at"], _as_line({"receipt": whole, "parts": parts})


def _instant(instant: datetime | None) -> str | None:
    return None if instant is None else format_instant(instant)


def _yuan(fen: int | None) -> str | None:
    return None if fen is None else money.format_yuan(fen)


def _rates(entries: Iterable[RateEntry]) -> list[_Json]:
    return [
        {
            "product": entry.product,
            "rate": _rate(entry.rate),
            "from": None if entry.since is None else entry.since.isoformat(),
        }
        for entry in entries
    ]


def _rate(rate: Decimal | None) -> str | None:
    return None if rate is None else format(abs(rate), "f")
