"""A click on a notification leads to what it was about, whether a window is open or not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop import OPEN_NOTE
from desktop import __main__ as door
from desktop.system.local_socket import second_start
from desktop.system.notifications.link import link_to
from desktop.system.single_instance import SingleInstance
from tests.system.test_single_instance import ROOT

KEY = "order/1000000000000001/236414227150001"


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """Return what the window is called with, instead of opening it."""
    calls: list[tuple[object, ...]] = []

    def run_window(*facts: object) -> int:
        calls.append(facts)
        return 0

    monkeypatch.setattr("desktop.app.run_window", run_window)
    return calls


def test_a_link_opens_the_window_on_its_note(
    tmp_path: Path, called: list[tuple[object, ...]]
) -> None:
    """The notification outlives the window: it must lead back all the same."""
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
def test_whatever_else_such_a_call_says_only_shows_the_window(
    tmp_path: Path, called: list[tuple[object, ...]], rest: list[str]
) -> None:
    """Any page in a browser can make the system call the program like this."""
    assert door.main(["--data-dir", str(tmp_path), OPEN_NOTE, *rest]) == 0
    assert called == [(tmp_path, None, None, "")]


def test_a_verb_before_the_word_is_refused(
    capsys: pytest.CaptureFixture[str], called: list[tuple[object, ...]]
) -> None:
    """It is no option of a verb: nothing is done that somebody did not mean."""
    with pytest.raises(SystemExit):
        door.main(["check", OPEN_NOTE, link_to(KEY)])
    assert called == []
    assert OPEN_NOTE in capsys.readouterr().err


def test_the_open_window_is_told_of_the_note(tmp_path: Path, qtbot: QtBot) -> None:
    """Two windows on one data folder are never opened; the first one goes to the order."""
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


def test_a_note_without_a_key_says_no_more_than_any_second_start() -> None:
    """Only what names something is passed on."""
    assert second_start(None, "") == second_start(None)
