"""Which missed orders the user was not asked about yet; wherever it is asked, it is asked once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from desktop.base.settings import SettingKey
from desktop.domain.assessment import Assessment
from desktop.ui.shared.context import Context

_RECENT = timedelta(days=7)
_AT_ONCE = 50
"""Missed orders that are asked about at once."""


def just_missed(context: Context, missed: Sequence[Assessment]) -> list[Assessment]:
    """Return the orders missed within the last week that the user was not asked about yet."""
    if not missed:
        return []
    now = missed[0].now
    return _between(context, missed, now - _RECENT, now)


def missed_meanwhile(
    context: Context, past: Sequence[Assessment], now: datetime
) -> list[Assessment]:
    """Return what was missed while nobody was there, and what else is to be asked about.

    By deadline; each order is there once, and none that was asked about before.
    """
    before = context.workspace.daily_summary(now, most=_AT_ONCE).missed
    found = {a.order.key: a for a in just_missed(context, before)}
    found |= {a.order.key: a for a in _between(context, past, None, now)}
    return sorted(found.values(), key=lambda a: (a.deadline or now, a.order.number))


def ask_no_more(context: Context, missed: Iterable[Assessment]) -> None:
    """Keep that the user was asked about these orders, whatever was answered."""
    deadlines = [a.deadline for a in missed if a.deadline is not None]
    if deadlines:
        context.keep(SettingKey.MISSED_ASKED, max(deadlines).isoformat())
        context.changed.emit()


def _between(
    context: Context, missed: Sequence[Assessment], since: datetime | None, now: datetime
) -> list[Assessment]:
    told = context.workspace.setting(SettingKey.MISSED_ASKED)
    starts = [at for at in (since, datetime.fromisoformat(told) if told else None) if at]
    return [
        a
        for a in missed
        if a.deadline is not None and a.deadline <= now and all(a.deadline > at for at in starts)
    ]
