"""What the ledger needs of the orders, from the order index: no order is judged anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime

from desktop.domain.assessment import Verdict
from desktop.domain.cashback import MoneyFacts, month_of
from desktop.domain.order_status import Bucket
from desktop.records.index.order_index import NOTHING
from desktop.records.index.queries import instant_from_row, status_from_row

_WITHOUT_PROJECT = (Verdict.NOT_NEEDED, Verdict.NEEDS_PROJECT, Verdict.CHECK_CONSOLE)
"""Verdicts that are reached without a project, also where the order names one."""


def money_rows(connection: sqlite3.Connection, now: datetime) -> Iterator[MoneyFacts]:
    """Yield the orders with something promised or received, as they stand at `now` (UTC).

    Raises DamagedRow if a row is not what this program writes.
    """
    found = connection.execute(
        "SELECT accounts.uid, register.number, verdict, deadline, register.project, "
        "register.cashback, register.paid_at, register.created_at "
        "FROM register JOIN orders ON orders.id = order_id "
        "JOIN accounts ON accounts.id = orders.account_id "
        "WHERE shelf <> :bin AND (register.cashback NOT IN (:nothing, 0) "
        "OR EXISTS (SELECT 1 FROM cashback AS parts WHERE parts.account_id = orders.account_id "
        "AND parts.order_number = orders.number))",
        {"bin": int(Bucket.BIN), "nothing": NOTHING},
    )
    for account, number, *status, paid_at, created_at in found:
        facts = status_from_row(status)
        verdict = facts.verdict_at(now)
        yield MoneyFacts(
            account=account,
            number=number,
            month=month_of(instant_from_row(created_at if paid_at == NOTHING else paid_at)),
            verdict=verdict,
            project=None if verdict in _WITHOUT_PROJECT else facts.project,
            expected=facts.cashback,
        )
