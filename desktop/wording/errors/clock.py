"""The warning that the computer's clock looks wrong."""

from __future__ import annotations

from datetime import datetime

from desktop.domain.clock_check import ClockSign, ClockWarning
from desktop.wording import moments
from desktop.wording.i18n import _


def notice(warning: ClockWarning, now: datetime) -> tuple[str, str]:
    """Return why the clock looks wrong, and what to do; `now` is its time (UTC)."""
    known = "" if warning.known is None else moments.minute(warning.known)
    off = moments.duration(int(warning.off.total_seconds()))
    cause = {
        ClockSign.BEFORE_RULES: _("The computer's clock is wrong: it says {now}"),
        ClockSign.BEFORE_LAST_ACTION: _("The clock says {now}, but your records go up to {known}"),
        ClockSign.SET_BACK: _("The computer's clock was set back by {off}"),
        ClockSign.SET_FORWARD: _("The computer's clock was set forward by {off}"),
    }[warning.sign]
    remedy = _("Countdowns may be wrong. Set the date and time in the system settings.")
    if warning.sign is not ClockSign.BEFORE_RULES:
        remedy = _(
            "Countdowns may be wrong. Compare the date and time with your phone and, if needed, "
            "correct them in the system settings."
        )
    return cause.format(now=moments.minute(now), known=known, off=off), remedy
