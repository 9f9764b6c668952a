"""Texts of notifications: fixed words, the accounts' nicknames and a count.

Notifications are shown on locked screens and kept by the system, so they contain no numbers of
records and no products, and no sums of money unless the user allowed that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from desktop.domain import beijing
from desktop.domain.book import Book
from desktop.domain.reminder_plan import ReminderKind
from desktop.domain.reminders import ReminderStatus
from desktop.wording import amounts, glossary, moments
from desktop.wording.i18n import _, listed, ngettext

EVERYTHING = "reminders"
"""The key of a notification about several subjects."""
_ACCOUNTS_LIMIT = 3
"""How many accounts are named."""
_LONGEST_NAME = 30
_LAST_HOUR = timedelta(hours=1)


def notification(
    due: Sequence[ReminderStatus], book: Book, now: datetime, *, with_amounts: bool
) -> tuple[str, str]:
    """Return the title and text of one notification about everything that is due at `now`."""
    by_kind: dict[ReminderKind, list[ReminderStatus]] = {}
    for status in due:
        by_kind.setdefault(status.subject.kind, []).append(status)
    texts = [
        _orders(group, book, now, with_amounts=with_amounts)
        if kind is ReminderKind.ORDER
        else _cashback(group, with_amounts=with_amounts)
        if kind is ReminderKind.CASHBACK
        else _other(kind, group, book, now)
        for kind, group in by_kind.items()
    ]
    title, body = texts[0]
    more = [other for other, _body in texts[1:]]
    return title, "\n".join(text for text in (body, *more) if text)


def key(due: Sequence[ReminderStatus]) -> str:
    """Return a notification's key: the name of its only subject, else `EVERYTHING`."""
    return due[0].subject.name if len(due) == 1 else EVERYTHING


def buttons() -> tuple[str, str]:
    """Return the labels of a notification's buttons: to open it, and to snooze it for an hour."""
    return _("Open"), _("Remind me in 1 hour")


def _orders(
    due: Sequence[ReminderStatus], book: Book, now: datetime, *, with_amounts: bool
) -> tuple[str, str]:
    deadlines = _deadlines(due)
    soonest, same = deadlines[0], deadlines[0] == deadlines[-1]
    count = len(due)
    when = moments.deadline(soonest, now)
    if same and soonest - now <= _LAST_HOUR:
        title = ngettext(
            "Last hour, {count} order still to associate",
            "Last hour, {count} orders still to associate",
            count,
        )
    elif same:
        title = ngettext(
            "{count} order still to associate by {when}",
            "{count} orders still to associate by {when}",
            count,
        )
    else:
        title = ngettext(
            "{count} order to associate, the first by {when}",
            "{count} orders to associate, the first by {when}",
            count,
        )
    body = _("{accounts}, {left} left").format(
        accounts=_accounts(due, book), left=moments.time_left(soonest, now)
    )
    cashback = sum(status.subject.cashback or 0 for status in due)
    if with_amounts and cashback > 0:
        body = _("{text}, with about {amount} cashback at stake").format(
            text=body, amount=amounts.yuan(cashback)
        )
    return moments.tidy(title.format(count=count, when=when)), _sentence(body)


def _cashback(due: Sequence[ReminderStatus], *, with_amounts: bool) -> tuple[str, str]:
    count = len(due)
    title = ngettext(
        "Cashback of {count} month is overdue", "Cashback of {count} months is overdue", count
    )
    amount = amounts.yuan(sum(status.subject.cashback or 0 for status in due))
    text = _("{amount}, please ask your partner") if with_amounts else _("Please ask your partner")
    return title.format(count=count), _sentence(text.format(amount=amount))


def _other(
    kind: ReminderKind, due: Sequence[ReminderStatus], book: Book, now: datetime
) -> tuple[str, str]:
    count = len(due)
    names = _names(due, book)
    if kind is ReminderKind.PROJECT:
        soonest = _deadlines(due)[0]
        title = ngettext("{count} project expires soon", "{count} projects expire soon", count)
        day = moments.day(beijing.day_of(soonest - timedelta(seconds=1)), now)
        text = _("{accounts}, valid until {day}").format(accounts=names, day=day)
        return title.format(count=count), _sentence(text)
    if kind is ReminderKind.REQUEST:
        title = ngettext(
            "{count} request has no answer yet", "{count} requests have no answer yet", count
        )
        text = _("{accounts}, ask your partner about the project number")
        return title.format(count=count), _sentence(text.format(accounts=names))
    if kind is ReminderKind.BACKUP:
        return _("No backup for 7 days"), _("Please open LinkDue and take one.")
    if kind is ReminderKind.GATE:
        text = _("{accounts}, please check once more before you order")
        return _("It's time: you can order again"), _sentence(text.format(accounts=names))
    return _("The trial has arrived"), _("Reminders reach you on this computer.")


def _deadlines(due: Iterable[ReminderStatus]) -> list[datetime]:
    """Return the deadlines of subjects that have one, the earliest first."""
    subjects = (status.subject for status in due)
    return sorted(subject.deadline for subject in subjects if subject.deadline is not None)


def _accounts(due: Iterable[ReminderStatus], book: Book) -> str:
    """Return how many orders each account has, the most first."""
    counted = Counter(_name(status.subject.account, book) for status in due)
    if len(counted) == 1:
        return next(iter(counted))
    parts = [
        ngettext("{account} {count} order", "{account} {count} orders", count).format(
            account=name, count=count
        )
        for name, count in counted.most_common(_ACCOUNTS_LIMIT)
    ]
    return _joined(parts, len(counted))


def _names(due: Iterable[ReminderStatus], book: Book) -> str:
    names = dict.fromkeys(_name(status.subject.account, book) for status in due)
    return _joined(list(names)[:_ACCOUNTS_LIMIT], len(names))


def _joined(parts: Sequence[str], count: int) -> str:
    text = listed(parts)
    if count > len(parts):
        return _("{accounts} and others").format(accounts=text)
    return text


def _name(uid: str | None, book: Book) -> str:
    """Return an account's nickname, never its UID."""
    account = book.accounts.get(uid or "")
    name = "" if account is None else glossary.short(account.name, _LONGEST_NAME)
    return name or _("account without a name")


def _sentence(text: str) -> str:
    return _("{text}.").format(text=text[:1].upper() + text[1:])
