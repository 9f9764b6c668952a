"""The complete workflow: from the request for a number to the report of the month."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop.forms.wizard_steps import Step
from desktop.services.workspace import Workspace
from desktop.ui.cashback.page import CashbackPage
from desktop.ui.cashback.report_dialog import ReportDialog
from desktop.ui.shared.context import Context
from desktop.wording.i18n import set_language
from tests.builders import UID
from tests.conftest import FakeClock
from tests.ui.wizard.wizard_user import NUMBER, ORDER, Open, WizardUser

REPLIES = {
    "zh_CN": f"账号 {UID} 的项目编号 {NUMBER}，创建时间 2026-09-01 10:21，返现 10%",
    "en": f"Project number {NUMBER} of account {UID}, created 2026-09-01 10:21, cashback 10%",
}


@pytest.mark.parametrize("language", REPLIES)
def test_from_the_request_to_the_closed_month(
    qtbot: QtBot,
    open_wizard: Open,
    context: Context,
    workspace: Workspace,
    clock: FakeClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
) -> None:
    """If two steps did not fit together, the money would be lost between them."""
    set_language(language)
    user = open_wizard()
    user.click(user.page.start)
    user.fill_account()
    user.click_commit()
    _ask_for_a_number(user)
    user.form.reply.field.area.setFocus()
    QGuiApplication.clipboard().setText(REPLIES[language])
    QTest.keyClick(user.focus(), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    user.click_commit()
    assert user.at(Step.GATE)
    [project] = workspace.book().projects
    assert (project.number, project.cashback_rate) == (NUMBER, Decimal("0.1"))
    user.click_commit()
    user.fill_order()
    user.click_commit()
    assert user.at(Step.COUNTDOWN)
    user.click(user.page.steps.console)
    user.click_commit()
    assert workspace.book().orders[UID, ORDER].associated_at == clock()

    clock.now = clock.now.replace(month=10, day=8)
    page = CashbackPage(context)
    qtbot.addWidget(page)
    page.show()
    qtbot.keyClicks(page.receipt.amount.line, "204")
    qtbot.keyClick(page.receipt.amount.line, Qt.Key.Key_Return)
    [received] = workspace.cashback.receipts()
    assert [part.order for part in received.parts] == [ORDER]

    page.report_button.click()
    assert isinstance(page.dialog, ReportDialog)
    qtbot.waitUntil(page.dialog.pdf_button.isEnabled)
    path = tmp_path / "month.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    with qtbot.waitSignal(context.saved):
        page.dialog.pdf_button.click()
    pages = pypdf.PdfReader(io.BytesIO(path.read_bytes())).pages
    text = "".join(page.extract_text() for page in pages)
    assert ORDER in text
    assert "¥204.00" in text


def _ask_for_a_number(user: WizardUser) -> None:
    assert user.at(Step.REQUEST)
    user.send_request()
    assert UID in QGuiApplication.clipboard().text()
    assert user.at(Step.NUMBER)
