"""Moments as people and programs write them: exactly the intended one, or a reason why not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.beijing import BEIJING
from desktop.forms.read_moment import HALF_A_YEAR, Assumption, Moment, MomentProblem, read_moment

NOW = datetime(2026, 9, 10, 4, tzinfo=UTC)
TWENTY_PAST_TWO = datetime(2026, 9, 1, 6, 20, tzinfo=UTC)
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
LONG_MONTHS = [f"{datetime(2026, month, 1, tzinfo=UTC):%B}" for month in range(1, 13)]


def beijing(year: int, month: int, day: int, hour: int, minute: int, second: int = 0) -> datetime:
    """Return the instant (UTC) of a wall time in Beijing."""
    return datetime(year, month, day, hour, minute, second, tzinfo=BEIJING).astimezone(UTC)


@pytest.mark.parametrize(
    "written",
    [
        "2026/9/1 下午 2:20:00",
        "2026-09-01 02:20:00 PM",
        "2026年9月1日 下午2:20",
        "2026年9月1日 14时20分",
        "2026年9月1日14点20分00秒",
        "二〇二六年九月一日下午两点二十分",
        "2026-09-01 14:20:00 (UTC+8)",
        "2026-09-01 14:20:00 GMT+8",
        "2026-09-01 14:20:00 +0800 CST",
        "2026-09-01 14:20:00 +08:00",
        "2026-09-01 06:20:00.000Z",
        "2026-09-01T14:20:00.123456789+08:00",
        "20260901142000",
        "20260901 142000",
        "Sep 1, 2026, 14:20:00",
        "1 Sep 2026 14:20:00",
        "01-Sep-2026 14:20:00",
        "Tue Sep 01 14:20:00 CST 2026",
        "Tue Sep 01 2026 14:20:00 GMT+0800 (China Standard Time)",
        "2026-09-01 周二 14:20",
        "2026-09-01(二) 14:20",
        "2026.9.1 14:20",
        "2026-09-01 14.20.00",
        "2026\\9\\1 14:20",
        "\u200e2026-09-01\u202f14:20:00",
        "2026–09–01 14:20:00",
        '="2026-09-01 14:20:00"',
        "'2026-09-01 14:20:00",
    ],
)
def test_every_unambiguous_notation_is_understood(written: str) -> None:
    """If notations of programs were refused, people would retype times, and make mistakes."""
    assert read_moment(written) == Moment(date(2026, 9, 1), TWENTY_PAST_TWO)


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("", MomentProblem.EMPTY),
        ("12/11/2026 10:00", MomentProblem.DAY_MONTH_DOUBT),
        ("26-09-01 14:20:00", MomentProblem.DAY_MONTH_DOUBT),
        ("2026-13-40", MomentProblem.NO_SUCH_DAY),
        ("2026-02-29 14:20", MomentProblem.NO_SUCH_MOMENT),
        ("2026-09-01 14:20:60", MomentProblem.NO_SUCH_MOMENT),
        ("2026/9/1 14:20:00 AM", MomentProblem.HALF_DAY_DOUBT),
        ("2026-09-01 晚上12点", MomentProblem.HALF_DAY_DOUBT),
        ("2026-09-01 上午12:20", MomentProblem.HALF_DAY_DOUBT),
        ("2026-09-01 周三 14:20", MomentProblem.WEEKDAY_DOUBT),
        ("14:20", MomentProblem.DAY_MISSING),
        ("9月1日 14:20", MomentProblem.DAY_MISSING),
        ("2026-09-01 14", MomentProblem.NOT_A_MOMENT),
        ("2026-09-01 9:00-10:00", MomentProblem.NOT_A_MOMENT),
        ("2026-09-01T14:20:00 08:00", MomentProblem.NOT_A_MOMENT),
        ("2026-09-01 14:20 2026-09-02 14:20", MomentProblem.NOT_A_MOMENT),
        ("2026-09-01 14:20 EST", MomentProblem.NOT_A_MOMENT),
        ("2026-09-01 14:20:00 +0000 CST", MomentProblem.NOT_A_MOMENT),
        ("2026-09-01 14:20 左右", MomentProblem.NOT_A_MOMENT),
        ("2026-09-01 14:20" + " " * 200 + "x", MomentProblem.NOT_A_MOMENT),
        ("1788243600", MomentProblem.NOT_A_MOMENT),
    ],
)
def test_doubtful_or_impossible_moments_are_refused(written: str, problem: MomentProblem) -> None:
    """A guessed month or half of the day is a wrong deadline that looks right."""
    assert read_moment(written) is problem


@pytest.mark.parametrize(
    ("written", "at", "assumed"),
    [
        ("刚刚", NOW, Assumption.NOW),
        ("现在", NOW, Assumption.NOW),
        ("just now", NOW, Assumption.NOW),
        ("3分钟前", NOW - timedelta(minutes=3), Assumption.NOW),
        ("半小时前", NOW - timedelta(minutes=30), Assumption.NOW),
        ("今天上午10点", beijing(2026, 9, 10, 10, 0), Assumption.DAY),
        ("昨天下午3点半", beijing(2026, 9, 9, 15, 30), Assumption.DAY),
        ("昨晚8点一刻", beijing(2026, 9, 9, 20, 15), Assumption.DAY),
        ("yesterday 3:30 pm", beijing(2026, 9, 9, 15, 30), Assumption.DAY),
        ("14:20", beijing(2026, 9, 10, 14, 20), Assumption.DAY),
        ("9月1日10:21", beijing(2026, 9, 1, 10, 21), Assumption.YEAR),
        ("10-10 10:21", beijing(2026, 10, 10, 10, 21), Assumption.YEAR),
        ("12月30日 10:21", beijing(2025, 12, 30, 10, 21), Assumption.YEAR),
    ],
)
def test_what_people_leave_out_comes_from_the_time_of_reading(
    written: str, at: datetime, assumed: Assumption
) -> None:
    """People write “yesterday afternoon”; supplied parts must be shown as assumed."""
    read = read_moment(written, now=NOW)
    assert isinstance(read, Moment)
    assert (read.at, read.assumed) == (at, assumed)
    assert isinstance(read_moment(written), MomentProblem), (
        "without a time of reading it is refused"
    )


def test_spoken_hours_without_their_half_of_the_day_are_asked_back() -> None:
    """昨天3点 is three at night or three in the afternoon: twelve hours decide a deadline."""
    assert read_moment("昨天3点半", now=NOW) is MomentProblem.HALF_DAY_DOUBT
    assert read_moment("今天1点", now=NOW) is MomentProblem.HALF_DAY_DOUBT
    midnight = read_moment("今天0点", now=NOW)
    assert isinstance(midnight, Moment)
    assert midnight.at == beijing(2026, 9, 10, 0, 0)


def test_an_hour_that_its_half_of_the_day_does_not_have_is_asked_back() -> None:
    """晚上24点 is the end of that day to some, and its beginning to others."""
    assert read_moment("昨天晚上24点", now=NOW) is MomentProblem.HALF_DAY_DOUBT
    assert read_moment("昨天晚上12点", now=NOW) is MomentProblem.HALF_DAY_DOUBT


def test_twelve_at_night_is_where_a_day_begins() -> None:
    """凌晨12点 as noon would be half a day late."""
    read = read_moment("昨天凌晨12点30分", now=NOW)
    assert isinstance(read, Moment)
    assert read.at == beijing(2026, 9, 9, 0, 30)


def test_a_date_without_its_year_lies_at_most_so_far_ahead() -> None:
    """A project's validity ends half a year ahead at most: a day more means last year."""
    read = read_moment("3月12日 10:21", now=NOW, ahead=HALF_A_YEAR)
    assert isinstance(read, Moment)
    assert read.at == beijing(2027, 3, 12, 10, 21)
    read = read_moment("3月13日 10:21", now=NOW, ahead=HALF_A_YEAR)
    assert isinstance(read, Moment)
    assert read.at == beijing(2026, 3, 13, 10, 21)


def test_a_day_without_a_time_is_a_value_of_its_own() -> None:
    """With midnight instead, an order would be older than its project."""
    assert read_moment("2026-09-01") == Moment(date(2026, 9, 1), None)
    assert read_moment("46266", serials=True) == Moment(date(2026, 9, 1), None)
    assert read_moment("昨天", now=NOW) == Moment(date(2026, 9, 9), None, Assumption.DAY)


def test_a_date_whose_day_can_be_no_month_is_clear() -> None:
    """13/09 has one reading only; 09/09 has two that are the same."""
    assert read_moment("13/09/2026 14:20") == Moment(
        date(2026, 9, 13), beijing(2026, 9, 13, 14, 20)
    )
    assert read_moment("09/09/2026 14:20") == Moment(date(2026, 9, 9), beijing(2026, 9, 9, 14, 20))


def test_the_end_of_a_day_is_the_start_of_the_next() -> None:
    """Deadlines are written as 24:00."""
    assert read_moment("2026-09-30 24:00") == Moment(
        date(2026, 9, 30), datetime(2026, 9, 30, 16, tzinfo=UTC)
    )


def _clock_24(at: datetime) -> list[str]:
    return [
        f"{at:%H:%M:%S}",
        f"{at:%H:%M:%S}.{at.second:03d}",
        f"{at.hour}时{at.minute}分{at.second}秒",
    ]


def _clock_12(at: datetime) -> list[str]:
    hour, half = (at.hour - 1) % 12 + 1, "PM" if at.hour >= 12 else "AM"
    clock = f"{hour}:{at.minute:02d}:{at.second:02d}"
    return [f"{clock} {half}", f"{clock}{half.lower()}", f"{half} {clock}"]


def _dates(day: datetime) -> list[str]:
    return [
        f"{day:%Y-%m-%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{MONTHS[day.month - 1]} {day.day}, {day.year}",
        f"{LONG_MONTHS[day.month - 1]} {day.day}, {day.year}",
        f"{day.day} {MONTHS[day.month - 1]} {day.year}",
        f"{day.day:02d}-{MONTHS[day.month - 1]}-{day.year}",
    ]


@st.composite
def notations(draw: st.DrawFn) -> tuple[str, datetime]:
    """Draw a notation and the instant (UTC) that it was made from."""
    at = draw(
        st.datetimes(datetime(1994, 1, 1), datetime(2097, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
    ).replace(microsecond=0)
    minutes = draw(st.sampled_from([480, 480, 480, 0, 330, -300]))
    local = at.astimezone(timezone(timedelta(minutes=minutes)))
    sign, size = ("-" if minutes < 0 else "+"), abs(minutes)
    offset = f"{sign}{size // 60:02d}:{size % 60:02d}"
    zones = [
        offset,
        f" {offset}",
        f" UTC{offset}",
        f" (GMT{offset})",
        f" GMT{offset.replace(':', '')}",
    ]
    if minutes == 480:
        zones += ["", "", " 北京时间", "（北京时间）", " UTC+8", " (GMT+8)", " CST", " +0800 CST"]
    if minutes == 0:
        zones += ["Z", " UTC", " GMT"]
    glue = draw(st.sampled_from([" ", "  ", "\u3000", "\u00a0", ", ", "_"]))
    clock = draw(st.sampled_from(_clock_24(local) + _clock_12(local)))
    text = draw(st.sampled_from(_dates(local))) + glue + clock + draw(st.sampled_from(zones))
    if draw(st.booleans()):
        text = text.translate({c: c + 0xFEE0 for c in range(ord("0"), ord("9") + 1)})
    for sign_unseen in draw(st.lists(st.sampled_from("\u200b\ufeff\u00ad\u200e"), max_size=3)):
        place = draw(st.integers(0, len(text)))
        text = text[:place] + sign_unseen + text[place:]
    return text, at


@settings(max_examples=400)
@given(notations())
def test_a_notation_is_read_as_the_instant_it_was_made_from(case: tuple[str, datetime]) -> None:
    """Whatever the order, the separators, the zone and the clock: the exact second is read."""
    text, at = case
    read = read_moment(text)
    assert isinstance(read, Moment), read
    assert read.at == at


@settings(max_examples=400)
@given(notations(), st.sampled_from("0123456789:-/x左-+Z年日%"), st.floats(0, 1))
def test_a_typing_error_is_refused_or_read_literally(
    case: tuple[str, datetime], slip: str, place: float
) -> None:
    """An inserted character never raises an exception, and never yields an impossible moment."""
    text, _ = case
    at = round(place * len(text))
    read = read_moment(text[:at] + slip + text[at:], now=NOW)
    assert isinstance(read, MomentProblem | Moment)
    if isinstance(read, Moment) and read.at is not None:
        assert read.at.utcoffset() == timedelta(0) and not read.at.microsecond


@given(st.integers(1, 12), st.integers(1, 12), st.sampled_from("/-."), st.booleans())
def test_swappable_days_and_months_are_never_guessed(
    first: int, other: int, mark: str, padded: bool
) -> None:
    """Both are below 13 and differ: nobody can know which is the month."""
    width = 2 if padded else 1
    text = f"{first:0{width}d}{mark}{other:0{width}d}{mark}2026 10:00"
    read = read_moment(text, now=NOW)
    if first != other:
        assert read is MomentProblem.DAY_MONTH_DOUBT
    else:
        assert isinstance(read, Moment) and read.day == date(2026, first, first)


@given(st.text(max_size=60))
def test_no_text_is_too_odd(text: str) -> None:
    """Whatever is pasted, the result is a moment or a reason, never a crash."""
    assert isinstance(read_moment(text, now=NOW, serials=True), Moment | MomentProblem)


@settings(max_examples=300)
@given(st.integers(0, 86_399), st.integers(0, 12))
def test_a_serial_that_was_shown_shortened_has_no_time(second: int, decimals: int) -> None:
    """A narrow column shows 46266.5972 (14:20) as 46266.6, which would be 14:24."""
    shown = f"{46_266 + second / 86_400:.{decimals}f}"
    shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
    read = read_moment(shown, serials=True)
    assert isinstance(read, Moment)
    truth = datetime(2026, 8, 31, 16, tzinfo=UTC) + timedelta(seconds=second)
    assert read.at in (truth, None)
    assert read.at is not None or decimals < len("59722") or len(shown) < len("46266.59722")
