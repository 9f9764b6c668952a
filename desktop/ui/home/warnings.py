"""Notices at the top of the home screen: a clock that looks wrong, data in a place that is none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from desktop.domain.clock_check import ClockSign, ClockWarning
from desktop.system.data_place import PlaceWarning
from desktop.ui.kit.cards import Notice
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import Tone
from desktop.wording.errors import clock, data_place
from desktop.wording.i18n import _


def clock_notice(warning: ClockWarning, now: datetime, trust: Callable[[], object]) -> Notice:
    """Return a quiet notice where the clock looks wrong: countdowns depend on the clock.

    Unless that is certain, the user may say that the clock is right.
    """
    sure = warning.sign is ClockSign.BEFORE_RULES
    way = None if sure else (_("The clock is right"), trust)
    notice = Notice(Tone.AMBER, *clock.notice(warning, now), way, glyph=Glyph.CLOCK)
    notice.setObjectName("clock-doubt")
    return notice


def place_notice(place: PlaceWarning, context: Context) -> Notice:
    """Warn where the data is in a synced folder or on a network drive; settings solve it."""
    settle = _("What to do"), lambda: context.page_wanted.emit("settings:data")
    notice = Notice(Tone.AMBER, *data_place.notice(place), settle, glyph=Glyph.EXCLAMATION)
    notice.setObjectName("place-doubt")
    return notice
