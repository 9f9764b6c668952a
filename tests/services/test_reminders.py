"""Reminders on one data folder: claimed once, held, snoozed, logged, kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from desktop.base.settings import SettingKey
from desktop.domain.model import ProjectStatus, Window
from desktop.domain.reminder_log import Delivery, LogReason, ReminderOutcome
from desktop.domain.reminder_plan import PlanChange, QuietHours, ReminderKind, ReminderPlan
from desktop.domain.reminders import Hold, ReminderStatus, SnoozeChoice
from desktop.services.later_target import LaterTarget
from desktop.services.reminder_notes import note_of
from desktop.services.reminders import Claimed
from desktop.services.workspace import Workspace
from tests.builders import (
    OTHER_UID,
    UID,
    fill_workspace,
    make_account,
    make_active_project,
    make_paid_order,
    make_project,
)
from tests.conftest import FakeClock
from tests.services.reminder_race import race

FIRST, SECOND = "236414227150922", "236414227150923"
DEADLINE = datetime(2026, 9, 30, 16, tzinfo=UTC)
NIGHT = QuietHours(time(22, 30), time(8))


@pytest.fixture(autouse=True)
def _filled(workspace: Workspace) -> None:
    """Record two open orders, due at the end of the month."""
    fill_workspace(workspace)


def numbers(statuses: Sequence[ReminderStatus]) -> list[str]:
    """Return the numbers of the orders that are due."""
    return [one.subject.number for one in statuses if one.subject.kind is ReminderKind.ORDER]


def of_orders(claimed: Claimed) -> list[str]:
    """Return the numbers of the orders that a claim returned as due."""
    return numbers(claimed.due)


def name(number: str) -> str:
    """Return the subject of one of the test's orders."""
    return f"order/{UID}/{number}"


def outcomes(workspace: Workspace) -> list[tuple[ReminderOutcome, LogReason, str, int]]:
    """Return the log about orders, latest first."""
    return [
        (one.outcome, one.reason, one.step, one.count)
        for one in workspace.reminders.log()
        if one.kind is ReminderKind.ORDER
    ]


def test_due_reminders_are_claimed_once(workspace: Workspace, clock: FakeClock) -> None:
    """Double reminders are the second most frequent complaint about such programs."""
    assert of_orders(workspace.reminders.claim()) == []
    clock.advance(hours=22)  # 10:00 in Beijing, the next day
    other = workspace.another()
    assert of_orders(workspace.reminders.claim()) == [FIRST, SECOND]
    assert of_orders(other.reminders.claim()) == []
    other.close()
    assert workspace.reminders.due() == []
    clock.advance(days=1)
    assert numbers(workspace.reminders.due()) == [FIRST, SECOND]


def test_undo_does_not_walk_over_claims(workspace: Workspace, clock: FakeClock) -> None:
    """Ctrl+Z undoes what the user did, and repeats no reminder."""
    last = workspace.last_entry()
    clock.advance(days=1)
    workspace.reminders.claim()
    workspace.reminders.snooze(name(FIRST), clock() + timedelta(hours=1))
    assert workspace.last_entry() == last
    undone = workspace.undo()
    assert undone is not None
    assert undone.undoes == last
    workspace.redo()
    assert numbers(workspace.reminders.due()) == []


def test_orders_past_their_deadline_are_not_listed(workspace: Workspace, clock: FakeClock) -> None:
    """Also in a program that runs for days without any change of the records."""
    clock.now = DEADLINE - timedelta(minutes=1)
    assert numbers(workspace.reminders.statuses()) == [FIRST, SECOND]
    clock.now = DEADLINE
    assert workspace.reminders.statuses() == []
    assert {one.kind for one in workspace.reminders.upcoming()} == {ReminderKind.BACKUP}
    clock.now = DEADLINE - timedelta(minutes=1)
    assert numbers(workspace.reminders.statuses()) == [FIRST, SECOND]


def test_associating_ends_the_reminders_and_undoing_it_resumes_them(
    workspace: Workspace, clock: FakeClock
) -> None:
    """A tick by mistake must not silence the order for good."""
    clock.advance(days=1)
    [first, _] = workspace.open_orders(clock())
    workspace.associate(first)
    assert numbers(workspace.reminders.due()) == [SECOND]
    workspace.undo()
    assert numbers(workspace.reminders.due()) == [FIRST, SECOND]


def test_an_acknowledged_order_rings_at_its_next_moment(
    workspace: Workspace, clock: FakeClock
) -> None:
    """The order was seen, not associated."""
    clock.advance(days=1)
    workspace.reminders.acknowledge([name(FIRST)])
    assert of_orders(workspace.reminders.claim()) == [SECOND]
    clock.advance(days=1)
    assert of_orders(workspace.reminders.claim()) == [FIRST, SECOND]


def test_a_snoozed_order_rings_when_the_snooze_ends(workspace: Workspace, clock: FakeClock) -> None:
    """Also between two moments of its plan, and after it was announced."""
    clock.advance(days=1)
    workspace.reminders.claim()
    until = clock() + timedelta(hours=3)
    workspace.reminders.snooze(name(SECOND), until)
    clock.advance(hours=2, minutes=59)
    assert workspace.reminders.due() == []
    assert until in [one.snoozed_until for one in workspace.reminders.statuses()]
    clock.advance(minutes=1)
    assert all(one.snoozed_until is None for one in workspace.reminders.statuses())
    assert of_orders(workspace.reminders.claim()) == [SECOND]
    assert of_orders(workspace.reminders.claim()) == []


def test_a_snooze_holds_what_comes_due_meanwhile(workspace: Workspace, clock: FakeClock) -> None:
    """Snoozing exists to be left in peace until then."""
    clock.advance(hours=21)
    workspace.reminders.snooze(name(FIRST), clock() + timedelta(hours=5))
    clock.advance(hours=2)
    assert numbers(workspace.reminders.due()) == [SECOND]
    [first, _] = workspace.reminders.statuses()
    assert first.held_by is Hold.SNOOZE
    workspace.reminders.end_snooze(name(FIRST))
    assert numbers(workspace.reminders.due()) == [FIRST, SECOND]


def test_no_snooze_reaches_the_deadline(workspace: Workspace, clock: FakeClock) -> None:
    """Snoozed past its deadline, an order is lost."""
    clock.now = DEADLINE - timedelta(hours=2)
    offered = workspace.reminders.snooze_choices(name(FIRST))
    assert [choice for choice, _ in offered] == [SnoozeChoice.HALF_HOUR, SnoozeChoice.HOUR]
    for until in (DEADLINE, clock()):
        with pytest.raises(ValueError, match="before the deadline"):
            workspace.reminders.snooze(name(FIRST), until)
    clock.now = DEADLINE - timedelta(minutes=20)
    assert workspace.reminders.snooze_choices(name(FIRST)) == []


def test_quiet_hours_hold_all_but_the_last_chance(workspace: Workspace, clock: FakeClock) -> None:
    """At 23:00 on the last day there is an hour left, and at 08:00 none."""
    workspace.reminders.save_plan(ReminderPlan(quiet=QuietHours(time(20), time(8))))
    clock.now = DEADLINE - timedelta(hours=3, minutes=1)
    assert of_orders(workspace.reminders.claim()) == []  # held since 20:00 of the first day
    clock.now = DEADLINE - timedelta(hours=3)
    assert of_orders(workspace.reminders.claim()) == []
    assert workspace.reminders.statuses()[0].held_by is Hold.QUIET_HOURS
    clock.now = DEADLINE - timedelta(hours=1)
    assert of_orders(workspace.reminders.claim()) == [FIRST, SECOND]
    clock.advance(minutes=20)
    assert of_orders(workspace.reminders.claim()) == []


def test_the_last_chance_is_held_if_the_user_chose_so(
    workspace: Workspace, clock: FakeClock
) -> None:
    """Some users value sleep more than an order."""
    workspace.reminders.save_plan(ReminderPlan(quiet=NIGHT, last_chance=False))
    clock.now = DEADLINE - timedelta(hours=1)
    assert of_orders(workspace.reminders.claim()) == []


def test_what_quiet_hours_held_rings_after_them(workspace: Workspace, clock: FakeClock) -> None:
    """A held reminder is not lost; and the log states once that it was held."""
    workspace.reminders.save_plan(ReminderPlan(daily=(time(23),), quiet=NIGHT))
    clock.now = datetime(2026, 9, 10, 15, 1, tzinfo=UTC)
    for _look in range(3):
        assert of_orders(workspace.reminders.claim()) == []
        clock.advance(hours=1)
    clock.now = datetime(2026, 9, 11, 0, tzinfo=UTC)
    assert of_orders(workspace.reminders.claim()) == [FIRST, SECOND]
    assert outcomes(workspace) == [
        (ReminderOutcome.CLAIMED, LogReason.NONE, "daily", 2),
        (ReminderOutcome.HELD, LogReason.QUIET_HOURS, "daily", 2),
    ]


def test_a_pause_spares_what_is_due_today(workspace: Workspace, clock: FakeClock) -> None:
    """Quiet until tomorrow, except for reminders that would then be too late."""
    workspace.save_account(make_account(uid=OTHER_UID, window=Window.DAY))
    workspace.save_project(make_active_project(account=OTHER_UID, number="202609010002"))
    workspace.save_order(make_paid_order(clock(), account=OTHER_UID, number="236414227150999"))
    clock.advance(hours=9)  # 21:00
    workspace.reminders.pause(datetime(2026, 9, 11, 4, tzinfo=UTC))
    assert of_orders(workspace.reminders.claim()) == ["236414227150999"]
    clock.now = datetime(2026, 9, 11, 3, tzinfo=UTC)
    assert of_orders(workspace.reminders.claim()) == []
    assert workspace.reminders.paused_until() == datetime(2026, 9, 11, 4, tzinfo=UTC)
    workspace.reminders.pause(None)
    assert of_orders(workspace.reminders.claim()) == [FIRST, SECOND]


def test_one_account_or_order_can_have_its_own_plan(workspace: Workspace, clock: FakeClock) -> None:
    """The user's plan applies unless changed for them; no change is undone by it."""
    reminders = workspace.reminders
    reminders.save_change(PlanChange(daily=()), UID)
    reminders.save_change(PlanChange(daily=(time(18),)), UID, FIRST)
    steps = {one.subject.number: one.next for one in reminders.statuses()}
    assert steps[FIRST] is not None
    assert steps[FIRST].at == datetime(2026, 9, 10, 10, tzinfo=UTC)
    assert steps[SECOND] is not None
    assert steps[SECOND].step == "24h"
    assert reminders.change(UID, FIRST) == PlanChange(daily=(time(18),))
    reminders.save_change(PlanChange(), UID, FIRST)
    reminders.save_change(PlanChange(), UID)
    assert {one.next.step for one in reminders.statuses() if one.next} == {"daily"}
    reminders.save_plan(replace(reminders.plan(), on=False))
    clock.now = DEADLINE - timedelta(hours=1)
    assert of_orders(reminders.claim()) == []
    assert len(reminders.statuses()) == 2


def test_the_log_shows_the_outcome_of_an_announcement(
    workspace: Workspace, clock: FakeClock
) -> None:
    """Shown, not shown or unknown: the user learns whether reminders arrive."""
    for delivery, settled in (
        (Delivery.SHOWN, (ReminderOutcome.RANG, LogReason.NONE)),
        (Delivery.NO_SERVICE, (ReminderOutcome.SKIPPED, LogReason.NO_SERVICE)),
        (None, (ReminderOutcome.CLAIMED, LogReason.NONE)),
    ):
        clock.advance(days=1)
        claimed = workspace.reminders.claim()
        if delivery is not None:
            workspace.reminders.note_delivery(claimed, delivery)
        assert outcomes(workspace)[0] == (*settled, "daily", 2)
    clock.advance(days=1)
    workspace.reminders.claim(silent=True)
    assert outcomes(workspace)[0] == (ReminderOutcome.SILENT, LogReason.NONE, "daily", 2)


def test_the_log_shows_what_was_slept_through(workspace: Workspace, clock: FakeClock) -> None:
    """The latest moment is announced for all that passed."""
    clock.advance(days=1)
    workspace.reminders.claim()
    clock.advance(days=3)
    assert of_orders(workspace.reminders.claim()) == [FIRST, SECOND]
    assert [one[:2] for one in outcomes(workspace)] == [
        (ReminderOutcome.CLAIMED, LogReason.NONE),
        (ReminderOutcome.SKIPPED, LogReason.ASLEEP),
        (ReminderOutcome.SKIPPED, LogReason.ASLEEP),
        (ReminderOutcome.CLAIMED, LogReason.NONE),
    ]


def test_the_log_shows_what_was_handled_before_its_moment(
    workspace: Workspace, clock: FakeClock
) -> None:
    """Once: nobody wants to read every morning that nothing was announced."""
    clock.advance(days=1)
    workspace.reminders.claim()
    [first, second] = workspace.open_orders(clock())
    workspace.associate(first)
    workspace.delete_order(second)
    for _day in range(4):
        clock.advance(days=1)
        workspace.reminders.claim()
    assert outcomes(workspace) == [
        (ReminderOutcome.SKIPPED, LogReason.HANDLED, "", 2),
        (ReminderOutcome.CLAIMED, LogReason.NONE, "daily", 2),
    ]


def test_the_log_is_kept_for_ninety_days(workspace: Workspace, clock: FakeClock) -> None:
    """A clock that is wrong for a day deletes nothing."""
    clock.advance(days=1)
    workspace.reminders.claim()
    [first] = [one for one in workspace.reminders.log() if one.kind is ReminderKind.ORDER]
    clock.advance(days=400)
    workspace.reminders.claim()
    clock.advance(days=-399)
    workspace.reminders.claim()
    assert first in workspace.reminders.log()
    for _day in range(92):
        clock.advance(days=1)
        workspace.reminders.claim()
    assert first not in workspace.reminders.log()


def test_a_clock_that_ran_ahead_silences_nothing(workspace: Workspace, clock: FakeClock) -> None:
    """Claims of future moments do not count once the clock is right again."""
    clock.advance(days=1)
    workspace.reminders.claim()
    clock.now = DEADLINE - timedelta(minutes=30)
    assert of_orders(workspace.reminders.claim()) == [FIRST, SECOND]
    clock.now = datetime(2026, 9, 11, 5, tzinfo=UTC)
    assert of_orders(workspace.reminders.claim()) == []
    clock.advance(days=1)
    assert of_orders(workspace.reminders.claim()) == [FIRST, SECOND]
    clock.now = DEADLINE - timedelta(minutes=20)
    assert of_orders(workspace.reminders.claim()) == []


def test_asking_about_another_moment_counts_as_the_last_claim(
    workspace: Workspace, clock: FakeClock
) -> None:
    """Due is what is later than the last claimed moment, whatever `now` is asked."""
    workspace.reminders.claim(datetime(2026, 9, 20, 3, tzinfo=UTC))
    assert workspace.reminders.due(datetime(2026, 9, 15, 3, tzinfo=UTC)) == []


def test_a_restored_backup_does_not_ring_again(workspace: Workspace, clock: FakeClock) -> None:
    """What was announced since the backup stays announced, and the log stays with the computer."""
    from desktop.domain.backups import BackupReason
    from desktop.services.backups import restore_backup

    taken = workspace.backups.take(BackupReason.ASKED).backup
    clock.advance(days=1)
    workspace.reminders.claim()
    log = workspace.reminders.log()
    assert log
    workspace.close()
    restore_backup(taken.path, workspace.folder, clock())
    again = Workspace.open(workspace.folder, clock)
    assert of_orders(again.reminders.claim()) == []
    assert again.reminders.log() == log
    again.close()


def test_a_transfer_file_contains_claims_but_not_the_log(
    workspace: Workspace, clock: FakeClock
) -> None:
    """The new computer repeats no reminder, and its log has none of the old computer's."""
    from desktop.services.backups import restore_backup

    clock.advance(days=1)
    workspace.reminders.claim()
    workspace.reminders.drill.answer(received=True)
    target = workspace.folder.parent / "all.linkdue"
    workspace.pack(target)
    folder = workspace.folder.parent / "elsewhere"
    Workspace.open(folder, clock).close()
    restore_backup(target, folder, clock())
    moved = Workspace.open(folder, clock)
    assert moved.reminders.log() == []
    assert moved.reminders.drill.proof() is None
    assert of_orders(moved.reminders.claim()) == []
    moved.close()


def test_what_came_due_while_closed_is_shown_once(workspace: Workspace, clock: FakeClock) -> None:
    """The missed sheet: what can still be saved, and what is over."""
    workspace.save_account(make_account(uid=OTHER_UID, window=Window.DAY))
    workspace.save_project(make_active_project(account=OTHER_UID, number="202609010002"))
    past = workspace.save_order(
        make_paid_order(clock(), account=OTHER_UID, number="23641422715777")
    )
    reminders = workspace.reminders
    assert reminders.missed_while_closed() is None
    reminders.seen()
    since = clock()
    clock.advance(days=2)
    missed = reminders.missed_while_closed()
    assert missed is not None
    assert missed.since == since
    assert [a.order.number for a in missed.still_time] == [FIRST, SECOND]
    assert [a.order for a in missed.past] == [past]
    reminders.missed_shown(missed)
    assert reminders.missed_while_closed() is None
    assert of_orders(reminders.claim()) == []


def test_what_the_helper_announced_is_not_missed(workspace: Workspace, clock: FakeClock) -> None:
    """It was announced while the window was closed."""
    workspace.reminders.seen()
    clock.advance(days=1)
    workspace.reminders.claim()
    clock.advance(hours=1)
    assert workspace.reminders.missed_while_closed() is None


def test_a_drill_rings_once_and_is_proven_by_the_user(
    workspace: Workspace, clock: FakeClock
) -> None:
    """Only the person who received it knows that reminders arrive."""
    drill = workspace.reminders.drill
    assert drill.is_to_be_offered()
    drill.offered()
    assert not drill.is_to_be_offered()
    at = drill.start()
    assert workspace.reminders.claim().next_check == at
    clock.now = at
    [due] = workspace.reminders.claim().due
    assert due.subject.kind is ReminderKind.DRILL
    assert workspace.reminders.claim().due == ()
    drill.answer(received=True)
    proof = drill.proof()
    assert proof is not None
    assert (proof.at, proof.here) == (at, True)
    assert drill.planned() is None
    drill.start()
    drill.answer(received=False)
    assert drill.proof() == proof


def test_a_wait_that_is_over_rings_once_even_at_night(
    workspace: Workspace, clock: FakeClock
) -> None:
    """It ends at midnight, within most quiet hours; but it was asked for."""
    reminders = workspace.reminders
    reminders.save_plan(ReminderPlan(daily=(), hours=(), quiet=NIGHT))
    at = datetime(2026, 9, 30, 16, tzinfo=UTC)
    reminders.gate.ask(UID, at)
    assert reminders.gate.asked(UID, clock()) == at
    clock.now = at
    due = [one.subject.name for one in reminders.claim().due]
    assert due == [f"gate/{UID}"]
    assert reminders.claim().due == ()
    assert reminders.gate.asked(UID, clock()) is None


def test_a_wait_can_be_cancelled_and_follows_a_corrected_uid(
    workspace: Workspace, clock: FakeClock
) -> None:
    """A reminder of something cancelled, or with an account's old number, confuses."""
    gate, at = workspace.reminders.gate, clock() + timedelta(hours=1)
    gate.ask(UID, at)
    gate.cancel(UID)
    assert gate.planned() == {}
    gate.ask(UID, at)
    account = workspace.book().accounts[UID]
    workspace.save_account(replace(account, uid=OTHER_UID), account)
    assert gate.planned()[OTHER_UID] == at


def test_other_kinds_are_reminded_of_as_well(workspace: Workspace, clock: FakeClock) -> None:
    """An expiring project, a request without an answer, no backup."""
    workspace.save_account(make_account(uid=OTHER_UID))
    workspace.save_project(
        make_project(account=OTHER_UID, status=ProjectStatus.SENT, requested_at=clock())
    )
    clock.advance(days=30)
    kinds = {one.subject.kind for one in workspace.reminders.claim().due}
    assert kinds == {ReminderKind.REQUEST, ReminderKind.BACKUP}
    clock.advance(days=40)
    found = {one.kind for one in workspace.reminders.upcoming()}
    assert found >= {ReminderKind.PROJECT}
    workspace.reminders.save_plan(ReminderPlan(off=frozenset(ReminderKind)))
    assert workspace.reminders.upcoming() == []


def test_the_plan_is_kept_and_nonsense_means_the_default(workspace: Workspace) -> None:
    """Settings come from other computers, and from older programs."""
    plan = ReminderPlan(
        daily=(time(9, 30), time(21)),
        hours=(48, 2),
        every=15,
        quiet=NIGHT,
        last_chance=True,
        amounts=True,
        sound=True,
        request_days=5,
        off=frozenset({ReminderKind.BACKUP}),
    )
    workspace.reminders.save_plan(plan)
    assert workspace.reminders.plan() == plan
    for text in ("", "[]", "{", '{"hours": [0], "daily": ["25:00"], "every": true, "off": 3}'):
        workspace.set_setting(SettingKey.REMINDER_PLAN, text)
        assert workspace.reminders.plan() == ReminderPlan()


def test_of_many_checks_at_one_moment_one_announces(tmp_path: Path) -> None:
    """Six connections in three processes, moment after moment: window, helper, a second one."""
    assert race(tmp_path / "raced", 12) == {1: 12}


def test_one_order_is_checked_as_among_all(workspace: Workspace, clock: FakeClock) -> None:
    """A menu that checks its order alone must offer the same as the list of all."""
    reminders = workspace.reminders
    reminders.save_change(PlanChange(hours=(6,)), UID, FIRST)
    for hours in (0, 24, 24 * 18, 23):
        clock.advance(hours=hours)
        if hours == 24:
            reminders.snooze(name(FIRST), clock() + timedelta(hours=3))
        there = {one.subject.name: one for one in reminders.statuses()}
        for number in (FIRST, SECOND):
            assert reminders.status(name(number)) == there.get(name(number))
    [backup] = [one for one in reminders.due() if one.subject.kind is ReminderKind.BACKUP]
    assert reminders.status(backup.subject.name) == backup
    clock.now = DEADLINE
    assert reminders.status(name(FIRST)) is None
    assert reminders.status("order/1/2") is reminders.status("order") is None


def test_a_preview_keeps_nothing(workspace: Workspace, clock: FakeClock) -> None:
    """A preview must not notify anybody; an account's preview has that account's orders only."""
    reminders = workspace.reminders
    evening = PlanChange(daily=(time(20),))
    for order in (None, FIRST):
        found = reminders.preview(evening, UID, order)
        assert found is not None
        assert found.rings_at == datetime(2026, 9, 10, 12, tzinfo=UTC)
        assert found.count == (2 if order is None else 1)
    assert reminders.preview(evening, OTHER_UID) is None
    assert reminders.preview(PlanChange(on=False), UID) is None
    assert not reminders.change(UID)
    assert not reminders.change(UID, FIRST)


def test_the_button_of_a_note_snoozes_its_reminders(workspace: Workspace, clock: FakeClock) -> None:
    """Reminders announced at another time are not snoozed."""
    reminders = workspace.reminders
    reminders.save_change(PlanChange(daily=(time(12),)), UID, SECOND)
    reminders.claim()
    clock.advance(hours=22)  # 10:00 in Beijing, the next day
    assert of_orders(reminders.claim()) == [FIRST]
    clock.advance(hours=2)
    workspace.save_order(make_paid_order(clock() - timedelta(hours=1), number="236414227150924"))
    reminders.save_change(PlanChange(daily=(time(12),)), UID, "236414227150924")
    claimed = reminders.claim()
    assert of_orders(claimed) == [SECOND, "236414227150924"]
    clock.advance(minutes=1)
    target = LaterTarget.of(LaterTarget("reminders", claimed.made_at).text)
    hour = clock() + timedelta(hours=1)
    assert reminders.snooze_one_hour(target) == hour
    assert [one.next.at for one in reminders.statuses() if one.next and one.snoozed_until] == [
        hour,
        hour,
    ]
    clock.advance(minutes=30)
    assert reminders.snooze_one_hour(target) is None, "a page in a browser could snooze it for ever"
    clock.now = hour
    assert of_orders(reminders.claim()) == [SECOND, "236414227150924"]


@pytest.mark.parametrize(
    "text", ["", "reminders", "reminders@x", "reminders@" + "9" * 30, "backup", "order/1/2", "@1"]
)
def test_a_target_without_a_subject_snoozes_nothing(workspace: Workspace, text: str) -> None:
    """Anybody may have made the target."""
    assert workspace.reminders.snooze_one_hour(LaterTarget.of(text)) is None


def test_a_button_snoozes_nothing_unannounced_or_urgent(
    workspace: Workspace, clock: FakeClock
) -> None:
    """Otherwise a link could silence an order before its first reminder, or past its deadline."""
    reminders, target = workspace.reminders, LaterTarget(name(FIRST))
    clock.now = DEADLINE - timedelta(hours=2)
    assert reminders.snooze_one_hour(target) is None, "due, and not announced yet"
    reminders.claim()
    assert reminders.snooze_one_hour(target) == DEADLINE - timedelta(hours=1)
    clock.now = DEADLINE - timedelta(minutes=80)
    reminders.end_snooze(name(FIRST))
    assert reminders.snooze_one_hour(target) is None, "too late to act an hour from now"


def test_only_what_presses_is_heard_and_only_where_it_was_asked_for(
    workspace: Workspace, clock: FakeClock
) -> None:
    """A sound for each daily summary would be switched off, and then be missing at 23:40."""
    reminders = workspace.reminders

    def heard() -> bool:
        claimed = reminders.claim()
        assert claimed.due
        return note_of(claimed, "key", ("title", "body"), ("open", "later")).sound

    clock.now = DEADLINE - timedelta(hours=62)
    assert not heard()
    clock.now = DEADLINE - timedelta(minutes=59)
    assert not heard(), "nobody asked for it"
    reminders.save_plan(ReminderPlan(hours=(24, 3, 1), every=10, sound=True))
    clock.now = DEADLINE - timedelta(minutes=50)
    assert heard()
    workspace.associate(workspace.open_orders(clock())[0])
    clock.now = DEADLINE - timedelta(hours=24)
    reminders.save_plan(ReminderPlan(hours=(24, 3), sound=True))
    assert not heard()
    clock.now = DEADLINE - timedelta(hours=3)
    assert heard(), "the last chance in time"


def test_a_note_offers_a_snooze_only_if_possible(workspace: Workspace, clock: FakeClock) -> None:
    """A button that does nothing is a broken promise."""
    reminders = workspace.reminders
    clock.now = DEADLINE - timedelta(hours=3)
    buttons = note_of(reminders.claim(), "reminders", ("", ""), ("open", "later")).buttons
    assert buttons is not None
    assert LaterTarget.of(buttons.target).claimed_at == clock.now
    clock.now = DEADLINE - timedelta(hours=1)
    buttons = note_of(reminders.claim(), "reminders", ("", ""), ("open", "later")).buttons
    assert buttons is not None
    assert not buttons.target


def test_a_corrected_number_keeps_its_reminders(workspace: Workspace, clock: FakeClock) -> None:
    """A corrected typing error must not repeat reminders, nor lose the order's own plan."""
    reminders = workspace.reminders
    reminders.save_change(PlanChange(hours=(6,)), UID, FIRST)
    clock.advance(days=1)
    assert of_orders(reminders.claim()) == [FIRST, SECOND]
    later = clock() + timedelta(hours=3)
    reminders.snooze(name(FIRST), later)
    order = workspace.book().order(UID, FIRST)
    assert order is not None
    corrected = "236414227159999"
    workspace.save_order(replace(order, number=corrected), order)
    assert reminders.change(UID, corrected) == PlanChange(hours=(6,))
    assert numbers(reminders.due()) == []
    found = reminders.status(name(corrected))
    assert found is not None
    assert found.next is not None
    assert found.next.at == later
    clock.advance(days=1)
    assert of_orders(reminders.claim()) == [SECOND, corrected]
    assert LogReason.HANDLED not in {one[1] for one in outcomes(workspace)}, "nothing was"
    assert workspace.undo() is not None
    assert reminders.change(UID, FIRST) == PlanChange(hours=(6,))


def test_a_corrected_uid_keeps_the_reminders_of_its_orders(
    workspace: Workspace, clock: FakeClock
) -> None:
    """The same as for an order, for everything of the account."""
    reminders = workspace.reminders
    reminders.save_change(PlanChange(daily=(time(9),)), UID)
    reminders.save_change(PlanChange(hours=(6,)), UID, FIRST)
    clock.advance(days=1)
    assert of_orders(reminders.claim()) == [FIRST, SECOND]
    account = workspace.book().accounts[UID]
    workspace.save_account(replace(account, uid=OTHER_UID), account)
    assert numbers(reminders.due()) == []
    assert reminders.change(OTHER_UID) == PlanChange(daily=(time(9),))
    assert reminders.change(OTHER_UID, FIRST) == PlanChange(hours=(6,))
