"""Settings from a stranger's file, or damaged ones: the window opens as usual."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import Program
from desktop.domain.model import Account
from desktop.domain.views import OrderColumn, Query
from desktop.forms.stored_settings import (
    WIDTHS,
    ColumnArrangement,
    column_arrangement,
    sorting_setting,
    stored_folder,
    stored_instant,
    stored_sorting,
    text_facts,
    window_geometry,
)
from desktop.services.workspace import Workspace
from desktop.system.start_marker import (
    FAILURES_BEFORE_PLAIN,
    MARKER_NAME,
    begin_start,
    end_start,
    failed_starts,
)
from desktop.ui.kit.ticker import Ticker
from desktop.ui.shared.context import Context
from desktop.ui.shell.main_window import MainWindow
from desktop.ui.shell.plain_start_window import PlainStartWindow
from tests.cpu_time import max_cpu_time
from tests.programs import end

ROOT = Path(__file__).parents[2]
HOSTILE = (
    "é",
    "=",
    "AAAA",
    "A" * 1_000_000,
    "[" * 100_000,
    '{"a":' * 100_000,
    "1e300",
    "1e999",
    "null",
    "[]",
    '"x"',
    '{"widths": {"left": 1e300, "number": -1e300, "title": NaN, "why": 1e999}}',
    '{"widths": {"left": "wide", "number": true, "title": [], "why": null}}',
    '{"widths": {"left": %s}}' % ("9" * 4000),
    '{"widths": {"left": %s}}' % ("9" * 5000),
    '{"widths": 5, "order": 5, "hidden": 5}',
    '{"order": [1, {}, []], "hidden": {"left": 1}}',
    '{"order": ["left", "left", "left"], "hidden": []}',
    '{"order": "left", "hidden": "left"}',
    "\0",
    "\ud800".encode("utf-8", "replace").decode(),
    "2026-99-99T00:00:00Z",
)
NAMES = (
    "window-geometry",
    "orders-columns",
    "orders-sorting",
    "theme",
    "language",
    "gate-account",
    "bin-looked-at",
    "clock-called-wrong",
    "place-accepted",
    "reminder-plan",
    "reminder-drill",
    "reminder-gate.1234567890123456",
    "reminder-proven",
    "remind-while-closed",
    "start-at-login",
    "calendar-folder",
    "keep-in-tray",
)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:30])
def test_a_bad_setting_means_the_default(text: str) -> None:
    """It is read quickly, too: a start must not wait for a hundred thousand brackets."""
    with max_cpu_time(1):
        assert isinstance(window_geometry(text), bytes)
        kept = column_arrangement(text)
        assert all(WIDTHS[0] <= width <= WIDTHS[1] for width in kept.widths.values())
        assert len(kept.order) == len(set(kept.order))
        assert all(isinstance(value, str) for value in text_facts(text).values())
        assert stored_instant(text) is None
        assert stored_folder(text) is None
        assert stored_sorting(text) == Query()


@given(st.recursive(st.none() | st.text() | st.floats() | st.integers(), st.lists) | st.text())
def test_any_value_of_any_kind(value: object) -> None:
    """No form of JSON makes a reader fail."""
    for text in (json.dumps(value), json.dumps({"order": value, "hidden": value, "widths": value})):
        column_arrangement(text)
        window_geometry(text)
        text_facts(text)
        stored_instant(text)


def test_a_valid_setting_is_used() -> None:
    """The user's choices are restored at the next start."""
    kept = '{"order": ["title", "left"], "hidden": ["why"], "widths": {"left": 12.5, "why": 1}}'
    assert column_arrangement(kept) == ColumnArrangement(
        ("title", "left"), frozenset({"why"}), {"left": 12.5, "why": WIDTHS[0]}
    )
    assert window_geometry("AdnQyw==") == bytes.fromhex("01d9d0cb")
    assert column_arrangement(None) == ColumnArrangement()
    assert text_facts('{"company": "示例", "x": 1}') == {"company": "示例"}
    assert stored_folder(str(ROOT)) == ROOT
    for column in OrderColumn:
        sorted_by = Query(column=column, descending=True)
        assert stored_sorting(sorting_setting(sorted_by)) == sorted_by


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:30])
def test_the_window_comes_up_with_it(text: str, workspace: Workspace, qtbot: QtBot) -> None:
    """One such setting in a transfer file would prevent every later start."""
    for name in NAMES:
        workspace.set_setting(name, text)
    window = MainWindow(Context(workspace, Ticker(workspace.clock)))
    qtbot.addWidget(window)
    window.show()
    window.show_page("orders")
    window.show_page("settings")
    window.show_page("settings:reminders")
    window.show_page("gate")
    QApplication.processEvents()
    assert window.isVisible()
    workspace.orders.empty_trash()
    window.context.ticker.set_active(False)
    window.close()


def test_starts_that_never_showed_a_frame_are_counted(tmp_path: Path) -> None:
    """One crash is an accident; after two, the cause probably persists."""
    assert [begin_start(tmp_path) for _ in range(3)] == [0, 1, 2]
    end_start(tmp_path)
    assert begin_start(tmp_path) == 0
    assert begin_start(tmp_path / "not there") == 0


@pytest.mark.parametrize("content", [b"", b"x", b"99", b"\xff", b"-1", "二".encode(), b"2" * 10**6])
def test_a_marker_without_meaning_is_ignored(tmp_path: Path, content: bytes) -> None:
    """Whatever the file contains, the start continues."""
    (tmp_path / MARKER_NAME).write_bytes(content)
    assert failed_starts(tmp_path) == 0
    assert begin_start(tmp_path) == 0


def offered() -> PlainStartWindow:
    """Return the visible offer of a safe start."""
    widgets = QApplication.topLevelWidgets()
    [offer] = [w for w in widgets if isinstance(w, PlainStartWindow) and w.isVisible()]
    return offer


def test_after_two_failed_starts_a_plain_one_is_offered(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    """A user whose program does not start must not need help to delete settings with SQL."""
    folder = tmp_path / "data"
    workspace = Workspace.open(folder)
    workspace.save_account(
        Account(uid="1000000000000001")
    )  # otherwise a newcomer's wizard would open
    workspace.set_setting("theme", "dark")
    workspace.set_setting("window-geometry", "AdnQyw==")
    workspace.close()
    for _times in range(FAILURES_BEFORE_PLAIN):
        begin_start(folder)
    program = Program(qapp, folder, "en")
    program.open()
    offer = offered()
    assert program.window is None
    assert program.workspace is None
    offer.plain_button.click()
    assert program.window is not None
    assert program.workspace is not None
    assert not program.workspace.setting("theme")
    qtbot.waitUntil(lambda: not (folder / MARKER_NAME).exists())
    end(program)


def test_starting_as_usual_keeps_the_theme(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    """The computer was switched off twice: no setting has to be reset."""
    folder = tmp_path / "data"
    workspace = Workspace.open(folder)
    workspace.save_account(
        Account(uid="1000000000000001")
    )  # otherwise a newcomer's wizard would open
    workspace.set_setting("theme", "dark")
    workspace.close()
    for _times in range(FAILURES_BEFORE_PLAIN):
        begin_start(folder)
    program = Program(qapp, folder, "en")
    program.open()
    offered().as_usual_button.click()
    assert program.workspace is not None
    assert program.workspace.setting("theme") == "dark"
    qtbot.waitUntil(lambda: not (folder / MARKER_NAME).exists())
    end(program)


_PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
import desktop.app as app
if sys.argv[2] == "crash":
    def crash(self):
        raise SystemExit(9)
    app.MainWindow.show = crash
def make(make=app.make_application):
    application = make()
    QTimer.singleShot(3000, application.closeAllWindows)
    return application
app.make_application = make
sys.exit(app.run_window(Path(sys.argv[1]), "en"))
"""


def test_a_start_that_shows_its_window_leaves_no_marker(tmp_path: Path) -> None:
    """Otherwise every user would be asked on the third day."""
    with closing(Workspace.open(tmp_path)) as workspace:
        workspace.save_account(Account(uid="1000000000000001"))
    for left in (1, 2):
        assert _start(tmp_path, "crash") == 9
        assert failed_starts(tmp_path) == left
    end_start(tmp_path)
    assert _start(tmp_path, "show") == 0
    assert not (tmp_path / MARKER_NAME).exists()


def _start(folder: Path, how: str) -> int:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", _PROGRAM, str(folder), how]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False, timeout=60).returncode
