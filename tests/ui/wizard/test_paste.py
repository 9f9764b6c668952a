"""Ctrl+V at any step of the wizard pastes, or says why not."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.forms.wizard_steps import Step
from desktop.ui.shared.context import Context
from desktop.ui.wizard.wizard import JourneyWizard
from tests.builders import UID
from tests.ui.wizard.wizard_user import NUMBER, Open, record_account, record_order, record_project

_ONE = "订单号：236414227150955，支付时间：2026-09-10 10:05"


def _press(wizard: JourneyWizard, qtbot: QtBot) -> None:
    """Press Ctrl+V on a button of the wizard: no field has the focus."""
    button = wizard.button(JourneyWizard.WizardButton.BackButton)
    (button if button.isVisible() else wizard.shown).setFocus()
    focused = wizard.focusWidget() or wizard
    qtbot.keyClick(focused, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()


@pytest.mark.parametrize("step", [Step.WELCOME, Step.ACCOUNT, Step.REQUEST])
def test_a_step_without_pasting_says_where_to_paste(
    step: Step, open_wizard: Open, context: Context, qtbot: QtBot
) -> None:
    """A user who has copied an order would press in vain, five pages too early."""
    user = open_wizard(None, step)
    QApplication.clipboard().setText(_ONE)
    _press(user.wizard, qtbot)
    assert user.page.problem_notice.isVisible()
    assert "Orders are pasted at step 5" in user.page.problem_notice.text.text()


def test_a_reply_is_pasted_wherever_the_focus_is(
    open_wizard: Open, context: Context, qtbot: QtBot
) -> None:
    """The step has no other purpose."""
    record_account(context)
    user = open_wizard(UID, Step.NUMBER)
    QApplication.clipboard().setText(f"商机 ID：{NUMBER}，创建时间：2026-09-01 10:21")
    _press(user.wizard, qtbot)
    assert user.page.facts.rows["number"].value.text() == NUMBER


@pytest.mark.parametrize("step", [Step.GATE, Step.ORDERS, Step.COUNTDOWN])
def test_an_order_can_be_pasted_from_the_check_on(
    step: Step, open_wizard: Open, context: Context, qtbot: QtBot
) -> None:
    """A user who has ordered comes back with the order on the clipboard."""
    record_account(context)
    record_project(context)
    if step is Step.COUNTDOWN:
        record_order(context)
    user = open_wizard(UID, step)
    QApplication.clipboard().setText(_ONE)
    _press(user.wizard, qtbot)
    assert user.at(Step.ORDERS)
    assert user.form.values()["number"] == "236414227150955"
