"""A wake-up of the computer or a clock change is reported without polling every few seconds."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.system.clock_jumps import ClockJumps

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="of Linux' kernel")


def files() -> int:
    """Return how many files this process has open."""
    return sum(1 for _file in Path("/proc/self/fd").iterdir())


@linux
def test_what_the_kernels_timer_tells_arrives_once(qtbot: QtBot) -> None:
    """Tests cannot set the clock or suspend the computer: here the timer ends by expiring."""
    jumps = ClockJumps(ahead=0.05)
    assert jumps.listening
    heard: list[bool] = []
    jumps.jumped.connect(lambda: heard.append(True))
    qtbot.waitUntil(lambda: bool(heard))
    qtbot.wait(150)
    assert heard == [True]
    jumps.close()


@linux
def test_closing_releases_the_timer(qtbot: QtBot) -> None:
    """A window opened and closed a thousand times must not use up the process's files."""
    before = files()
    for _time in range(20):
        jumps = ClockJumps(ahead=0.01)
        jumps.close()
    qtbot.wait(30)
    assert files() <= before + 1


def test_a_system_that_tells_nothing_is_no_fault(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock is still checked by the ticker."""
    monkeypatch.setattr(sys, "platform", "darwin")
    jumps = ClockJumps()
    assert not jumps.listening
    jumps.close()
