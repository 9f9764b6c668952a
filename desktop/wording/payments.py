"""Lists of a bank, of WeChat or of Alipay in words: what came, what is proposed, and why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from desktop.domain import beijing
from desktop.domain.payments import OfferedPayment, PlannedReceipt
from desktop.exchange.snapshot import Problem
from desktop.wording import amounts, cashback
from desktop.wording.i18n import _, ngettext

if TYPE_CHECKING:
    from desktop.services.payments import PaymentOffer


def columns() -> Mapping[str, str]:
    """Return what a column of payments may say, by fact."""
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
    """Return the Beijing day on which a payment came, for tables."""
    return beijing.day_of(offered.payment.received_at).isoformat()


def speaks_for(offered: OfferedPayment) -> str:
    """Return what speaks for a payment, or against it, in a few words."""
    if offered.near is not None:
        text = _("already logged on {day}?")
        return text.format(day=cashback.day(offered.near))
    parts = []
    if offered.partner:
        parts.append(_("from {partner}").format(partner=offered.partner))
    if offered.fits:
        parts.append(_("an open sum"))
    return _(", ").join(parts)


def matched(planned: PlannedReceipt, today: date) -> str:
    """Return what a payment will be matched to."""
    if planned.found is None:
        return _("kept as credit")
    return cashback.fit(planned.found, today)


def counts(offer: PaymentOffer) -> str:
    """Return what a list brings, and what of it was left out."""
    count = len(offer.offered)
    text = ngettext("{count} incoming payment", "{count} incoming payments", count)
    parts = [text.format(count=count)]
    for number, name in (
        (offer.outgoing, _("outgoing {count}")),
        (offer.neutral, _("neither {count}")),
        (len(offer.problems), _("in doubt {count}")),
    ):
        if number:
            parts.append(name.format(count=number))
    return " · ".join(parts)


def unsigned() -> str:
    """Return what is to be checked where a list does not tell the ways apart."""
    return _("The file doesn't say which amounts came in. Please tick only those that did.")


def doubts(problems: Sequence[Problem], most: int) -> str:
    """Return the first doubts, one a line."""
    lines = [_("Row {row}: {text}").format(row=p.row, text=doubt(p)) for p in problems[:most]]
    if len(problems) > most:
        more = len(problems) - most
        lines.append(ngettext("{count} more", "{count} more", more).format(count=more))
    return "\n".join(lines)


def doubt(problem: Problem) -> str:
    """Return why a row is not offered."""
    text = {
        "payment-no-amount": _("“{value}” isn't an amount."),
        "payment-no-date": _("“{value}” isn't a date."),
        "payment-in-future": _("“{value}” is still in the future."),
        "payment-status": _("The status is “{value}”, so the money may not be there."),
        "payment-twice": _("Reference number {value} is in the file twice."),
        "payment-currency": _("The amount isn't in CNY ({value})."),
        "payment-direction": _("“{value}” doesn't say whether the money came or went."),
        "payment-sign": _("It should have come in, but the amount is below zero: {value}."),
        "payment-both-ways": _("It says that money came and went: {value}."),
    }.get(problem.code, _("The quotation marks in this line can't be read."))
    return text.format(**({"value": ""} | dict(problem.facts)))


def logged(count: int, fen: int) -> str:
    """Return what was done with payments."""
    text = ngettext("{count} payment logged, {amount}", "{count} payments logged, {amount}", count)
    return text.format(count=count, amount=amounts.yuan(fen))
