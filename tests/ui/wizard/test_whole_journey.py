"""From an empty folder to a countdown, by mouse and by keyboard alone."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from desktop.domain.model import ProjectStatus, Window
from desktop.forms.wizard_steps import NUMBERED, Step
from desktop.services.workspace import Workspace
from desktop.ui.shared.context import Context
from desktop.wording.i18n import set_language
from tests.builders import UID
from tests.ui.wizard.conftest import Browser
from tests.ui.wizard.hands import (
    KEY,
    NUMBER,
    ORDER,
    Hands,
    Open,
    record_account,
    record_project,
)


@pytest.mark.parametrize(
    ("language", "left", "step_4"),
    [
        ("en", "20 days", "Step 4 of 6: Before buying"),
        ("zh_CN", "20 天", "第 4 步，共 6 步：采购前检查"),
    ],
)
def test_from_an_empty_folder_to_a_countdown(
    open_wizard: Open, workspace: Workspace, language: str, left: str, step_4: str
) -> None:
    """Otherwise a new user would not get from nothing to the first deadline in one go."""
    set_language(language)
    hands = open_wizard()
    assert hands.at(Step.WELCOME)
    hands.click(hands.page.start)
    assert hands.at(Step.ACCOUNT)
    hands.fill_account()
    hands.go_on()
    assert hands.at(Step.REQUEST)
    hands.send_request()
    assert hands.at(Step.NUMBER)
    hands.fill_number()
    hands.go_on()
    assert hands.at(Step.GATE)
    assert hands.page.accessibleName() == step_4
    hands.go_on()
    assert hands.at(Step.ORDERS)
    hands.fill_order()
    hands.go_on()
    assert hands.at(Step.COUNTDOWN)
    hands.click(hands.page.steps.window_buttons[Window.MONTH])
    assert hands.page.card.left.text() == left
    book = workspace.book()
    assert list(book.accounts) == [UID]
    (project,) = book.projects
    assert (project.number, project.title, project.partner) == (
        NUMBER,
        "web shop",
        "Cloud Partner Ltd",
    )
    assert project.requested_at == workspace.clock()
    assert list(book.orders) == [(UID, ORDER)]


def test_the_request_is_copied_exactly_as_it_is_shown(
    open_wizard: Open, context: Context, workspace: Workspace
) -> None:
    """Otherwise the partner would get another message than the one that was checked."""
    record_account(context)
    hands = open_wizard()
    hands.fill_request()
    shown = hands.form.preview.toPlainText()
    assert UID in shown
    assert "Hangzhou Shop Ltd" in shown
    hands.go_on()
    assert QGuiApplication.clipboard().text() == shown
    (project,) = workspace.book().projects
    assert project.status is ProjectStatus.DRAFT  # copied is not sent
    hands.go_on()
    (project,) = workspace.book().projects
    assert project.status is ProjectStatus.SENT
    assert project.request_text == shown


def test_by_keyboard_alone(open_wizard: Open, workspace: Workspace, browser: Browser) -> None:
    """Otherwise someone who cannot use a mouse could not enter an order."""
    hands = open_wizard()
    hands.press(KEY.Key_Return)
    assert hands.at(Step.ACCOUNT)
    hands.key_in(UID)
    hands.press(KEY.Key_Return)
    assert hands.at(Step.REQUEST)
    for text in ("Partner", "Company", "web shop", "2 ECS"):
        hands.key_in(text)
        hands.press(KEY.Key_Tab)
    _tab_to(hands, hands.form.company.line)
    hands.press(KEY.Key_Return)
    assert hands.focus() is hands.commit  # “I have sent it”
    hands.press(KEY.Key_Return)
    assert hands.at(Step.NUMBER)
    _tab_to(hands, hands.page.type_button)
    hands.press(KEY.Key_Return)
    hands.key_in(NUMBER)
    hands.press(KEY.Key_Tab)
    hands.key_in("2026-09-01 10:21")
    hands.press(KEY.Key_Return)
    assert hands.at(Step.GATE)
    for row in hands.page.view.questions.values():
        _tab_to(hands, row.box)
        hands.press(KEY.Key_Return)
        assert hands.at(Step.GATE)  # Enter must not lead on before all is confirmed
        hands.press(KEY.Key_Space)
    assert hands.focus() is hands.second
    hands.press(KEY.Key_Return)
    assert browser.shown == [workspace.programme.console.url]
    assert hands.at(Step.GATE)
    assert hands.focus() is hands.commit
    hands.press(KEY.Key_Return)
    assert hands.at(Step.ORDERS)
    _tab_to(hands, hands.page.type_button)
    hands.press(KEY.Key_Return)
    fields = hands.form.fields
    for name, text in (
        ("number", ORDER),
        ("paid_at", "2026-09-10 10:05"),
    ):
        _tab_to(hands, fields[name].editor)
        hands.key_in(text)
    hands.press(KEY.Key_Return)
    assert hands.at(Step.COUNTDOWN)
    for _step in range(4):  # open, copy the number, copy the project, state that it is done
        hands.press(KEY.Key_Return)
    assert not hands.wizard.isVisible()
    assert workspace.book().orders[UID, ORDER].associated_at == workspace.clock()


def _tab_to(hands: Hands, target: QWidget) -> None:
    for _time in range(60):
        if hands.focus() is target:
            return
        hands.press(KEY.Key_Tab)
    pytest.fail(f"Tab never comes to {target}")


def test_everything_that_takes_the_focus_has_a_name(open_wizard: Open, context: Context) -> None:
    """Otherwise a screen reader would say nothing, or only “button”, on some control."""
    record_account(context)
    record_project(context)
    for step in Step:
        hands = open_wizard(UID, step)
        start = hands.focus()
        hands.press(KEY.Key_Tab)
        seen = 0
        while hands.focus() is not start and seen < 80:
            widget = hands.focus()
            named = widget.accessibleName() or (
                isinstance(widget, QAbstractButton) and widget.text()
            )
            assert named, (step, widget)
            hands.press(KEY.Key_Tab)
            seen += 1
        assert 0 < seen < 80
        hands.wizard.reject()


def test_tab_follows_the_eye_among_several_accounts(open_wizard: Open, context: Context) -> None:
    """Otherwise the focus would jump from the form back to the list above it."""
    record_account(context)
    hands = open_wizard(UID, Step.ACCOUNT)
    choice = hands.account_choice
    assert hands.focus() is choice[UID]
    hands.press(KEY.Key_Tab)
    assert hands.focus() is hands.form.uid.line
    hands.press(KEY.Key_Tab)
    assert hands.focus() is hands.form.name.line
    choice[UID].setFocus()
    hands.press(KEY.Key_Down)
    assert choice["new"].isChecked()
    assert hands.form.uid.text() == ""


def test_the_current_step_is_announced(open_wizard: Open, context: Context) -> None:
    """Otherwise a screen reader's user would not know the current step of the guide."""
    record_account(context)
    hands = open_wizard()
    assert hands.wizard.windowTitle().startswith("Step 2 of 6: Request a number")
    texts = [label.text() for label in hands.wizard.findChildren(QLabel)]
    assert any("What you entered is saved" in text for text in texts)


def test_no_button_says_finish(open_wizard: Open, context: Context) -> None:
    """Otherwise a user would believe to be done while the order is still to be associated."""
    record_account(context)
    record_project(context)
    said = set()
    for step in NUMBERED:
        hands = open_wizard(UID, step)
        said.add(hands.commit.text())
        assert hands.commit.accessibleName() == hands.commit.text()
        hands.wizard.reject()
    assert said.isdisjoint({"Finish", "Next", "&Next >", "&Finish", "Done"})
    assert len(said) == 6
