"""Reading a row of a table as an order; a value that is not certain is a problem of the row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, tzinfo
from functools import cache
from typing import Any

from desktop.base.progress import Progress
from desktop.domain import catalogue, identifiers, money
from desktop.domain.beijing import BEIJING
from desktop.domain.identifiers import IdKind
from desktop.domain.model import (
    FIRST_YEAR,
    LAST_YEAR,
    Billing,
    InvalidRecord,
    Order,
    OrderStatus,
    Window,
)
from desktop.domain.programme import Programme
from desktop.domain.timestamps import format_instant
from desktop.exchange.document.order_words import (
    BILLINGS,
    STATUSES,
    WINDOWS,
    folded_word,
    kind_of,
)
from desktop.exchange.document.table import Row, Table
from desktop.exchange.document.titles import AMOUNTS, MOMENTS, AmountUnit, read_title
from desktop.exchange.formats.account_column import INVISIBLE, AccountColumn
from desktop.exchange.formats.order_rows import unescaped
from desktop.exchange.formats.row_problem import RowProblem, problem_of
from desktop.exchange.options import ZONES, ReadOptions
from desktop.exchange.snapshot import (
    Addition,
    Facts,
    Problem,
    shown,
)
from desktop.forms.plain_text import plain
from desktop.forms.read_amount import AmountProblem, possible_amounts, read_amount
from desktop.forms.read_moment import MomentProblem, possible_moments, read_moment

_POSTPAID = ("开通", "后付费")
_USUAL_MOMENT = len("2026-09-01 14:20:00")
_IMPOSSIBLE_ZONE = re.compile(r".*\d:\d\d[+-]\d\d:?\d\d")
_USUAL_AMOUNT = re.compile(r"-?(?:0|[1-9]\d{0,11})\.\d\d")
_BARE_AMOUNT = re.compile(r"[\d\s.,+()'\"=-]+")
"""An amount without a unit of its own, which could contradict that of its column."""
_FEW_DIGITS = re.compile(r"[-+(¥￥]*\d{1,3}")
_THREE_DIGITS = re.compile(r"\d{3}(?:\.\d{1,2})?\)?(?:元)?")
_TEXTS = ("title", "product", "note")
_YUAN = ("", "cny", "rmb", "人民币", "元", "¥", "人民币元")
_NOT_A_NUMBER = "nan"
"""A failed calculation, not a missing value."""
_CODES: Mapping[MomentProblem | AmountProblem, str] = {
    MomentProblem.NO_SUCH_DAY: "no-such-moment",
    AmountProblem.OTHER_CURRENCY: "currency",
}
"""Codes of problems that differ from those of the readers of single values."""


class OrderReader:
    """Reads the rows of one table."""

    def __init__(
        self,
        table: Table,
        programme: Programme,
        choices: ReadOptions,
        known: Mapping[str, str],
    ) -> None:
        self._choices = choices
        self._table = table
        self.interactive = choices.interactive
        self.accounts = AccountColumn(table, choices, known)
        self._official = {name.casefold(): name for name in programme.kind_names}
        self._kinds: dict[str, str] = {}
        self._unknown_kinds: dict[str, None] = {}
        self._sheet = table.sheet
        read = {fact: read_title(table.titles[place]) for place, fact in table.facts.items()}
        zones = {fact: title.zone for fact, title in read.items() if title.zone is not None}
        default = table.stated.zone or ZONES[choices.zone]
        self._zones: dict[str, tzinfo] = {fact: zones.get(fact, default) for fact in MOMENTS}
        self._moments: dict[tuple[str, tzinfo], datetime] = {}
        stated = table.stated.unit or AmountUnit.YUAN
        self._units = {fact: read[fact].unit or stated for fact in AMOUNTS if fact in read}
        self._facts = table.facts
        self._amounts = {fact: place for place, fact in table.facts.items() if fact in AMOUNTS}
        self._commas = table.commas

    def rows(self, progress: Progress | None = None) -> Iterator[Row]:
        """Yield the rows of the table, with the user's answers for some of their cells."""
        rows = self._table.rows(progress)
        answers = self._choices.answers
        if not answers:
            return rows
        sheet = self._sheet
        return (
            row.with_answers(answers[sheet, row.line]) if (sheet, row.line) in answers else row
            for row in rows
        )

    def notes(self) -> Iterator[Problem]:
        """Yield a remark on the unknown kinds of the rows read so far."""
        if self._unknown_kinds:
            yield Problem(0, "kinds-unknown", {"kinds": shown("、".join(self._unknown_kinds))})

    def order(self, row: Row, uid: str) -> Order:
        """Return the order of one row. Raises RowProblem if it cannot be read."""
        number = self._number(row)
        kind = self._kind(row)
        paid_at = self._moment(row, "paid_at")
        created_at = self._moment(row, "created_at")
        if created_at is None:
            code = "no-such-moment" if _has_digits(row, "created_at") else "missing"
            raise self._problem(row, code, "created_at")
        try:
            return Order(
                account=uid,
                number=number,
                kind=kind,
                billing=self._billing(row),
                status=self._status(row, paid_at),
                created_at=created_at,
                product=_product(row),
                title=_text(row, "title"),
                paid_at=paid_at,
                payable=self._amount(row, "payable"),
                cash_paid=self._amount(row, "cash_paid"),
                parent=self._identifier(row, "parent", identifiers.ORDER_NUMBER),
                project=self._identifier(row, "project", identifiers.PROJECT_NUMBER),
                window=self._window(row),
                associated_at=self._moment(row, "associated_at"),
                note=_text(row, "note"),
            )
        except InvalidRecord as invalid:
            raise self._problem(row, invalid.problem, invalid.field) from None

    def number(self, row: Row) -> str:
        """Return the order's number. Raises RowProblem if the row or the number cannot be read."""
        if row.fault:
            raise self._problem(row, row.fault, "number")
        return self._number(row)

    def facts(self, row: Row) -> tuple[dict[str, Any], list[RowProblem]]:
        """Return the readable facts other than the number, and the problems of the others.

        Facts that the row does not state are missing in both.
        """
        problems: list[RowProblem] = []
        found: dict[str, Any] = {"title": _text(row, "title")}
        readers: dict[str, Callable[[Row, str], object]] = {
            **dict.fromkeys(MOMENTS, self._moment),
            **dict.fromkeys(AMOUNTS, self._amount),
            "project": lambda row, name: self._identifier(row, name, identifiers.PROJECT_NUMBER),
        }
        for name, read_fact in readers.items():
            try:
                found[name] = read_fact(row, name)
            except RowProblem as problem:
                problems.append(problem)
        return {name: value for name, value in found.items() if value is not None}, problems

    def addition(self, row: Row) -> Addition:
        """Return the facts that a line of a bill adds to an order. Raises RowProblem if unclear."""
        uid, _name = self.accounts.of(row)
        facts = {
            "paid_at": self._moment(row, "paid_at"),
            "payable": self._amount(row, "payable"),
            "cash_paid": self._amount(row, "cash_paid"),
        }
        values = {name: value for name, value in facts.items() if value is not None}
        return Addition(row.line, uid, self._number(row), values)

    def _number(self, row: Row) -> str:
        number = _digits(row.cells.get("number", ""))
        problem = identifiers.ORDER_NUMBER.problem(number)
        if problem is not None:
            raise self._problem(row, "missing" if problem == "empty" else problem, "number")
        return number

    def _identifier(self, row: Row, field: str, kind: IdKind) -> str | None:
        """Return an identifier, None if missing. Raises RowProblem if it is not valid."""
        cell = row.cells.get(field)
        if cell is None:
            return None
        number = _digits(cell)
        problem = kind.problem(number)
        if problem == "empty":
            return None
        if problem is not None:
            raise self._problem(row, problem, field)
        return number

    def _kind(self, row: Row) -> str:
        """Return the official name of a kind; an unknown word is kept and noted."""
        word = row.cells.get("kind")
        if not word or not (text := unescaped(word)):
            if self._choices.kind is not None:
                return self._choices.kind
            raise self._problem(row, "missing", "kind")
        kind = self._kinds.get(text)
        if kind is None:
            bare = plain(text).strip(" `")
            kind = kind_of(text) or self._official.get(bare.casefold())
            if kind is None:
                if any(char.isdigit() for char in bare):
                    raise self._problem(row, "unknown-word", "kind")
                self._unknown_kinds[text] = None
                kind = text
            self._kinds[text] = kind
        return kind

    def _billing(self, row: Row) -> Billing:
        """Return the billing of its column, else by the kind: activations are postpaid."""
        cell = self._word(row, "billing", BILLINGS)
        if isinstance(cell, Billing):
            return cell
        kind = folded_word(row.cells.get("kind", ""))
        return Billing.POSTPAID if kind.startswith(_POSTPAID) else Billing.PREPAID

    def _status(self, row: Row, paid_at: datetime | None) -> OrderStatus:
        status = self._word(row, "status", STATUSES)
        if isinstance(status, OrderStatus):
            return status
        if paid_at is None:
            raise self._problem(row, "missing", "status")
        return OrderStatus.PAID

    def _window(self, row: Row) -> Window | None:
        window = self._word(row, "window", WINDOWS)
        return window if isinstance(window, Window) else None

    def _word(self, row: Row, field: str, words: Mapping[str, object]) -> object:
        """Return the value that `words` has for a cell, None if it is empty."""
        cell = row.cells.get(field)
        if cell is None:
            return None
        found = words.get(cell) or words.get(folded_word(cell))
        if found is None:
            raise self._problem(row, "unknown-word", field)
        return found

    # Moments

    def _moment(self, row: Row, field: str) -> datetime | None:
        """Return an instant (UTC). Raises RowProblem if it is ambiguous or has no time of day."""
        text = row.cells.get(field)
        if not text:
            return None
        zone = BEIJING if field in row.answered else self._zones[field]
        known = self._moments.get((text, zone))  # orders are often paid when created
        if known is not None:
            return known
        found = _usual_moment(text, zone) or self._unusual_moment(row, field, text, zone)
        self._moments = {(text, zone): found}
        return found

    def _unusual_moment(self, row: Row, field: str, text: str, zone: tzinfo) -> datetime:
        moment = read_moment(text, zone, serials=True)
        if isinstance(moment, MomentProblem):
            impossible = moment is MomentProblem.NOT_A_MOMENT and _IMPOSSIBLE_ZONE.fullmatch(text)
            code = "no-such-moment" if impossible else _CODES.get(moment, str(moment))
            raise self._problem(row, code, field, _possible_moments(text, zone))
        if moment.at is None:
            raise self._problem(row, "time-missing", field)
        return moment.at

    # Amounts

    def _amount(self, row: Row, field: str) -> int | None:
        """Return fen. Raises RowProblem for a foreign currency, or an amount split at a comma."""
        cell = row.cells.get(field)
        if cell is None:
            if row.empty.get(field, "").casefold() == _NOT_A_NUMBER:
                raise self._problem(row, "not-money", field)
            return None
        unit = self._units.get(field, AmountUnit.YUAN)
        currency = row.cells.get("currency")
        if field in row.answered:
            unit, currency = AmountUnit.YUAN, None
        if unit is AmountUnit.YUAN and currency is None and _USUAL_AMOUNT.fullmatch(cell):
            return int(cell.replace(".", ""))
        after = self._split_off(row, field, cell) if self._commas else ""
        if after:
            raise self._problem(row, "separator-doubt", field, {"after": after})
        foreign = currency is not None and folded_word(currency) not in _YUAN
        if unit is AmountUnit.FOREIGN or foreign:
            raise self._problem(row, "currency", field)
        if unit is not AmountUnit.YUAN and not _BARE_AMOUNT.fullmatch(cell):
            raise self._problem(row, "unknown-unit", field)
        amount = read_amount(cell)
        if amount is AmountProblem.EMPTY:
            return None
        if isinstance(amount, AmountProblem):
            raise self._problem(
                row, _CODES.get(amount, str(amount)), field, _possible_amounts(cell, unit)
            )
        return self._in_unit(row, field, amount, unit)

    def _in_unit(self, row: Row, field: str, amount: int, unit: AmountUnit) -> int:
        if unit is AmountUnit.TEN_THOUSAND:
            return amount * 10_000
        if unit is AmountUnit.YUAN:
            return amount
        if amount % 100:
            raise self._problem(row, "finer-than-fen", field)
        return amount // 100

    def _split_off(self, row: Row, field: str, cell: str) -> str:
        """Return the next cell if it may be the rest of an unquoted amount with a comma, else "".

        ``2,040.00`` becomes 2 and 040.00, which moves into the next column. Also empty if the user
        entered the amount.
        """
        if field in row.answered or not _FEW_DIGITS.fullmatch(cell):
            return ""
        place = self._amounts[field] + 1
        after = row.raw[place].strip() if place < len(row.raw) else ""
        if not _THREE_DIGITS.fullmatch(after):
            return ""
        neighbour = self._facts.get(place)
        if "." in after or after.startswith("0") or neighbour in _TEXTS:
            return after
        split = neighbour in AMOUNTS and int(after) > int(cell.strip("-+(¥￥"))
        return after if split else ""

    def _problem(self, row: Row, code: str, field: str, more: Facts | None = None) -> RowProblem:
        return problem_of(row, code, field, self._sheet, more)


def _possible_moments(text: str, zone: tzinfo) -> Facts:
    """Return the moments that an ambiguous text may mean, or days if it has no time of day."""
    possible = [
        m.day.isoformat() if m.at is None else format_instant(m.at)
        for m in possible_moments(text, zone)
    ]
    return dict(zip(("one", "other"), possible, strict=False))


def _possible_amounts(cell: str, unit: AmountUnit) -> Facts:
    """Return the amounts in yuan that an ambiguous cell may mean; none for other units."""
    possible = possible_amounts(cell) if unit is AmountUnit.YUAN else ()
    return dict(zip(("one", "other"), map(money.format_yuan, possible), strict=False))


def _usual_moment(text: str, zone: tzinfo) -> datetime | None:
    """Return the instant of a text in the most common form, ``2026-09-01 14:20:00``; else None."""
    if not (len(text) == _USUAL_MOMENT and text[4] == text[7] == "-" and text.isascii()):
        return None
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        return None
    if not FIRST_YEAR < local.year < LAST_YEAR:
        return None
    return local.replace(tzinfo=zone).astimezone(UTC)


def _digits(text: str) -> str:
    visible = text if text.isascii() else text.translate(INVISIBLE)
    return identifiers.clean(visible.strip("` \t"))


def _has_digits(row: Row, field: str) -> bool:
    return any(char.isdigit() for char in row.empty.get(field, ""))


def _text(row: Row, field: str) -> str:
    cell = row.cells.get(field)
    return unescaped(cell) if cell else ""


def _product(row: Row) -> str | None:
    """Return the code of the product from its column, else of the product that the title names."""
    return _text(row, "product") or _code_of_title(_text(row, "title"))


@cache
def _code_of_title(title: str) -> str | None:
    return catalogue.find(title, only_chinese=True)
