"""Missed orders that the user was not asked about yet, for all places that ask."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from desktop.base.settings import SettingKey
from desktop.domain.assessment import Assessment
from desktop.domain.cases import Case
from desktop.domain.counterfactual import counterfactual
from desktop.domain.remarks import WindowRemark
from desktop.ui.shared.context import Context
from desktop.wording import moments
from desktop.wording.i18n import _

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


def still_possible(context: Context, missed: Iterable[Assessment]) -> str:
    """Return until when these orders can be associated if their period is the month of payment.

    Empty unless one of them was judged by an assumed period: then the console may still accept it.
    """
    book = context.workspace.book()
    found = [
        (remark.facts.deadline, assessment.now)
        for assessment in missed
        for remark in counterfactual(assessment, book)
        if isinstance(remark.facts, WindowRemark) and remark.facts.case is Case.LOOK_UP_WINDOW
    ]
    if not found:
        return ""
    text = _(
        "The day of payment was assumed here. If the console says month of payment, you have "
        "until {deadline}."
    )
    return moments.tidy(text.format(deadline=moments.deadline(*min(found))))


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
