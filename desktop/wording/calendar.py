"""The texts of calendar events: the account's name and a count in the title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.wording import glossary, moments
from desktop.wording.i18n import _, ngettext

if TYPE_CHECKING:
    from desktop.exchange.formats.ical import Due

_NUMBERS_LIMIT = 50


def describe(due: Due) -> tuple[str, str]:
    """Return the title and text of the event for a deadline."""
    count = len(due.orders)
    title = ngettext(
        "Associate {count} order: {account}", "Associate {count} orders: {account}", count
    ).format(count=count, account=due.account.name or glossary.account(due.account))
    numbers = "\n".join(order.number for order in due.orders[:_NUMBERS_LIMIT])
    text = _(
        "Associate these orders in the console by {deadline} (Beijing time):\n{numbers}"
    ).format(deadline=moments.deadline_in_table(due.deadline), numbers=numbers)
    more = count - _NUMBERS_LIMIT
    if more > 0:
        text += "\n" + ngettext("and {count} more", "and {count} more", more).format(count=more)
    return title, text
