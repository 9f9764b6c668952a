"""Converts records to the columns of their rows, for writing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from desktop.domain.console_records import ChecklistAnswer, Comparison, Sighting
from desktop.domain.evidence_records import Evidence
from desktop.domain.model import Account, Order, Partner, Project
from desktop.domain.money_records import Cashback, PartnerAnswer, Receipt
from desktop.domain.record import Record
from desktop.domain.timestamps import format_instant
from desktop.records.tables import record_tables
from desktop.records.tables.rate_columns import products_text, rates_text
from desktop.records.tables.record_tables import RecordTable

TABLES: Mapping[type, RecordTable[Record]] = {
    Account: record_tables.ACCOUNTS,
    Partner: record_tables.PARTNERS,
    Project: record_tables.PROJECTS,
    Order: record_tables.ORDERS,
    Receipt: record_tables.RECEIPTS,
    Cashback: record_tables.CASHBACK,
    Sighting: record_tables.SIGHTINGS,
    PartnerAnswer: record_tables.PARTNER_ANSWERS,
    Evidence: record_tables.EVIDENCE,
    ChecklistAnswer: record_tables.ANSWERS,
    Comparison: record_tables.COMPARISONS,
}
"""The table that each kind of record is written to."""


def to_row(record: Record) -> dict[str, Any]:
    """Return the columns of a record, without its key and the keys of account and partner."""
    if isinstance(record, Account):
        return {
            "uid": record.uid,
            "name": record.name,
            "window": record.window.value,
            "window_checked_at": _text(record.window_checked_at),
            "note": record.note,
        }
    if isinstance(record, Partner):
        return {
            "name": record.name,
            "contact": record.contact,
            "wants": record.wants,
            "rates": rates_text(record.rates),
            "excluded_products": products_text(record.excluded_products),
            "note": record.note,
        }
    if isinstance(record, Project):
        return _project_row(record)
    if isinstance(record, Order):
        return dict(zip(ORDER_COLUMNS, order_values(record), strict=True))
    if isinstance(record, Sighting):
        return {
            "order_number": record.order,
            "seen_at": _text(record.seen_at),
            "window": None if record.window is None else record.window.value,
            "said": record.said,
            "worked": int(record.worked),
            "paid_at": _seconds(record.paid_at),
        }
    if isinstance(record, PartnerAnswer):
        return _answer_row(record)
    if isinstance(record, Evidence):
        return _evidence_row(record)
    if isinstance(record, ChecklistAnswer):
        return {
            "item": record.item,
            "value": int(record.value),
            "answered_at": _text(record.answered_at),
        }
    if isinstance(record, Comparison):
        return {"compared_at": _text(record.compared_at)}
    received = {
        "received_at": _text(record.received_at),
        "amount": record.amount,
        "note": record.note,
    }
    if isinstance(record, Receipt):
        return received
    return received | {
        "order_number": record.order,
        "receipt_id": record.receipt,
        "undone": int(record.undone),
    }


def _answer_row(record: PartnerAnswer) -> dict[str, Any]:
    return {
        "order_number": record.order,
        "answer": "" if record.answer is None else record.answer.value,
        "amount": record.amount,
        "answered_at": _text(record.answered_at),
        "statement": record.statement.isoformat(),
        "partner": record.partner,
        "claimed": record.claimed,
    }


def _project_row(record: Project) -> dict[str, Any]:
    rates = {code: str(rate) for code, rate in sorted(record.product_rates.items())}
    return {
        "number": record.number,
        "title": record.title,
        "status": record.status.value,
        "copied_at": _seconds(record.copied_at),
        "requested_at": _text(record.requested_at),
        "answered_at": _seconds(record.answered_at),
        "created_at": _text(record.created_at),
        "created_assumed": int(record.created_assumed),
        "valid_until": _text(record.valid_until),
        "cashback_rate": None if record.cashback_rate is None else str(record.cashback_rate),
        "product_rates": json.dumps(rates, ensure_ascii=False),
        "later_rates": rates_text(record.later_rates),
        "excluded_products": products_text(record.excluded_products),
        "renewals": int(record.renewals),
        "request_text": record.request_text,
        "note": record.note,
    }


ORDER_COLUMNS = (
    "number",
    "kind",
    "billing",
    "status",
    "created_at",
    "product",
    "title",
    "paid_at",
    "payable",
    "cash_paid",
    "parent",
    "project",
    "window",
    "associated_at",
    "note",
)
"""The columns of an order that `order_values` returns."""


def order_values(record: Order) -> tuple[str | int | None, ...]:
    """Return the values of an order in the order of `ORDER_COLUMNS`."""
    return (
        record.number,
        record.kind,
        record.billing.value,
        record.status.value,
        format_instant(record.created_at),
        record.product,
        record.title,
        _text(record.paid_at),
        record.payable,
        record.cash_paid,
        record.parent,
        record.project,
        None if record.window is None else record.window.value,
        _text(record.associated_at),
        record.note,
    )


def _evidence_row(record: Evidence) -> dict[str, Any]:
    return {
        "kind": record.subject.kind.value,
        "order_number": record.subject.order or None,
        "subject_key": record.subject.key,
        "sha256": record.sha256,
        "media_type": record.media_type.value,
        "size": record.size,
        "added_at": _text(record.added_at),
        "name": record.name,
        "note": record.note,
        "voided_at": _text(record.voided_at),
        "void_reason": record.void_reason,
    }


def _seconds(value: datetime | None) -> int:
    """Return a moment in seconds since 1970; 0 for none."""
    return 0 if value is None else int(value.timestamp())


def _text(value: datetime | None) -> str | None:
    return None if value is None else format_instant(value)
