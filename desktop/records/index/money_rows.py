"""The facts of the cashback ledger about orders, from the order index, without the rules."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from desktop.domain.assessment import Verdict
from desktop.domain.cashback import EARNED, MoneyFacts
from desktop.domain.model import Project
from desktop.domain.order_status import Bucket
from desktop.records.file.errors import DamagedRow
from desktop.records.index.index_rows import NO_CASHBACK, NO_VALUE
from desktop.records.index.queries import status_from_row

_WITHOUT_PROJECT = (Verdict.NOT_NEEDED, Verdict.NEEDS_PROJECT, Verdict.CHECK_CONSOLE)
"""Verdicts that are not based on a project, even if the order names one."""

_MONEY = (
    "SELECT accounts.uid, register.number, verdict, deadline, register.project, "
    "register.cashback, register.paid_at, register.created_at, coalesce(received.amount, 0), "
    "coalesce(partner_answers.claimed, 0), orders.cash_paid IS NULL "
    "FROM register JOIN orders ON orders.id = order_id "
    "JOIN accounts ON accounts.id = orders.account_id "
    "LEFT JOIN (SELECT account_id, order_number, sum(amount) AS amount FROM cashback "
    "WHERE NOT undone GROUP BY account_id, order_number) AS received "
    "ON received.account_id = orders.account_id AND received.order_number = orders.number "
    "LEFT JOIN partner_answers ON partner_answers.account_id = orders.account_id "
    "AND partner_answers.order_number = orders.number "
)


def money_rows(connection: sqlite3.Connection, now: datetime) -> Iterator[MoneyFacts]:
    """Yield the orders with cashback promised or received, with their verdicts at `now` (UTC).

    Raises DamagedRow if a row is not as this program writes it.
    """
    found = connection.execute(
        f"{_MONEY} WHERE shelf <> :trash "
        f"AND (register.cashback NOT IN ({NO_VALUE}, {NO_CASHBACK}, 0) OR received.amount) "
        "ORDER BY accounts.uid, register.number",
        {"trash": int(Bucket.TRASH)},
    )
    return (_facts(row, now) for row in found)


def excluded_rows(
    connection: sqlite3.Connection, now: datetime, project: Project
) -> Iterator[MoneyFacts]:
    """Yield the orders of products that a project excludes from cashback, at `now` (UTC).

    Raises DamagedRow as `money_rows` does.
    """
    products = sorted(project.excluded_products)
    marks = ",".join("?" * len(products))
    found = connection.execute(
        f"{_MONEY} WHERE shelf <> ? AND register.project = ? AND orders.product IN ({marks})",
        [int(Bucket.TRASH), project.number, *products],
    )
    all_facts = (_facts(row, now) for row in found)
    return (facts for facts in all_facts if facts.project is not None)


def _facts(row: Sequence[Any], now: datetime) -> MoneyFacts:
    account, number, *status, paid_at, created_at, received, claimed, no_cash = row
    facts = status_from_row(status)
    verdict = facts.verdict_at(now)
    return MoneyFacts(
        account=account,
        number=number,
        month=_month(created_at if paid_at == NO_VALUE else paid_at),
        verdict=verdict,
        project=None if verdict in _WITHOUT_PROJECT else facts.project,
        expected=facts.cashback,
        received=received,
        claimed=claimed,
        estimated=bool(no_cash and facts.cashback),
    )


def owed_by_month(connection: sqlite3.Connection) -> dict[str, int]:
    """Return the outstanding cashback of each Beijing month (`YYYY-MM`), in fen.

    It does not depend on the time, since earned cashback stays earned. SQL computes the sums, so
    that no order is read. Raises DamagedRow if a row is not as this program writes it.
    """
    earned = ", ".join(f"'{verdict.value}'" for verdict in EARNED)
    day = (
        f"(CASE paid_at WHEN {NO_VALUE} THEN register.created_at ELSE paid_at END + {_BEIJING})"
        f" / {_DAY}"
    )
    promised = connection.execute(
        f"SELECT {day}, sum(cashback) FROM register "
        f"WHERE shelf <> ? AND verdict IN ({earned}) AND cashback > ? GROUP BY 1",
        [int(Bucket.TRASH), NO_CASHBACK],
    ).fetchall()
    received = connection.execute(
        f"SELECT {day.replace('paid_at', 'register.paid_at')}, "
        "-sum(cashback.amount) FROM cashback "
        "JOIN orders ON orders.account_id = cashback.account_id "
        "AND orders.number = cashback.order_number "
        "JOIN register ON register.order_id = orders.id "
        "WHERE NOT cashback.undone AND shelf <> ? GROUP BY 1",
        [int(Bucket.TRASH)],
    ).fetchall()
    sums: dict[str, int] = defaultdict(int)
    for number, fen in (*promised, *received):
        try:
            sums[_month_of_day(number)] += fen
        except (TypeError, OverflowError) as error:
            raise DamagedRow("register") from error
    return dict(sums)


def _month(seconds: int) -> str:
    """Return the Beijing month of a moment in the index. Raises DamagedRow if it is invalid."""
    try:
        return _month_of_day((seconds + _BEIJING) // _DAY)
    except (TypeError, ValueError, OverflowError) as error:
        raise DamagedRow("register") from error


@cache
def _month_of_day(day: int) -> str:
    return f"{_EPOCH + timedelta(days=day):%Y-%m}"


_EPOCH = date(1970, 1, 1)
_DAY = 24 * 60 * 60
_BEIJING = 8 * 60 * 60
"""Seconds by which Beijing is ahead of UTC."""
