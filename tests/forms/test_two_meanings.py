"""Texts with two meanings: both are named, and no others."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.beijing import BEIJING
from desktop.forms.read_amount import AmountProblem, possible_amounts, read_amount
from desktop.forms.read_moment import MomentProblem, possible_moments, read_moment


@given(st.dates(date(2001, 1, 1), date(2098, 12, 31)), st.booleans())
def test_both_days_are_those_that_the_text_can_be(day: date, timed: bool) -> None:
    """Without the right day among the choices, a wrong one would be chosen."""
    text = f"{day:%d/%m/%Y}" + (" 14:20" if timed else "")
    meant = [moment.day for moment in possible_moments(text)]
    if day.day > 12 or day.day == day.month:
        assert meant == []
        assert not isinstance(read_moment(text), MomentProblem)
    else:
        assert meant == [day, date(day.year, day.day, day.month)]
        assert read_moment(text) is MomentProblem.DAY_MONTH_DOUBT


@given(st.text(alphabet="0123456789/-:. 年月日UTC+", max_size=24))
def test_days_are_only_offered_for_ambiguous_dates(text: str) -> None:
    """A text with one meaning, or none, would be turned into a question."""
    for moment in possible_moments(text):
        assert read_moment(text) is MomentProblem.DAY_MONTH_DOUBT
        if moment.at is not None:
            written = moment.at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
            assert read_moment(written) == moment


def test_a_year_of_two_digits_could_be_anything() -> None:
    """26-09-01 may begin with its year: two choices would not be all."""
    assert possible_moments("26-09-01 14:20") == ()


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("2.040", (204, 204_000)),
        ("¥12.340", (1_234, 1_234_000)),
        ("(2.040)", (-204, -204_000)),
        ("２.０４０元", (204, 204_000)),
        ("2040.00", ()),
        ("12,50", ()),
        ("2.041", ()),
        ("much", ()),
    ],
)
def test_both_amounts_are_those_that_the_point_can_mean(text: str, fen: tuple[int, ...]) -> None:
    """An amount a thousand times too large or too small would be recorded."""
    assert possible_amounts(text) == fen
    if fen:
        assert read_amount(text) is AmountProblem.SEPARATOR_DOUBT
