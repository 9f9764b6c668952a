"""Cashback by month: outstanding and overdue amounts, and the expected days of payment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from desktop.domain import beijing
from desktop.domain.assessment import Verdict
from desktop.domain.cashback import Figures, OrderMoney, month_of, total

_MONTH_DAYS = 30


class Age(StrEnum):
    """The number of days overdue, in three ranges."""

    MONTH = "1-30"
    TWO_MONTHS = "31-60"
    OLDER = "60+"

    @classmethod
    def of(cls, days: int) -> Age:
        """Return the range of `days` overdue."""
        if days <= _MONTH_DAYS:
            return cls.MONTH
        return cls.TWO_MONTHS if days <= 2 * _MONTH_DAYS else cls.OLDER


@dataclass(frozen=True)
class CashbackMonth:
    """The orders of one Beijing month; `due` is the last day on which a partner is expected to pay.

    `due` is an assumption (`cashback_months` of the programme). Orders whose cashback is
    not known are in no month, see `View.CASHBACK_UNKNOWN`.
    """

    key: str
    due: date
    orders: tuple[OrderMoney, ...]
    figures: Figures

    @property
    def first_day(self) -> date:
        """Return the first day of the month."""
        return _first_day(self.key)

    @cached_property
    def earning(self) -> int:
        """Return how many orders bring cashback."""
        return sum(bool(order.figures.expected) for order in self.orders)

    @cached_property
    def to_associate(self) -> int:
        """Return how many orders are still to be associated."""
        return sum(order.verdict is Verdict.OPEN for order in self.orders)

    @cached_property
    def unpaid(self) -> int:
        """Return how many orders wait for their payment."""
        return sum(order.verdict is Verdict.WAITING_PAYMENT for order in self.orders)

    @cached_property
    def lost(self) -> int:
        """Return how many orders missed their deadline."""
        return sum(bool(order.figures.lost) for order in self.orders)

    @cached_property
    def owing(self) -> tuple[OrderMoney, ...]:
        """Return the orders with outstanding cashback."""
        return tuple(order for order in self.orders if order.figures.outstanding > 0)

    @property
    def to_come(self) -> int:
        """Return the outstanding amount in fen, less what was overpaid; at least 0."""
        return max(0, self.figures.outstanding)

    @cached_property
    def is_open(self) -> bool:
        """Return whether any order is outstanding, overpaid or still to be associated."""
        return any(order.figures.outstanding or order.figures.at_risk for order in self.orders)

    def days_late(self, today: date) -> int:
        """Return for how many days the month has been overdue; 0 if nothing is."""
        return max(0, (today - self.due).days) if self.to_come else 0


@dataclass(frozen=True)
class CashbackOverview:
    """All months with figures, the oldest first, as seen on a Beijing day."""

    today: date
    months: tuple[CashbackMonth, ...]

    def prepare(self) -> CashbackOverview:
        """Compute all cached properties now, off the window's thread; return self."""
        for month in self.months:
            _counted = (
                month.owing,
                month.earning,
                month.to_associate,
                month.unpaid,
                month.lost,
                month.is_open,
            )
        _summed = self.open, self.settled, self.figures, self.ages
        return self

    @cached_property
    def overdue(self) -> tuple[CashbackMonth, ...]:
        """Return the months that a partner is late with, the oldest first."""
        return tuple(month for month in self.months if month.days_late(self.today))

    @cached_property
    def ages(self) -> dict[Age, int]:
        """Return the overdue fen by age."""
        sums = dict.fromkeys(Age, 0)
        for month in self.overdue:
            sums[Age.of(month.days_late(self.today))] += month.to_come
        return sums

    @cached_property
    def open(self) -> tuple[CashbackMonth, ...]:
        """Return the months that are open, and the current month if it has orders."""
        this = f"{self.today:%Y-%m}"
        return tuple(month for month in self.months if month.is_open or month.key == this)

    @cached_property
    def settled(self) -> tuple[CashbackMonth, ...]:
        """Return the other months."""
        shown = {month.key for month in self.open}
        return tuple(month for month in self.months if month.key not in shown)

    @cached_property
    def since(self) -> int:
        """Return the first year of the sums: the current one, or an older one with open months."""
        years = [month.first_day.year for month in self.months if month.is_open]
        return min([self.today.year, *years])

    @cached_property
    def summed(self) -> tuple[CashbackMonth, ...]:
        """Return the months that the sums include: all since January of `since`."""
        return tuple(month for month in self.months if month.first_day.year >= self.since)

    @cached_property
    def figures(self) -> Figures:
        """Return the sums of those months."""
        return sum((month.figures for month in self.summed), Figures())

    def recent(self, count: int) -> list[CashbackMonth]:
        """Return the last `count` months up to the current one, including those without orders."""
        known = {month.key: month for month in self.months}
        keys = [_key_before(self.today, back) for back in range(count - 1, -1, -1)]
        return [known.get(key) or CashbackMonth(key, self.today, (), Figures()) for key in keys]


def overview(orders: Iterable[OrderMoney], today: date, months_to_pay: int) -> CashbackOverview:
    """Return `orders` by month; a partner is expected to pay `months_to_pay` months later."""
    by_month: dict[str, list[OrderMoney]] = defaultdict(list)
    for order in orders:
        by_month[order.month].append(order)
    made = (_month(key, by_month[key], months_to_pay) for key in sorted(by_month))
    return CashbackOverview(today, tuple(made))


def due_day(key: str, months_to_pay: int) -> date:
    """Return the last day on which a partner is expected to pay for a month (assumed).

    `key` is a Beijing month (`YYYY-MM`). Raises ValueError if it is not.
    """
    start = beijing.start_of_day(_first_day(key))
    return beijing.day_of(beijing.add_months(start, months_to_pay + 1)) - timedelta(days=1)


def owing(months: Iterable[CashbackMonth]) -> int:
    """Return the outstanding fen of some months."""
    return sum(month.to_come for month in months)


def _month(key: str, orders: Sequence[OrderMoney], months_to_pay: int) -> CashbackMonth:
    return CashbackMonth(key, due_day(key, months_to_pay), tuple(orders), total(orders))


def _first_day(key: str) -> date:
    return date.fromisoformat(f"{key}-01")


def _key_before(day: date, months: int) -> str:
    """Return the month (`YYYY-MM`) some months before that of a day."""
    return month_of(beijing.add_months(beijing.start_of_day(day), -months))
