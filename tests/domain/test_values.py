"""Identifiers, money, instants, countdowns, and records that validate themselves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal, Inexact, localcontext
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain import countdown, money
from desktop.domain.countdown import Unit
from desktop.domain.identifiers import ACCOUNT_UID, ORDER_NUMBER, PROJECT_NUMBER, IdKind, clean
from desktop.domain.model import Account, InvalidRecord, Order, Partner, Project
from desktop.domain.timestamps import format_instant, parse_instant
from tests.builders import UID, make_order
from tests.domain.strategies import any_instants, rates

NOW = datetime(2026, 9, 10, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("236414227150001", None),
        ("12345678", None),
        ("1" * 20, None),
        ("", "empty"),
        ("2.36414E+14", "scientific"),
        ("236E12", "scientific"),
        ("1234567", "wrong-length"),
        ("1" * 21, "wrong-length"),
        ("23641422715000A", "not-digits"),
        ("236414227150001\n", "not-digits"),
        ("２３６４１４２２７１５０００１", "not-digits"),
        ("²³⁶⁴¹⁴²²⁷", "not-digits"),
        ("-236414227150001", "not-digits"),
    ],
)
def test_order_numbers(text: str, problem: str | None) -> None:
    """A number damaged by a spreadsheet would be recorded, and never found in the console."""
    assert ORDER_NUMBER.problem(text) == problem


@pytest.mark.parametrize(
    ("kind", "usual", "unusual"),
    [
        (ACCOUNT_UID, "1000000000000001", "12345"),
        (ORDER_NUMBER, "236414227150001", "12345678"),
        (PROJECT_NUMBER, "202502230421", "123456"),
    ],
)
def test_unusual_identifiers_are_accepted_with_a_hint(
    kind: IdKind, usual: str, unusual: str
) -> None:
    """A missing digit would pass unnoticed, or a rare number be refused."""
    assert kind.problem(usual) is None
    assert kind.problem(unusual) is None
    assert not kind.unusual(usual)
    assert kind.unusual(unusual)


@pytest.mark.parametrize(
    "pasted",
    [
        "236414227150001",
        "\t236414227150001 ",
        "'236414227150001",
        '"236414227150001"',
        '="236414227150001"',
        "２３６４１４２２７１５０００１",
        "236 414 227 150 001",
        "\ufeff236414227150001\u200b",
    ],
)
def test_surplus_characters_of_pasted_text_are_removed(pasted: str) -> None:
    """A number copied from a table would be refused for invisible characters."""
    assert clean(pasted) == "236414227150001"


@given(st.integers(min_value=-(10**14) + 1, max_value=10**14 - 1))
def test_money_survives_writing_and_reading(fen: int) -> None:
    """An export would change an amount."""
    assert money.parse_yuan(money.format_yuan(fen)) == fen


@pytest.mark.parametrize(
    ("text", "fen"),
    [("2040", 204000), ("0.5", 50), ("-680", -68000), ("1.230000", 123), ("-0.00", 0)],
)
def test_amounts_of_the_api(text: str, fen: int) -> None:
    """An amount without decimals would be read as fen."""
    assert money.parse_yuan(text) == fen


@pytest.mark.parametrize(
    "text",
    [
        "",
        " 1",
        "1,000",
        "1e3",
        "NaN",
        "inf",
        "+1",
        ".5",
        "1.",
        "１",
        "0.001",
        "1234567890123",
        "1\n",
    ],
)
def test_text_that_is_no_amount_is_refused(text: str) -> None:
    """Something else would be recorded as money."""
    with pytest.raises(ValueError, match=r"not-money|finer-than-fen"):
        money.parse_yuan(text)


def test_distant_decimals_below_a_fen_are_noticed() -> None:
    """An amount finer than a fen would silently be truncated."""
    with pytest.raises(ValueError, match="finer-than-fen"):
        money.parse_yuan("123456789012.00000000000000000000000001")


@given(st.integers(-(10**14), 10**14), rates)
def test_shares_are_rounded_half_to_even(fen: int, rate: Decimal) -> None:
    """The expected cashback would differ by a fen from an accountant's result."""
    exact = Fraction(rate) * fen
    assert money.share(fen, rate) == round(exact)


def test_half_a_fen_goes_to_the_even_one() -> None:
    """Sums over many orders would drift upwards."""
    half = Decimal("0.5")
    assert [money.share(fen, half) for fen in (1, 3, 5, -1, -3)] == [0, 2, 2, 0, -2]


@given(any_instants)
def test_instants_survive_writing_and_reading(instant: datetime) -> None:
    """Saving would move a deadline."""
    assert parse_instant(format_instant(instant)) == instant
    abroad = instant.astimezone(timezone(timedelta(hours=-9, minutes=-30)))
    assert format_instant(abroad) == format_instant(instant)


@pytest.mark.parametrize(
    "text",
    [
        "2026-09-01T00:00:00",
        "2026-09-01T00:00:00+08:00",
        "2026-09-01 00:00:00Z",
        "2026-09-01T00:00:00.5Z",
        "2026-09-01T00:00:00Z\n",
        "2026-02-29T00:00:00Z",
        "2026-09-01T00:00:60Z",
        "1991-12-31T23:59:59Z",
        "2100-01-01T00:00:00Z",
        "２０２６-09-01T00:00:00Z",
        "",
    ],
)
def test_text_that_is_no_instant_is_refused(text: str) -> None:
    """A time without a zone would be accepted, eight hours off."""
    with pytest.raises(ValueError, match=r".+"):
        parse_instant(text)


def _order(**fields: Any) -> Order:
    return make_order(**({"created_at": NOW} | fields))


@pytest.mark.parametrize(
    ("make", "field", "problem"),
    [
        (lambda: Account(uid="1"), "uid", "wrong-length"),
        (lambda: Partner(name=" \t"), "name", "empty"),
        (lambda: Project(account=UID, number="12"), "number", "wrong-length"),
        (
            lambda: Project(account=UID, cashback_rate=Decimal(2)),
            "cashback_rate",
            "rate-out-of-range",
        ),
        (lambda: Project(account=UID, cashback_rate=Decimal("NaN")), "cashback_rate", None),
        (
            lambda: Project(account=UID, product_rates={"ecs": Decimal("0.0000001")}),
            "product_rates",
            "rate-too-fine",
        ),
        (lambda: _order(number="2.36414E+14"), "number", "scientific"),
        (lambda: _order(paid_at=NOW.replace(tzinfo=None)), "paid_at", "not-utc-seconds"),
        (lambda: _order(paid_at=NOW.replace(microsecond=1)), "paid_at", "not-utc-seconds"),
        (
            lambda: _order(created_at=NOW.astimezone(timezone(timedelta(hours=8)))),
            "created_at",
            "not-utc-seconds",
        ),
        (lambda: _order(created_at=NOW.replace(year=1991)), "created_at", "year-out-of-range"),
    ],
)
def test_a_record_cannot_be_wrong(make: Any, field: str, problem: str | None) -> None:
    """An invalid value would reach a verdict."""
    with pytest.raises(InvalidRecord) as caught:
        make()
    assert caught.value.field == field
    assert problem is None or caught.value.problem == problem


@given(st.integers(-100, 400_000), st.booleans())
def test_a_countdown_never_shows_more_time_than_there_is(left: int, fine: bool) -> None:
    """The last minute would be promised twice."""
    deadline = NOW + timedelta(seconds=left)
    read = countdown.time_left(deadline, NOW, fine=fine)
    shown = timedelta(days=read.days, hours=read.hours, minutes=read.minutes, seconds=read.seconds)
    assert shown <= max(deadline - NOW, timedelta())
    assert (read.unit is Unit.OVER) == (left <= 0)


@given(st.integers(1, 400_000), st.booleans())
def test_a_countdown_changes_at_its_next_change(left: int, fine: bool) -> None:
    """A text in the window would be stale, or be painted needlessly."""
    deadline = NOW + timedelta(seconds=left)
    change = countdown.next_change(deadline, NOW, fine=fine)
    assert change is not None and NOW < change <= deadline
    before = countdown.time_left(deadline, NOW, fine=fine)
    assert countdown.time_left(deadline, change - timedelta(seconds=1), fine=fine) == before
    assert countdown.time_left(deadline, change, fine=fine) != before


def test_money_is_exact_in_decimal_arithmetic() -> None:
    """Somewhere a rounding error would hide in the largest amounts."""
    with localcontext() as context:
        context.traps[Inexact] = True
        assert money.parse_yuan("999999999999.99") == 10**14 - 1
