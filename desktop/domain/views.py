"""The views of the list of orders, and how a view is searched and sorted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from desktop.domain import beijing
from desktop.domain.order_status import Bucket


class View(StrEnum):
    """Which orders are shown. The first three overlap: today's orders are also this month's.

    `ATTENTION` contains orders that need the user: unpaid ones, those to check, and those missed in
    the last `RECENT_DAYS` days, which may have been associated after all. `SETTLED` orders follow
    their parent or need no association. `CASHBACK_UNKNOWN` are those of all others but the unclear
    ones that lack a rate or an amount, so that no sum contains them.
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
    CASHBACK_UNKNOWN = "cashback-unknown"
    ALL = "all"
    TRASH = "bin"


class OrderColumn(StrEnum):
    """The columns that orders can be sorted by, named as in the order index."""

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
    """A view, the text to search for, and the sort order."""

    view: View = View.TO_ASSOCIATE
    text: str = ""
    column: OrderColumn = OrderColumn.DEADLINE
    descending: bool = False


class Bounds(NamedTuple):
    """The orders of a view at one moment: their buckets, and the range of dated deadlines.

    The range applies to the bucket `DATED` only. `after` (exclusive) and `until` (inclusive) are
    UTC; None means no bound. `cashback_unknown`: only orders for which cashback may be due, but no
    rate or no amount is known.
    """

    buckets: tuple[Bucket, ...]
    after: datetime | None = None
    until: datetime | None = None
    cashback_unknown: bool = False


RECENT_DAYS = 31
"""For how many days a missed order needs attention; then its month is settled."""
_LIVE = tuple(bucket for bucket in Bucket if bucket is not Bucket.TRASH)
_WITH_CASHBACK = (Bucket.DATED, Bucket.WAITING, Bucket.ASSOCIATED, Bucket.SETTLED)
_TIMELESS: Mapping[View, tuple[Bucket, ...]] = {
    View.CHECK: (Bucket.UNCLEAR,),
    View.WAITING: (Bucket.WAITING,),
    View.ASSOCIATED: (Bucket.ASSOCIATED,),
    View.SETTLED: (Bucket.SETTLED,),
    View.ALL: _LIVE,
    View.TRASH: (Bucket.TRASH,),
}


def bounds(view: View, now: datetime) -> Bounds:
    """Return the bounds of `view` at `now` (UTC). A deadline at 24:00 is on the day it ends."""
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
    if view is View.CASHBACK_UNKNOWN:
        return Bounds(_WITH_CASHBACK, cashback_unknown=True)
    return Bounds(_TIMELESS[view])


class Section(NamedTuple):
    """A part of the rows of a query, sorted by one column."""

    bounds: Bounds
    column: OrderColumn
    descending: bool


def sections(query: Query, now: datetime) -> tuple[Section, ...]:
    """Return the consecutive sections of a query's rows at `now` (UTC).

    Sorted by ascending deadline, open orders come first, soonest first. All others, including those
    whose deadline has passed, follow in a second section, newest first.
    """
    where = bounds(query.view, now)
    if query.column is not OrderColumn.DEADLINE or query.descending:
        return (Section(where, query.column, query.descending),)
    found: list[Section] = []
    dated = Bucket.DATED in where.buckets
    if dated and (where.until is None or where.until > now):
        after = now if where.after is None else max(where.after, now)
        open_ones = where._replace(buckets=(Bucket.DATED,), after=after)
        found.append(Section(open_ones, query.column, False))
    passed = dated and (where.after is None or where.after < now)
    rest = tuple(b for b in where.buckets if passed or b is not Bucket.DATED)
    if rest:
        until = now if where.until is None else min(where.until, now)
        others = where._replace(buckets=rest, until=until)
        found.append(Section(others, OrderColumn.CREATED, True))
    return tuple(found)
