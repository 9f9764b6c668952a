"""The program is killed while the wizard is being filled in: the next start restores the input."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.forms.wizard_steps import Step
from desktop.services.workspace import Workspace
from desktop.ui.kit.ticker import Ticker
from desktop.ui.projects.account_form import AccountForm
from desktop.ui.shared.context import Context
from desktop.ui.wizard.wizard import JourneyWizard

ROOT = Path(__file__).parents[2]

_TYPING = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from desktop.app import Program, make_application
app = make_application()
program = Program(app, Path(sys.argv[1]), "en")
def type_in():
    wizard = program.window.wizard
    if wizard is not None and wizard.step.name == "WELCOME":
        wizard.shown.start.click()
    if wizard is None or not isinstance(QApplication.focusWidget(), QLineEdit):
        QTimer.singleShot(20, type_in)
        return
    QTest.keyClicks(QApplication.focusWidget(), sys.argv[2])
    QTest.qWait(600)
    print("typed", flush=True)
QTimer.singleShot(0, type_in)
program.run()
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX's")
def test_half_typed_input_survives_sigkill(tmp_path: Path, qtbot: QtBot) -> None:
    """A crash during the first steps must not send a newcomer back to the start."""
    folder = tmp_path / "data"
    program = subprocess.Popen(
        [sys.executable, "-c", _TYPING, str(folder), "Example Trading"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )
    assert program.stdout is not None
    line = program.stdout.readline()
    os.kill(program.pid, signal.SIGKILL)
    program.wait()
    program.stdout.close()
    assert line.strip() == "typed"
    workspace = Workspace.open(folder)
    assert workspace.check().ok
    context = Context(workspace, Ticker(workspace.clock))
    wizard = JourneyWizard(context)
    qtbot.addWidget(wizard)
    wizard.show()
    assert wizard.step is Step.ACCOUNT
    form = wizard.shown.findChild(AccountForm)
    assert form is not None
    assert "Example Trading" in form.values().values()
    context.ticker.set_active(False)
    wizard.close()
    workspace.close()
