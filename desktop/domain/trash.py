"""The trash: how long deleted records can be restored, and when they are removed for good."""

from __future__ import annotations

from datetime import datetime, timedelta

RETENTION = timedelta(days=90)
_CHECK_INTERVAL = timedelta(days=1)


def restorable_until(deleted_at: datetime) -> datetime:
    """Return until when (UTC) a record deleted at `deleted_at` is certainly in the trash."""
    return deleted_at + RETENTION


def purge_cutoff(now: datetime, checked_at: datetime | None) -> tuple[datetime | None, datetime]:
    """Return the cutoff for removing old records at `now` (UTC), and the new `checked_at`.

    Records deleted before the cutoff are removed; with None, nothing is. `checked_at` is the last
    check (UTC), to be stored between calls. A record must have been too old at the last check
    already, at least a day ago: a clock that is wrong for one day, however far ahead, removes
    nothing.
    """
    if checked_at is None or checked_at > now:
        return None, now
    if now - checked_at < _CHECK_INTERVAL:
        return None, checked_at
    return checked_at - RETENTION, now
