"""What the console showed of an account's window, counted and dated."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from desktop.domain.model import Sighting, Window
from desktop.wording import glossary, moments
from desktop.wording.i18n import ngettext


def summary(sightings: Sequence[Sighting], now: datetime) -> list[str]:
    """Return a line for each window that the console showed, and one for refusals without one."""
    lines = [
        _seen(window, [s for s in sightings if s.window is window], now)
        for window in (Window.DAY, Window.MONTH)
    ]
    silent = [s for s in sightings if s.window is None]
    if silent:
        text = ngettext(
            "The console refused {count} order without showing an association period, last {at}.",
            "The console refused {count} orders without showing an association period, last {at}.",
            len(silent),
        )
        lines.append(moments.tidy(text.format(count=len(silent), at=_last(silent, now))))
    return [line for line in lines if line]


def _seen(window: Window, found: Sequence[Sighting], now: datetime) -> str:
    if not found:
        return ""
    text = ngettext(
        "The console showed “{window}” once, {at}.",
        "The console showed “{window}” {count} times, last {at}.",
        len(found),
    )
    last = _last(found, now)
    return moments.tidy(text.format(window=glossary.window(window), count=len(found), at=last))


def _last(found: Sequence[Sighting], now: datetime) -> str:
    return moments.moment(max(sighting.seen_at for sighting in found), now)
