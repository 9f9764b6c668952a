"""Advice on an account's window from attempts in the console; not a rule of the programme.

Advice only tightens: it always recommends the day of payment, and more refusals never withdraw it.
Verdicts ignore it: the account's window changes only when the user accepts the advice.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from desktop.domain.beijing import day_of, end_of_month
from desktop.domain.model import Account, Window

if TYPE_CHECKING:
    from desktop.domain.console_records import Sighting

FEWEST_REFUSALS = 2
"""Refusals of different orders or on different days that are needed, to rule out chance."""


class AdviceReason(StrEnum):
    """Why the day of payment is advised."""

    SHOWN = "shown"
    """The console named it after the window was last looked up."""
    REFUSED = "refused"
    """Orders were refused after their day of payment, but within its month."""


class Advice(NamedTuple):
    """Advice to plan an account with the day of payment, and the sightings that support it."""

    reason: AdviceReason
    sightings: tuple[Sighting, ...]

    @property
    def window(self) -> Window:
        """The window advised, always the shortest."""
        return Window.DAY

    @property
    def seen_at(self) -> datetime:
        """When (UTC) the last of the sightings happened."""
        return max(sighting.seen_at for sighting in self.sightings)

    @property
    def looked_up_at(self) -> datetime | None:
        """When (UTC) the console showed the window; None if it only refused orders."""
        return self.seen_at if self.reason is AdviceReason.SHOWN else None

    @property
    def days(self) -> tuple[int, ...]:
        """The distinct numbers of days between payment and sighting."""
        found = {days_after_payment(sighting) for sighting in self.sightings}
        return tuple(sorted(days for days in found if days is not None))


def days_after_payment(sighting: Sighting) -> int | None:
    """Return how many Beijing days after the payment it was; None if that is not known."""
    if sighting.paid_at is None:
        return None
    return (day_of(sighting.seen_at) - day_of(sighting.paid_at)).days


def advise(account: Account, sightings: Iterable[Sighting]) -> Advice | None:
    """Return the advice on an account's window that follows from its sightings, or None.

    Only refusals since the last successful attempt after a day of payment count: until then the
    window was the month. An account with the day of payment already needs no advice.
    """
    if account.window is Window.DAY:
        return None
    known = sorted(sightings, key=lambda each: each.seen_at)
    looked_up = account.window_checked_at
    shown = tuple(
        each
        for each in known
        if each.window is Window.DAY and (looked_up is None or each.seen_at > looked_up)
    )
    if shown:
        return Advice(AdviceReason.SHOWN, shown)
    refused: list[Sighting] = []
    for each in known:
        if not _is_late(each):
            continue
        if each.worked:
            refused.clear()
        elif _within_month(each):
            refused.append(each)
    occasions = {(each.order, day_of(each.seen_at)) for each in refused}
    if len(occasions) < FEWEST_REFUSALS:
        return None
    return Advice(AdviceReason.REFUSED, tuple(refused))


def _is_late(sighting: Sighting) -> bool:
    days = days_after_payment(sighting)
    return days is not None and days > 0


def _within_month(sighting: Sighting) -> bool:
    return sighting.paid_at is not None and sighting.seen_at < end_of_month(sighting.paid_at)
