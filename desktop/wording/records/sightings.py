"""Texts about the sightings of an account's orders in the console, and the advice from them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from desktop.domain.console_records import Sighting
from desktop.domain.model import Window
from desktop.domain.window_advice import Advice, AdviceReason, days_after_payment
from desktop.wording import glossary, moments
from desktop.wording.i18n import ngettext


def summary(sightings: Sequence[Sighting], now: datetime) -> list[str]:
    """Return a line for each window that the console showed, for other refusals, and for success.

    Success counts only if it came after the day of payment, since that day is always in time.
    """
    refused = [s for s in sightings if not s.worked]
    lines = [
        _window_shown(window, [s for s in refused if s.window is window], now)
        for window in (Window.DAY, Window.MONTH)
    ]
    silent = [s for s in refused if s.window is None]
    if silent:
        text = ngettext(
            "The console refused {count} order without showing an association period, last {at}.",
            "The console refused {count} orders without showing an association period, last {at}.",
            len(silent),
        )
        lines.append(moments.tidy(text.format(count=len(silent), at=_last(silent, now))))
    lines.append(_worked([s for s in sightings if s.worked and days_after_payment(s)], now))
    return [line for line in lines if line]


def advice(found: Advice, now: datetime) -> str:
    """Return the evidence for an advised window, in a sentence."""
    day = glossary.window(found.window)
    count = len(found.sightings)
    if found.reason is AdviceReason.SHOWN:
        text = ngettext(
            "The console showed “{window}” once, {at}.",
            "The console showed “{window}” {count} times, last {at}.",
            count,
        )
        return moments.tidy(text.format(window=day, count=count, at=_last(found.sightings, now)))
    first, *_more, last = found.days if len(found.days) > 1 else (found.days[0],) * 2
    if first == last:
        text = ngettext(
            "The console refused {count} time {days} days after the payment.",
            "The console refused {count} times {days} days after the payment.",
            count,
        )
        if first == 1:
            text = ngettext(
                "The console refused {count} time on the day after the payment.",
                "The console refused {count} times on the day after the payment.",
                count,
            )
        return text.format(count=count, days=first)
    text = ngettext(
        "The console refused {count} time {first} to {last} days after the payment.",
        "The console refused {count} times {first} to {last} days after the payment.",
        count,
    )
    return text.format(count=count, first=first, last=last)


def _worked(sightings: Sequence[Sighting], now: datetime) -> str:
    if not sightings:
        return ""
    latest = max(days_after_payment(sighting) or 0 for sighting in sightings)
    text = ngettext(
        "Associating worked {count} time after the day of payment, up to {days} days later; last "
        "{at}.",
        "Associating worked {count} times after the day of payment, up to {days} days later; "
        "last {at}.",
        len(sightings),
    )
    return moments.tidy(text.format(count=len(sightings), days=latest, at=_last(sightings, now)))


def _window_shown(window: Window, sightings: Sequence[Sighting], now: datetime) -> str:
    if not sightings:
        return ""
    text = ngettext(
        "The console showed “{window}” once, {at}.",
        "The console showed “{window}” {count} times, last {at}.",
        len(sightings),
    )
    last = _last(sightings, now)
    return moments.tidy(text.format(window=glossary.window(window), count=len(sightings), at=last))


def _last(sightings: Sequence[Sighting], now: datetime) -> str:
    return moments.minute(max(sighting.seen_at for sighting in sightings), now)
