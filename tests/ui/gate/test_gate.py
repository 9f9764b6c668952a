"""采购前检查: the answer, its reasons, the questions, and that it changes with the time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.domain.model import Window
from desktop.forms.wizard_steps import Step
from desktop.services.workspace import Workspace
from desktop.ui.gate.gate_view import GateView
from desktop.ui.gate.page import GatePage
from desktop.ui.kit.labels import PlainLabel
from desktop.ui.kit.rule_line import RuleLine
from desktop.ui.shared.context import Context
from tests.builders import UID, make_account, make_active_project
from tests.conftest import FakeClock

OTHER = "9876543210987654"
NUMBER = "202609010421"


@pytest.fixture
def recorded(workspace: Workspace) -> Workspace:
    """Record an account with a day window and a usable project, and one that has nothing yet."""
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


def _lines(view: GateView) -> list[str]:
    shown = (view.rules.itemAt(i).widget() for i in range(view.rules.count()))
    return [line.accessibleName() for line in shown if isinstance(line, RuleLine)]


def test_go_says_so_in_a_word_with_every_rule(view: GateView) -> None:
    """“May I buy now?” must be answered without reading a manual."""
    assert view.word.text() == "Go"
    assert view.notice.title.text() == "You may order now"
    assert len(_lines(view)) == 5
    assert f"holds: Project {NUMBER} belongs to this account." in _lines(view)
    assert view.may_order()


def test_a_rule_shows_its_grade_and_source(view: GateView) -> None:
    """An unsupported claim would be a guess shown as a fact."""
    small = [label.text() for label in view.findChildren(PlainLabel)]
    assert any(text.startswith("official page") and "338415" in text for text in small)


def test_the_answer_turns_to_wait_in_the_last_hour_and_back_at_midnight(
    view: GateView, context: Context, clock: FakeClock
) -> None:
    """At 23:40 a payment would be lost; at 00:00 waiting any longer is needless."""
    clock.now = datetime(2026, 9, 10, 15, 0, tzinfo=UTC)
    context.ticker.tick()
    assert view.word.text() == "Go"
    change = view.next_change(clock.now)
    assert change is not None
    clock.now = change
    assert clock.now == datetime(2026, 9, 10, 15, 0, 1, tzinfo=UTC)
    context.ticker.tick()
    assert view.word.text() == "Wait"
    clock.now = datetime(2026, 9, 10, 15, 40, tzinfo=UTC)
    context.ticker.tick()
    assert view.notice.title.text() == "Wait 20 minutes: order and pay after today 24:00"
    assert any(line.startswith("only 20 minutes left: ") for line in _lines(view))
    clock.now = datetime(2026, 9, 10, 16, 0, tzinfo=UTC)
    context.ticker.tick()
    assert view.word.text() == "Go"


def test_the_ticker_is_asked_for_the_next_minute_while_minutes_are_shown(
    view: GateView, context: Context, clock: FakeClock
) -> None:
    """A countdown that lags by minutes is a wrong countdown."""
    clock.now = datetime(2026, 9, 10, 15, 40, tzinfo=UTC)
    context.ticker.tick()
    assert view.next_change(clock.now) == datetime(2026, 9, 10, 15, 40, 1, tzinfo=UTC)


def test_a_no_turns_go_into_clear_this_first_and_is_kept(
    qtbot: QtBot, view: GateView, workspace: Workspace, context: Context
) -> None:
    """A RAM user without the permission finds out only after paying otherwise."""
    row = view.questions["ram-permission"]
    with qtbot.waitSignal(view.answer_changed):
        qtbot.mouseClick(row.buttons[False], Qt.MouseButton.LeftButton)
    assert view.word.text() == "Stop"
    assert view.notice.title.text() == "Clear this first"
    assert "FullAccess" in view.notice.text.text()
    assert row.advice.isVisible()
    assert not view.may_order()
    assert workspace.answers(workspace.book().accounts[UID]) == {"ram-permission": False}
    again = GateView(context)
    qtbot.addWidget(again)
    again.show_account(UID)
    assert again.questions["ram-permission"].buttons[False].isChecked()
    row.buttons[None].click()
    assert view.word.text() == "Go"
    assert workspace.answers(workspace.book().accounts[UID]) == {}


def test_answers_belong_to_their_account(view: GateView, workspace: Workspace) -> None:
    """A yes for one company says nothing about the other."""
    view.questions["affiliate"].buttons[True].click()
    view.show_account(OTHER)
    assert view.questions["affiliate"].buttons[None].isChecked()


def test_questions_that_are_open_are_counted(view: GateView) -> None:
    """Go with open questions must not look like go without."""
    assert "3 questions below are not answered yet." in view.notice.text.text()
    view.questions["affiliate"].buttons[True].click()
    assert "2 questions below are not answered yet." in view.notice.text.text()


def test_an_account_without_a_project_stops(view: GateView) -> None:
    """The one mistake that nothing repairs."""
    view.show_account(OTHER)
    assert view.word.text() == "Stop"
    assert view.notice.title.text() == "Do not order yet"


def test_the_answer_follows_the_records(
    view: GateView, context: Context, workspace: Workspace
) -> None:
    """A number recorded in the wizard must open the gate at once."""
    view.show_account(OTHER)
    project = make_active_project(
        account=OTHER, number="202609090001", created_at=datetime(2026, 9, 9, tzinfo=UTC)
    )
    context.run_action("", lambda: workspace.save_project(project))
    assert view.word.text() == "Go"


def test_a_hidden_view_lets_the_ticker_sleep(
    view: GateView, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page nobody sees must not keep the laptop awake."""
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
    """Asking for the wrong account gives the right answer to the wrong question."""
    page = GatePage(context)
    qtbot.addWidget(page)
    page.show()
    assert page.account.value() == UID
    qtbot.keyClick(page.account.combo, Qt.Key.Key_Down)
    assert page.account.value() == OTHER
    assert page.view.word.text() == "Stop"
    again = GatePage(context)
    qtbot.addWidget(again)
    assert again.account.value() == OTHER


def test_the_page_leads_on(qtbot: QtBot, context: Context, recorded: Workspace) -> None:
    """The answer without the next step leaves people standing."""
    page = GatePage(context)
    qtbot.addWidget(page)
    with qtbot.waitSignal(context.wizard_wanted) as wanted:
        page.request_button.click()
    assert wanted.args == [UID, Step.REQUEST]
    with qtbot.waitSignal(context.order_form_wanted) as order:
        page.order_button.click()
    assert order.args == [UID]


def test_without_accounts_it_says_what_to_do(qtbot: QtBot, context: Context) -> None:
    """The gate has no answer for nobody."""
    page = GatePage(context)
    qtbot.addWidget(page)
    page.show()
    assert page.empty.isVisible()
    button = page.empty.findChild(QPushButton)
    with qtbot.waitSignal(context.wizard_wanted):
        button.click()
