"""The style of a rule result of the gate: its tone, its icon and its state in a word."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from desktop.domain.gate import Decision, Gate
from desktop.domain.rule_result import RuleResult
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.theme.tokens import Tone
from desktop.wording import moments
from desktop.wording.i18n import _


class RuleStyle(NamedTuple):
    """Tone, icon and state of a rule result."""

    tone: Tone
    glyph: Glyph
    state: str


DECISIONS: dict[Decision, tuple[Tone, Glyph]] = {
    Decision.GO: (Tone.GOOD, Glyph.CHECK_CIRCLE),
    Decision.WAIT: (Tone.AMBER, Glyph.CLOCK),
    Decision.STOP: (Tone.BAD, Glyph.CROSS_CIRCLE),
}


def rule_style(reason: RuleResult, gate: Gate) -> RuleStyle:
    """Return the style of a rule result of `gate`."""
    if reason.holds is False:
        tone = Tone.AMBER if gate.decision is Decision.WAIT else Tone.BAD
        glyph = Glyph.EXCLAMATION if gate.decision is Decision.WAIT else Glyph.CROSS
        return RuleStyle(tone, glyph, _failed_state(reason, gate.now))
    if reason.holds is None or reason.rule == "window-unknown":
        return RuleStyle(Tone.INFO, Glyph.QUESTION, _("look this up"))
    if reason.assumed:
        return RuleStyle(Tone.GOOD, Glyph.CHECK, _("met, assumed"))
    return RuleStyle(Tone.GOOD, Glyph.CHECK, _("met"))


def shows_state(reason: RuleResult) -> bool:
    """Return whether the state is written beside a rule; a check mark needs no “met”."""
    return reason.holds is not True or reason.assumed or reason.rule == "window-unknown"


def _failed_state(reason: RuleResult, now: datetime) -> str:
    if reason.ends_at is not None and reason.ends_at > now:
        return _("only {left} left").format(left=moments.time_left(reason.ends_at, now))
    return _("not met")
