"""Reading incoming payments from a list of WeChat, Alipay or a bank.

A row that is not certain to be one is a problem. WeChat's 微信支付账单明细 and Alipay's
支付宝交易记录明细 begin with a block about the period, which is skipped. Their columns are known,
as are those that banks use; the user assigns others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from desktop.base.progress import Progress
from desktop.domain import beijing, money
from desktop.domain.model import FIRST_YEAR, LAST_YEAR
from desktop.domain.payments import Payment
from desktop.exchange.document.encoding import read_bytes
from desktop.exchange.document.order_words import folded_word, is_empty_cell
from desktop.exchange.document.table import OTHER_TITLES, Table
from desktop.exchange.document.titled_table import read_titled
from desktop.exchange.document.titles import AmountUnit
from desktop.exchange.formats.order_rows import unescaped
from desktop.exchange.formats.payment_titles import YUAN, PaymentFact, facts_of, has_amount
from desktop.exchange.snapshot import ImportRefused, Problem, shown
from desktop.forms.read_amount import AmountProblem, read_amount
from desktop.forms.read_moment import Moment, read_moment


class PaymentSource(StrEnum):
    """The issuer of a list."""

    WECHAT = "wechat"
    ALIPAY = "alipay"
    OTHER = "other"


_IN = frozenset(("收入", "收", "入", "贷", "贷方", "转入", "存入", "入账", "credit", "cr", "in"))
_OUT = frozenset(("支出", "支", "出", "借", "借方", "转出", "支取", "debit", "dr", "out"))
_NEUTRAL = frozenset(("/", "不计收支", "中性交易", "其他", "-"))
_DONE = frozenset(
    (
        "支付成功",
        "已存入零钱",
        "已存入零钱通",
        "已转入零钱通",
        "已收钱",
        "已到账",
        "收款成功",
        "转账成功",
        "交易成功",
        "成功",
        "已完成",
        "已入账",
        "记账成功",
        "success",
        "successful",
        "completed",
        "complete",
        "posted",
        "settled",
    )
)
"""States of received money; any other – 已退款, 等待付款, 交易关闭 – makes the row a problem."""
_TOTALS = frozenset(("合计", "总计", "小计", "本页小计", "total", "sum"))
_WECHAT, _ALIPAY = "微信支付账单", "支付宝"
_MONEY = (PaymentFact.INCOME, PaymentFact.OUTGO, PaymentFact.AMOUNT)
_COMPACT_TIME = re.compile(r"(\d\d)(\d\d)(\d\d)", re.ASCII)
_SHORTENED_TIME = re.compile(r"\d{1,5}", re.ASCII)
_TEXT_LIMIT = 200
"""Characters; longer texts are cut."""


@dataclass(frozen=True, slots=True)
class PaymentFile:
    """An opened list: its table, its issuer, and whether its titles are known."""

    table: Table
    source: PaymentSource
    known: bool


@dataclass(frozen=True, slots=True)
class ReadPayments:
    """The incoming payments of a list, the problems of other rows, and counts of skipped rows.

    `unsigned` is true if nothing in the list distinguishes incoming from outgoing payments.
    """

    payments: tuple[Payment, ...]
    problems: tuple[Problem, ...] = ()
    outgoing: int = 0
    neutral: int = 0
    unsigned: bool = False


def open_payments(path: Path, progress: Progress | None = None) -> PaymentFile:
    """Return the list in a file. Raises ImportRefused if there is no table in it."""
    return payments_from_bytes(read_bytes(path), progress=progress)


def payments_from_bytes(
    data: bytes, encoding: str | None = None, progress: Progress | None = None
) -> PaymentFile:
    """Return the list in a file's bytes. Raises ImportRefused if there is no table in them."""
    found = read_titled(data, facts_of, encoding, progress)
    source = PaymentSource.OTHER
    if _WECHAT in found.before:
        source = PaymentSource.WECHAT
    elif _ALIPAY in found.before:
        source = PaymentSource.ALIPAY
    table = _with_direction(found.table) if found.known else found.table
    return PaymentFile(table, source, found.known)


def _with_direction(table: Table) -> Table:
    """Return the table with a column of mere 收入 and 支出 as that of directions.

    Banks give it many titles, such as 交易类型.
    """
    facts = set(table.facts.values())
    if not facts.isdisjoint({PaymentFact.DIRECTION, PaymentFact.INCOME}):
        return table
    for place in range(len(table.titles)):
        if place in table.facts:
            continue
        cells = (cells[place] for _, cells in table.lines if place < len(cells))
        words = {folded_word(cell) for cell in cells if not is_empty_cell(cell.strip())}
        if words and words <= _IN | _OUT:
            return table.with_facts({**table.facts, place: PaymentFact.DIRECTION.value})
    return table


def read_payments(
    table: Table,
    columns: Mapping[int, str],
    now: datetime,
    progress: Progress | None = None,
) -> ReadPayments:
    """Return the incoming payments of a table with these facts of its columns; `now` is UTC.

    Raises ImportRefused `payments-columns` unless a date and an amount are among them.
    """
    facts = {PaymentFact(fact): place for place, fact in columns.items() if fact}
    if PaymentFact.DATE not in facts or not has_amount(facts):
        raise ImportRefused("payments-columns")
    reader = _Reader(facts, now, table.stated.unit)
    for number, (line, cells) in enumerate(table.lines):
        if progress is not None and number % 1000 == 0:
            progress(number, len(table.lines))
        if not any(cell.strip() for cell in cells):
            continue
        if line in table.broken:
            reader.problems.append(Problem(line, "broken-quotes"))
            continue
        if line in table.misplaced:
            reader.problems.append(Problem(line, OTHER_TITLES))
            continue
        reader.read_line(line, cells)
    return reader.result()


class _Uncertain(Exception):
    """A row that is not certain to be a payment."""

    def __init__(self, code: str, value: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.value = value


class _Reader:
    def __init__(
        self, facts: Mapping[PaymentFact, int], now: datetime, unit: AmountUnit | None
    ) -> None:
        self._unit = unit
        self._facts = facts
        self._now = now
        self._unsigned = PaymentFact.DIRECTION not in facts and PaymentFact.INCOME not in facts
        self._payments: list[Payment] = []
        self._references: set[str] = set()
        self.problems: list[Problem] = []
        self._outgoing = self._neutral = 0

    def result(self) -> ReadPayments:
        unsigned = self._unsigned and not self._outgoing and bool(self._payments)
        return ReadPayments(
            tuple(self._payments),
            tuple(self.problems),
            self._outgoing,
            self._neutral,
            unsigned=unsigned,
        )

    def read_line(self, line: int, cells: Sequence[str]) -> None:
        texts = {
            fact: unescaped(cells[place]) if place < len(cells) else ""
            for fact, place in self._facts.items()
        }
        if not any(texts.get(fact, "") for fact in (PaymentFact.DATE, *_MONEY)):
            return  # a remark below the table
        if folded_word(texts[PaymentFact.DATE]).rstrip(":") in _TOTALS:
            return
        try:
            payment = self._payment(line, texts)
        except _Uncertain as uncertain:
            self.problems.append(Problem(line, uncertain.code, {"value": shown(uncertain.value)}))
            return
        if payment is not None:
            self._payments.append(payment)

    def _payment(self, line: int, texts: Mapping[PaymentFact, str]) -> Payment | None:
        amount = self._amount(texts)
        if amount is None:
            self._neutral += 1
            return None
        if amount < 0:
            self._outgoing += 1
            return None
        if self._unit not in (None, AmountUnit.YUAN):
            code = "currency" if self._unit is AmountUnit.FOREIGN else "unit"
            raise _Uncertain(f"payment-{code}", money.format_yuan(amount))
        currency = texts.get(PaymentFact.CURRENCY, "")
        if currency and not is_empty_cell(currency) and folded_word(currency) not in YUAN:
            raise _Uncertain("payment-currency", currency)
        status = texts.get(PaymentFact.STATUS, "")
        if status and not is_empty_cell(status) and folded_word(status) not in _DONE:
            raise _Uncertain("payment-status", status)
        reference = _text(texts, PaymentFact.REFERENCE)
        if reference and reference in self._references:
            raise _Uncertain("payment-twice", reference)
        self._references.add(reference)
        payer, note = _text(texts, PaymentFact.PAYER), _text(texts, PaymentFact.NOTE)
        return Payment(line, self._received_at(texts), amount, payer, note, reference)

    def _amount(self, texts: Mapping[PaymentFact, str]) -> int | None:
        """Return the fen, negative for outgoing payments; None for neutral rows."""
        income, outgo = (_fen(texts, fact) for fact in (PaymentFact.INCOME, PaymentFact.OUTGO))
        if PaymentFact.INCOME in self._facts:
            if income and outgo:
                raise _Uncertain("payment-both-ways", texts[PaymentFact.INCOME])
            if income is not None and income < 0:  # a reversed booking
                raise _Uncertain("payment-sign", texts[PaymentFact.INCOME])
            if income:
                return income
            return -abs(outgo) if outgo else None
        amount = _fen(texts, PaymentFact.AMOUNT)
        if amount is None:
            raise _Uncertain("payment-no-amount", texts.get(PaymentFact.AMOUNT, ""))
        if PaymentFact.DIRECTION not in self._facts:
            return amount or None
        word = folded_word(texts[PaymentFact.DIRECTION])
        if word in _NEUTRAL or not amount:
            return None
        if word in _OUT:
            return -abs(amount)
        if word not in _IN:
            raise _Uncertain("payment-direction", texts[PaymentFact.DIRECTION])
        if amount < 0:
            raise _Uncertain("payment-sign", texts[PaymentFact.AMOUNT])
        return amount

    def _received_at(self, texts: Mapping[PaymentFact, str]) -> datetime:
        """Return the moment (UTC); for a mere day its noon in Beijing, or now if it is today."""
        text = _with_time(texts[PaymentFact.DATE], texts.get(PaymentFact.TIME, ""))
        found = read_moment(text, serials=True)
        if not isinstance(found, Moment) or not FIRST_YEAR <= found.day.year <= LAST_YEAR:
            raise _Uncertain("payment-no-date", text)
        if found.at is not None:
            at = found.at.replace(microsecond=0)
        elif found.day == beijing.day_of(self._now):
            at = self._now
        else:
            start = beijing.start_of_day(found.day)
            at = start + (beijing.end_of_day(start) - start) / 2
        if at > self._now:
            raise _Uncertain("payment-in-future", text)
        return at


def _with_time(date: str, time: str) -> str:
    """Return a date with the time of another column.

    Midnight in a spreadsheet's column of dates is no time. A column of times may repeat the date. A
    time without its leading zeros, 1234 for 00:12:34, is left out: the day is certain.
    """
    day = date.removesuffix(" 00:00:00")
    if not time or ":" in day or is_empty_cell(time):
        return date
    if _SHORTENED_TIME.fullmatch(time):
        return day
    time = _COMPACT_TIME.sub(r"\1:\2:\3", time)
    whole = read_moment(time)
    known = read_moment(day, serials=True)
    if isinstance(whole, Moment) and isinstance(known, Moment) and whole.day == known.day:
        return time
    return f"{day} {time}"


def _text(texts: Mapping[PaymentFact, str], fact: PaymentFact) -> str:
    text = " ".join(texts.get(fact, "").split())
    return "" if is_empty_cell(text) else text[:_TEXT_LIMIT]


def _fen(texts: Mapping[PaymentFact, str], fact: PaymentFact) -> int | None:
    text = texts.get(fact, "")
    if not text or is_empty_cell(text):
        return None
    fen = read_amount(text)
    if isinstance(fen, AmountProblem):
        raise _Uncertain("payment-no-amount", text)
    return fen
