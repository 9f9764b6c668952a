"""Short texts about an order and its verdict, for cards and tables."""

from __future__ import annotations

from datetime import datetime

from desktop.domain import beijing
from desktop.domain.assessment import Anchor, Assessment, Verdict
from desktop.domain.book import Book
from desktop.domain.daily_summary import DailySummary, Stake
from desktop.domain.model import Order
from desktop.domain.trash import restorable_until
from desktop.domain.views import View
from desktop.wording import amounts, glossary, moments
from desktop.wording.glossary import short
from desktop.wording.i18n import _, ngettext

_LONGEST_TITLE = 120


def title(order: Order) -> str:
    """Return what was bought: the title, else the product's name, else the kind of order."""
    name = order.title or glossary.product(order.product)
    return short(name or glossary.kind(order.kind, order.billing), _LONGEST_TITLE)


def owner_line(assessment: Assessment, book: Book) -> str:
    """Return the account, the project and the cashback at stake, as far as known."""
    order = assessment.order
    account = book.accounts.get(order.account)
    parts = [order.account if account is None else glossary.account(account)]
    if assessment.project:
        parts.append(_("project {number}").format(number=assessment.project))
    if assessment.expected_cashback is not None:
        parts.append(cashback(order, assessment.expected_cashback))
    return " · ".join(parts)


def cashback(order: Order, amount: int) -> str:
    """Return the expected cashback in fen; “about” as long as the cash paid is not recorded."""
    text = _("cashback about {amount}") if order.cash_paid is None else _("cashback {amount}")
    return text.format(amount=amounts.yuan(amount))


def why(assessment: Assessment) -> str:
    """Return the rule that set the deadline, in a few words."""
    texts = {
        "window-day": _("day of payment"),
        "window-month": _("month of payment"),
        "window-unknown": _("period not looked up, day of payment assumed"),
        "project-validity": _("the project expires first"),
    }
    text = texts[assessment.capped_by or "window-unknown"]
    if assessment.anchor is Anchor.CREATED:
        return _("{rule}, counted from creation").format(rule=text)
    return text


def advice(assessment: Assessment) -> str:
    """Return the recommended day; empty if it is the deadline or the order is not open."""
    by = assessment.recommended_by
    if by is None or by == assessment.deadline or assessment.verdict is not Verdict.OPEN:
        return ""
    if assessment.now < by:
        return _("Best by {moment}").format(moment=moments.deadline(by, assessment.now))
    return _("The recommended day has passed: associate it now")


def sentence_of_the_day(daily_summary: DailySummary) -> tuple[str, str]:
    """Return the home screen's headline in two parts: what is due, and the cashback at stake."""
    first, count = daily_summary.next_change, daily_summary.counts[View.TODAY]
    if first is None:
        return _no_open(daily_summary), ""
    if not count:
        return _("Nothing due today"), ""
    text = ngettext("{count} order due {deadline}", "{count} orders due {deadline}", count)
    head = text.format(count=count, deadline=moments.deadline(first, daily_summary.now))
    if not daily_summary.today.known:
        return head, ""
    stake = at_stake(daily_summary.today)
    return head, _(", with {amount} cashback at stake").format(amount=stake)


def at_stake(stake: Stake) -> str:
    """Return the cashback that open orders would lose, as “at least” if some is unknown."""
    amount = amounts.yuan(stake.cashback)
    if stake.unknown:
        return _("at least {amount}").format(amount=amount)
    return _("about {amount}").format(amount=amount)


def week_at_stake(daily_summary: DailySummary) -> str:
    """Return the cashback at stake this week; empty if it equals today's or is unknown."""
    if not daily_summary.week.known or daily_summary.week == daily_summary.today:
        return ""
    return _("this week: {amount} cashback at stake").format(amount=at_stake(daily_summary.week))


def _no_open(daily_summary: DailySummary) -> str:
    waiting, unclear = daily_summary.counts[View.WAITING], daily_summary.counts[View.CHECK]
    if waiting:
        text = ngettext("{count} unpaid order", "{count} unpaid orders", waiting)
        return text.format(count=waiting)
    if unclear:
        text = ngettext("{count} order to check", "{count} orders to check", unclear)
        return text.format(count=unclear)
    return _("Nothing to associate")


def rest_of_the_day(daily_summary: DailySummary, now: datetime) -> str:
    """Return the date and time of `now` (UTC), open orders if none is due today, and the stake."""
    parts = [moments.today_line(now)]
    count = daily_summary.counts[View.TO_ASSOCIATE]
    if count and not daily_summary.counts[View.TODAY]:
        text = ngettext(
            "{count} order still to associate", "{count} orders still to associate", count
        )
        parts.append(text.format(count=count))
    if week := week_at_stake(daily_summary):
        parts.append(week)
    return " · ".join(parts)


def associated_now(assessment: Assessment) -> str:
    """Return that an order was marked as associated, with the cashback that this kept."""
    number, kept = assessment.order.number, assessment.expected_cashback
    if not kept:
        return _("Order {number} marked as associated").format(number=number)
    text = _("Order {number} marked as associated, about {amount} kept")
    return text.format(number=number, amount=amounts.yuan(kept))


def due_soon(assessment: Assessment) -> bool:
    """Return whether the deadline is the end of this Beijing day, or earlier."""
    deadline = assessment.deadline
    return deadline is not None and deadline <= beijing.end_of_day(assessment.now)


def in_trash(deleted_at: datetime, now: datetime) -> str:
    """Return when an order was moved to the bin, and until when it can be restored."""
    return _("In the bin since {at}; can be restored until {end}").format(
        at=moments.minute(deleted_at, now), end=moments.minute(restorable_until(deleted_at), now)
    )


def left_in_trash(deleted_at: datetime, now: datetime) -> str:
    """Return how many days an order stays in the bin, for the table."""
    days = max((restorable_until(deleted_at) - now).days, 0)
    return ngettext("kept {count} day", "kept {count} days", days).format(count=days)
