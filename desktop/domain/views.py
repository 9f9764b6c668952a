"""The views that orders are looked at through, and how they are searched and sorted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from desktop.domain import beijing
from desktop.domain.order_status import Bucket


class View(StrEnum):
    """Which orders are shown. The first three overlap: today's are this month's, too.

    `ATTENTION` are those that only the user can bring further: unpaid ones, those to check, and
    those missed in the last `RECENT_DAYS` days, which may have been associated after all.
    `SETTLED` are those that follow their parent or need no association.
    """

    TO_ASSOCIATE = "to-associate"
    TODAY = "today"
    MONTH = "month"
    ATTENTION = "attention"
    MISSED = "missed"
    CHECK = "check"
    WAITING = "waiting"
    ASSOCIATED = "associated"
    SETTLED = "settled"
    ALL = "all"
    TRASH = "bin"


class OrderColumn(StrEnum):
    """What orders can be sorted by, named as the order index keeps it."""

    DEADLINE = "deadline"
    VERDICT = "verdict"
    NUMBER = "number"
    TITLE = "title"
    PRODUCT = "product"
    ACCOUNT = "account"
    PROJECT = "project"
    CREATED = "created_at"
    PAID = "paid_at"
    AMOUNT = "amount"
    CASHBACK = "cashback"
    ASSOCIATED = "associated_at"
    NOTE = "note"


class Query(NamedTuple):
    """A view, the text searched for, and the order of the rows."""

    view: View = View.TO_ASSOCIATE
    text: str = ""
    column: OrderColumn = OrderColumn.DEADLINE
    descending: bool = False


class Bounds(NamedTuple):
    """The orders of a view at one moment: their buckets, and the range of dated deadlines.

    The range narrows the bucket `DATED` only. `after` and `until` are UTC, the first excluded, the
    second included; None is no bound.
    """

    buckets: tuple[Bucket, ...]
    after: datetime | None = None
    until: datetime | None = None


RECENT_DAYS = 31
"""Days that a missed order needs attention; by then its month is settled with the partner."""
_LIVE = tuple(bucket for bucket in Bucket if bucket is not Bucket.TRASH)
_TIMELESS: Mapping[View, tuple[Bucket, ...]] = {
    View.CHECK: (Bucket.UNCLEAR,),
    View.WAITING: (Bucket.WAITING,),
    View.ASSOCIATED: (Bucket.ASSOCIATED,),
    View.SETTLED: (Bucket.SETTLED,),
    View.ALL: _LIVE,
    View.TRASH: (Bucket.TRASH,),
}


def bounds(view: View, now: datetime) -> Bounds:
    """Return what `view` holds at `now` (UTC). A deadline at 24:00 belongs to the day it ends."""
    dated = (Bucket.DATED,)
    if view is View.TO_ASSOCIATE:
        return Bounds(dated, after=now)
    if view is View.TODAY:
        return Bounds(dated, after=now, until=beijing.end_of_day(now))
    if view is View.MONTH:
        return Bounds(dated, after=now, until=beijing.end_of_month(now))
    if view is View.ATTENTION:
        buckets = (Bucket.DATED, Bucket.UNCLEAR, Bucket.WAITING)
        return Bounds(buckets, after=now - timedelta(days=RECENT_DAYS), until=now)
    if view is View.MISSED:
        return Bounds(dated, until=now)
    return Bounds(_TIMELESS[view])


class Section(NamedTuple):
    """A part of the rows of a query, sorted by one column; sections follow each other."""

    bounds: Bounds
    column: OrderColumn
    descending: bool


def sections(query: Query, now: datetime) -> tuple[Section, ...]:
    """Return the parts that the rows of a query come in at `now` (UTC).

    Sorted by deadline, the soonest comes first: a deadline that has passed is no more a deadline.
    So the orders without a countdown follow those with one, the newest first.
    """
    where = bounds(query.view, now)
    if query.column is not OrderColumn.DEADLINE or query.descending:
        return (Section(where, query.column, query.descending),)
    found: list[Section] = []
    dated = Bucket.DATED in where.buckets
    if dated and (where.until is None or where.until > now):
        after = now if where.after is None else max(where.after, now)
        found.append(Section(Bounds((Bucket.DATED,), after, where.until), query.column, False))
    passed = dated and (where.after is None or where.after < now)
    rest = tuple(b for b in where.buckets if passed or b is not Bucket.DATED)
    if rest:
        until = now if where.until is None else min(where.until, now)
        found.append(Section(Bounds(rest, where.after, until), OrderColumn.CREATED, True))
    return tuple(found)
