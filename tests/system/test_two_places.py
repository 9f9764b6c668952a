"""The same data opened twice: by another path, another process, another computer."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import Program
from desktop.services.workspace import Workspace
from desktop.system.lock_file import LOCK_NAME, holder
from desktop.system.single_instance import SingleInstance
from desktop.ui.shell.busy_window import BusyWindow
from tests.programs import end, visible_windows
from tests.system.test_single_instance import ROOT, answer, second_start


def left_by(folder: Path, host: str) -> None:
    """Return a lock file as Qt writes it: process, program, computer, machine, boot."""
    folder.mkdir(parents=True, exist_ok=True)
    text = f"4711\nlinkdue\n{host}\n00112233445566778899aabbccddeeff\nffeeddcc-0000\n"
    (folder / LOCK_NAME).write_text(text, encoding="utf-8")


@pytest.fixture
def other_computers(tmp_path: Path) -> Path:
    """Make a folder that is open on another computer."""
    left_by(tmp_path / "data", "bookkeeping-pc")
    return tmp_path / "data"


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
@pytest.mark.parametrize("way", ["symlink", "dots", "trailing", "relative"])
def test_another_spelling_of_the_folder_is_the_same_folder(
    way: str, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A shortcut through a link, or a drive mapped twice, must not open a second window."""
    folder = tmp_path / "data"
    (folder / "sub").mkdir(parents=True)
    (tmp_path / "link").symlink_to(folder, target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    spelt = {
        "symlink": tmp_path / "link",
        "dots": folder / "sub" / "..",
        "trailing": Path(f"{folder}//"),
        "relative": Path(os.path.relpath(folder, ROOT)),
    }[way]
    first = SingleInstance(folder)
    raised: list[int] = []
    assert first.claim()
    first.listen(lambda: raised.append(1))
    assert answer(second_start(spelt), qtbot) == "False True"
    assert raised == [1]
    first.release()


def test_a_window_s_lock_names_this_computer(tmp_path: Path) -> None:
    """Qt's lock file is parsed as Qt writes it."""
    first = SingleInstance(tmp_path)
    assert first.claim()
    found = holder(tmp_path)
    assert found is not None
    assert found.host.casefold() == socket.gethostname().casefold()
    assert not found.elsewhere
    first.release()
    assert holder(tmp_path) is None


def test_another_computer_s_lock_is_respected_unless_the_user_overrides_it(
    other_computers: Path,
) -> None:
    """Two computers on one share would each have a log: the file would be damaged."""
    here = SingleInstance(other_computers)
    assert not here.claim()
    assert here.other_computer() == "bookkeeping-pc"
    assert here.take_over()
    assert here.other_computer() == ""
    here.release()


def test_the_program_names_the_other_computer_and_opens_nothing(
    other_computers: Path, qapp: QApplication
) -> None:
    """Nothing is created or read before the user decides."""
    program = Program(qapp, other_computers, "en")
    assert program.start()
    [window] = visible_windows(BusyWindow)
    assert "bookkeeping-pc" in window.notice.title.text()
    assert [path.name for path in other_computers.iterdir()] == [LOCK_NAME]
    window.again_button.click()
    assert visible_windows(BusyWindow)
    assert program.workspace is None
    end(program)


def test_opening_anyway_overrides_the_lock(
    other_computers: Path, qtbot: QtBot, qapp: QApplication, hooks: None
) -> None:
    """The other computer was switched off: the user must not be locked out for ever."""
    program = Program(qapp, other_computers, "en")
    assert program.start()
    [window] = visible_windows(BusyWindow)
    window.take_over_button.click()
    assert program.window is not None
    found = holder(other_computers)
    assert found is not None
    assert not found.elsewhere
    window_ = program.window
    qtbot.waitUntil(lambda: window_.wizard is not None)
    end(program)


def test_a_verb_does_not_write_beside_another_computer(other_computers: Path) -> None:
    """A scheduled job runs on the server, while the window is open on the workstation."""
    command = [sys.executable, "-m", "desktop", "--data-dir", str(other_computers), "due"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert "bookkeeping-pc" in done.stderr
    assert [path.name for path in other_computers.iterdir()] == [LOCK_NAME]


def test_a_verb_may_read_and_write_beside_this_computer_s_window(tmp_path: Path) -> None:
    """The command line would be refused while the window of the same computer is open."""
    Workspace.open(tmp_path / "data").close()
    first = SingleInstance(tmp_path / "data")
    assert first.claim()
    command = [sys.executable, "-m", "desktop", "--data-dir", str(tmp_path / "data"), "due"]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 0
    first.release()
