"""How a verdict looks: its colour and its shape, the same on every screen."""

from __future__ import annotations

from desktop.domain.assessment import Assessment, Verdict
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.theme.tokens import Tone
from desktop.wording.records import orders

_LOOKS: dict[Verdict, tuple[Tone, Glyph]] = {
    Verdict.OPEN: (Tone.INFO, Glyph.CLOCK),
    Verdict.WAITING_PAYMENT: (Tone.INFO, Glyph.CLOCK),
    Verdict.ASSOCIATED: (Tone.GOOD, Glyph.CHECK),
    Verdict.FOLLOWS_PARENT: (Tone.GOOD, Glyph.CHECK),
    Verdict.NOT_NEEDED: (Tone.NEUTRAL, Glyph.CHECK),
    Verdict.MISSED: (Tone.BAD, Glyph.CROSS),
    Verdict.NOT_ELIGIBLE: (Tone.BAD, Glyph.CROSS),
    Verdict.NEEDS_PROJECT: (Tone.AMBER, Glyph.EXCLAMATION),
    Verdict.CHECK_CONSOLE: (Tone.INFO, Glyph.QUESTION),
}


def look(assessment: Assessment) -> tuple[Tone, Glyph]:
    """Colour and shape of an assessment."""
    return look_of(assessment.verdict, urgent=orders.due_soon(assessment))


def look_of(verdict: Verdict, *, urgent: bool) -> tuple[Tone, Glyph]:
    """Colour and shape of a verdict; amber where an open order is `urgent`: it ends today."""
    tone, glyph = _LOOKS[verdict]
    return (Tone.AMBER, glyph) if urgent and verdict is Verdict.OPEN else (tone, glyph)
