"""Notices at the top of the home screen: a clock that looks wrong, an unsuitable data folder."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from desktop.domain.clock_check import ClockSign, ClockWarning
from desktop.system.data_location import LocationWarning
from desktop.ui.kit.cards import Notice
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import Tone
from desktop.wording.errors import clock, data_location
from desktop.wording.i18n import _


def clock_notice(warning: ClockWarning, now: datetime, trust: Callable[[], object]) -> Notice:
    """Return a notice that the clock, which all countdowns depend on, looks wrong.

    Unless it certainly is wrong, a button lets the user confirm the clock.
    """
    sure = warning.sign is ClockSign.BEFORE_RULES
    confirm = None if sure else (_("The clock is right"), trust)
    notice = Notice(Tone.AMBER, *clock.notice(warning, now), confirm, glyph=Glyph.CLOCK)
    notice.setObjectName("clock-doubt")
    return notice


def place_notice(place: LocationWarning, context: Context) -> Notice:
    """Return a notice that the data is in a synced folder or on a network drive."""
    settle = _("What to do"), lambda: context.page_wanted.emit("settings:data")
    notice = Notice(Tone.AMBER, *data_location.notice(place), settle, glyph=Glyph.EXCLAMATION)
    notice.setObjectName("place-doubt")
    return notice
