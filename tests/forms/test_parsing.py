"""Input in forms: understood if clear, questioned if not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.identifiers import ORDER_NUMBER
from desktop.forms import parsing
from desktop.forms.parsing import InputError
from desktop.wording import moments

NOW = datetime(2026, 9, 10, 4, tzinfo=UTC)
HALF_PAST = datetime(2026, 8, 31, 16, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-09-01 00:30", HALF_PAST),
        ("2026-09-01 00:30:00", HALF_PAST),
        ("2026/9/1 0:30", HALF_PAST),
        ("2026年9月1日 00:30", HALF_PAST),
        ("2026年9月1日0时30分", HALF_PAST),
        ("２０２６-09-01 ００：３０", HALF_PAST),
        ("2026-09-01T00:30:00+08:00", HALF_PAST),
        ("2026-08-31T16:30:00Z", HALF_PAST),
        ("  9-1 0:30 ", HALF_PAST),
        ("9月1日 00:30", HALF_PAST),
        ("14:20", datetime(2026, 9, 10, 6, 20, tzinfo=UTC)),
        ("2026-09-30 24:00", datetime(2026, 9, 30, 16, tzinfo=UTC)),
    ],
)
def test_clear_moments_are_beijing_time(typed: str, meant: datetime) -> None:
    """People paste what they see; each of these texts means one moment."""
    assert parsing.moment("paid_at", typed, NOW) == meant


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("12/11/2026 10:00", "day-month-doubt"),
        ("01-02-26 10:00", "day-month-doubt"),
        ("2026-09-01", "time-missing"),
        ("9月1日", "time-missing"),
        ("2026-13-01 10:00", "no-such-moment"),
        ("2026-02-30 10:00", "no-such-moment"),
        ("2026-09-01 25:00", "no-such-moment"),
        ("2026-09-30 24:01", "no-such-moment"),
        ("0001-01-01 00:00", "no-such-moment"),
        ("9999-12-31 23:59", "no-such-moment"),
        ("46266.60417", "not-a-moment"),
        ("soon", "not-a-moment"),
    ],
)
def test_unclear_moments_are_asked_back(typed: str, code: str) -> None:
    """A guessed month is a wrong deadline that looks right."""
    with pytest.raises(InputError) as caught:
        parsing.moment("paid_at", typed, NOW)
    assert (caught.value.field, caught.value.code) == ("paid_at", code)


@given(st.text(max_size=40))
def test_no_text_crashes_a_form(typed: str) -> None:
    """Whatever is pasted, the result is a value or a problem with words."""
    for read in (
        lambda: parsing.moment("x", typed, NOW),
        lambda: parsing.amount("x", typed),
        lambda: parsing.rate("x", typed),
        lambda: parsing.identifier("x", typed, ORDER_NUMBER),
    ):
        try:
            read()
        except InputError as problem:
            assert problem.code


@given(st.datetimes(datetime(1993, 1, 1), datetime(2098, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_the_text_of_a_field_is_understood(instant: datetime) -> None:
    """Opening a record and saving it again must not shift its times."""
    instant = instant.replace(microsecond=0)
    assert parsing.moment("x", moments.table_moment(instant), NOW) == instant


@pytest.mark.parametrize(
    ("typed", "fen"),
    [("2040", 204000), ("¥2,040.00", 204000), ("2040 元", 204000), ("-680.5", -68050), ("", None)],
)
def test_amounts(typed: str, fen: int | None) -> None:
    """Pasted with its sign or typed without: the same money."""
    assert parsing.amount("payable", typed) == fen


@pytest.mark.parametrize("typed", ["abc", "1.005", "1e5", "12,34.5.6", "NaN"])
def test_amounts_that_are_none(typed: str) -> None:
    """A misread amount would promise wrong cashback."""
    with pytest.raises(InputError):
        parsing.amount("payable", typed)


@pytest.mark.parametrize(
    ("typed", "rate"),
    [("5", "0.05"), ("5%", "0.05"), ("7.5 ％", "0.075"), ("0", "0"), ("100", "1")],
)
def test_rates_are_per_cent(typed: str, rate: str) -> None:
    """“5” is five per cent, as partners write it."""
    assert parsing.rate("rate", typed) == Decimal(rate)


@pytest.mark.parametrize("typed", ["101", "-1", "x", "0.00001", "NaN", "Infinity", "1e400"])
def test_rates_that_are_none(typed: str) -> None:
    """More than 100 %, or nonsense."""
    with pytest.raises(InputError):
        parsing.rate("rate", typed)


def test_identifiers_lose_what_spreadsheets_add() -> None:
    """Tabs, quotes, full-width digits are harmless; a shortened number is not."""
    for typed in (
        "\t236414227150922",
        "'236414227150922",
        '="236414227150922"',
        "２３６４１４２２７１５０９２２",
        "236414\u00a0227150922",
        "2364 1422 7150 922",
        "\u202d236414227150922\u202c",
    ):
        assert parsing.identifier("number", typed, ORDER_NUMBER) == "236414227150922"
    with pytest.raises(InputError, match="scientific"):
        parsing.identifier("number", "2.36414E+14", ORDER_NUMBER)
    for typed in ("1 236414227150922", "236414227150922 1", "236414227150922①", "236414227150922²"):
        with pytest.raises(InputError, match="not-digits"):
            parsing.identifier("number", typed, ORDER_NUMBER)


def test_a_countdowns_next_change_is_exact() -> None:
    """A timer too early wakes the program needlessly, one too late leaves a wrong text."""
    from desktop.domain import countdown

    deadline = NOW + timedelta(days=4)
    for left in (*range(1300), *range(3590, 3670), *range(172_000, 173_500, 7)):
        now = deadline - timedelta(seconds=left)
        for fine in (False, True):
            change = countdown.next_change(deadline, now, fine=fine)
            if left == 0:
                assert change is None
                continue
            assert change is not None
            shown = countdown.time_left(deadline, now, fine=fine)
            just_before = change - timedelta(seconds=1)
            assert countdown.time_left(deadline, just_before, fine=fine) == shown
            assert countdown.time_left(deadline, change, fine=fine) != shown
