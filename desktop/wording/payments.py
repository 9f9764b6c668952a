"""Texts about lists of payments from a bank, WeChat or Alipay: offers, matches and doubts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from desktop.domain import beijing
from desktop.domain.payments import OfferedPayment, PlannedReceipt
from desktop.exchange.snapshot import Problem
from desktop.wording import amounts, cashback
from desktop.wording.i18n import _, listed, ngettext

if TYPE_CHECKING:
    from desktop.services.payments import PaymentOffer


def columns() -> Mapping[str, str]:
    """Return the possible meanings of a column, by fact."""
    return {
        "date": _("Date"),
        "time": _("Time"),
        "income": _("Amount that came in"),
        "outgo": _("Amount that went out"),
        "amount": _("Amount"),
        "direction": _("In or out"),
        "payer": _("Payer"),
        "note": _("Note"),
        "status": _("Status"),
        "reference": _("Reference number"),
        "currency": _("Currency"),
    }


def day(offered: OfferedPayment) -> str:
    """Return the Beijing day of a payment, for tables."""
    return beijing.day_of(offered.payment.received_at).isoformat()


def evidence(offered: OfferedPayment) -> str:
    """Return the evidence for or against logging a payment, in a few words."""
    if offered.near is not None:
        text = _("already logged on {day}?")
        return text.format(day=cashback.day(offered.near))
    parts = []
    if offered.partner:
        parts.append(_("from {partner}").format(partner=offered.partner))
    if offered.fits:
        parts.append(_("an open sum"))
    return listed(parts)


def matched(planned: PlannedReceipt, today: date) -> str:
    """Return the orders that a payment will be matched to."""
    if planned.found is None:
        return _("kept as credit")
    return cashback.fit(planned.found, today)


def counts(offer: PaymentOffer) -> str:
    """Return the number of incoming payments in a list, and of the rows left out."""
    count = len(offer.offered)
    text = ngettext("{count} incoming payment", "{count} incoming payments", count)
    parts = [text.format(count=count)]
    doubtful = len(offer.problems)
    for number, name in (
        (offer.outgoing, ngettext("{count} outgoing", "{count} outgoing", offer.outgoing)),
        (offer.neutral, ngettext("{count} neither", "{count} neither", offer.neutral)),
        (doubtful, ngettext("{count} row in doubt", "{count} rows in doubt", doubtful)),
    ):
        if number:
            parts.append(name.format(count=number))
    return " · ".join(parts)


def direction_missing() -> str:
    """Return the request to tick incoming payments, for a list without their direction."""
    return _("The file doesn't say which amounts came in. Please tick only those that did.")


def doubts(problems: Sequence[Problem], limit: int) -> str:
    """Return the first `limit` doubtful rows, one a line, and how many more there are."""
    lines = [_("Row {row}: {text}").format(row=p.row, text=doubt(p)) for p in problems[:limit]]
    if len(problems) > limit:
        more = len(problems) - limit
        lines.append(ngettext("{count} more", "{count} more", more).format(count=more))
    return "\n".join(lines)


def doubt(problem: Problem) -> str:
    """Return why a row is not offered as a payment."""
    text = {
        "payment-no-amount": _("“{value}” isn't an amount."),
        "payment-no-date": _("“{value}” isn't a date."),
        "payment-in-future": _("“{value}” is still in the future."),
        "payment-status": _("The status is “{value}”, so the money may not be there."),
        "payment-twice": _("Reference number {value} is in the file twice."),
        "payment-currency": _("The amount isn't in CNY ({value})."),
        "payment-unit": _("The list doesn't count in yuan ({value})."),
        "other-titles": _("A second line of titles with other columns stands above this line."),
        "payment-direction": _("“{value}” doesn't say whether the money came or went."),
        "payment-sign": _("It should have come in, but the amount is below zero: {value}."),
        "payment-both-ways": _("It says that money came and went: {value}."),
    }.get(problem.code, _("The quotation marks in this line can't be read."))
    return text.format(**({"value": ""} | dict(problem.facts)))


def logged(count: int, fen: int) -> str:
    """Return how many payments were logged, and their sum."""
    text = ngettext("{count} payment logged, {amount}", "{count} payments logged, {amount}", count)
    return text.format(count=count, amount=amounts.yuan(fen))
