"""The first page: three ways to begin, and the other language."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QWizard
from pytestqt.qtbot import QtBot

from desktop.base.settings import SettingKey
from desktop.forms.wizard_steps import Step
from desktop.ui.shared.context import Context
from tests.builders import UID
from tests.ui.wizard.wizard_user import KEY, Open, record_account


def test_only_a_newcomer_is_welcomed(open_wizard: Open, context: Context) -> None:
    """Otherwise a returning user would have to press one more button each time."""
    user = open_wizard()
    assert user.at(Step.WELCOME)
    user.press(KEY.Key_Escape)
    record_account(context)
    assert open_wizard().at(Step.REQUEST)


def test_half_typed_input_comes_before_the_welcome(open_wizard: Open) -> None:
    """Otherwise a newcomer who was interrupted would believe that the input is lost."""
    user = open_wizard()
    user.press(KEY.Key_Return)
    user.type(user.form.uid.line, "12345")
    user.later()
    assert open_wizard().at(Step.ACCOUNT)


def test_back_leads_to_the_welcome_page(open_wizard: Open) -> None:
    """Otherwise a wrong choice could only be left by closing the guide."""
    user = open_wizard()
    user.click(user.page.have_number)
    assert user.at(Step.ACCOUNT)
    user.back()
    assert user.at(Step.WELCOME)
    assert not user.wizard.button(user.wizard.WizardButton.NextButton).isVisible()


def test_who_has_a_number_is_not_asked_to_request_one(open_wizard: Open) -> None:
    """Otherwise the choice “I have a number” would lead to a request for one."""
    user = open_wizard()
    user.click(user.page.have_number)
    user.fill_account(UID)
    user.click_commit()
    assert user.at(Step.NUMBER)


def test_from_another_computer(
    open_wizard: Open, context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise a user with a new computer would type everything a second time."""
    user = open_wizard()
    path = Path("all.linkdue")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (str(path), ""))
    with qtbot.waitSignal(context.transfer_file_wanted) as wanted:
        user.click(user.page.other_computer)
    assert wanted.args == [path]


def test_the_other_language(open_wizard: Open, context: Context, qtbot: QtBot) -> None:
    """Otherwise someone who cannot read the first page could not find the settings either."""
    user = open_wizard()
    with qtbot.waitSignals([context.look_changed, context.wizard_wanted]):
        user.click(user.page.other_language)
    assert context.workspace.setting(SettingKey.LANGUAGE) == "zh_CN"
    assert not user.wizard.isVisible()


def test_it_opens_where_the_system_resizes_it_while_it_is_made(
    open_wizard: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows does so when the style is set: there, the guide would never open."""
    set_style = QWizard.setWizardStyle

    def set_as_on_windows(wizard: QWizard, style: QWizard.WizardStyle) -> None:
        set_style(wizard, style)
        QApplication.sendEvent(wizard, QResizeEvent(QSize(640, 480), wizard.size()))

    monkeypatch.setattr(QWizard, "setWizardStyle", set_as_on_windows)
    assert open_wizard().at(Step.WELCOME)
