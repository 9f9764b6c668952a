"""Each start updates the system's registrations and the calendar file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import Program
from desktop.base.settings import SettingKey
from desktop.domain.model import Account
from desktop.services import while_closed
from desktop.services.workspace import Workspace
from desktop.ui.shared.calendar_worker import CALENDAR_FILE
from tests.programs import end
from tests.system_registrations import FakeSystem


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> FakeSystem:
    """Replace this computer's scheduler and start at log-in by fakes."""
    scheduler = FakeSystem()
    monkeypatch.setattr(while_closed, "schedule", scheduler)
    monkeypatch.setattr(while_closed, "autostart", FakeSystem("desktop"))
    return scheduler


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a data folder with an account, since the wizard would open for a newcomer."""
    workspace = Workspace.open(tmp_path / "data")
    workspace.save_account(Account(uid="1000000000000001"))
    workspace.close()
    return tmp_path / "data"


def _set(folder: Path, key: SettingKey, value: str) -> None:
    workspace = Workspace.open(folder)
    workspace.set_setting(key, value)
    workspace.close()


@pytest.fixture
def program(folder: Path, qapp: QApplication, system: FakeSystem) -> Iterator[Program]:
    """Return the program, not started."""
    assert system.command is None
    program = Program(qapp, folder, "en")
    yield program
    end(program)


def test_a_program_that_was_moved_is_registered_where_it_is_now(
    folder: Path, program: Program, system: FakeSystem, qtbot: QtBot
) -> None:
    """The scheduler would start a program that is no longer there, unnoticed."""
    _set(folder, SettingKey.REMIND_WHILE_CLOSED, while_closed.ON)
    old = ["/old/linkdue-cli", "remind"]
    system.command = old
    program.open()
    qtbot.waitUntil(lambda: system.command not in (old, None), timeout=10_000)


def test_a_start_asks_the_system_nothing_that_nobody_wanted(
    program: Program, system: FakeSystem, qtbot: QtBot
) -> None:
    """The registration of another data folder must not be touched."""
    other = ["/other/linkdue-cli", "remind"]
    system.command = other
    program.open()
    qtbot.wait(500)
    assert system.command == other


def test_the_calendar_file_is_renewed_by_a_start(
    folder: Path, program: Program, tmp_path: Path, qtbot: QtBot
) -> None:
    """The command line may have logged orders while the window was closed."""
    _set(folder, SettingKey.CALENDAR_FOLDER, str(tmp_path))
    program.open()
    qtbot.waitUntil((tmp_path / CALENDAR_FILE).exists, timeout=20_000)
