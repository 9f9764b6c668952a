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
from tests.ui.wizard.wizard_user import (
    KEY,
    NUMBER,
    ORDER,
    Open,
    WizardUser,
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
    user = open_wizard()
    assert user.at(Step.WELCOME)
    user.click(user.page.start)
    assert user.at(Step.ACCOUNT)
    user.fill_account()
    user.click_commit()
    assert user.at(Step.REQUEST)
    user.send_request()
    assert user.at(Step.NUMBER)
    user.fill_number()
    user.click_commit()
    assert user.at(Step.GATE)
    assert user.page.accessibleName() == step_4
    user.click_commit()
    assert user.at(Step.ORDERS)
    user.fill_order()
    user.click_commit()
    assert user.at(Step.COUNTDOWN)
    user.click(user.page.steps.window_buttons[Window.MONTH])
    assert user.page.card.left.text() == left
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
    user = open_wizard()
    user.fill_request()
    shown = user.form.preview.toPlainText()
    assert UID in shown
    assert "Hangzhou Shop Ltd" in shown
    user.click_commit()
    assert QGuiApplication.clipboard().text() == shown
    (project,) = workspace.book().projects
    assert project.status is ProjectStatus.DRAFT  # copied is not sent
    user.click_commit()
    (project,) = workspace.book().projects
    assert project.status is ProjectStatus.SENT
    assert project.request_text == shown


def test_by_keyboard_alone(open_wizard: Open, workspace: Workspace, browser: Browser) -> None:
    """Otherwise someone who cannot use a mouse could not enter an order."""
    user = open_wizard()
    user.press(KEY.Key_Return)
    assert user.at(Step.ACCOUNT)
    user.key_in(UID)
    user.press(KEY.Key_Return)
    assert user.at(Step.REQUEST)
    for text in ("Partner", "Company", "web shop", "2 ECS"):
        user.key_in(text)
        user.press(KEY.Key_Tab)
    _tab_to(user, user.form.company.line)
    user.press(KEY.Key_Return)
    assert user.focus() is user.commit  # “I have sent it”
    user.press(KEY.Key_Return)
    assert user.at(Step.NUMBER)
    _tab_to(user, user.page.type_button)
    user.press(KEY.Key_Return)
    user.key_in(NUMBER)
    user.press(KEY.Key_Tab)
    user.key_in("2026-09-01 10:21")
    user.press(KEY.Key_Return)
    assert user.at(Step.GATE)
    for row in user.page.view.questions.values():
        _tab_to(user, row.box)
        user.press(KEY.Key_Return)
        assert user.at(Step.GATE)  # Enter must not lead on before all is confirmed
        user.press(KEY.Key_Space)
    assert user.focus() is user.second
    user.press(KEY.Key_Return)
    assert browser.shown == [workspace.programme.console.url]
    assert user.at(Step.GATE)
    assert user.focus() is user.commit
    user.press(KEY.Key_Return)
    assert user.at(Step.ORDERS)
    _tab_to(user, user.page.type_button)
    user.press(KEY.Key_Return)
    fields = user.form.fields
    for name, text in (
        ("number", ORDER),
        ("paid_at", "2026-09-10 10:05"),
    ):
        _tab_to(user, fields[name].editor)
        user.key_in(text)
    user.press(KEY.Key_Return)
    assert user.at(Step.COUNTDOWN)
    for _step in range(4):  # open, copy the number, copy the project, state that it is done
        user.press(KEY.Key_Return)
    assert not user.wizard.isVisible()
    assert workspace.book().orders[UID, ORDER].associated_at == workspace.clock()


def _tab_to(user: WizardUser, target: QWidget) -> None:
    for _time in range(60):
        if user.focus() is target:
            return
        user.press(KEY.Key_Tab)
    pytest.fail(f"Tab never comes to {target}")


def test_everything_that_takes_the_focus_has_a_name(open_wizard: Open, context: Context) -> None:
    """Otherwise a screen reader would say nothing, or only “button”, on some control."""
    record_account(context)
    record_project(context)
    for step in Step:
        user = open_wizard(UID, step)
        start = user.focus()
        user.press(KEY.Key_Tab)
        seen = 0
        while user.focus() is not start and seen < 80:
            widget = user.focus()
            named = widget.accessibleName() or (
                isinstance(widget, QAbstractButton) and widget.text()
            )
            assert named, (step, widget)
            user.press(KEY.Key_Tab)
            seen += 1
        assert 0 < seen < 80
        user.wizard.reject()


def test_tab_follows_the_eye_among_several_accounts(open_wizard: Open, context: Context) -> None:
    """Otherwise the focus would jump from the form back to the list above it."""
    record_account(context)
    user = open_wizard(UID, Step.ACCOUNT)
    choice = user.account_choice
    assert user.focus() is choice[UID]
    user.press(KEY.Key_Tab)
    assert user.focus() is user.form.uid.line
    user.press(KEY.Key_Tab)
    assert user.focus() is user.form.name.line
    choice[UID].setFocus()
    user.press(KEY.Key_Down)
    assert choice["new"].isChecked()
    assert user.form.uid.text() == ""


def test_the_current_step_is_announced(open_wizard: Open, context: Context) -> None:
    """Otherwise a screen reader's user would not know the current step of the guide."""
    record_account(context)
    user = open_wizard()
    assert user.wizard.windowTitle().startswith("Step 2 of 6: Request a number")
    texts = [label.text() for label in user.wizard.findChildren(QLabel)]
    assert any("What you entered is saved" in text for text in texts)


def test_no_button_says_finish(open_wizard: Open, context: Context) -> None:
    """Otherwise a user would believe to be done while the order is still to be associated."""
    record_account(context)
    record_project(context)
    texts = set()
    for step in NUMBERED:
        user = open_wizard(UID, step)
        texts.add(user.commit.text())
        assert user.commit.accessibleName() == user.commit.text()
        user.wizard.reject()
    assert texts.isdisjoint({"Finish", "Next", "&Next >", "&Finish", "Done"})
    assert len(texts) == 6
