"""An order and its verdict in the few words that a card or a line of a table has room for."""

from __future__ import annotations

from datetime import datetime

from desktop.domain import beijing
from desktop.domain.agenda import Agenda
from desktop.domain.assessment import Anchor, Assessment, Verdict
from desktop.domain.book import Book
from desktop.domain.model import Order
from desktop.wording import amounts, moments, products, words
from desktop.wording.language import _, ngettext


def title(order: Order) -> str:
    """What was bought: the title, else the product's name, else the kind of order."""
    name = order.title or products.name(order.product)
    return name or words.kind(order.kind, order.billing)


def owner_line(assessment: Assessment, book: Book) -> str:
    """Account, project and cashback at stake, as far as known."""
    order = assessment.order
    account = book.accounts.get(order.account)
    parts = [order.account if account is None else words.account(account)]
    if assessment.project:
        parts.append(_("project {number}").format(number=assessment.project))
    if assessment.expected_cashback is not None:
        about = amounts.yuan(assessment.expected_cashback)
        estimated = order.cash_paid is None
        text = _("cashback about {amount}") if estimated else _("cashback {amount}")
        parts.append(text.format(amount=about))
    return " · ".join(parts)


def why(assessment: Assessment) -> str:
    """Which rule set the deadline, in a few words."""
    texts = {
        "window-day": _("day of payment"),
        "window-month": _("month of payment"),
        "window-unknown": _("window not looked up, planned as day of payment"),
        "project-validity": _("the project's three months end first"),
    }
    text = texts[assessment.capped_by or "window-unknown"]
    if assessment.anchor is Anchor.CREATED:
        return _("{rule}, counted from creation").format(rule=text)
    return text


def advice(assessment: Assessment) -> str:
    """What is better than the deadline: the same day; empty where that is the deadline or is over."""
    by = assessment.recommended_by
    if by is None or by == assessment.deadline or assessment.verdict is not Verdict.OPEN:
        return ""
    if assessment.now < by:
        return _("better still by {moment}").format(moment=moments.deadline(by, assessment.now))
    return _("the advised day is over: associate it now")


def decisive(assessment: Assessment) -> str:
    """The one sentence that explains a verdict without a living countdown."""
    if assessment.verdict is Verdict.MISSED and assessment.deadline is not None:
        return _("Deadline passed ({deadline}): {why}.").format(
            deadline=moments.deadline(assessment.deadline, assessment.now), why=why(assessment)
        )
    from desktop.wording import reasons  # noqa: PLC0415 - not for the first frame

    telling = [r for r in assessment.reasons if r.holds is not True]
    if assessment.verdict is Verdict.WAITING_PAYMENT:
        telling = [r for r in telling if r.rule == "paid-first"]
    return reasons.sentence((telling or assessment.reasons)[-1], assessment.now)


def sentence_of_the_day(agenda: Agenda) -> tuple[str, str]:
    """The home screen's sentence: what ends today or next, and the rest of it."""
    if not agenda.open:
        return _no_open(agenda)
    today = agenda.due_today
    urgent = today or agenda.open[:1]
    first = urgent[0].deadline
    if first is None:
        raise ValueError("an open order has a deadline")
    count = len(urgent)
    if today:
        head = ngettext(
            "{count} order due {deadline}", "{count} orders due {deadline}", count
        ).format(count=count, deadline=moments.deadline(first, agenda.now))
    else:
        head = _("Next deadline: {deadline}").format(deadline=moments.deadline(first, agenda.now))
    stake = [a.expected_cashback for a in urgent if a.expected_cashback is not None]
    if not stake:
        return head, ""
    return head, _(", about {amount} cashback to keep").format(amount=amounts.yuan(sum(stake)))


def _no_open(agenda: Agenda) -> tuple[str, str]:
    if agenda.waiting:
        return ngettext(
            "{count} order waits for payment",
            "{count} orders wait for payment",
            len(agenda.waiting),
        ).format(count=len(agenda.waiting)), ""
    if agenda.unclear:
        return ngettext(
            "{count} order needs a look", "{count} orders need a look", len(agenda.unclear)
        ).format(count=len(agenda.unclear)), ""
    return _("Nothing to associate"), ""


def rest_of_the_day(agenda: Agenda, now: datetime) -> str:
    """The moment `now` (UTC), and the open orders that the sentence of the day left out."""
    line = moments.today_line(now)
    others = agenda.open[len(agenda.due_today or agenda.open[:1]) :]
    if not others or others[0].deadline is None:
        return line
    more = ngettext(
        "{count} more, the next in {left}", "{count} more, the next in {left}", len(others)
    ).format(count=len(others), left=moments.time_left(others[0].deadline, now))
    return f"{line} · {more}"


def due_soon(assessment: Assessment) -> bool:
    """Whether the deadline is the end of this Beijing day, or earlier."""
    deadline = assessment.deadline
    return deadline is not None and deadline <= beijing.end_of_day(assessment.now)
