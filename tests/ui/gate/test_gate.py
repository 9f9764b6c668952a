"""采购前检查: the answer, its reasons, the questions, and its changes over time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop.domain.model import ProjectStatus, Window
from desktop.forms.wizard_steps import Step
from desktop.services.workspace import Workspace
from desktop.ui.gate.cards import WhyCard
from desktop.ui.gate.gate_view import GateView
from desktop.ui.gate.page import GatePage
from desktop.ui.kit.labels import PlainLabel
from desktop.ui.kit.rule_line import RuleLine
from desktop.ui.shared.context import Context
from tests.builders import UID, make_account, make_active_project, make_project
from tests.conftest import FakeClock

OTHER = "9876543210987654"
NUMBER = "202609010421"


@pytest.fixture
def recorded(workspace: Workspace) -> Workspace:
    """Record an account with a day window and a usable project, and a second one without any."""
    seen = datetime(2026, 9, 1, tzinfo=UTC)
    workspace.save_account(make_account(name="Hangzhou", window=Window.DAY, window_checked_at=seen))
    workspace.save_account(make_account(uid=OTHER, name="Ningbo"))
    workspace.save_project(
        make_active_project(number=NUMBER, created_at=datetime(2026, 9, 1, 2, 21, tzinfo=UTC))
    )
    return workspace


@pytest.fixture
def view(qtbot: QtBot, context: Context, recorded: Workspace) -> GateView:
    """Show the gate of the first account."""
    view = GateView(context)
    qtbot.addWidget(view)
    view.show_account(UID)
    view.show()
    return view


@pytest.fixture
def ready(view: GateView) -> GateView:
    """Show the gate with every question ticked."""
    tick(view)
    return view


def tick(view: GateView) -> None:
    """Tick every question, as the user does."""
    for row in view.questions.values():
        if not row.box.isChecked():
            row.box.click()


def _lines(view: GateView) -> list[str]:
    shown = (view.rules.itemAt(i).widget() for i in range(view.rules.count()))
    return [line.accessibleName() for line in shown if isinstance(line, RuleLine)]


def test_go_is_one_word_with_every_rule(ready: GateView) -> None:
    """“May I buy now?” must be answered without reading a manual."""
    view = ready
    assert view.word.text() == "You can order now"
    assert "associate the order by" in view.sentence.text()
    assert len(_lines(view)) == 5
    assert f"met: Project {NUMBER} belongs to this account." in _lines(view)
    assert view.may_order()


def test_a_rule_shows_its_grade_and_source(view: GateView) -> None:
    """An unsupported claim would be a guess shown as a fact."""
    small = [label.text() for label in view.findChildren(PlainLabel)]
    assert any(text.startswith("official page") and "338415" in text for text in small)


def test_the_answer_turns_to_wait_in_the_last_hour_and_back_at_midnight(
    ready: GateView, context: Context, clock: FakeClock
) -> None:
    """At 23:40 a payment would be lost; from 00:00 on, waiting is needless."""
    view = ready
    clock.now = datetime(2026, 9, 10, 15, 0, tzinfo=UTC)
    context.ticker.tick()
    assert view.word.text() == "You can order now"
    change = view.next_change(clock.now)
    assert change is not None
    clock.now = change
    assert clock.now == datetime(2026, 9, 10, 15, 0, 1, tzinfo=UTC)
    context.ticker.tick()
    assert view.word.text() == "Wait a little"
    assert not view.may_order()
    clock.now = datetime(2026, 9, 10, 15, 40, tzinfo=UTC)
    context.ticker.tick()
    assert view.sentence.text() == "Wait 20 minutes, then order and pay after today 24:00."
    assert any(line.startswith("only 20 minutes left: ") for line in _lines(view))
    clock.now = datetime(2026, 9, 10, 16, 0, tzinfo=UTC)
    context.ticker.tick()
    assert view.word.text() == "You can order now"


def test_a_wait_offers_a_reminder_that_can_be_cancelled(
    qtbot: QtBot, context: Context, recorded: Workspace, clock: FakeClock
) -> None:
    """A “Wait” without a reminder of its end is forgotten by midnight."""
    clock.now = datetime(2026, 9, 10, 15, 40, tzinfo=UTC)
    page = GatePage(context)
    qtbot.addWidget(page)
    page.show()
    assert not page.view.remind.isVisible()
    assert not page.anyway_button.isVisible()
    tick(page.view)
    assert page.view.word.text() == "Wait a little"
    assert page.view.remind.property("kind") == "primary"
    assert page.anyway_button.property("kind") == "plain"
    assert not page.console_button.isVisible()
    page.view.remind.click()
    midnight = datetime(2026, 9, 10, 16, tzinfo=UTC)
    assert recorded.reminders.gate.asked(UID, clock()) == midnight
    facts = [label.text() for label in page.view.findChildren(PlainLabel)]
    assert "LinkDue reminds you today 24:00. Please leave it open." in facts
    page.view.do_not_remind.click()
    assert recorded.reminders.gate.asked(UID, clock()) is None
    assert page.view.remind.isVisible()


def test_a_requested_number_is_not_requested_again(
    qtbot: QtBot, context: Context, recorded: Workspace, clock: FakeClock
) -> None:
    """A partner who is asked twice sends two numbers, or none."""
    sent = make_project(account=OTHER, status=ProjectStatus.SENT, requested_at=clock())
    recorded.save_project(sent)
    page = GatePage(context)
    qtbot.addWidget(page)
    page.show()
    page.account.set_value(OTHER)
    page.refresh()
    assert page.number_button.property("kind") == "primary"
    assert not page.request_button.isVisible()
    facts = [label.text() for label in page.view.findChildren(PlainLabel)]
    assert "Requested on 10 Sep. If it takes too long, ask your partner again." in facts


def test_the_first_number_is_not_called_a_new_one(
    qtbot: QtBot, context: Context, recorded: Workspace
) -> None:
    """“A new number” makes a newcomer look for the old one."""
    page = GatePage(context)
    qtbot.addWidget(page)
    page.account.set_value(OTHER)
    page.refresh()
    assert page.request_button.text() == "Request a project number"


def test_how_to_find_out_is_a_click_away(view: GateView, qtbot: QtBot, context: Context) -> None:
    """Few users know whether they may associate; a guessed tick means nothing."""
    with qtbot.waitSignal(context.page_wanted) as wanted:
        view.questions["ram-permission"].explain.click()
    assert wanted.args == ["help:gate"]


def test_the_account_is_named_where_it_matters(view: GateView) -> None:
    """A user who has two accounts might order with the wrong one."""
    assert view.questions["project-account"].advice.text() == f"Hangzhou · UID {UID}"


def test_the_ticker_is_asked_for_the_next_minute_while_minutes_are_shown(
    view: GateView, context: Context, clock: FakeClock
) -> None:
    """A countdown that lags by minutes is wrong."""
    clock.now = datetime(2026, 9, 10, 15, 40, tzinfo=UTC)
    context.ticker.tick()
    assert view.next_change(clock.now) == datetime(2026, 9, 10, 15, 40, 1, tzinfo=UTC)


def test_ticks_are_saved_and_can_be_undone(
    qtbot: QtBot, view: GateView, workspace: Workspace, context: Context
) -> None:
    """Asked each time, the questions are ticked without being read."""
    row = view.questions["ram-permission"]
    with qtbot.waitSignal(view.answer_changed):
        qtbot.mouseClick(row.box, Qt.MouseButton.LeftButton)
    assert workspace.answers(workspace.book().accounts[UID]) == {"ram-permission": True}
    again = GateView(context)
    qtbot.addWidget(again)
    again.show_account(UID)
    assert again.questions["ram-permission"].box.isChecked()
    row.box.click()
    assert workspace.answers(workspace.book().accounts[UID]) == {}
    assert view.word.text() == "3 points left"


def test_a_no_of_an_earlier_version_is_an_open_question(
    view: GateView, workspace: Workspace, context: Context
) -> None:
    """A user who once answered no must not be told to buy."""
    tick(view)
    workspace.answer(workspace.book().accounts[UID], "affiliate", False)
    context.changed.emit()
    assert view.word.text() == "1 point left"
    assert not view.may_order()


def test_a_whole_row_can_be_clicked(qtbot: QtBot, view: GateView) -> None:
    """The words are the larger target."""
    row = view.questions["affiliate"]
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert row.box.isChecked()


def test_answers_belong_to_their_account(view: GateView, workspace: Workspace) -> None:
    """A yes for one company says nothing about the other."""
    view.questions["affiliate"].box.click()
    view.show_account(OTHER)
    assert not view.questions["affiliate"].box.isChecked()


def test_questions_that_are_open_are_counted(view: GateView) -> None:
    """A green answer would be read, and the open questions below it overlooked."""
    assert view.word.text() == "3 points left"
    assert not view.may_order()
    view.questions["affiliate"].box.click()
    assert view.word.text() == "2 points left"
    tick(view)
    assert view.word.text() == "You can order now"
    assert view.may_order()
    assert not view.questions["affiliate"].isVisible()
    assert view.since.text() == "today 12:00, kept for this account"
    view.again.click()
    assert view.questions["affiliate"].isVisible()


def test_an_account_without_a_project_stops(view: GateView) -> None:
    """Ordering without a project is the one mistake that nothing repairs."""
    view.show_account(OTHER)
    assert view.word.text() == "Don't order yet"
    assert not any(row.isVisible() for row in view.questions.values())


def test_a_rule_that_repeats_the_answer_stays_folded(
    view: GateView, workspace: Workspace, clock: FakeClock
) -> None:
    """The same sentence twice looks like two problems."""
    view.show_account(OTHER)
    QApplication.processEvents()
    assert not view.rules.itemAt(0).widget().isVisible()
    workspace.save_project(
        make_active_project(account=OTHER, valid_until=clock() + timedelta(minutes=20))
    )
    view.refresh()
    QApplication.processEvents()
    assert view.word.text() == "Don't order yet"
    assert view.rules.itemAt(0).widget().isVisible()


def test_open_questions_are_not_called_passed(view: GateView) -> None:
    """“All 5 points pass” beside “3 points left” contradicts it."""
    assert view.findChild(WhyCard).summary.text() == "The other 5 points pass"
    tick(view)
    assert view.findChild(WhyCard).summary.text() == "All 5 points pass"


def test_the_answer_follows_the_records(
    view: GateView, context: Context, workspace: Workspace
) -> None:
    """A number recorded in the wizard must open the gate immediately."""
    view.show_account(OTHER)
    project = make_active_project(
        account=OTHER, number="202609090001", created_at=datetime(2026, 9, 9, tzinfo=UTC)
    )
    context.run_action("", lambda: workspace.save_project(project))
    tick(view)
    assert view.word.text() == "You can order now"


def test_a_hidden_view_lets_the_ticker_sleep(
    view: GateView, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hidden page must not keep the laptop awake."""
    view.hide()
    waiting = context.ticker.waiting()
    ticks: list[datetime] = []
    monkeypatch.setattr(view, "tick", ticks.append)
    context.ticker.tick()
    assert ticks == []
    assert waiting is None or waiting.total_seconds() > 0


def test_the_page_remembers_the_account(
    qtbot: QtBot, context: Context, recorded: Workspace
) -> None:
    """The right answer for the wrong account is wrong."""
    page = GatePage(context)
    qtbot.addWidget(page)
    page.show()
    assert page.account.value() == UID
    qtbot.keyClick(page.account.combo, Qt.Key.Key_Down)
    assert page.account.value() == OTHER
    assert page.view.word.text() == "Don't order yet"
    again = GatePage(context)
    qtbot.addWidget(again)
    assert again.account.value() == OTHER


def test_the_page_leads_on(qtbot: QtBot, context: Context, recorded: Workspace) -> None:
    """After the answer, the user needs the next step."""
    page = GatePage(context)
    qtbot.addWidget(page)
    page.show()
    buttons = (
        page.console_button,
        page.order_button,
        page.request_button,
        page.number_button,
    )
    assert [b.isVisible() for b in buttons] == [False, False, False, False]
    tick(page.view)
    assert [b.isVisible() for b in buttons] == [True, True, False, False]
    with qtbot.waitSignal(context.order_form_wanted) as order:
        page.order_button.click()
    assert order.args == [UID]
    page.account.set_value(OTHER)
    page.refresh()
    assert [b.isVisible() for b in buttons] == [False, False, True, True]
    with qtbot.waitSignal(context.wizard_wanted) as wanted:
        page.request_button.click()
    assert wanted.args == [OTHER, Step.REQUEST]
    with qtbot.waitSignal(context.wizard_wanted) as entered:
        page.number_button.click()
    assert entered.args == [OTHER, Step.NUMBER]


def test_without_accounts_it_says_what_to_do(qtbot: QtBot, context: Context) -> None:
    """Without an account, the gate has no answer."""
    page = GatePage(context)
    qtbot.addWidget(page)
    page.show()
    assert page.empty.isVisible()
    button = page.empty.findChild(QPushButton)
    with qtbot.waitSignal(context.wizard_wanted):
        button.click()


def test_tab_goes_from_top_to_bottom(qtbot: QtBot, context: Context, recorded: Workspace) -> None:
    """Focus that jumps down and up again is lost by a user without a mouse."""
    page = GatePage(context)
    qtbot.addWidget(page)
    page.resize(1000, 800)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.view.questions["affiliate"].box.setFocus()
    for expected in (page.view.copy_questions, page.view.why):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is expected
    tick(page.view)
    page.console_button.setFocus()
    for expected in (page.order_button, page.view.why):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is expected
