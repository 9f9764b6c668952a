"""Every verdict, reason and problem has its text, in both languages."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from desktop.base.storage import StorageErrorKind
from desktop.domain.assessment import Verdict, assess
from desktop.domain.book import Book
from desktop.domain.counterfactual import counterfactual
from desktop.domain.gate import check_gate
from desktop.domain.model import Billing, OrderStatus, ProjectStatus, Window
from desktop.domain.programme import Programme
from desktop.domain.timestamps import parse_instant
from desktop.exchange.formats.linkdue.read import read
from desktop.wording import amounts, comparing, glossary, moments
from desktop.wording.i18n import set_language
from desktop.wording.records import next_steps, orders
from desktop.wording.verdicts import counterfactuals, explanation, gates, reasons, rules
from tests.daily_summaries import summarize

CASES = Path(__file__).parents[1] / "contract"
NOW = datetime(2026, 9, 10, 4, tzinfo=UTC)
LANGUAGES = pytest.mark.parametrize("language", ["en", "zh_CN"])


def cases(name: str) -> list[dict[str, Any]]:
    """Return the worked cases of tests/contract/."""
    return list(json.loads((CASES / name).read_text(encoding="utf-8")))


def book_of(case: dict[str, Any], programme: Programme) -> Book:
    """Return the records of a case."""
    snapshot = read(case["data"])
    return Book(
        programme,
        accounts=snapshot.accounts,
        partners=snapshot.partners,
        projects=snapshot.projects,
        orders=[found.order for found in snapshot.orders],
        cashback=snapshot.cashback,
    )


def speaks(text: str, language: str) -> bool:
    """Return whether a sentence is complete, and in the language."""
    chinese = any("一" <= char <= "鿿" for char in text)
    return bool(text) and "{" not in text and (chinese or language == "en")


@LANGUAGES
@pytest.mark.parametrize("case", cases("verdicts.json"), ids=lambda case: case["name"])
def test_every_reason_has_its_sentence(
    case: dict[str, Any], language: str, programme: Programme
) -> None:
    """A verdict without its reason is not believed; a missing sentence would be a crash."""
    set_language(language)
    book, now = book_of(case, programme), parse_instant(case["now"])
    for order in book.orders.values():
        assessment = assess(order, book, now)
        for reason in assessment.reasons:
            assert speaks(reasons.sentence(reason, now), language)
            assert speaks(rules.evidence_of(reason.rule, programme), language)
        for remark in counterfactual(assessment, book):
            assert speaks(counterfactuals.sentence(remark, now), language)
            assert speaks(counterfactuals.heading(remark.kind), language)
        assert order.number in explanation.as_text(assessment, book)
        assert speaks(glossary.verdict(assessment.verdict), language)
        assert speaks(explanation.decisive(assessment, now), language)
        assert orders.title(order)
    daily_summary = summarize(book, now)
    assert speaks("".join(orders.sentence_of_the_day(daily_summary)), language)
    assert speaks(orders.rest_of_the_day(daily_summary, now), language)
    assert all(speaks(step.text, language) for step in next_steps.next_steps(book, now))


@LANGUAGES
@pytest.mark.parametrize("case", cases("verdicts.json"), ids=lambda case: case["name"])
def test_a_text_to_keep_names_its_days(
    case: dict[str, Any], language: str, programme: Programme
) -> None:
    """On paper, “yesterday 24:00” is wrong from the next day on."""
    set_language(language)
    book, now = book_of(case, programme), parse_instant(case["now"])
    for order in book.orders.values():
        assessment = assess(order, book, now)
        kept = (explanation.as_text(assessment, book), explanation.decisive(assessment, None))
        for word in ("yesterday", "today", "tomorrow", "昨天", "今天", "明天"):
            assert word not in "".join(kept).lower()
        if assessment.deadline is not None and assessment.verdict is Verdict.OPEN:
            left = moments.time_left(assessment.deadline, now)
            assert left in "\n".join(explanation.lines(assessment, book, now))
            assert f"{left} left" not in kept[0]
            assert f"还剩 {left}" not in kept[0]


@LANGUAGES
@pytest.mark.parametrize("case", cases("gates.json"), ids=lambda case: case["name"])
def test_the_gate_has_an_answer_and_reasons(
    case: dict[str, Any], language: str, programme: Programme
) -> None:
    """Go, wait or stop: with a headline, a sentence, and every rule."""
    set_language(language)
    book, now = book_of(case, programme), parse_instant(case["now"])
    gate = check_gate(case["account"], book, now, timedelta(minutes=case["margin_minutes"]))
    assert speaks(gates.headline(gate), language)
    assert speaks(gates.explanation(gate), language)
    assert gates.explanation(gate).lower().count("today") <= 1
    assert gates.explanation(gate).count("今天") <= 1
    for reason in gate.reasons:
        assert speaks(reasons.sentence(reason, now), language)


@LANGUAGES
def test_every_word_of_the_glossary(language: str, programme: Programme) -> None:
    """A value without a word would show as its code."""
    set_language(language)
    assert all(speaks(glossary.window(value), language) for value in Window)
    assert all(speaks(glossary.project_status(value), language) for value in ProjectStatus)
    assert all(speaks(glossary.order_status(value), language) for value in OrderStatus)
    assert all(speaks(glossary.billing(value), language) for value in Billing)
    assert all(speaks(glossary.kind(value), language) for value in programme.kind_names)
    assert glossary.kind("SomethingNew") == "SomethingNew"
    for rule in programme.rules.values():
        assert speaks(rules.rule_text(rule.id), language)
        assert rules.rule_text(rule.id) != rule.id
    assert len(list(StorageErrorKind)) == 13


@pytest.mark.parametrize(
    ("deadline", "english", "chinese"),
    [
        (datetime(2026, 9, 10, 16, tzinfo=UTC), "today 24:00", "今天 24:00"),
        (datetime(2026, 9, 11, 16, tzinfo=UTC), "tomorrow 24:00", "明天 24:00"),
        (datetime(2026, 9, 30, 16, tzinfo=UTC), "30 Sep 24:00", "9 月 30 日 24:00"),
        (datetime(2026, 12, 31, 16, tzinfo=UTC), "31 Dec 24:00", "12 月 31 日 24:00"),
        (datetime(2027, 1, 31, 16, tzinfo=UTC), "31 Jan 2027 24:00", "2027 年 1 月 31 日 24:00"),
        (datetime(2026, 9, 20, 2, 21, tzinfo=UTC), "20 Sep 10:21", "9 月 20 日 10:21"),
    ],
)
def test_midnight_is_the_end_of_the_day_before(
    deadline: datetime, english: str, chinese: str
) -> None:
    """With “1 October 00:00”, people associate a day too late."""
    assert moments.deadline(deadline, NOW) == english
    set_language("zh_CN")
    assert moments.deadline(deadline, NOW) == chinese


def test_the_local_time_is_shown_beside() -> None:
    """In Berlin, “24:00” alone would be read as Berlin's midnight."""
    deadline = datetime(2026, 9, 30, 16, tzinfo=UTC)
    berlin = timezone(timedelta(hours=2))
    text = moments.deadline_with_zone(deadline, NOW, berlin)
    assert text == "30 Sep 24:00 (Beijing time; 2026-09-30 18:00 here)"
    beijing = timezone(timedelta(hours=8))
    assert moments.deadline_with_zone(deadline, NOW, beijing) == "30 Sep 24:00 (Beijing time)"


@pytest.mark.parametrize(
    ("left", "english", "chinese"),
    [
        (timedelta(days=7, hours=20), "7 days", "7 天"),
        (timedelta(hours=48), "2 days", "2 天"),
        (timedelta(hours=47, minutes=59), "47 h 59 min", "47 小时 59 分"),
        (timedelta(hours=3, minutes=12), "3 h 12 min", "3 小时 12 分"),
        (timedelta(hours=1), "1 hour", "1 小时"),
        (timedelta(minutes=59, seconds=59), "59 minutes", "59 分钟"),
        (timedelta(minutes=1), "1 minute", "1 分钟"),
        (timedelta(seconds=59), "under 1 min", "不到 1 分钟"),
        (timedelta(0), "passed", "已过截止"),
        (timedelta(seconds=-5), "passed", "已过截止"),
    ],
)
def test_remaining_time_is_never_rounded_up(left: timedelta, english: str, chinese: str) -> None:
    """Rounding up would promise a minute that is not there."""
    assert moments.time_left(NOW + left, NOW) == english
    set_language("zh_CN")
    assert moments.time_left(NOW + left, NOW) == chinese


def test_seconds_only_in_the_last_ten_minutes() -> None:
    """Running seconds all day long are noise; in the last minutes they are what counts."""
    assert moments.time_left(NOW + timedelta(seconds=599), NOW, fine=True) == "9 min 59 s"
    assert moments.time_left(NOW + timedelta(seconds=600), NOW, fine=True) == "10 minutes"
    assert moments.time_left(NOW + timedelta(seconds=5), NOW, fine=True) == "5 s"


def test_money_is_grouped_and_signed() -> None:
    """¥1,234.56 is read at a glance; 1234.56 is not."""
    assert amounts.yuan(123456) == "¥1,234.56"
    assert amounts.yuan(-68000) == "-¥680.00"
    assert amounts.yuan(5) == "¥0.05"


def test_a_size_is_never_rounded_down() -> None:
    """A user who frees the stated size must have enough space."""
    sizes = [amounts.size(count) for count in (1, 1000, 8_388_608, 999_999_999, 2 * 10**9)]
    assert sizes == ["1 KB", "1 KB", "8.4 MB", "1000 MB", "2 GB"]


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        ("请在 今天 24:00（北京时间） 之前关联。", "请在今天 24:00（北京时间）之前关联。"),
        ("请在 9 月 30 日 24:00 之前关联。", "请在 9 月 30 日 24:00 之前关联。"),
        ("已恢复 昨天 18:48 的备份", "已恢复昨天 18:48 的备份"),
        ("Associate it by 30 Sep 24:00 (Beijing time) at last", None),
    ],
)
def test_spaces_are_only_between_chinese_and_digits(text: str, tidy: str | None) -> None:
    """Templates have spaces for a moment's digits, and not every moment ends in digits."""
    assert moments.tidy(text) == (tidy or text)


def test_times_of_actions_have_minutes() -> None:
    """Nobody speaks of seconds; one line with them among others looks like a mistake."""
    at = datetime(2026, 9, 1, 2, 21, 51, tzinfo=UTC)
    assert moments.minute(at, at) == "today 10:21"
    assert comparing.last_compared(at, at) == "Last compared with the console today 10:21"
