"""The worked cases: every verdict and every answer of the gate, key by key."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.base.resources import resource
from desktop.domain import money
from desktop.domain.assessment import Assessment, assess
from desktop.domain.book import Book
from desktop.domain.gate import Gate, check_gate
from desktop.domain.programme import load
from desktop.domain.timestamps import format_instant, parse_instant
from desktop.exchange.formats.linkdue.read import read

HERE = Path(__file__).parent
PROGRAMME = load(resource("programme.toml"))


def _cases(name: str) -> list[Any]:
    cases = json.loads((HERE / name).read_text("utf-8"))
    return [pytest.param(case, id=case["name"]) for case in cases]


def _book(data: object) -> Book:
    snapshot = read(data)
    return Book(
        PROGRAMME,
        accounts=snapshot.accounts,
        partners=snapshot.partners,
        projects=snapshot.projects,
        orders=[read.order for read in snapshot.orders],
        cashback=snapshot.cashback,
    )


def _as_answered(value: Assessment | Gate, key: str) -> object:
    if key == "number" and isinstance(value, Assessment):
        return value.order.number
    if key == "account" and isinstance(value, Assessment):
        return value.order.account
    found = getattr(value, key)
    if found is not None and key in _INSTANTS:
        return format_instant(found)
    if found is not None and key == "expected_cashback":
        return money.format_yuan(found)
    return found


_INSTANTS = ("deadline", "recommended_by", "deadline_if_paid_now", "safe_from")


@pytest.mark.parametrize("case", _cases("verdicts.json"))
def test_verdicts_of_the_contract(case: dict[str, Any]) -> None:
    """A user would get a wrong verdict, deadline or amount for such an order."""
    book = _book(case["data"])
    now = parse_instant(case["now"])
    for expected in case["expect"]:
        order = book.order(expected["account"], expected["number"])
        assert order is not None
        assessment = assess(order, book, now)
        assert {key: _as_answered(assessment, key) for key in expected} == expected


@pytest.mark.parametrize("case", _cases("gates.json"))
def test_gates_of_the_contract(case: dict[str, Any]) -> None:
    """A user would buy at a moment that nothing repairs, or wait for no reason."""
    book = _book(case["data"])
    margin = timedelta(minutes=case["margin_minutes"])
    gate = check_gate(case["account"], book, parse_instant(case["now"]), margin)
    assert {key: _as_answered(gate, key) for key in case["expect"]} == case["expect"]
