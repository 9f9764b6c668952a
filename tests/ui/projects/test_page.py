"""项目编号: recorded projects, their validity, and corrections."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.domain.model import ProjectStatus, Window
from desktop.forms.wizard_steps import Step
from desktop.services.workspace import Workspace
from desktop.ui.kit.labels import PlainLabel
from desktop.ui.projects.account_form import AccountForm
from desktop.ui.projects.effects_dialog import EffectsDialog
from desktop.ui.projects.page import ProjectsPage
from desktop.ui.projects.partner_form import PartnerForm
from desktop.ui.projects.project_form import ProjectForm
from desktop.ui.projects.record_dialog import RecordDialog
from desktop.ui.shared.context import Context
from tests.builders import (
    UID,
    make_account,
    make_active_project,
    make_order,
    make_paid_order,
    make_project,
)
from tests.conftest import FakeClock

OTHER = "9876543210987654"
NUMBER = "202609010421"
CREATED = datetime(2026, 9, 1, 2, 21, tzinfo=UTC)


@pytest.fixture
def recorded(workspace: Workspace) -> Workspace:
    """Record an account, a usable project and an order that it covers."""
    workspace.save_account(make_account(name="Hangzhou", window=Window.MONTH))
    workspace.save_project(
        make_active_project(
            number=NUMBER, partner="示例伙伴", created_at=CREATED, cashback_rate=Decimal("0.05")
        )
    )
    workspace.save_order(
        make_order(
            number="236414227150922",
            created_at=datetime(2026, 9, 2, 2, tzinfo=UTC),
            paid_at=datetime(2026, 9, 2, 3, tzinfo=UTC),
            payable=204000,
        )
    )
    return workspace


@pytest.fixture
def page(qtbot: QtBot, context: Context, recorded: Workspace) -> ProjectsPage:
    """Show the page."""
    page = ProjectsPage(context)
    qtbot.addWidget(page)
    page.show()
    return page


def _button(page: ProjectsPage | RecordDialog, name: str) -> QPushButton:
    return next(b for b in page.findChildren(QPushButton) if b.accessibleName() == name)


def _choose(page: ProjectsPage, text: str) -> None:
    """Choose from the menu of an account."""
    next(a for card in page.cards for a in card.menu.actions() if a.text() == text).trigger()


def _texts(page: ProjectsPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(PlainLabel))


def _dialog(page: ProjectsPage) -> RecordDialog:
    assert page.dialog is not None
    return page.dialog


def test_a_project_shows_how_long_it_lasts(page: ProjectsPage) -> None:
    """Otherwise three months end unnoticed, and every order after that is lost."""
    row = page.cards[0].rows[0]
    assert row.pill.text() == "active"
    assert "30 Nov 10:21" in row.time.text()
    assert "80 days left" in row.time.text()
    assert "cashback 5%" in _texts(page)


def test_the_countdown_continues_and_ends(
    page: ProjectsPage, context: Context, clock: FakeClock
) -> None:
    """A page left open overnight must not show yesterday's time."""
    clock.now = datetime(2026, 11, 30, 2, 20, tzinfo=UTC)
    context.ticker.tick()
    row = page.cards[0].rows[0]
    assert "1 minute left" in row.time.text()
    assert page.next_change(clock.now) == datetime(2026, 11, 30, 2, 20, 1, tzinfo=UTC)
    clock.advance(minutes=1)
    context.ticker.tick()
    assert row.pill.text() == "expired"
    assert page.next_change(clock.now) is None


def test_an_assumed_creation_is_marked(
    page: ProjectsPage, context: Context, workspace: Workspace
) -> None:
    """An assumption must not look like a fact."""
    project = make_active_project(number="202609050001", created_at=CREATED, created_assumed=True)
    context.run_action("", lambda: workspace.save_project(project))
    assert "Created: not known; assumed to be 1 Sep 10:21, when you received the number" in _texts(
        page
    )


def test_the_number_is_copied(qtbot: QtBot, page: ProjectsPage) -> None:
    """The console asks for it, and twelve digits are easily mistyped."""
    button = _button(page, f"Copy project number {NUMBER}")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == NUMBER


def test_correcting_shows_what_changes_saves_and_can_be_undone(
    qtbot: QtBot, page: ProjectsPage, context: Context, workspace: Workspace
) -> None:
    """A later creation makes orders not eligible: that must be shown before saving."""
    _choose(page, f"Edit project {NUMBER}")
    dialog = _dialog(page)
    form = dialog.findChild(ProjectForm)
    form.creation.moment.line.selectAll()
    qtbot.keyClicks(form.creation.moment.line, "2026-09-03 10:00")
    qtbot.waitUntil(dialog.effect.isVisible)
    assert dialog.effect.title.text() == "This changes 1 order"
    assert "to associate" in dialog.effect.text.text()
    assert "not eligible" in dialog.effect.text.text()
    with qtbot.waitSignal(context.acted) as acted:
        qtbot.keyClick(form.creation.moment.line, Qt.Key.Key_Return)
    assert acted.args == [f"Project {NUMBER} edited"]
    assert workspace.book().projects[0].created_at == datetime(2026, 9, 3, 2, tzinfo=UTC)
    assert "Created 3 Sep 10:00" in _texts(page)
    context.run_action("", workspace.undo)
    assert "Created 1 Sep 10:21" in _texts(page)


def test_a_corrected_rate_shows_each_order_and_the_sum_before_it_is_saved(
    qtbot: QtBot, page: ProjectsPage, context: Context, workspace: Workspace
) -> None:
    """A raise typed with the wrong day would change the claims, unnoticed."""
    paid = CREATED + timedelta(days=3)
    for number in range(5):
        order = make_paid_order(paid, number=f"23641422716000{number}", cash_paid=10_000)
        context.run_action("", partial(workspace.save_order, order))
    late = make_paid_order(paid - timedelta(days=2), number="236414227160009", cash_paid=10_000)
    context.run_action("", lambda: workspace.save_order(late))
    _choose(page, f"Edit project {NUMBER}")
    dialog = _dialog(page)
    form = dialog.findChild(ProjectForm)
    form.product_rates.add_button.click()
    row = form.product_rates.rows[0]
    row.product.set_value("*")
    qtbot.keyClicks(row.rate.line, "7")
    qtbot.keyClicks(row.since.line, "2026-09-04")
    qtbot.waitUntil(dialog.effect.isVisible)
    assert dialog.effect.title.text() == "This changes 5 orders"
    assert "Cashback of these orders: ¥25.00 → ¥35.00 (+¥10.00)" in dialog.effect.text.text()
    dialog.all_button.click()
    listed = dialog.findChild(EffectsDialog)
    assert listed.table.item(0, 1).text().endswith(" · ¥5.00 → ¥7.00")
    assert [listed.table.item(row, 3).text() for row in range(5)] == ["+¥2.00"] * 5
    listed.reject()
    dialog.save_button.click()
    [project] = workspace.book().projects
    assert [(entry.since, entry.rate) for entry in project.later_rates] == [
        (date(2026, 9, 4), Decimal("0.07"))
    ]
    assert "cashback 7% from 2026-09-04" in _texts(page)


@pytest.mark.parametrize(
    ("field", "text", "after"),
    [("excluded", "ecs", "no cashback"), ("rate", "", "cashback unknown")],
)
def test_an_order_that_loses_its_cashback_says_so(
    qtbot: QtBot,
    page: ProjectsPage,
    context: Context,
    workspace: Workspace,
    field: str,
    text: str,
    after: str,
) -> None:
    """“¥5.00 → ” with nothing behind it reads as if the amount were only left out."""
    order = make_paid_order(CREATED + timedelta(days=3), product="ecs", cash_paid=10_000)
    context.run_action("", lambda: workspace.save_order(order))
    _choose(page, f"Edit project {NUMBER}")
    dialog = _dialog(page)
    form = dialog.findChild(ProjectForm)
    line = {"excluded": form.product_rates.excluded, "rate": form.rate}[field].line
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_Delete)
    qtbot.keyClicks(line, text)
    qtbot.waitUntil(dialog.effect.isVisible)
    lines = dialog.effect.text.text().splitlines()
    assert any(line.endswith(f" · ¥5.00 → {after}") for line in lines)


def test_closing_asks_once_and_keeps_editing_by_default(
    qtbot: QtBot, page: ProjectsPage, workspace: Workspace
) -> None:
    """Esc pressed by accident must not discard typed text, nor trap anybody."""
    _choose(page, "Edit the account")
    dialog = _dialog(page)
    form = dialog.findChild(AccountForm)
    qtbot.keyClicks(form.name.line, "!")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.question.isVisible()
    dialog.question.keep_button.click()
    assert not dialog.question.isVisible()
    assert form.values()["name"].endswith("!")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    dialog.question.discard_button.click()
    assert page.dialog is None
    assert workspace.book().accounts[UID].name == "Hangzhou"


def test_closing_without_changes_asks_nothing(qtbot: QtBot, page: ProjectsPage) -> None:
    """A needless question teaches people to dismiss questions unread."""
    _choose(page, "Edit the account")
    qtbot.keyClick(_dialog(page), Qt.Key.Key_Escape)
    assert page.dialog is None


def test_adding_an_account_that_exists_is_explained_in_the_form(
    qtbot: QtBot, page: ProjectsPage
) -> None:
    """A second entry of an account would split its orders."""
    page.add_button.click()
    dialog = _dialog(page)
    form = dialog.findChild(AccountForm)
    qtbot.keyClicks(form.uid.line, UID)
    dialog.save_button.click()
    assert dialog.isVisible()
    assert form.uid.error.text() == "You already have an account with this UID."
    dialog.discard()


def test_a_new_account_appears(qtbot: QtBot, page: ProjectsPage, workspace: Workspace) -> None:
    """A second company's account would seem not to have been saved."""
    page.add_button.click()
    dialog = _dialog(page)
    qtbot.keyClicks(dialog.findChild(AccountForm).uid.line, "9876543210987654")
    dialog.save_button.click()
    assert list(workspace.book().accounts) == [UID, "9876543210987654"]
    assert len(page.cards) == 2


def test_a_partner_is_corrected_for_all_projects(
    qtbot: QtBot, page: ProjectsPage, workspace: Workspace
) -> None:
    """A misspelt partner must not stay in every list for ever."""
    _button(page, "Edit partner 示例伙伴").click()
    dialog = _dialog(page)
    field = dialog.findChild(PartnerForm).name.line
    field.selectAll()
    qtbot.keyClicks(field, "Good Partner")
    dialog.save_button.click()
    assert workspace.book().projects[0].partner == "Good Partner"


def test_a_new_request_opens_the_wizard_for_this_account(
    qtbot: QtBot, page: ProjectsPage, context: Context
) -> None:
    """The request must be for the account whose button was pressed."""
    with qtbot.waitSignal(context.wizard_wanted) as wanted:
        _choose(page, "Request a new number")
    assert wanted.args == [UID, Step.REQUEST]


def test_the_focus_comes_back_after_saving(qtbot: QtBot, page: ProjectsPage) -> None:
    """A keyboard user would start from the top after each correction."""
    name = "More for Hangzhou"
    with qtbot.waitActive(page):
        page.activateWindow()
    _button(page, name).setFocus()
    _choose(page, f"Edit project {NUMBER}")
    dialog = _dialog(page)
    qtbot.keyClicks(dialog.findChild(ProjectForm).rate.line, "0")
    dialog.save_button.click()
    qtbot.waitUntil(
        lambda: (w := page.window().focusWidget()) is not None and w.accessibleName() == name
    )


def test_without_accounts_it_says_what_to_do(qtbot: QtBot, context: Context) -> None:
    """An empty page looks broken."""
    page = ProjectsPage(context)
    qtbot.addWidget(page)
    with qtbot.waitSignal(context.wizard_wanted):
        _button(page, "Start").click()


def test_user_text_is_shown_as_it_is(
    page: ProjectsPage, context: Context, workspace: Workspace
) -> None:
    """A name with angle brackets must not vanish or load a picture from the network."""
    account = workspace.book().accounts[UID]
    context.run_action("", lambda: workspace.save_account(replace(account, name="<img src=x>")))
    label = next(la for la in page.findChildren(PlainLabel) if la.text() == "<img src=x>")
    assert label.textFormat() is Qt.TextFormat.PlainText


def test_a_new_number_is_asked_for_in_time(
    page: ProjectsPage, clock: FakeClock, context: Context, qtbot: QtBot
) -> None:
    """Offered all the time, the request is ignored; offered after the end, it is too late."""
    name = "Request a new number for Hangzhou"
    assert not [b for b in page.findChildren(QPushButton) if b.accessibleName() == name]
    clock.now = datetime(2026, 11, 20, 2, tzinfo=UTC)
    context.changed.emit()
    assert page.cards[0].rows[0].pill.text() == "10 days left"
    button = _button(page, name)
    assert button.property("kind") == "primary"
    with qtbot.waitSignal(context.wizard_wanted) as wanted:
        button.click()
    assert wanted.args == [UID, Step.REQUEST]


def test_an_unknown_association_period_carries_its_answer(
    page: ProjectsPage, context: Context, workspace: Workspace
) -> None:
    """In a form with two choices, people leave the guess."""
    account = workspace.book().accounts[UID]
    context.run_action("", lambda: workspace.read_window(account, Window.UNKNOWN))
    page.cards[0].windows[Window.MONTH].click()
    assert workspace.book().accounts[UID].window is Window.MONTH


def test_the_most_urgent_account_comes_first_and_ended_projects_are_folded(
    page: ProjectsPage, context: Context, workspace: Workspace, clock: FakeClock
) -> None:
    """Among ten accounts the one that stops next week must not be the last."""
    context.run_action("", lambda: workspace.save_account(make_account(uid=OTHER, name="Ningbo")))
    assert [card.accessibleName() for card in page.cards] == ["Ningbo", "Hangzhou"]
    clock.now = datetime(2026, 12, 24, tzinfo=UTC)
    context.changed.emit()
    card = next(card for card in page.cards if card.accessibleName() == "Hangzhou")
    assert not card.rows[0].isVisibleTo(card)
    card.ended.click()
    assert card.rows[0].isVisibleTo(card)


def test_a_copied_request_can_be_deleted(
    qtbot: QtBot, page: ProjectsPage, recorded: Workspace
) -> None:
    """Copied by mistake, it would stay on the page for ever."""
    recorded.copy_request(make_project(partner="示例伙伴"), "text")
    page.refresh()
    button = _button(page, "Delete the request to 示例伙伴")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert [project.number for project in recorded.book().projects] == [NUMBER]
    recorded.undo()
    assert len(recorded.book().projects) == 2


def test_only_the_most_urgent_account_has_a_primary_action(
    qtbot: QtBot, context: Context, recorded: Workspace
) -> None:
    """Three blue buttons below each other do not show what to do first."""
    for number in range(3):
        recorded.save_account(make_account(uid=str(int(OTHER) + number), name=f"Ningbo {number}"))
    page = ProjectsPage(context)
    qtbot.addWidget(page)
    page.show()
    kinds = [
        button.property("kind")
        for card in page.cards
        for button in card.findChildren(QPushButton)
        if button.accessibleName().startswith("Request a new number for")
    ]
    assert kinds == ["primary", "plain", "plain"]


def test_an_open_request_says_so_and_accepts_its_number(
    qtbot: QtBot, context: Context, recorded: Workspace, clock: FakeClock
) -> None:
    """The page says what is awaited, with the next step beside it."""
    recorded.save_account(make_account(uid=OTHER, name="Ningbo"))
    recorded.save_project(
        make_project(
            account=OTHER, status=ProjectStatus.SENT, partner="示例伙伴", requested_at=clock()
        )
    )
    page = ProjectsPage(context)
    qtbot.addWidget(page)
    page.show()
    shown = [
        button.text()
        for button in page.cards[0].findChildren(QPushButton)
        if button.isVisible() and button.text()
    ]
    assert "Enter the number" in shown
    assert "Request a new number" not in shown
