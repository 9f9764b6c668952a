"""Purging the trash: never after a single check, nor because of a clock that is wrong for a day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from desktop.domain.trash import RETENTION, purge_cutoff, restorable_until

NOW = datetime(2026, 9, 10, 4, tzinfo=UTC)


def test_the_first_check_purges_nothing() -> None:
    """A computer that was off for a year may have a clock that is a year ahead."""
    assert purge_cutoff(NOW, None) == (None, NOW)


def test_a_check_in_the_future_was_under_a_wrong_clock() -> None:
    """It counts for nothing, and is forgotten."""
    assert purge_cutoff(NOW, NOW + timedelta(days=400)) == (None, NOW)


def test_two_checks_on_one_day_are_one() -> None:
    """Starting the program often purges nothing sooner."""
    look = NOW - timedelta(hours=23)
    assert purge_cutoff(NOW, look) == (None, look)


def test_what_was_too_old_at_both_checks_is_purged() -> None:
    """Everything else stays restorable for the promised time."""
    look = NOW - timedelta(days=1)
    before, remembered = purge_cutoff(NOW, look)
    assert before == look - RETENTION
    assert remembered == NOW
    assert restorable_until(before) < NOW
