"""The statement for a partner in words: what was answered, and why a line was not taken in."""

from __future__ import annotations

from datetime import datetime

from desktop.domain import beijing, money
from desktop.domain.money_records import AnswerKind, PartnerAnswer
from desktop.domain.statement import CheckedLines, LineProblem, RefusedLine
from desktop.exchange.snapshot import Problem
from desktop.wording import amounts, moments
from desktop.wording.i18n import _, ngettext


def said(kind: AnswerKind | None) -> str:
    """Return what a partner said, in a word or two; None for nothing yet."""
    return {
        None: _("no answer yet"),
        AnswerKind.AGREED: _("partner agrees"),
        AnswerKind.DISPUTED: _("partner disputes"),
        AnswerKind.PAID: _("partner says paid"),
    }[kind]


def said_of(answer: PartnerAnswer) -> str:
    """Return what a partner said of an order, with the amount if one was named.

    Until something is said, what was claimed.
    """
    if answer.answer is None:
        return _("claimed {amount}, no answer yet").format(amount=amounts.yuan(answer.claimed))
    if answer.amount is None:
        return said(answer.answer)
    if answer.answer is AnswerKind.DISPUTED:
        text = _("partner disputes, says {amount}")
        return text.format(amount=amounts.yuan(answer.amount))
    return f"{said(answer.answer)} · {amounts.yuan(answer.amount)}"


def fact(answer: PartnerAnswer, now: datetime) -> str:
    """Return what a partner said of an order, who and on which day."""
    day = moments.day(beijing.day_of(answer.answered_at), now)
    text = _("{said} ({partner}, {day})") if answer.partner else _("{said} ({day})")
    return text.format(said=said_of(answer), partner=answer.partner, day=day)


def counts(judged: CheckedLines, problems: int) -> str:
    """Return how many lines of a statement were answered how, and how many cannot be taken."""
    parts = []
    for kind in AnswerKind:
        count = sum(each.answer.answer is kind for each in judged.answered)
        if count:
            parts.append(f"{said(kind)} {count}")
    if judged.blank:
        parts.append(_("without an answer {count}").format(count=judged.blank))
    refused = len(judged.refused) + problems
    if refused:
        parts.append(_("not taken {count}").format(count=refused))
    return " · ".join(parts) if parts else _("The statement has no lines.")


def done(count: int) -> str:
    """Return what was done with a statement that came back."""
    text = ngettext(
        "{count} answer from your partner noted", "{count} answers from your partner noted", count
    )
    return text.format(count=count)


def exported(count: int) -> str:
    """Return what was written."""
    text = ngettext(
        "Statement with {count} order saved. Please send it to your partner.",
        "Statement with {count} orders saved. Please send it to your partner.",
        count,
    )
    return text.format(count=count)


def refused(line: RefusedLine) -> str:
    """Return why a line is not taken in, and what to do."""
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
    """Return the title of a column in the user's language."""
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
    """Return which cell of a line cannot be read."""
    text = {
        "statement-no-amount": _("“{column}” isn't an amount: {value}."),
        "statement-no-day": _("“{column}” isn't a date: {value}."),
        "statement-no-rate": _("“{column}” isn't a rate: {value}."),
        "statement-no-such-answer": _(
            "“{value}” is no answer. It can be 同意/agreed, 有异议/disputed or 已支付/paid."
        ),
    }.get(problem.code, _("The quotation marks in this line can't be read."))
    return text.format(**({"column": "", "value": ""} | dict(problem.facts)))


def located(row: int, text: str) -> str:
    """Return what is the matter with a line of the file."""
    return _("Row {row}: {text}").format(row=row, text=text)
