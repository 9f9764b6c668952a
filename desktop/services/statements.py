"""Exporting statements for partners, which claims the orders, and reading returned ones."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.atomic_file import write_whole
from desktop.base.progress import batches
from desktop.base.settings import SettingKey
from desktop.domain import beijing
from desktop.domain.assessment import Verdict
from desktop.domain.book import Book
from desktop.domain.cashback import Figures, OrderMoney, money_of, month_of
from desktop.domain.journal import ActionName
from desktop.domain.model import Order, OrderName
from desktop.domain.money_records import PartnerAnswer
from desktop.domain.statement import (
    CheckedLines,
    StatementLine,
    check_lines,
    claim,
    line_id,
    line_of,
    outstanding_orders,
)
from desktop.records.store import Store

if TYPE_CHECKING:
    from desktop.exchange.snapshot import Problem

_KEY_BYTES = 16


@dataclass(frozen=True, slots=True)
class ReturnedStatement:
    """A statement that a partner returned, checked but not recorded yet.

    `problems` are the lines that cannot be read.
    """

    name: str
    lines: CheckedLines
    problems: tuple[Problem, ...]


class StatementService:
    """Writes the statements of one store, and records the answers of partners.

    `book` gives the records, `clock` now in UTC. All methods raise StorageError if the data cannot
    be read or written.
    """

    def __init__(
        self, store: Store, book: Callable[[], Book], clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._book = book
        self._clock = clock

    def answers(self) -> dict[OrderName, PartnerAnswer]:
        """Return the claims on statements with the last answers of partners, by order."""
        return {(each.account, each.order): each for each in self._store.partner_answers()}

    def answer(self, order: Order) -> PartnerAnswer | None:
        """Return the claim for an order with its partner's last answer; None without a claim."""
        return self._store.partner_answer(order.account, order.number)

    def export(self, path: Path, partner: str | None, language: str) -> int:
        """Write the statement for a partner (None: for all orders); return the number of lines.

        As a workbook if the file's ending is ``.xlsx``, else as CSV. The listed orders are then
        recorded as claimed, in one action. Raises OSError and ExportRefused; then none is claimed.
        """
        from desktop.exchange.formats import statement_table

        key, now = self._key(), self._clock()
        found = outstanding_orders(self._money(), partner)
        lines = self._lines(found)
        named = [(line, line_id(line, beijing.day_of(now), key)) for line in lines]
        if path.suffix.lower() == ".xlsx":
            write_whole(path, statement_table.dump_xlsx(named, language))
        else:
            write_whole(path, statement_table.dump_csv(named, language))
        partners = {order.name: order.partner for order in found}
        known = self.answers()
        with self._store.transaction(ActionName.CLAIM, subject=path.name) as transaction:
            for line in lines:
                before = known.get(line.name)
                after = claim(line, partners[line.name], before, now)
                if after != before:
                    transaction.save(after, before)
        return len(lines)

    def read(self, path: Path) -> ReturnedStatement:
        """Read and check a returned statement; nothing is changed.

        Raises ImportRefused if the file is not a statement.
        """
        from desktop.exchange.formats import statement_table

        returned, problems = statement_table.read(path)
        wanted = {each.line.name for each in returned}
        # Include orders without outstanding cashback: their figures have changed since.
        money = {each.name: each for each in self._money() if each.name in wanted}
        orders = self._book().orders.several(name for name in wanted if name not in money)
        quiet = [_without_money(order) for order in orders.values()]
        present = {line.name: line for line in self._lines([*money.values(), *quiet])}
        partners = {name: each.partner for name, each in money.items()}
        lines = check_lines(returned, present, self.answers(), partners, self._key(), self._clock())
        return ReturnedStatement(path.name, lines, tuple(problems))

    def record_answers(self, returned: ReturnedStatement) -> int:
        """Record the answers of a statement in one action; return how many are new.

        Raises ChangedElsewhere if an answer was recorded since the statement was read.
        """
        new = [each for each in returned.lines.answered if not each.same]
        with self._store.transaction(
            ActionName.TAKE_STATEMENT, subject=returned.name
        ) as transaction:
            for each in new:
                key = None if each.before is None else each.before.key
                transaction.save(replace(each.answer, key=key), each.before)
        return len(new)

    def _money(self) -> list[OrderMoney]:
        return money_of(self._store.money_facts(self._clock()), self._book())

    def _lines(self, found: Iterable[OrderMoney]) -> list[StatementLine]:
        book = self._book()
        lines: list[StatementLine] = []
        for some in batches(list(found)):
            orders: dict[OrderName, Order] = book.orders.several(each.name for each in some)
            lines += [
                line_of(each, orders[each.name], book) for each in some if each.name in orders
            ]
        return lines

    def _key(self) -> bytes:
        """Return the secret key for the ids of lines; it is made once and stored with the data."""
        kept = self._store.setting(SettingKey.STATEMENT_KEY)
        try:
            key = bytes.fromhex(kept or "")
        except ValueError:
            key = b""
        if len(key) != _KEY_BYTES:
            key = secrets.token_bytes(_KEY_BYTES)
            self._store.set_setting(SettingKey.STATEMENT_KEY, key.hex())
        return key


def _without_money(order: Order) -> OrderMoney:
    """Return the figures, all zero, of an order without cashback."""
    return OrderMoney(
        account=order.account,
        number=order.number,
        verdict=Verdict.NOT_NEEDED,
        month=month_of(order.anchored_at),
        partner="",
        project=None,
        figures=Figures(),
    )
