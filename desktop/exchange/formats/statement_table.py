"""Writing the statement for a partner as CSV or XLSX, and reading it when the partner returns it.

Amounts and identifiers are written as in lists of orders. A returned cell that cannot be read with
certainty is a problem of its line; nothing is guessed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from desktop.domain import catalogue
from desktop.domain.money import format_yuan
from desktop.domain.money_records import AnswerKind
from desktop.domain.statement import ReturnedLine, StatementLine
from desktop.exchange.document.encoding import read_bytes
from desktop.exchange.document.order_words import folded_word, is_empty_cell
from desktop.exchange.document.table import OTHER_TITLES
from desktop.exchange.document.titled_table import read_titled
from desktop.exchange.document.titles import AmountUnit, unit_of
from desktop.exchange.formats.order_rows import escaped, unescaped
from desktop.exchange.snapshot import ExportRefused, ImportRefused, Problem, shown
from desktop.forms.plain_text import plain
from desktop.forms.read_amount import AmountProblem, read_amount
from desktop.forms.read_moment import Moment, read_moment

TITLES: Mapping[str, tuple[str, str]] = {
    "account": ("账号ID", "Account"),
    "number": ("订单号", "Order ID"),
    "product": ("产品", "Product"),
    "paid_on": ("支付日期", "Paid on"),
    "base": ("实付金额", "Amount paid"),
    "rate": ("返现比例", "Cashback rate"),
    "expected": ("应返", "Expected"),
    "received": ("已收到", "Received"),
    "outstanding": ("未收到", "Outstanding"),
    "answer": ("答复（同意/有异议/已支付）", "Answer (agreed/disputed/paid)"),
    "amount": ("金额（与未收到不同时填写）", "Amount (if it differs)"),
    "id": ("行编号（请勿改动）", "Line ID (please keep)"),
}
"""The title of each column, in Chinese and English, in their order."""

ANSWERS: Mapping[AnswerKind, tuple[str, str]] = {
    AnswerKind.AGREED: ("同意", "agreed"),
    AnswerKind.DISPUTED: ("有异议", "disputed"),
    AnswerKind.PAID: ("已支付", "paid"),
}
_MORE_ANSWERS = {
    "异议": AnswerKind.DISPUTED,
    "不同意": AnswerKind.DISPUTED,
    "已付": AnswerKind.PAID,
    "已付款": AnswerKind.PAID,
    "agree": AnswerKind.AGREED,
    "dispute": AnswerKind.DISPUTED,
}
_MONEY = ("base", "expected", "received", "outstanding")
_IDENTIFIERS = ("account", "number", "id")
_TO_FILL_IN = ("answer", "amount")
_BOM = "\ufeff"
"""The byte order mark, by which spreadsheets recognise UTF-8."""
_BRACKETS = re.compile(r"[(\[].*")
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)")
_RATE = re.compile(r"(\d{1,3}(?:\.\d{1,8})?)(%?)")
_FEN_PER_YUAN = 100
_MOST_ROWS = 1_048_576
_WIDTHS = {"number": 20, "account": 18, "product": 24, "answer": 30, "amount": 28, "id": 28}
_USUAL_WIDTH = 12

LineWithId = tuple[StatementLine, str]


def titles(language: str) -> list[str]:
    """Return the titles in `language`."""
    return [pair[0 if language == "zh_CN" else 1] for pair in TITLES.values()]


def dump_csv(lines: Iterable[LineWithId], language: str) -> str:
    """Return a statement as CSV text for spreadsheets."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(titles(language))
    for line, line_id in lines:
        cells = _texts(line, line_id, language)
        writer.writerow(
            [
                f"\t{text}" if fact in _IDENTIFIERS and text else escaped(text)
                for fact, text in cells.items()
            ]
        )
    return _BOM + out.getvalue()


def dump_xlsx(lines: Iterable[LineWithId], language: str) -> bytes:
    """Return a statement as a workbook, in which answers can be chosen from a list.

    Raises ExportRefused `too-many-orders`.
    """
    from xlsxwriter import Workbook

    chinese = language == "zh_CN"
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("对账单" if chinese else "Statement")
        bold = book.add_format({"bold": True})
        text_format = book.add_format({"num_format": "@"})
        amount_format = book.add_format({"num_format": "0.00"})
        to_fill = {"bg_color": "#FFF4D6", "border": 1, "border_color": "#C9B37A"}
        fill = {
            "answer": book.add_format(to_fill),
            "amount": book.add_format(to_fill | {"num_format": "0.00"}),
        }
        for column, (fact, title) in enumerate(zip(TITLES, titles(language), strict=True)):
            sheet.write_string(0, column, title, bold)
            sheet.set_column(column, column, _WIDTHS.get(fact, _USUAL_WIDTH))
        sheet.freeze_panes(1, 2)
        rows = 0
        for rows, (line, line_id) in enumerate(lines, 1):
            if rows >= _MOST_ROWS:
                raise ExportRefused("too-many-orders", {"most": _MOST_ROWS - 1})
            for column, (fact, text) in enumerate(_texts(line, line_id, language).items()):
                fen = getattr(line, fact) if fact in _MONEY else None
                if fact in fill:
                    sheet.write_blank(rows, column, None, fill[fact])
                elif fen is not None:
                    sheet.write_number(rows, column, fen / _FEN_PER_YUAN, amount_format)
                elif text:
                    sheet.write_string(rows, column, escaped(text), text_format)
        words = [pair[0 if chinese else 1] for pair in ANSWERS.values()]
        place = list(TITLES).index("answer")
        sheet.data_validation(1, place, max(rows, 1), place, {"validate": "list", "source": words})
    return out.getvalue()


def read(path: Path) -> tuple[list[ReturnedLine], list[Problem]]:
    """Return the lines of a returned statement, and the problems of unreadable lines.

    Raises ImportRefused, `no-statement` if the file is no statement.
    """
    return lines_from_bytes(read_bytes(path))


def lines_from_bytes(data: bytes) -> tuple[list[ReturnedLine], list[Problem]]:
    """Return the lines and problems in the bytes of a returned statement; raises as `read`."""
    try:
        found = read_titled(data, _facts_of)
    except ImportRefused as problem:
        if problem.code == "no-table":
            raise ImportRefused("no-statement") from None
        raise
    if not found.known or found.table.stated.unit not in (None, AmountUnit.YUAN):
        raise ImportRefused("no-statement")
    lines: list[ReturnedLine] = []
    problems: list[Problem] = []
    for number, cells in found.table.lines:
        texts = {
            fact: unescaped(cells[place]) if place < len(cells) else ""
            for place, fact in found.table.facts.items()
        }
        if not any(texts.values()):
            continue
        if number in found.table.broken:
            problems.append(Problem(number, "broken-quotes"))
            continue
        if number in found.table.misplaced:
            problems.append(Problem(number, OTHER_TITLES))
            continue
        try:
            lines.append(_line(number, texts))
        except _Unreadable as problem:
            title = found.table.titles[_place(found.table.facts, problem.fact)]
            facts = {"column": title, "value": shown(texts[problem.fact])}
            problems.append(Problem(number, problem.code, facts))
    return lines, problems


class _Unreadable(Exception):
    """A cell cannot be read with certainty; `fact` names its column."""

    def __init__(self, fact: str, code: str) -> None:
        super().__init__(code)
        self.fact = fact
        self.code = code


def _texts(line: StatementLine, line_id: str, language: str) -> dict[str, str]:
    """Return the cells of a line by column; those for the partner to fill in are empty."""
    cells_by_fact: dict[str, str] = {}
    for fact in TITLES:
        value: Any = line_id if fact == "id" else getattr(line, fact, None)
        if fact in _TO_FILL_IN or value is None:
            cells_by_fact[fact] = ""
        elif fact in _MONEY:
            cells_by_fact[fact] = format_yuan(value)
        elif fact == "product":
            cells_by_fact[fact] = _product_name(value, language)
        elif fact == "rate":
            cells_by_fact[fact] = f"{format((value * 100).normalize(), 'f')}%"
        else:
            cells_by_fact[fact] = value.isoformat() if isinstance(value, date) else str(value)
    return cells_by_fact


def _product_name(product: str, language: str) -> str:
    """Return the product's name, by which the partner knows it; a code only if it is unknown."""
    known = catalogue.product(product)
    if known is None:
        return product
    return known.name_zh if language == "zh_CN" else known.name_en


def _facts_of(cells: Sequence[str]) -> Mapping[int, str]:
    """Return the columns of a line of titles, by position; empty unless all columns are there."""
    found: dict[int, str] = {}
    for place, cell in enumerate(cells):
        fact = None if _names_other_unit(cell) else _FACTS.get(_folded(cell))
        if fact is not None and fact not in found.values():
            found[place] = fact
    return found if set(found.values()) == set(TITLES) else {}


def _names_other_unit(title: str) -> bool:
    """Return whether a title has another unit than yuan in brackets, as ``应返（万元）``."""
    units = map(unit_of, _IN_BRACKETS.findall(folded_word(title)))
    return any(unit not in (None, AmountUnit.YUAN) for unit in units)


def _folded(title: str) -> str:
    return folded_word(_BRACKETS.sub("", plain(title)))


_FACTS = {_folded(title): fact for fact, pair in TITLES.items() for title in pair}
_ANSWERS = {
    folded_word(word): answer for answer, words in ANSWERS.items() for word in words
} | _MORE_ANSWERS


def _place(facts: Mapping[int, str], wanted: str) -> int:
    return next(place for place, fact in facts.items() if fact == wanted)


def _line(row: int, texts: Mapping[str, str]) -> ReturnedLine:
    line = StatementLine(
        account=texts["account"],
        number=texts["number"],
        product=texts["product"],
        paid_on=_day(texts),
        base=_money(texts, "base"),
        rate=_rate(texts),
        expected=_money(texts, "expected") or 0,
        received=_money(texts, "received") or 0,
        outstanding=_money(texts, "outstanding") or 0,
    )
    return ReturnedLine(row, texts["id"], line, _answer(texts), _money(texts, "amount"))


def _money(texts: Mapping[str, str], fact: str) -> int | None:
    if not texts[fact] or is_empty_cell(texts[fact]):
        return None
    fen = read_amount(texts[fact])
    if isinstance(fen, AmountProblem):
        raise _Unreadable(fact, "statement-no-amount")
    return fen


def _day(texts: Mapping[str, str]) -> date:
    found = read_moment(texts["paid_on"], serials=True)
    if not isinstance(found, Moment):
        raise _Unreadable("paid_on", "statement-no-day")
    return found.day


def _rate(texts: Mapping[str, str]) -> Decimal | None:
    if not texts["rate"] or is_empty_cell(texts["rate"]):
        return None
    match = _RATE.fullmatch(plain(texts["rate"]).replace(" ", ""))
    try:
        if match is None:
            raise InvalidOperation
        rate = Decimal(match[1])
    except InvalidOperation:
        raise _Unreadable("rate", "statement-no-rate") from None
    return rate / 100 if match[2] else rate


def _answer(texts: Mapping[str, str]) -> AnswerKind | None:
    if not texts["answer"] or is_empty_cell(texts["answer"]):
        return None
    answer = _ANSWERS.get(folded_word(texts["answer"]))
    if answer is None:
        raise _Unreadable("answer", "statement-no-such-answer")
    return answer
