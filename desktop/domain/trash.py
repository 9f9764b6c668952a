"""The trash: how long a deleted record can be restored, and when it is emptied."""

from __future__ import annotations

from datetime import datetime, timedelta

KEPT = timedelta(days=90)
_LOOK_EVERY = timedelta(days=1)


def restorable_until(deleted_at: datetime) -> datetime:
    """Return until when (UTC) what was deleted at `deleted_at` is certain to be in the bin."""
    return deleted_at + KEPT


def emptied_before(now: datetime, looked_at: datetime | None) -> tuple[datetime | None, datetime]:
    """Return what to empty from the bin at `now` (UTC), and the moment of the last look to keep.

    The first is the moment before which something must have been deleted to go; None where nothing
    goes. It must have been too old at the last look already, at least a day ago: a clock that is
    wrong for one day, however far ahead, empties nothing.
    """
    if looked_at is None or looked_at > now:
        return None, now
    if now - looked_at < _LOOK_EVERY:
        return None, looked_at
    return looked_at - KEPT, now
