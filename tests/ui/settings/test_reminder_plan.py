"""设置 › 提醒: the plan as a sentence, saved immediately, with a preview."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.base.settings import SettingKey
from desktop.domain.reminder_plan import QuietHours, ReminderKind, ReminderPlan
from desktop.services.workspace import Workspace
from desktop.ui.kit.fields import Combo
from desktop.ui.settings.page import SettingsPage
from desktop.ui.settings.reminders.group import RemindersGroup
from desktop.ui.shared.context import Context
from tests.conftest import FakeClock
from tests.ui.conftest import LogOrder


def _group(qtbot: QtBot, context: Context) -> RemindersGroup:
    page = SettingsPage(context)
    qtbot.addWidget(page)
    page.resize(1000, 1400)
    page.show()
    page.show_part("reminders")
    return page.reminders


def _choose(combo: Combo, value: object) -> None:
    """Choose as a user does."""
    index = combo.findData(value)
    combo.setCurrentIndex(index)
    combo.activated.emit(index)


def _wait_for_next(qtbot: QtBot, group: RemindersGroup, beginning: str) -> None:
    """Wait for the line about the next reminder, which is computed off the window's thread."""
    qtbot.waitUntil(lambda: group.plan.next.text().startswith(beginning))


def test_a_changed_word_of_the_sentence_is_saved_immediately(
    qtbot: QtBot, context: Context, workspace: Workspace
) -> None:
    """There is no save button: whoever leaves the page must find the choice again."""
    group = _group(qtbot, context)
    [daily] = group.plan.daily.combos
    _choose(daily, "08:30")
    _choose(group.plan.hours.combos[1], "6")
    _choose(group.plan.every.combos[0], "10")
    plan = workspace.reminders.plan()
    assert plan == ReminderPlan(daily=(time(8, 30),), hours=(24, 6, 1), every=10)
    assert [c.currentText() for c in group.plan.hours.combos] == ["24 hours", "6 hours", "1 hour"]


def test_times_are_added_and_removed_by_keyboard(
    qtbot: QtBot, context: Context, workspace: Workspace
) -> None:
    """One daily reminder is too few for some; a new time must get the focus."""
    group = _group(qtbot, context)
    group.activateWindow()
    qtbot.waitUntil(group.isActiveWindow)
    group.plan.daily.plus.setFocus()
    qtbot.keyClick(group.plan.daily.plus, Qt.Key.Key_Return)
    assert workspace.reminders.plan().daily == (time(10), time(10, 30))
    assert group.plan.daily.combos[1].hasFocus()
    _choose(group.plan.daily.combos[0], "")
    assert workspace.reminders.plan().daily == (time(10, 30),)
    _choose(group.plan.daily.combos[0], "")
    assert workspace.reminders.plan().daily == ()
    assert group.plan.daily.combos[0].currentText() == "no time"
    _choose(group.plan.daily.combos[0], "09:00")
    assert workspace.reminders.plan().daily == (time(9),)


def test_tab_follows_the_words_of_the_sentence(
    qtbot: QtBot, context: Context, workspace: Workspace
) -> None:
    """Controls reached after everything else on the page are not found without a mouse."""
    group = _group(qtbot, context)
    plan = ReminderPlan(daily=(time(9), time(18)), hours=(24, 3), every=10)
    workspace.reminders.save_plan(plan)
    context.changed.emit()
    card = group.plan
    wanted = [card.on.switch, *card.daily.combos, card.daily.plus, *card.hours.combos]
    wanted += [card.hours.plus, *card.every.combos, card.list_button, group.quiet_card.quiet.switch]
    reached: list[QWidget] = [card.on.switch]
    at: QWidget | None = card.on.switch.nextInFocusChain()
    while at is not None and at is not card.on.switch:
        reached += [at] if at in wanted else []
        at = at.nextInFocusChain()
    assert reached == wanted


def test_an_unusual_value_stays_in_the_sentence(
    qtbot: QtBot, context: Context, workspace: Workspace
) -> None:
    """A plan from another version must not change because somebody looked at it."""
    plan = ReminderPlan(daily=(time(9, 45),), hours=(5,), every=7)
    workspace.reminders.save_plan(plan)
    group = _group(qtbot, context)
    assert group.plan.daily.combos[0].currentText() == "09:45"
    assert group.plan.hours.combos[0].currentText() == "5 hours"
    assert group.plan.every.combos[0].currentText() == "every 7 minutes"
    _choose(group.plan.hours.combos[0], "6")
    assert workspace.reminders.plan() == ReminderPlan(daily=(time(9, 45),), hours=(6,), every=7)


def test_what_rings_next_follows_each_change(
    qtbot: QtBot, context: Context, log_order: LogOrder
) -> None:
    """The preview shows the meaning of the sentence; without it, the user would guess."""
    group = _group(qtbot, context)
    log_order()
    context.changed.emit()
    _wait_for_next(qtbot, group, "Next: tomorrow 10:00, ")
    _choose(group.plan.daily.combos[0], "18:00")
    _wait_for_next(qtbot, group, "Next: today 18:00, ")
    group.plan.on.switch.click()
    _wait_for_next(qtbot, group, "Nothing will ring in the next 31 days.")
    assert not group.plan.daily.combos[0].isEnabled()


def test_quiet_hours_ask_once_about_the_last_chance(
    qtbot: QtBot, context: Context, workspace: Workspace
) -> None:
    """The user decides about reminders at night: asked once, and changeable at any time."""
    group = _group(qtbot, context)
    rest = group.quiet_card
    assert not rest.start.isVisible()
    assert not rest.question.isVisible()
    rest.quiet.switch.click()
    assert workspace.reminders.plan().quiet == QuietHours(time(22, 30), time(8))
    assert rest.question.isVisible()
    rest.silent_button.click()
    assert workspace.reminders.plan().last_chance is False
    assert not rest.question.isVisible()
    rest.chance.switch.click()
    assert workspace.reminders.plan().last_chance is True
    _choose(rest.start, "23:00")
    _choose(rest.end, "07:00")
    assert workspace.reminders.plan().quiet == QuietHours(time(23), time(7))
    rest.quiet.switch.click()
    rest.quiet.switch.click()
    assert not rest.question.isVisible()


def test_quiet_hours_have_a_length_whatever_is_chosen(qtbot: QtBot, context: Context) -> None:
    """From 08:00 to 08:00 could mean no time or the whole day."""
    rest = _group(qtbot, context).quiet_card
    rest.quiet.switch.click()
    assert rest.start.findData(rest.end.currentData()) == -1
    assert rest.end.findData(rest.start.currentData()) == -1


def test_a_pause_ends_tomorrow_or_immediately(
    qtbot: QtBot, context: Context, workspace: Workspace, clock: FakeClock
) -> None:
    """A pause without an end would mean reminders switched off and forgotten."""
    rest = _group(qtbot, context).quiet_card
    assert rest.pause_button.text() == "Pause until tomorrow 08:00"
    rest.pause_button.click()
    assert workspace.reminders.paused_until() == clock.now + timedelta(hours=20)
    assert rest.pause.text.text().startswith("Paused until tomorrow 08:00.")
    rest.pause_button.click()
    assert workspace.reminders.paused_until() is None


def test_each_kind_has_its_switch(qtbot: QtBot, context: Context, workspace: Workspace) -> None:
    """A user with other backups must not be woken for them, but still be told of orders."""
    kinds = _group(qtbot, context).kinds
    kinds.kinds[ReminderKind.BACKUP].switch.click()
    assert workspace.reminders.plan().off == {ReminderKind.BACKUP}
    _choose(kinds.days, 7)
    kinds.amounts.switch.click()
    plan = workspace.reminders.plan()
    assert (plan.request_days, plan.amounts) == (7, True)
    kinds.kinds[ReminderKind.BACKUP].switch.click()
    assert workspace.reminders.plan().off == frozenset()


def test_a_click_anywhere_on_a_row_switches_it(
    qtbot: QtBot, context: Context, workspace: Workspace
) -> None:
    """A switch of 40 pixels is hard to hit for many hands."""
    kinds = _group(qtbot, context).kinds
    qtbot.mouseClick(kinds.amounts, Qt.MouseButton.LeftButton)
    assert workspace.reminders.plan().amounts
    qtbot.mouseClick(kinds.amounts.switch, Qt.MouseButton.LeftButton)
    assert not workspace.reminders.plan().amounts


def test_switches_are_read_out_and_pressed_by_enter(qtbot: QtBot, context: Context) -> None:
    """Without a name, a screen reader says “check box” nine times."""
    kinds = _group(qtbot, context).kinds
    switch = kinds.amounts.switch
    assert switch.accessibleName() == "Amounts in notifications"
    assert switch.accessibleDescription()
    switch.setFocus()
    qtbot.keyClick(switch, Qt.Key.Key_Return)
    assert switch.isChecked()


def test_unreadable_settings_are_reported(
    qtbot: QtBot, context: Context, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stick that is pulled out must not end the program when the settings are opened."""
    group = _group(qtbot, context)
    workspace.set_setting(SettingKey.REMINDER_PLAN, "{not a plan")
    context.changed.emit()
    assert group.plan.daily.combos[0].currentText() == "10:00"


def test_a_sound_is_off_until_it_is_asked_for(
    qtbot: QtBot, context: Context, workspace: Workspace
) -> None:
    """Reminders that are loud by default are switched off altogether."""
    group = _group(qtbot, context)
    assert not group.kinds.sound.switch.isChecked()
    group.kinds.sound.switch.click()
    assert workspace.reminders.plan().sound
    assert group.kinds.sound.switch.isChecked()
