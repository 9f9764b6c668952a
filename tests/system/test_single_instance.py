"""One window per data folder: a second start raises the first window."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from desktop.system.single_instance import SingleInstance

ROOT = Path(__file__).parents[2]

_SECOND = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
app = QCoreApplication([])
from desktop.system.single_instance import SingleInstance
instance = SingleInstance(Path(sys.argv[1]))
claimed = instance.claim()
print(claimed, False if claimed else instance.raise_first())
"""


def second_start(folder: Path) -> subprocess.Popen[str]:
    """Start another process on the same folder."""
    return subprocess.Popen(
        [sys.executable, "-c", _SECOND, str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def answer(process: subprocess.Popen[str], qtbot: QtBot) -> str:
    """Return what the other process prints, while this one's event loop runs."""
    qtbot.waitUntil(lambda: process.poll() is not None, timeout=10_000)
    return process.communicate()[0].strip()


def test_a_second_start_raises_the_first(tmp_path: Path, qtbot: QtBot) -> None:
    """Two double clicks must not open two windows that overwrite each other's changes."""
    first = SingleInstance(tmp_path)
    raised: list[int] = []
    assert first.claim()
    first.listen(lambda: raised.append(1))
    assert answer(second_start(tmp_path), qtbot) == "False True"
    assert raised == [1]
    first.release()


def test_the_very_first_start_claims_its_folder(tmp_path: Path, qtbot: QtBot) -> None:
    """A newcomer's impatient second double click comes before there is a data folder."""
    first = SingleInstance(tmp_path / "new" / "data")
    assert first.claim()
    assert answer(second_start(tmp_path / "new" / "data"), qtbot) == "False False"
    first.release()


_PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from desktop.app import Program, make_application
program = Program(make_application(), Path(sys.argv[1]), "en")
def report():
    if program.window is None or program.window.wizard is None:
        QTimer.singleShot(50, report)
        return
    program.window.wizard.close()
    program.window.showMinimized()
    print("shown", flush=True)
QTimer.singleShot(200, report)
sys.exit(program.run())
"""


def test_a_second_program_ends_immediately(tmp_path: Path) -> None:
    """The real program, started twice on a new folder: one window, and the second exits with 0."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", _PROGRAM, str(tmp_path / "data")]
    first = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert first.stdout is not None
        assert first.stdout.readline().strip() == "shown"
        second = subprocess.run(command, cwd=ROOT, env=environment, check=False, timeout=60)
        assert second.returncode == 0
        assert first.poll() is None
    finally:
        first.kill()
        first.wait()
        if first.stdout is not None:
            first.stdout.close()


def test_another_folder_is_another_window(tmp_path: Path, qtbot: QtBot) -> None:
    """Two companies, two folders, two windows."""
    first = SingleInstance(tmp_path)
    assert first.claim()
    (tmp_path / "other").mkdir()
    assert answer(second_start(tmp_path / "other"), qtbot) == "True False"
    first.release()


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX's")
def test_a_killed_first_does_not_lock_the_folder(tmp_path: Path, qtbot: QtBot) -> None:
    """After a crash the program must start again."""
    code = _SECOND + "\nprint('ready', flush=True)\nimport time\ntime.sleep(60)\n"
    first = subprocess.Popen(
        [sys.executable, "-u", "-c", code, str(tmp_path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert first.stdout is not None
    while first.stdout.readline().strip() != "ready":
        time.sleep(0.01)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    first.stdout.close()
    again = SingleInstance(tmp_path)
    assert again.claim()
    again.release()
    assert QCoreApplication.instance() is not None
