"""A click on a notification leads to its subject, whether a window is open or not."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop import OPEN_NOTE
from desktop import __main__ as door
from desktop.domain.model import Window
from desktop.domain.reminder_plan import ReminderPlan
from desktop.services.workspace import Workspace
from desktop.system.local_socket import start_message
from desktop.system.notifications.link import link_to, link_to_later
from desktop.system.single_instance import SingleInstance
from tests.builders import make_account, make_active_project, make_paid_order
from tests.system.test_single_instance import ROOT

KEY = "order/1000000000000001/236414227150001"


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """Return the arguments with which the window would be opened."""
    calls: list[tuple[object, ...]] = []

    def run_window(*facts: object) -> int:
        calls.append(facts)
        return 0

    monkeypatch.setattr("desktop.app.run_window", run_window)
    return calls


def test_a_link_opens_the_window_on_its_note(
    tmp_path: Path, called: list[tuple[object, ...]]
) -> None:
    """The notification outlives the window: its link must work later, too."""
    assert door.main(["--data-dir", str(tmp_path), OPEN_NOTE, link_to(KEY)]) == 0
    assert called == [(tmp_path, None, None, KEY)]


@pytest.mark.parametrize(
    "rest",
    [
        [],
        ["https://example.com"],
        ["linkdue:note/" + "x" * 1000],
        ["linkdue:note/a%20b"],
        ["--data-dir", "/tmp/other"],
        ["linkdue:other", "restore", "/tmp/evil.linkdue"],
    ],
)
def test_any_other_link_only_shows_the_window(
    tmp_path: Path, called: list[tuple[object, ...]], rest: list[str]
) -> None:
    """Any page in a browser can make the system call the program like this."""
    assert door.main(["--data-dir", str(tmp_path), OPEN_NOTE, *rest]) == 0
    assert called == [(tmp_path, None, None, "")]


def test_a_verb_before_the_word_is_refused(
    capsys: pytest.CaptureFixture[str], called: list[tuple[object, ...]]
) -> None:
    """It is no option of a verb, which must not run unintended."""
    with pytest.raises(SystemExit):
        door.main(["check", OPEN_NOTE, link_to(KEY)])
    assert called == []
    assert OPEN_NOTE in capsys.readouterr().err


def test_the_open_window_gets_the_note(tmp_path: Path, qtbot: QtBot) -> None:
    """Two windows on one data folder are never opened; the first one shows the order."""
    first = SingleInstance(tmp_path)
    raised: list[int] = []
    followed: list[str] = []
    assert first.claim()
    first.listen(lambda: raised.append(1), None, followed.append)
    command = [sys.executable, "-m", "desktop", "--data-dir", str(tmp_path)]
    second = subprocess.Popen([*command, OPEN_NOTE, link_to(KEY)], cwd=ROOT)
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
    assert second.returncode == 0
    assert raised == [1]
    assert followed == [KEY]
    first.release()


def test_a_note_without_a_key_is_an_ordinary_second_start() -> None:
    """Only links with a subject are passed on."""
    assert start_message(None, "") == start_message(None)


EVENING = datetime(2026, 9, 10, 10, tzinfo=UTC)
"""18:00 in Beijing, six hours before the deadline."""


@pytest.mark.parametrize("hours", [5, 1])
def test_a_link_that_snoozes_opens_no_window_unless_it_is_too_late(
    tmp_path: Path,
    called: list[tuple[object, ...]],
    monkeypatch: pytest.MonkeyPatch,
    hours: int,
) -> None:
    """The button of a toast works after the program has ended, and never past the deadline."""
    now = EVENING + timedelta(hours=6 - hours)
    opened = partial(Workspace.open, clock=lambda: now)
    monkeypatch.setattr("desktop.cli.notification_button.Workspace.open", opened)
    workspace = opened(tmp_path)
    workspace.save_account(make_account(window=Window.DAY))
    workspace.save_project(make_active_project(created_at=EVENING - timedelta(days=3)))
    workspace.save_order(make_paid_order(EVENING - timedelta(hours=2)))
    workspace.reminders.save_plan(ReminderPlan(hours=(hours,)))
    [order] = [one for one in workspace.reminders.claim().due if one.subject.order is not None]
    name = order.subject.name
    assert door.main(["--data-dir", str(tmp_path), OPEN_NOTE, link_to_later(name)]) == 0
    found = workspace.reminders.status(name)
    assert found is not None
    assert (found.snoozed_until is not None) is (hours == 5)
    assert called == ([] if hours == 5 else [(tmp_path, None, None, name)])
    workspace.close()


def test_a_link_that_snoozes_creates_no_data(
    tmp_path: Path, called: list[tuple[object, ...]]
) -> None:
    """A page in a browser must not leave files behind."""
    link = link_to_later("reminders@1790000000")
    assert door.main(["--data-dir", str(tmp_path), OPEN_NOTE, link]) == 0
    assert called == [(tmp_path, None, None, "reminders")]
    assert not list(tmp_path.iterdir())
