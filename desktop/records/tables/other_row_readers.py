"""Reads rows of the rarer tables as records; imported when the first of them is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from desktop.domain.console_records import ChecklistAnswer, Comparison, Sighting
from desktop.domain.evidence_records import Evidence, EvidenceSubject, MediaType, SubjectKind
from desktop.domain.model import Window
from desktop.domain.money_records import AnswerKind, Cashback, PartnerAnswer, Receipt
from desktop.domain.record import Record
from desktop.domain.timestamps import parse_instant
from desktop.records.tables.row_readers import Row, from_seconds, instant


def _receipt(row: Row) -> Receipt:
    return Receipt(
        key=row["id"],
        received_at=parse_instant(row["received_at"]),
        amount=row["amount"],
        note=row["note"],
    )


def _cashback(row: Row) -> Cashback:
    return Cashback(
        key=row["id"],
        account=row["account"],
        order=row["order_number"],
        received_at=parse_instant(row["received_at"]),
        amount=row["amount"],
        note=row["note"],
        receipt=row["receipt_id"],
        undone=bool(row["undone"]),
    )


def _sighting(row: Row) -> Sighting:
    window = row["window"]
    return Sighting(
        key=row["id"],
        account=row["account"],
        order=row["order_number"],
        seen_at=parse_instant(row["seen_at"]),
        window=None if window is None else Window(window),
        said=row["said"],
        worked=bool(row["worked"]),
        paid_at=from_seconds(row["paid_at"]),
    )


def _comparison(row: Row) -> Comparison:
    return Comparison(
        key=row["id"],
        account=row["account"],
        compared_at=parse_instant(row["compared_at"]),
    )


def _partner_answer(row: Row) -> PartnerAnswer:
    return PartnerAnswer(
        key=row["id"],
        account=row["account"],
        order=row["order_number"],
        answer=AnswerKind(row["answer"]) if row["answer"] else None,
        amount=row["amount"],
        answered_at=parse_instant(row["answered_at"]),
        statement=date.fromisoformat(row["statement"]),
        partner=row["partner"],
        claimed=row["claimed"],
    )


def _evidence(row: Row) -> Evidence:
    kind = SubjectKind(row["kind"])
    of_order = kind is SubjectKind.ORDER
    return Evidence(
        key=row["id"],
        subject=EvidenceSubject(
            kind=kind,
            account=row["account"] if of_order else "",
            order=row["order_number"] if of_order else "",
            key=row["subject_key"],
        ),
        sha256=row["sha256"],
        media_type=MediaType(row["media_type"]),
        size=row["size"],
        added_at=parse_instant(row["added_at"]),
        name=row["name"],
        note=row["note"],
        voided_at=instant(row["voided_at"]),
        void_reason=row["void_reason"],
    )


def _answer(row: Row) -> ChecklistAnswer:
    return ChecklistAnswer(
        key=row["id"],
        account=row["account"],
        item=row["item"],
        value=bool(row["value"]),
        answered_at=parse_instant(row["answered_at"]),
    )


READERS: Mapping[str, Callable[[Row], Record]] = {
    "receipts": _receipt,
    "cashback": _cashback,
    "sightings": _sighting,
    "partner_answers": _partner_answer,
    "evidence": _evidence,
    "answers": _answer,
    "comparisons": _comparison,
}
