"""Missed orders that the user was not asked about yet, for all places that ask."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from desktop.base.settings import SettingKey
from desktop.domain.assessment import Assessment
from desktop.ui.shared.context import Context

_RECENT = timedelta(days=7)
_ORDERS_LIMIT = 50
"""Most missed orders that one question is about."""


def just_missed(context: Context, missed: Sequence[Assessment]) -> list[Assessment]:
    """Return the orders missed within the last week that the user was not asked about yet."""
    if not missed:
        return []
    now = missed[0].now
    return _between(context, missed, now - _RECENT, now)


def missed_meanwhile(
    context: Context, past: Sequence[Assessment], now: datetime
) -> list[Assessment]:
    """Return the orders missed while the program was closed or asleep, and `just_missed`.

    Sorted by deadline, each order once, without those that the user was asked about.
    """
    before = context.workspace.daily_summary(now, most=_ORDERS_LIMIT).missed
    found = {a.order.key: a for a in just_missed(context, before)}
    found |= {a.order.key: a for a in _between(context, past, None, now)}
    return sorted(found.values(), key=lambda a: (a.deadline or now, a.order.number))


def mark_asked(context: Context, missed: Iterable[Assessment]) -> None:
    """Record that the user was asked about these orders, whatever the answer."""
    deadlines = [a.deadline for a in missed if a.deadline is not None]
    if deadlines:
        context.keep(SettingKey.MISSED_ASKED, max(deadlines).isoformat())
        context.changed.emit()


def _between(
    context: Context, missed: Sequence[Assessment], since: datetime | None, now: datetime
) -> list[Assessment]:
    asked = context.workspace.setting(SettingKey.MISSED_ASKED)
    starts = [at for at in (since, datetime.fromisoformat(asked) if asked else None) if at]
    return [
        a
        for a in missed
        if a.deadline is not None and a.deadline <= now and all(a.deadline > at for at in starts)
    ]
