"""The questions about single rows of a file, and the answers on offer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from desktop.domain import beijing, money
from desktop.domain.identifiers import ACCOUNT_UID, ORDER_NUMBER, PROJECT_NUMBER, clean
from desktop.domain.model import Account, Billing, OrderStatus, Window
from desktop.domain.timestamps import parse_instant
from desktop.exchange.merge_plan import DOUBTS
from desktop.exchange.snapshot import Problem
from desktop.forms.read_amount import AmountProblem, read_amount
from desktop.forms.read_moment import MomentProblem, read_moment
from desktop.ui.kit.labels import capital
from desktop.wording import amounts, glossary, moments
from desktop.wording.errors import files, validation
from desktop.wording.glossary import short
from desktop.wording.i18n import _
from desktop.wording.records import fields

KEEP, TAKE = "keep", "take"
"""The answers to a conflict or a doubt: keep the record, or use the file."""
NOBODY = ""
"""The answer that no account here has the name; its orders are excluded."""
_MOMENTS = ("created_at", "paid_at", "associated_at")
_AMOUNTS = ("payable", "cash_paid")
_NUMBERS = {
    "number": ORDER_NUMBER,
    "parent": ORDER_NUMBER,
    "project": PROJECT_NUMBER,
    "account": ACCOUNT_UID,
}
_NOT_COMPLETABLE = (
    "too-many-cells",
    "broken-quotes",
    "columns-differ",
    "other-titles",
    "order-not-recorded",
)
"""Codes of problems that a single answer cannot resolve."""
_KINDS = (
    "New",
    "Renew",
    "Upgrade",
    "Downgrade",
    "Refund",
    "TempUpgrade",
    "IncreaseUpgrade",
    "ResizeDisk",
    "Convert",
    "Exchange",
)
_USUAL_DIGITS = {"number": 15, "parent": 15, "project": 12, "account": 16}
_LONGEST_QUOTE = 80
_LONGEST_VALUE = 16
"""Characters of a value that a button shows; longer values are shown in the sentence."""


class Ask(StrEnum):
    """The kind of question about a row."""

    CONFLICT = "conflict"
    DOUBT = "doubt"
    ACCOUNT = "account"
    MEANING = "meaning"
    WHOLE = "whole"
    WORD = "word"
    TEXT = "text"


class Choice(NamedTuple):
    """An answer on offer: the label of its button, and its value."""

    label: str
    value: str


class RowQuestion(NamedTuple):
    """The question about a row. `choices` are adjacent buttons, or a menu with the label `menu`.

    Without choices, the answer is typed: `entry` is the label of the link that opens the text
    field, `start` the field's initial text, and `example` its placeholder.
    """

    ask: Ask
    field: str
    text: str
    choices: tuple[Choice, ...] = ()
    menu: str = ""
    entry: str = ""
    start: str = ""
    example: str = ""


def ask_of(problem: Problem, *, in_table: bool) -> Ask | None:
    """Return the kind of question about a row; None if there is nothing to answer.

    Only the rows of a table (`in_table`) can be completed.
    """
    field, facts = str(problem.facts.get("field", "")), problem.facts
    if problem.code == "conflict":
        return Ask.CONFLICT if facts.get("record") == "order" else None
    if problem.code in DOUBTS:
        return Ask.DOUBT
    if not in_table or not problem.row or problem.code in _NOT_COMPLETABLE:
        return None
    if problem.code == "account-unknown":
        return Ask.ACCOUNT
    if "after" in facts:
        return Ask.WHOLE
    if "one" in facts and "other" in facts:
        return Ask.MEANING
    if field in ("kind", "status", "billing", "window"):
        return Ask.WORD
    return Ask.TEXT if field in (*_MOMENTS, *_AMOUNTS, *_NUMBERS) else None


def question_of(
    problem: Problem,
    ask: Ask,
    accounts: Iterable[Account],
    now: datetime,
    *,
    recorded: bool = True,
) -> RowQuestion:
    """Return the question about a row in words; the year of `now` (UTC) is left out of dates.

    `recorded` is whether a conflict is with a record; otherwise it is with another row.
    """
    facts, field = problem.facts, str(problem.facts.get("field", ""))
    value = str(facts.get("value", ""))
    label = fields.label(field)
    match ask:
        case Ask.CONFLICT:
            return _conflict(problem, field, recorded=recorded)
        case Ask.DOUBT:
            choices = (Choice(_("Leave it out"), KEEP), Choice(_("Import it as it is"), TAKE))
            return RowQuestion(ask, field, files.row(problem), choices)
        case Ask.ACCOUNT:
            name = short(value, _LONGEST_QUOTE)
            offered = [Choice(glossary.account(each), each.uid) for each in accounts]
            return RowQuestion(
                ask,
                value,
                _("Whose orders are those of “{name}”?").format(name=name),
                (*offered, Choice(_("Leave these orders out"), NOBODY)),
                menu=_("Choose an account"),
            )
        case Ask.MEANING if field in _AMOUNTS:
            text = _("{field} {value} can be read in two ways. Which amount is it?")
            choices = (_amount(str(facts["one"])), _amount(str(facts["other"])))
            return RowQuestion(ask, field, text.format(field=label, value=value), choices)
        case Ask.MEANING:
            text = _("{field} {value}: day and month could change places. Which day is it?")
            choices = (_day(str(facts["one"]), now), _day(str(facts["other"]), now))
            return RowQuestion(ask, field, text.format(field=label, value=value), choices)
        case Ask.WHOLE:
            whole = read_amount(value)
            shown = value if isinstance(whole, AmountProblem) else amounts.yuan(whole)
            same = Choice(_("It's {amount}").format(amount=shown), value)
            return RowQuestion(ask, field, files.row(problem), (same,))
        case Ask.WORD:
            words = tuple(Choice(capital(word), value) for word, value in _words(field))
            menu = _("Choose {field}").format(field=label[:1].lower() + label[1:])
            return RowQuestion(ask, field, files.row(problem), words, menu=menu)
    start = f"{value} " if problem.code == "time-missing" else ""
    return RowQuestion(
        ask,
        field,
        files.row(problem),
        entry=_entry(field),
        start=start,
        example=_example(field),
    )


def answer_problem(field: str, text: str) -> str:
    """Return the problem of a typed answer in words; empty if it is valid."""
    code: str | None = None
    if field in _MOMENTS:
        moment = read_moment(text)
        if isinstance(moment, MomentProblem):
            code = moment
        elif moment.at is None:
            code = "time-missing"
    elif field in _AMOUNTS:
        amount = read_amount(text)
        code = amount if isinstance(amount, AmountProblem) else None
    else:
        code = _NUMBERS[field].problem(clean(text))
    return "" if code is None else validation.entry(code, field)


def _conflict(problem: Problem, field: str, *, recorded: bool) -> RowQuestion:
    sides = (str(problem.facts["recorded"]), str(problem.facts["offered"]))
    values = [short(fields.value(field, value), _LONGEST_QUOTE) for value in sides]
    if all(len(value) <= _LONGEST_VALUE for value in values):
        text = _("{field} differs from your record. Which one counts?")
        keep = _("Keep {value}").format(value=values[0])
        if not recorded:
            text = _("{field} differs from another row of the file. Which one counts?")
            keep = _("Use {value}").format(value=values[0])
        take = _("Use {value}").format(value=values[1])
        shown = text.format(field=fields.label(field))
    else:
        text = _("{field} differs: {recorded} in your record, {offered} in the file.")
        keep, take = _("Keep your value"), _("Take the file's value")
        if not recorded:
            text = _("{field} differs: {recorded} in another row of the file, {offered} here.")
            keep, take = _("Keep the other row's"), _("Use this row's")
        shown = text.format(field=fields.label(field), recorded=values[0], offered=values[1])
    return RowQuestion(Ask.CONFLICT, field, shown, (Choice(keep, KEEP), Choice(take, TAKE)))


def _day(value: str, now: datetime) -> Choice:
    day = beijing.day_of(parse_instant(value)) if "T" in value else date.fromisoformat(value)
    return Choice(moments.day(day, now), value)


def _amount(value: str) -> Choice:
    return Choice(amounts.yuan(money.parse_yuan(value)), value)


def _words(field: str) -> list[tuple[str, str]]:
    """Return the words on offer for a fact, each with its spelling in files."""
    match field:
        case "kind":
            return [(glossary.kind(kind), kind) for kind in _KINDS]
        case "status":
            return [(glossary.order_status(each), each.value) for each in OrderStatus]
        case "billing":
            return [(glossary.billing(each), each.value) for each in Billing]
    return [(glossary.window(each), each.value) for each in (Window.DAY, Window.MONTH)]


def _entry(field: str) -> str:
    """Return the label of the link that opens the text field for a fact."""
    if field in _MOMENTS:
        return _("Enter the time")
    if field in _AMOUNTS:
        return _("Enter the amount")
    label = fields.label(field)
    return _("Enter {field}").format(field=label[:1].lower() + label[1:])


def _example(field: str) -> str:
    if field in _MOMENTS:
        return "2026-09-01 14:20"
    if field in _AMOUNTS:
        return "2040.00"
    return _("{count} digits").format(count=_USUAL_DIGITS[field])
