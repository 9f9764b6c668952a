"""The feedback of the box for a reply: filled in, not understood, doubtful – always all three."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.domain.model import Account
from desktop.services.workspace import Workspace
from desktop.ui.projects.project_form import ProjectForm
from desktop.ui.shared.context import Context
from tests.cpu_time import max_cpu_time

UID = "1234567890123456"
NUMBER = "202609010421"


@pytest.fixture
def form(qtbot: QtBot, context: Context, workspace: Workspace) -> ProjectForm:
    """Return an empty form for an account that is recorded."""
    workspace.save_account(Account(uid=UID, name="Hangzhou"))
    form = ProjectForm(context)
    qtbot.addWidget(form)
    form.set_account(UID)
    form.show()
    return form


@pytest.mark.parametrize(
    ("reply", "answer"),
    [
        (
            f"昨天下午3点半创建，编号 {NUMBER}，返现 5%-8%，电话 13800138000",
            (
                "Filled in: project number, time of creation. Not understood: 13800138000. "
                "Please check: time of creation (assumed), cashback rate."
            ),
        ),
        (f"编号 {NUMBER}", "Filled in: project number."),
        ("审核中，请稍候", "No details were recognised. Please type them in below."),
        (
            "审核中，13800138000",
            "No details were recognised. Please type them in below. Not understood: 13800138000.",
        ),
    ],
)
def test_the_answer_names_what_was_read_and_what_was_not(
    reply: str, answer: str, form: ProjectForm
) -> None:
    """A part that is not mentioned looks as if it had been used."""
    form.reply.paste(reply)
    assert form.reply.field.hint.text() == answer


def test_a_reply_pasted_into_the_number_is_read_as_well(qtbot: QtBot, form: ProjectForm) -> None:
    """People paste where the cursor is; “only digits” would be a poor answer."""
    text = f"项目编号：{NUMBER}，创建时间 2026-09-01 10:21"
    QGuiApplication.clipboard().setText(text)
    qtbot.keyClick(form.number.line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    values = form.values()
    assert (values["number"], values["created"]) == (NUMBER, "2026-09-01 10:21")
    assert values["reply"] == text


@pytest.mark.parametrize("mishap", ["1" * 20_000, "\u0301\u0323" * 60_000])
def test_unsuitable_clipboard_text_is_answered_immediately(mishap: str, form: ProjectForm) -> None:
    """The window must not freeze because of what was copied by mistake."""
    with max_cpu_time(1):
        form.reply.paste(mishap)
    with max_cpu_time(0.5):
        form.number.line.setText(mishap)
        form.number.edited.emit()
