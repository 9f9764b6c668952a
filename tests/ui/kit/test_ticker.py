"""The ticker: right after sleep and clock changes, and idle when nothing is visible."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from pytestqt.qtbot import QtBot

from desktop.domain import countdown
from desktop.ui.kit.ticker import Ticker
from tests.conftest import FakeClock

START = datetime(2026, 9, 10, 4, tzinfo=UTC)


class Deadline:
    """A visible countdown that remembers its ticks."""

    def __init__(self, at: datetime, *, fine: bool = False) -> None:
        self.at = at
        self.fine = fine
        self.seen: list[datetime] = []

    def next_change(self, now: datetime) -> datetime | None:
        return countdown.next_change(self.at, now, fine=self.fine)

    def tick(self, now: datetime) -> None:
        self.seen.append(now)


def near(actual: timedelta | None, expected: timedelta) -> bool:
    """Compare two times, ignoring what passed since the timer was armed."""
    return actual is not None and abs(actual - expected) < timedelta(seconds=1)


def test_it_sleeps_until_the_text_changes(qtbot: QtBot) -> None:
    """Waking every second all day long would waste battery."""
    clock = FakeClock()
    ticker = Ticker(clock)
    ticker.register(Deadline(START + timedelta(hours=3, seconds=30)))
    assert near(ticker.waiting(), timedelta(seconds=31))
    ticker.set_active(False)


def test_it_never_sleeps_longer_than_a_quarter_of_an_hour(qtbot: QtBot) -> None:
    """A Qt timer stops while the laptop sleeps: the clock must be checked."""
    ticker = Ticker(FakeClock())
    ticker.register(Deadline(START + timedelta(days=20, hours=12)))
    assert near(ticker.waiting(), timedelta(minutes=15))
    ticker.set_active(False)


def test_it_is_exact_in_the_last_minutes(qtbot: QtBot) -> None:
    """Seconds that jump by two look broken."""
    ticker = Ticker(FakeClock())
    ticker.register(Deadline(START + timedelta(minutes=5), fine=True))
    assert near(ticker.waiting(), timedelta(seconds=1))
    ticker.set_active(False)


def test_it_stops_while_hidden_and_catches_up(qtbot: QtBot) -> None:
    """A minimised window costs nothing; opened again, it is right immediately."""
    clock = FakeClock()
    ticker = Ticker(clock)
    source = Deadline(START + timedelta(hours=3))
    ticker.register(source)
    ticker.set_active(False)
    assert ticker.waiting() is None
    clock.advance(hours=2)
    ticker.set_active(True)
    assert source.seen == [START + timedelta(hours=2)]
    ticker.set_active(False)


def test_a_clock_set_back_is_followed(qtbot: QtBot) -> None:
    """The wall clock counts, whichever way it moves."""
    clock = FakeClock()
    ticker = Ticker(clock)
    source = Deadline(START + timedelta(hours=3, seconds=10))
    ticker.register(source)
    clock.advance(hours=-5)
    ticker.tick()
    assert source.seen == [START - timedelta(hours=5)]
    assert near(ticker.waiting(), timedelta(seconds=11))
    ticker.unregister(source)
    ticker.set_active(False)


def test_a_source_may_leave_while_it_is_woken(qtbot: QtBot) -> None:
    """A card that is removed at its deadline must not stop the others' countdowns."""
    clock = FakeClock()
    ticker = Ticker(clock)
    other = Deadline(START + timedelta(hours=2))

    class Leaving(Deadline):
        def tick(self, now: datetime) -> None:
            ticker.unregister(self)

    ticker.register(Leaving(START + timedelta(hours=1)))
    ticker.register(other)
    ticker.tick()
    ticker.tick()
    assert len(other.seen) == 2
    ticker.set_active(False)


def test_a_fault_in_one_source_does_not_stop_the_ticker(qtbot: QtBot) -> None:
    """One broken card must not freeze the window's other countdowns for good."""
    ticker = Ticker(FakeClock())

    class Broken(Deadline):
        def tick(self, now: datetime) -> None:
            raise ValueError("broken card")

    ticker.register(Broken(START + timedelta(hours=3, seconds=30)))
    ticker.set_active(False)
    with pytest.raises(ValueError, match="broken card"):
        ticker.set_active(True)
    assert near(ticker.waiting(), timedelta(seconds=31))
    ticker.set_active(False)


def test_a_moment_that_has_passed_does_not_keep_it_busy(qtbot: QtBot) -> None:
    """Otherwise a source that names a past moment would wake the program twenty times a second."""
    ticker = Ticker(FakeClock())

    class Late(Deadline):
        def next_change(self, now: datetime) -> datetime | None:
            return now - timedelta(minutes=1)

    ticker.register(Late(START))
    waiting = ticker.waiting()
    assert waiting is not None
    assert waiting > timedelta(milliseconds=800)
    ticker.set_active(False)


def test_a_clock_set_forward_is_followed(qtbot: QtBot) -> None:
    """After a night asleep the hours shown must be the hours left."""
    clock = FakeClock()
    ticker = Ticker(clock)
    source = Deadline(START + timedelta(hours=30, seconds=10))
    ticker.register(source)
    clock.advance(hours=28)
    ticker.tick()
    assert source.seen == [START + timedelta(hours=28)]
    assert near(ticker.waiting(), timedelta(seconds=11))
    ticker.set_active(False)


def test_a_stopped_ticker_wakes_nobody(qtbot: QtBot) -> None:
    """A window that failed half-way would read data that is already closed."""
    ticker = Ticker(FakeClock())
    deadline = Deadline(START + timedelta(minutes=5))
    ticker.register(deadline, always=True)
    ticker.stop()
    assert ticker.waiting() is None
    ticker.tick()
    assert deadline.seen == []
