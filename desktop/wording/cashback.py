"""Texts of the cashback page: overdue months, receipts, and the message to a partner."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from desktop.domain import beijing
from desktop.domain.cashback import OrderMoney
from desktop.domain.cashback_months import Age, CashbackMonth, CashbackOverview, owing
from desktop.domain.receipts import Fit, MatchedReceipt, Suggestion
from desktop.wording import amounts, moments
from desktop.wording.i18n import _, language, ngettext
from desktop.wording.verdicts import timeline


def month(key: str, today: date) -> str:
    """Return a month (`YYYY-MM`) in short, with its year unless it is this one."""
    year, number = map(int, key.split("-"))
    text = timeline.month(date(year, number, 1))
    if year == today.year:
        return text
    return f"{year} 年 {text}" if language() == "zh_CN" else f"{text} {year}"


def months(keys: Sequence[str], today: date) -> str:
    """Return months as one phrase; of more than two only the first and the last."""
    names = [month(key, today) for key in keys]
    match names:
        case [only]:
            return only
        case [first, last]:
            return _("{first} and {last}").format(first=first, last=last)
        case _:
            return _("{first} to {last}").format(first=names[0], last=names[-1])


def title(overview: CashbackOverview) -> tuple[str, str]:
    """Return the title of the page, and the overdue amount in it (empty if none is)."""
    late = owing(overview.overdue)
    if late:
        amount = amounts.yuan(late)
        return _("{amount} of cashback is overdue").format(amount=amount), amount
    open_amount = owing(overview.months)
    if open_amount:
        text = _("{amount} of cashback is still to come")
        return text.format(amount=amounts.yuan(open_amount)), ""
    return _("Cashback"), ""


def subtitle(overview: CashbackOverview, now: datetime) -> str:
    """Return when the cashback of the oldest open month was or is expected."""
    late = overview.overdue
    if late:
        days = late[0].days_late(overview.today)
        text = ngettext(
            "Cashback for {month} was expected by {day} (assumed), {count} day ago",
            "Cashback for {month} was expected by {day} (assumed), {count} days ago",
            days,
        )
    else:
        late = tuple(month for month in overview.months if month.to_come)[:1]
        days = 0
        text = _("Cashback for {month} is expected by {day} (assumed)")
    if not late:
        return _("What was promised, what came, and what is lost")
    return text.format(
        month=month(late[0].key, overview.today), day=moments.day(late[0].due, now), count=days
    )


def orders(count: int) -> str:
    """Return a number of orders."""
    return ngettext("{count} order", "{count} orders", count).format(count=count)


def unknown(count: int) -> str:
    """Return how many orders the sums leave out, since their cashback is unknown."""
    text = ngettext(
        "The cashback of {count} order is unknown, since it has no rate or no amount.",
        "The cashback of {count} orders is unknown, since they have no rate or no amount.",
        count,
    )
    return text.format(count=count)


def claimed(fen: int) -> str:
    """Return the amount that was claimed in statements."""
    return _("claimed {amount}").format(amount=amounts.yuan(fen))


def receipts(count: int) -> str:
    """Return a number of receipts."""
    return ngettext("{count} receipt", "{count} receipts", count).format(count=count)


def orders_of(cashback_month: CashbackMonth) -> str:
    """Return how many orders of a month bring cashback, are to be associated, and are unpaid."""
    parts = [orders(cashback_month.earning)] if cashback_month.earning else []
    if cashback_month.to_associate:
        text = ngettext("{count} to associate", "{count} to associate", cashback_month.to_associate)
        parts.append(text.format(count=cashback_month.to_associate))
    if cashback_month.unpaid:
        text = ngettext("{count} unpaid", "{count} unpaid", cashback_month.unpaid)
        parts.append(text.format(count=cashback_month.unpaid))
    return " · ".join(parts or [orders(0)])


def of_month(cashback_month: CashbackMonth, today: date) -> str:
    """Return all figures of a month in one line, for screen readers."""
    parts = [
        month(cashback_month.key, today),
        _("expected {amount}").format(amount=amounts.yuan(cashback_month.figures.expected)),
        *([claimed(cashback_month.figures.claimed)] if cashback_month.figures.claimed else []),
        _("received {amount}").format(amount=amounts.yuan(cashback_month.figures.received)),
        _("outstanding {amount}").format(amount=amounts.yuan(cashback_month.figures.outstanding)),
    ]
    if cashback_month.figures.lost:
        parts.append(_("lost {amount}").format(amount=amounts.yuan(cashback_month.figures.lost)))
    return " · ".join(parts)


def days_late(count: int) -> str:
    """Return the number of days that something is overdue."""
    return ngettext("{count} day late", "{count} days late", count).format(count=count)


def age(value: Age) -> str:
    """Return a range of days that something is overdue."""
    return {
        Age.MONTH: _("up to 30 days late"),
        Age.TWO_MONTHS: _("31 to 60 days late"),
        Age.OLDER: _("over 60 days late"),
    }[value]


def fit(suggestion: Suggestion, today: date) -> str:
    """Return the orders that an amount fits, before it is logged."""
    count = len(suggestion.shares)
    if suggestion.fit is Fit.MONTH:
        text = ngettext(
            "Exactly the {count} open order of {month}",
            "Exactly the {count} open orders of {month}",
            count,
        )
    else:
        text = ngettext(
            "Exactly {count} order of {month}", "Exactly {count} orders of {month}", count
        )
    return text.format(count=count, month=months(suggestion.months, today))


def entered(amount: int, count: int) -> str:
    """Return that a receipt was logged, and how it was matched."""
    if not count:
        return _("{amount} logged, kept as credit").format(amount=amounts.yuan(amount))
    text = ngettext(
        "{amount} logged, matched to {count} order",
        "{amount} logged, matched to {count} orders",
        count,
    )
    return text.format(amount=amounts.yuan(amount), count=count)


def receipt(matched: MatchedReceipt) -> str:
    """Return the orders that a receipt is matched to."""
    if not matched.parts:
        return _("matched to no order yet")
    numbers = [part.order for part in matched.parts]
    if len(numbers) == 1:
        return numbers[0]
    text = ngettext("{number} and {count} more", "{number} and {count} more", len(numbers) - 1)
    return text.format(number=numbers[0], count=len(numbers) - 1)


def day(matched: MatchedReceipt) -> str:
    """Return the Beijing day of a receipt, for tables."""
    return beijing.day_of(matched.receipt.received_at).isoformat()


def reminder(cashback_month: CashbackMonth, owed: Sequence[OrderMoney], today: date) -> str:
    """Return a polite message to a partner about the outstanding cashback of a month's orders."""
    lines = "\n".join(
        f"{order.number}  {amounts.yuan(order.figures.outstanding)}" for order in owed
    )
    text = _(
        "Hello, I'm checking the cashback for {month}: {amount} for {orders} hasn't arrived yet. "
        "Could you please have a look? Thank you.\n\n{lines}"
    )
    return text.format(
        month=month(cashback_month.key, today),
        amount=amounts.yuan(sum(order.figures.outstanding for order in owed)),
        orders=orders(len(owed)),
        lines=lines,
    )


def open_order(order: OrderMoney, now: datetime) -> str:
    """Return an order that a receipt may be for, with its outstanding amount."""
    text = _("{number} · {month} · {amount}")
    return text.format(
        number=order.number,
        month=month_at(order.month, now),
        amount=amounts.yuan(order.figures.outstanding),
    )


def month_at(key: str, now: datetime) -> str:
    """Return a month in short, with its year unless it is the year of `now` (UTC)."""
    return month(key, beijing.day_of(now))


def of_month_at(cashback_month: CashbackMonth, now: datetime) -> str:
    """Return all figures of a month, as of `now` (UTC)."""
    return of_month(cashback_month, beijing.day_of(now))


def matched(amount: int, count: int) -> str:
    """Return how a receipt was matched after its match was changed."""
    if not count:
        return _("{amount} is credit now").format(amount=amounts.yuan(amount))
    text = ngettext(
        "{amount} matched to {count} order", "{amount} matched to {count} orders", count
    )
    return text.format(amount=amounts.yuan(amount), count=count)


def amount_problem(problem: str, matched: MatchedReceipt) -> str:
    """Return why an amount is not allowed for a receipt, and what to do.

    `problem` is a code of `check_shares`.
    """
    if problem == "zero":
        return _(
            "The amount of a receipt can't be zero. To remove it, close this and choose Delete."
        )
    if problem == "other-sign":
        return _("A receipt that is matched can't become a claw-back. Match it to no order first.")
    text = _("{amount} is matched to orders already. Match it anew to fewer orders first.")
    return text.format(amount=amounts.yuan(matched.matched))
