"""The objects of LinkDue's own JSON, in both versions.

Version 1 is ``tests/contract/linkdue.schema.json``, repeated here as validators since the program
ships no schema library; tests compare the two. Version 2 adds keys and sections. A file is written
as version 2 only if it needs them, so that programs that know version 1 can read all others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from desktop.domain import identifiers
from desktop.domain.console_records import ChecklistAnswer, Comparison, Sighting
from desktop.domain.evidence_records import Evidence, EvidenceSubject, MediaType, SubjectKind
from desktop.domain.model import (
    Account,
    Billing,
    InvalidRecord,
    Order,
    OrderStatus,
    Partner,
    Project,
    ProjectStatus,
    RateEntry,
    Window,
)
from desktop.domain.money_records import AnswerKind, Cashback, PartnerAnswer
from desktop.exchange.formats import validators
from desktop.exchange.formats.validators import Shape, ValidationError, Validator, list_of, or_none

FORMAT = "linkdue"
VERSION = 2
"""The newest version that is read."""

R = TypeVar("R")

_uid = validators.identifier(identifiers.ACCOUNT_UID)
_instant_or_none = or_none(validators.instant)

_ACCOUNT = Shape(
    {"uid": _uid, "name": validators.text, "window": validators.word_of(Window)},
    {"window_checked_at": _instant_or_none, "note": validators.text},
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
        "requested_at": _instant_or_none,
        "created_at": _instant_or_none,
        "valid_until": _instant_or_none,
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
        "paid_at": _instant_or_none,
        "payable": or_none(validators.yuan),
        "cash_paid": or_none(validators.yuan),
        "parent": validators.text_or_none,
        "project": validators.text_or_none,
        "window": or_none(validators.word_of(Window)),
        "associated_at": _instant_or_none,
        "note": validators.text,
    },
)
_CASHBACK = Shape(
    {
        "account": _uid,
        "order": validators.text,
        "received_at": validators.instant,
        "amount": validators.yuan,
    },
    {"note": validators.text},
)
_RECEIPT = Shape(
    {
        "number": validators.positive,
        "received_at": validators.instant,
        "amount": validators.yuan,
    },
    {"note": validators.text, "undone": list_of(_CASHBACK.validate)},
)
_SIGHTING = Shape(
    {"account": _uid, "order": validators.text, "seen_at": validators.instant},
    {
        "window": or_none(validators.word_of(Window)),
        "said": validators.text,
        "worked": validators.flag,
        "paid_at": _instant_or_none,
    },
)
_ANSWER = Shape(
    {
        "account": _uid,
        "item": validators.filled_text,
        "value": validators.flag,
        "answered_at": validators.instant,
    },
    {},
)
_EVIDENCE = Shape(
    {
        "kind": validators.word_of(SubjectKind),
        "sha256": validators.text,
        "media_type": validators.word_of(MediaType),
        "bytes": validators.positive,
        "added_at": validators.instant,
    },
    {
        "account": or_none(_uid),
        "order": or_none(validators.identifier(identifiers.ORDER_NUMBER)),
        "project": or_none(validators.positive),
        "receipt": or_none(validators.positive),
        "name": validators.text,
        "note": validators.text,
        "voided_at": _instant_or_none,
        "void_reason": validators.text,
    },
)
_PARTNER_ANSWER = Shape(
    {
        "account": _uid,
        "order": validators.filled_text,
        "answer": or_none(validators.word_of(AnswerKind)),
        "amount": or_none(validators.yuan),
        "answered_at": validators.instant,
        "statement": validators.day,
    },
    {"partner": validators.text, "claimed": validators.yuan},
)
_COMPARISON = Shape({"account": _uid, "compared_at": validators.instant}, {})


_RATE = Shape(
    {"rate": validators.rate},
    {"product": or_none(validators.text), "from": or_none(validators.day)},
)


def _rate_entry(value: object) -> RateEntry:
    found = _RATE.validate(value)
    try:
        return RateEntry(rate=found["rate"], product=found.get("product"), since=found.get("from"))
    except InvalidRecord as invalid:
        field = "from" if invalid.field == "since" else invalid.field
        raise ValidationError(invalid.problem, field) from None


def _products(value: object) -> frozenset[str]:
    """Return a list of products as a set; none may be repeated."""
    codes = list_of(validators.filled_text)(value)
    for index, code in enumerate(codes):
        if code in codes[:index]:
            raise ValidationError("duplicate", f"[{index}]")
    return frozenset(codes)


@dataclass(frozen=True, slots=True)
class AddedKey:
    """A key of version 2; if it has its `default`, it can be left out without loss."""

    validate: Validator[Any]
    default: object


ADDED_KEYS: Mapping[str, Mapping[str, AddedKey]] = {
    "partners": {
        "wants": AddedKey(validators.text, ""),
        "rates": AddedKey(list_of(_rate_entry), []),
        "excluded_products": AddedKey(_products, []),
    },
    "projects": {
        "created_assumed": AddedKey(validators.flag, False),
        "copied_at": AddedKey(_instant_or_none, None),
        "answered_at": AddedKey(_instant_or_none, None),
        "request_text": AddedKey(validators.text, ""),
        "later_rates": AddedKey(list_of(_rate_entry), []),
        "excluded_products": AddedKey(_products, []),
    },
    "cashback": {"receipt": AddedKey(or_none(validators.positive), None)},
}
"""The keys that version 2 adds to the records of version 1, by section."""


def _record(record: Callable[..., R], shape: Shape) -> Validator[R]:
    """Return a validator for one kind of record: its shape, then its invariants."""

    def validate(value: object) -> R:
        values = shape.validate(value)
        try:
            return record(**values)
        except InvalidRecord as invalid:
            raise ValidationError(invalid.problem, invalid.field) from None

    return validate


_SUBJECT_KEYS = {
    SubjectKind.ORDER: ("account", "order"),
    SubjectKind.PROJECT: ("project",),
    SubjectKind.RECEIPT: ("receipt",),
}
"""The keys that name the subject of a piece of evidence; those of the other kinds stay empty."""


def _evidence(value: object) -> Evidence:
    """Return a piece of evidence; the key of its subject is a number in the file."""
    values = _EVIDENCE.validate(value)
    kind = values.pop("kind")
    own = _SUBJECT_KEYS[kind]
    named = {name: values.pop(name, None) for name in ("account", "order", "project", "receipt")}
    for name, given in named.items():
        if name not in own and given is not None:
            raise ValidationError("not-empty", name)
    if kind is not SubjectKind.ORDER and not named[own[0]]:
        raise ValidationError("empty", own[0])
    try:
        subject = EvidenceSubject(
            kind=kind,
            account=named["account"] or "",
            order=named["order"] or "",
            key=named["project"] or named["receipt"] or 0,
        )
        return Evidence(subject=subject, size=values.pop("bytes"), **values)
    except InvalidRecord as invalid:
        raise ValidationError(invalid.problem, invalid.field) from None


ADDED_SECTIONS: Mapping[str, Validator[Any]] = {
    "receipts": list_of(_RECEIPT.validate),
    "sightings": list_of(_record(Sighting, _SIGHTING)),
    "answers": list_of(_record(ChecklistAnswer, _ANSWER)),
    "comparisons": list_of(_record(Comparison, _COMPARISON)),
    "partner_answers": list_of(_record(PartnerAnswer, _PARTNER_ANSWER)),
    "evidence": list_of(_evidence),
}
"""The sections that version 2 adds to version 1."""


def file_shape(version: object) -> Shape:
    """Return the shape of a whole file; any version other than 2 gets that of version 1."""

    def records(section: str, record: Callable[..., Any], shape: Shape) -> Validator[Any]:
        if version == VERSION:
            added = {name: key.validate for name, key in ADDED_KEYS.get(section, {}).items()}
            shape = Shape(shape.required, {**shape.optional, **added})
        return list_of(_record(record, shape))

    return Shape(
        {
            "format": validators.constant(FORMAT),
            "version": validators.constant(VERSION if version == VERSION else 1),
            "exported_at": validators.instant,
            "accounts": records("accounts", Account, _ACCOUNT),
            "partners": records("partners", Partner, _PARTNER),
            "projects": records("projects", Project, _PROJECT),
            "orders": records("orders", Order, _ORDER),
            "cashback": records("cashback", Cashback, _CASHBACK),
        },
        ADDED_SECTIONS if version == VERSION else {},
    )
