"""Texts about a partner's statement: its answers, and why a line was refused."""

from __future__ import annotations

from datetime import datetime

from desktop.domain import beijing, money
from desktop.domain.money_records import AnswerKind, PartnerAnswer
from desktop.domain.statement import CheckedLines, LineProblem, RefusedLine
from desktop.exchange.snapshot import Problem
from desktop.wording import amounts, moments
from desktop.wording.i18n import _, ngettext


def answer_kind(kind: AnswerKind | None) -> str:
    """Return the kind of a partner's answer in a word or two; None means no answer yet."""
    return {
        None: _("no answer yet"),
        AnswerKind.AGREED: _("partner agrees"),
        AnswerKind.DISPUTED: _("partner disputes"),
        AnswerKind.PAID: _("partner says paid"),
    }[kind]


def answer_text(answer: PartnerAnswer) -> str:
    """Return a partner's answer about an order, with its amount if it names one.

    Without an answer, return the claimed amount.
    """
    if answer.answer is None:
        return _("claimed {amount}, no answer yet").format(amount=amounts.yuan(answer.claimed))
    if answer.amount is None:
        return answer_kind(answer.answer)
    if answer.answer is AnswerKind.DISPUTED:
        text = _("partner disputes, says {amount}")
        return text.format(amount=amounts.yuan(answer.amount))
    return f"{answer_kind(answer.answer)} · {amounts.yuan(answer.amount)}"


def fact(answer: PartnerAnswer, now: datetime) -> str:
    """Return a partner's answer about an order, with the partner and the day."""
    day = moments.day(beijing.day_of(answer.answered_at), now)
    text = _("{said} ({partner}, {day})") if answer.partner else _("{said} ({day})")
    return text.format(said=answer_text(answer), partner=answer.partner, day=day)


def counts(judged: CheckedLines, problems: int) -> str:
    """Return the number of lines for each kind of answer, without an answer, and refused."""
    parts = []
    for kind in AnswerKind:
        count = sum(each.answer.answer is kind for each in judged.answered)
        if count:
            parts.append(f"{answer_kind(kind)} {count}")
    if judged.blank:
        parts.append(_("without an answer {count}").format(count=judged.blank))
    refused = len(judged.refused) + problems
    if refused:
        parts.append(_("not taken {count}").format(count=refused))
    return " · ".join(parts) if parts else _("The statement has no lines.")


def done(count: int) -> str:
    """Return how many answers of a returned statement were recorded."""
    text = ngettext(
        "{count} answer from your partner logged", "{count} answers from your partner logged", count
    )
    return text.format(count=count)


def exported(count: int) -> str:
    """Return that a statement was saved, with the number of its orders."""
    text = ngettext(
        "Statement with {count} order saved. Please send it to your partner.",
        "Statement with {count} orders saved. Please send it to your partner.",
        count,
    )
    return text.format(count=count)


def refused(line: RefusedLine) -> str:
    """Return why a line of a returned statement is refused, and what to do."""
    text = {
        LineProblem.NO_ID: _(
            "The line ID is missing or isn't one. Please ask your partner to fill in the "
            "statement as you sent it."
        ),
        LineProblem.FOREIGN: _(
            "This line is from a statement that was made with other data. Please check the file."
        ),
        LineProblem.UNKNOWN_ORDER: _("Order {number} isn't recorded any more."),
        LineProblem.CHANGED: _(
            "“{column}” was changed in the file: it says {value}. Only the answer and its amount "
            "may be filled in."
        ),
        LineProblem.OLD: _(
            "The statement is out of date: {column} of order {number} has changed since. Please "
            "send a new one."
        ),
        LineProblem.ANSWERED_SINCE: _(
            "A newer statement was answered for order {number} already. That answer stays."
        ),
        LineProblem.TWICE: _("Order {number} is in the file twice. The first line counts."),
        LineProblem.NO_ANSWER: _(
            "There is an amount but no answer. Please ask which one is meant."
        ),
        LineProblem.OTHER_AMOUNT: _(
            "Your partner agrees, but to {amount} instead of {outstanding}. Please ask which is "
            "meant."
        ),
        LineProblem.NOTHING_PAID: _("It says paid, but the amount is 0. Please ask."),
        LineProblem.BELOW_ZERO: _("The amount is below zero. Please ask what is meant."),
    }[line.problem]
    returned = line.returned
    value = getattr(returned.line, line.field, "") if line.field else ""
    shown = money.format_yuan(value) if isinstance(value, int) else str(value)
    return text.format(
        number=returned.line.number,
        column=column(line.field),
        value=shown or "–",
        amount=amounts.yuan(returned.amount or 0),
        outstanding=amounts.yuan(returned.line.outstanding),
    )


def column(field: str) -> str:
    """Return the title of a statement's column in the user's language."""
    return {
        "account": _("Account"),
        "number": _("Order number"),
        "paid_on": _("Paid on"),
        "base": _("Amount paid"),
        "rate": _("Cashback rate"),
        "expected": _("Expected"),
        "received": _("Received"),
        "outstanding": _("Outstanding"),
    }.get(field, _("Line ID"))


def unreadable(problem: Problem) -> str:
    """Return why a line cannot be read, with the cell if one is to blame."""
    text = {
        "statement-no-amount": _("“{column}” isn't an amount: {value}."),
        "other-titles": _("A second line of titles with other columns stands above this line."),
        "statement-no-day": _("“{column}” isn't a date: {value}."),
        "statement-no-rate": _("“{column}” isn't a rate: {value}."),
        "statement-no-such-answer": _(
            "“{value}” is no answer. It can be 同意/agreed, 有异议/disputed or 已支付/paid."
        ),
    }.get(problem.code, _("The quotation marks in this line can't be read."))
    return text.format(**({"column": "", "value": ""} | dict(problem.facts)))


def located(row: int, text: str) -> str:
    """Return a text about a line of the file, with the line's row."""
    return _("Row {row}: {text}").format(row=row, text=text)
