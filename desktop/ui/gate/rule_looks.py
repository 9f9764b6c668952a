"""How a reason of the gate looks: its colour, its shape and its state in a word."""

from __future__ import annotations

from datetime import datetime

from desktop.domain.gate import Decision, Gate
from desktop.domain.rule_result import RuleResult
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.theme.tokens import Tone
from desktop.wording import moments
from desktop.wording.i18n import _

Look = tuple[Tone, Glyph, str]

DECISIONS: dict[Decision, tuple[Tone, Glyph]] = {
    Decision.GO: (Tone.GOOD, Glyph.CHECK_CIRCLE),
    Decision.WAIT: (Tone.AMBER, Glyph.CLOCK),
    Decision.STOP: (Tone.BAD, Glyph.CROSS_CIRCLE),
}


def look(reason: RuleResult, gate: Gate) -> Look:
    """Return the look of one reason of `gate`."""
    if reason.holds is False:
        tone = Tone.AMBER if gate.decision is Decision.WAIT else Tone.BAD
        glyph = Glyph.EXCLAMATION if gate.decision is Decision.WAIT else Glyph.CROSS
        return tone, glyph, _little_left(reason, gate.now)
    if reason.holds is None or reason.rule == "window-unknown":
        return Tone.INFO, Glyph.QUESTION, _("look this up")
    if reason.assumed:
        return Tone.GOOD, Glyph.CHECK, _("met, assumed")
    return Tone.GOOD, Glyph.CHECK, _("met")


def says_its_state(reason: RuleResult) -> bool:
    """Return whether the state is written beside a rule: a check mark says “met” by itself."""
    return reason.holds is not True or reason.assumed or reason.rule == "window-unknown"


def _little_left(reason: RuleResult, now: datetime) -> str:
    if reason.ends_at is not None and reason.ends_at > now:
        return _("only {left} left").format(left=moments.time_left(reason.ends_at, now))
    return _("not met")
