"""Exceptions with the user's data in their messages: none of it is logged, printed or copied."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.base.storage import StorageError
from desktop.records.file.errors import translate_errors
from desktop.services.clock import system_clock
from desktop.services.recovery import Recovery
from desktop.services.workspace import Workspace
from desktop.system import fault_log
from desktop.system.fault_log import (
    CRASH_NAME,
    LOG_NAME,
    CrashLog,
    log_uncaught_exceptions,
    write_fault,
)
from desktop.ui.kit.buttons import CopyButton
from desktop.ui.kit.labels import PlainLabel
from desktop.ui.shell.faults import FaultDialog, FaultReporter
from desktop.ui.shell.recovery_window import RecoveryActions, RecoveryWindow
from tests.builders import UID
from tests.programs import visible_windows
from tests.sql import run_sql

ROOT = Path(__file__).parents[2]
SECRETS = ("236414227150922", UID, "2040.00", "杭州示例科技", "secret-user")
MESSAGE = " ".join(SECRETS)
PATH = f"/home/{SECRETS[-1]}/{SECRETS[0]}.py"


class Leaky(Exception):
    """An exception with data in its message, notes and representation."""

    def __init__(self) -> None:
        super().__init__(MESSAGE)
        self.add_note(MESSAGE)

    def __repr__(self) -> str:
        return MESSAGE


def fail(number: str = SECRETS[0]) -> None:
    """Raise with the data in the arguments, the locals, the message and the cause."""
    account = SECRETS[1]
    try:
        raise KeyError(account, number)
    except KeyError as cause:
        raise Leaky from cause


def assert_quiet(text: str) -> None:
    """Check that none of the secrets is in a text."""
    found = [secret for secret in SECRETS if secret in text]
    assert not found, text


def logged(folder: Path) -> str:
    """Return every file of a folder but the data, names included; something must be logged."""
    files = [p for p in folder.rglob("*") if p.is_file() and not p.name.startswith("linkdue.")]
    return "\n".join(f"{p.name}\n{p.read_text(encoding='utf-8')}" for p in files)


def test_a_fault_in_the_window_is_logged_shown_and_copied_without_data(
    tmp_path: Path, qtbot: QtBot, hooks: None
) -> None:
    """Checked are the log, the message and the clipboard after “Copy details”."""
    reporter = FaultReporter(lambda details: write_fault(tmp_path, details))
    reporter.install()
    try:
        fail()
    except Leaky as error:
        sys.excepthook(type(error), error, error.__traceback__)
    qtbot.waitUntil(lambda: bool(visible_windows(FaultDialog)))
    [dialog] = visible_windows(FaultDialog)
    qtbot.addWidget(dialog)
    copy = dialog.findChild(CopyButton)
    assert copy is not None
    copy.click()
    copied = QGuiApplication.clipboard().text()
    assert "test_quiet.py" in copied
    assert "Leaky" in logged(tmp_path)
    seen = " ".join(label.text() for label in dialog.findChildren(PlainLabel))
    for text in (copied, seen, logged(tmp_path)):
        assert_quiet(text)


def test_a_fault_before_the_window_on_a_thread_or_in_a_destructor(
    tmp_path: Path, hooks: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """Python would print all of these with their messages, and a desktop stores that output."""
    log_uncaught_exceptions(tmp_path)
    try:
        fail()
    except Leaky as error:
        sys.excepthook(type(error), error, error.__traceback__)
        sys.unraisablehook(_Unraisable(error))  # as for an exception in __del__
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    text = logged(tmp_path)
    assert text.count("Leaky") == 3
    assert_quiet(text)
    printed = capsys.readouterr()
    assert printed.out == printed.err == ""


class _Unraisable:
    def __init__(self, error: BaseException) -> None:
        self.exc_type = type(error)
        self.exc_value = error
        self.exc_traceback = error.__traceback__


def test_a_problem_with_the_file_is_shown_without_data(tmp_path: Path, qtbot: QtBot) -> None:
    """SQLite quotes the text that it cannot decode; the system quotes the path."""
    connection = sqlite3.connect(":memory:")
    bad = MESSAGE.encode() + b"\xff"
    details = []
    for cause in (
        lambda: connection.execute("SELECT CAST(? AS TEXT)", [bad]).fetchone(),
        lambda: Path(PATH).read_bytes(),
        lambda: sqlite3.connect(f"file:{PATH}?mode=ro", uri=True),
    ):
        with pytest.raises(StorageError) as raised, translate_errors(tmp_path / "linkdue.sqlite3"):
            cause()
        details.append(raised.value.detail)
        ways = RecoveryActions(*(lambda: None for _way in range(4)))
        window = RecoveryWindow(raised.value, Recovery(tmp_path, system_clock), ways)
        qtbot.addWidget(window)
        for label in window.findChildren(PlainLabel):
            assert_quiet(label.text())
    assert details == ["OperationalError", "ENOENT", "SQLITE_CANTOPEN"]


def test_a_crash_report_keeps_places_and_no_path(tmp_path: Path) -> None:
    """The interpreter writes paths, which may name the user; the next start strips them."""
    (tmp_path / CRASH_NAME).write_text(
        f"Fatal Python error: Segmentation fault\n\nThread 0x01 (most recent call first):\n"
        f'  File "{PATH}", line 12 in paint\n'
        '  File "C:\\Users\\secret-user\\x.py", line 3 in <module>\n'
    )
    CrashLog(tmp_path).collect()
    text = logged(tmp_path)
    assert "x.py:3 <module>" in text
    assert "Segmentation fault" in text
    assert "secret-user" not in text
    assert not (tmp_path / CRASH_NAME).exists()


_PROGRAM = """
import sys, faulthandler
from pathlib import Path
from PySide6.QtCore import QTimer, qWarning
import desktop.app as app
secret = sys.argv[3]
def leak():
    raise ValueError(secret)
def go():
    if program.window is None or program.window.wizard is None:
        QTimer.singleShot(50, go)
        return
    program.window.wizard.close()
    qWarning(secret)
    QTimer.singleShot(0, leak)
    QTimer.singleShot(300, crash if sys.argv[2] == "crash" else app.QApplication.closeAllWindows)
def crash():
    faulthandler._sigsegv()
made = []
old = app.Program.__init__
def init(self, *arguments):
    old(self, *arguments)
    made.append(self)
    QTimer.singleShot(200, go)
app.Program.__init__ = init
class _Lazy:
    def __getattr__(self, name):
        return getattr(made[0], name)
program = _Lazy()
sys.exit(app.run_window(Path(sys.argv[1]), "en"))
"""


def run(folder: Path, how: str) -> subprocess.CompletedProcess[str]:
    """Run the real program: a Qt message and an exception with the data in them, then an end."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(folder), how, MESSAGE],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.skipif(os.name != "posix", reason="a segmentation fault is POSIX's")
def test_the_real_program_prints_and_keeps_nothing(tmp_path: Path) -> None:
    """A whole run with exceptions, a run that crashes, and the start after it."""
    folder = tmp_path / "secret-user" / "data"
    ended = run(folder, "end")
    assert ended.returncode == 0, ended.stderr
    assert_quiet(ended.stdout + ended.stderr)
    assert not (folder / CRASH_NAME).exists()
    assert "ValueError" in logged(folder)
    assert "QtWarningMsg" in logged(folder)
    crashed = run(folder, "crash")
    assert crashed.returncode < 0
    assert_quiet(crashed.stdout + crashed.stderr)
    assert (folder / CRASH_NAME).read_text()
    assert run(folder, "end").returncode == 0
    assert "Segmentation fault" in (folder / LOG_NAME).read_text()
    assert_quiet(logged(folder))


def test_a_log_that_cannot_be_written_is_no_second_fault(tmp_path: Path) -> None:
    """A full or vanished disk would turn one exception into a crash."""
    write_fault(tmp_path / "gone", "x")
    log = CrashLog(tmp_path / "gone")
    log.start()
    log.stop()
    assert not (tmp_path / "gone").exists()


def test_the_log_has_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception every second must not fill the disk."""
    monkeypatch.setattr(fault_log, "SIZE_LIMIT", 1000)
    for _times in range(200):
        write_fault(tmp_path, "x" * 50)
    assert (tmp_path / LOG_NAME).stat().st_size < 2000


def test_the_data_s_own_errors_name_no_data(workspace: Workspace) -> None:
    """The report of `check` about a damaged row names the row only."""
    statement = "INSERT INTO accounts (uid, name, window, note) VALUES (?, ?, 'x', '')"
    run_sql(workspace.data_file, statement, SECRETS[1::2])
    report = workspace.check()
    assert not report.ok
    for problem in report.problems:
        assert_quiet(problem)
