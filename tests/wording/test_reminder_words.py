"""Texts of reminders in both languages: the plan as a sentence, the next one, a notification."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest

from desktop.domain.book import Book
from desktop.domain.model import Order
from desktop.domain.reminder_log import LogEntry, LogReason, ReminderOutcome
from desktop.domain.reminder_moments import ReminderMoment, ReminderStep
from desktop.domain.reminder_plan import ReminderKind, ReminderPlan
from desktop.domain.reminders import (
    Hold,
    ReminderMarks,
    ReminderStatus,
    SnoozeChoice,
    Subject,
    reminder_status,
    upcoming,
)
from desktop.wording import i18n, notifications, reminders
from tests.builders import OTHER_UID, UID, make_account, make_active_project, make_order
from tests.conftest import PROGRAMME

DEADLINE = datetime(2026, 9, 30, 16, tzinfo=UTC)
NOW = DEADLINE - timedelta(hours=3)
BOOK = Book(PROGRAMME, accounts=[make_account(name="杭州示例科技"), make_account(uid=OTHER_UID)])


@pytest.fixture(params=["zh_CN", "en"])
def either(request: pytest.FixtureRequest) -> Iterator[str]:
    """Use one language after the other."""
    i18n.set_language(request.param)
    yield request.param
    i18n.set_language("en")


def due(order: Order, deadline: datetime = DEADLINE, cashback: int | None = 5000) -> ReminderStatus:
    """Return an order that is due now."""
    subject = Subject(
        ReminderKind.ORDER,
        f"order/{order.account}/{order.number}",
        (ReminderMoment(NOW, "3h"),),
        ReminderPlan(),
        deadline,
        order.account,
        order,
        cashback,
    )
    return reminder_status(subject, ReminderMarks({}, {}), NOW)


FIRST = due(make_order(title="云服务器 ECS"))
SECOND = due(make_order(number="236414227150002"))
THIRD = due(make_order(account=OTHER_UID, number="236414227150003"), DEADLINE + timedelta(days=2))


def test_the_plan_is_one_sentence() -> None:
    """The sentence states the setting as it will be executed."""
    i18n.set_language("zh_CN")
    usual = ReminderPlan()
    assert reminders.plan(usual) == "每天 10:00，以及截止前 24、3、1 小时，直到标记为已关联"
    more = ReminderPlan(daily=(time(21), time(9, 30)), hours=(2,), every=15)
    assert reminders.plan(more) == (
        "每天 09:30、21:00，截止前 2 小时，以及最后一小时每 15 分钟，直到标记为已关联"
    )
    assert reminders.plan(ReminderPlan(daily=(), hours=())) == "不提醒。"
    i18n.set_language("en")
    assert reminders.plan(usual) == (
        "Every day at 10:00, and 24, 3, 1 hours before the deadline, until marked as associated"
    )
    assert reminders.plan(ReminderPlan(on=False)) == "No reminders."


def test_a_plan_of_its_own_is_one_remark() -> None:
    """It is the only sign why an order's reminders differ from all others."""
    i18n.set_language("zh_CN")
    own = ReminderPlan(daily=(), hours=(48, 6))
    assert reminders.own_plan(own) == "单独提醒：截止前 48、6 小时，直到标记为已关联"
    assert reminders.own_plan(ReminderPlan(on=False)) == "已单独设为不提醒"
    i18n.set_language("en")
    assert reminders.own_plan(own) == (
        "Own reminders: 48, 6 hours before the deadline, until marked as associated"
    )
    assert reminders.own_plan(ReminderPlan(daily=(), hours=())) == "Set to no reminders"


def test_the_next_one_is_named_with_its_moment() -> None:
    """“下一次：今天 21:00，云服务器 ECS 等 3 笔”, as people say it."""
    i18n.set_language("zh_CN")
    early = NOW - timedelta(hours=1)
    marks = ReminderMarks({}, {})
    statuses = [reminder_status(one.subject, marks, early) for one in (FIRST, SECOND)]
    [found] = upcoming(statuses, marks, DEADLINE)
    assert reminders.next_ring(found, early) == "下一次：今天 21:00，云服务器 ECS 等 2 笔"
    [found] = upcoming(statuses[:1], marks, DEADLINE)
    assert reminders.next_ring(found, early) == "下一次：今天 21:00，云服务器 ECS"
    assert reminders.next_ring(None, early) == "31 天内没有要提醒的。"


def test_a_notification_says_how_many_of_whom_and_how_long() -> None:
    """Title and text as in the design of the notification."""
    i18n.set_language("zh_CN")
    shown = notifications.notification([FIRST, SECOND], BOOK, NOW, with_amounts=False)
    assert shown == ("还有 2 笔订单今天 24:00 截止", "杭州示例科技，还剩 3 小时。")
    shown = notifications.notification([FIRST, SECOND, THIRD], BOOK, NOW, with_amounts=True)
    assert shown == (
        "3 笔订单待关联，最早今天 24:00 截止",
        "杭州示例科技 2 笔、未命名账号 1 笔，还剩 3 小时，涉及返现约 ¥150.00。",
    )
    late = DEADLINE - timedelta(minutes=50)
    title, _body = notifications.notification([FIRST], BOOK, late, with_amounts=False)
    assert title == "最后一小时，还有 1 笔没关联"


def test_a_notification_names_no_number_and_no_sum(either: str) -> None:
    """It is shown on a locked screen, to anybody nearby."""
    project = make_active_project()
    subjects = [
        Subject(
            kind,
            f"{kind}/{UID}",
            (ReminderMoment(NOW, "daily"),),
            ReminderPlan(),
            DEADLINE,
            UID,
            project=project,
        )
        for kind in ReminderKind
        if kind is not ReminderKind.ORDER
    ]
    others = [reminder_status(subject, ReminderMarks({}, {}), NOW) for subject in subjects]
    for found in ([FIRST, THIRD, *others], *([one] for one in (FIRST, THIRD, *others))):
        shown = notifications.notification(found, BOOK, NOW, with_amounts=False)
        assert all(shown)
        text = " ".join(shown)
        assert "¥" not in text
        assert "ECS" not in text
        assert not re.search(r"\d{5}", text)


def test_its_key_is_the_subject_or_everything() -> None:
    """A click on one opens it; on several, home."""
    assert notifications.key([FIRST]) == FIRST.subject.name
    assert notifications.key([FIRST, SECOND]) == notifications.EVERYTHING


def test_every_value_has_words_of_its_own(either: str) -> None:
    """Two reasons with the same text would explain nothing."""
    steps = {
        reminders.step(kind, name)
        for kind in (ReminderKind.ORDER, ReminderKind.PROJECT)
        for name in (*ReminderStep, "24h", "20min", "14d")
    }
    assert len(steps) >= len(ReminderStep) + 3
    assert len({reminders.kind(kind) for kind in ReminderKind}) == len(ReminderKind)
    assert len({reminders.hold(one) for one in Hold}) == len(Hold)
    outcomes = {
        reminders.outcome(LogEntry(NOW, NOW, ReminderKind.ORDER, "1h", outcome, reason, "", 1))
        for outcome, reason in (
            (ReminderOutcome.RANG, LogReason.NONE),
            (ReminderOutcome.SILENT, LogReason.NONE),
            (ReminderOutcome.CLAIMED, LogReason.NONE),
            (ReminderOutcome.HELD, LogReason.QUIET_HOURS),
            (ReminderOutcome.HELD, LogReason.SNOOZE),
            (ReminderOutcome.SKIPPED, LogReason.ASLEEP),
            (ReminderOutcome.SKIPPED, LogReason.NO_SERVICE),
            (ReminderOutcome.SKIPPED, LogReason.HANDLED),
        )
    }
    assert len(outcomes) == 8
    choices = {reminders.snooze(choice, DEADLINE, NOW) for choice in SnoozeChoice}
    assert len(choices) == 4  # this evening and tomorrow are moments, here the same
    assert reminders.last_chance(allowed=False) != reminders.last_chance(allowed=None)
