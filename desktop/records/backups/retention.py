"""Decides which backups are kept: all of two days, then one a day, a week and a month.

Days, weeks and months are those of Beijing time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from desktop.domain.beijing import BEIJING

T = TypeVar("T")

ALL_FOR = timedelta(days=2)
DAILY, WEEKLY, MONTHLY = 14, 8, 12
_KINDS: Sequence[tuple[int, Callable[[datetime], object]]] = (
    (DAILY, lambda at: at.date()),
    (WEEKLY, lambda at: at.isocalendar()[:2]),
    (MONTHLY, lambda at: (at.year, at.month)),
)


def kept(backups: Iterable[T], moment: Callable[[T], datetime], now: datetime) -> list[T]:
    """Return the backups to keep at `now` (UTC), newest first; `moment` gives the instant of each.

    The last backup of a day, week or month is kept for it. Periods without a backup do not count,
    so that a time without backups costs none of the older ones. A backup dated in the future was
    made when the clock was wrong, or it is wrong now: such backups are pruned separately, as of the
    last of them. The newest of both groups is always kept.
    """
    newest_first = sorted(backups, key=moment, reverse=True)
    to_come = [one for one in newest_first if moment(one) > now]
    past = newest_first[len(to_come) :]
    return [
        *(_pruned(to_come, moment, moment(to_come[0])) if to_come else []),
        *_pruned(past, moment, now),
    ]


def _pruned(newest_first: Sequence[T], moment: Callable[[T], datetime], now: datetime) -> list[T]:
    moments = [moment(one) for one in newest_first]
    keep = {index for index, at in enumerate(moments) if at > now - ALL_FOR}
    for limit, period in _KINDS:
        last_of: dict[object, int] = {}
        for index, at in enumerate(moments):
            last_of.setdefault(period(at.astimezone(BEIJING)), index)
        keep |= set(list(last_of.values())[:limit])
    return [newest_first[index] for index in sorted(keep)]
