"""An order and its verdict as a line, without a living countdown."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.domain.assessment import Assessment, Verdict
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.rule_line import RuleLine
from desktop.ui.theme.tokens import Tone
from desktop.wording import moments, orders, words
from desktop.wording.language import _

_LOOKS = {
    Verdict.OPEN: (Tone.INFO, Glyph.CLOCK),
    Verdict.WAITING_PAYMENT: (Tone.INFO, Glyph.CLOCK),
    Verdict.ASSOCIATED: (Tone.GOOD, Glyph.CHECK),
    Verdict.FOLLOWS_PARENT: (Tone.GOOD, Glyph.CHECK),
    Verdict.NOT_NEEDED: (Tone.GOOD, Glyph.CHECK),
    Verdict.MISSED: (Tone.BAD, Glyph.CROSS),
    Verdict.NOT_ELIGIBLE: (Tone.AMBER, Glyph.EXCLAMATION),
    Verdict.NEEDS_PROJECT: (Tone.AMBER, Glyph.EXCLAMATION),
    Verdict.CHECK_CONSOLE: (Tone.AMBER, Glyph.QUESTION),
}


class OrderLine(RuleLine):
    """What was bought, the verdict in a word, and the one sentence that explains it."""

    def __init__(self, assessment: Assessment, parent: QWidget | None = None) -> None:
        tone, glyph = _LOOKS[assessment.verdict]
        if assessment.verdict is Verdict.OPEN and orders.due_soon(assessment):
            tone = Tone.AMBER
        super().__init__(
            tone,
            glyph,
            _("{title} · {number}").format(
                title=orders.title(assessment.order), number=assessment.order.number
            ),
            words.verdict(assessment.verdict),
            _explained(assessment),
            parent,
        )


def _explained(assessment: Assessment) -> str:
    if assessment.verdict is Verdict.OPEN and assessment.deadline is not None:
        return _("Associate it by {deadline}: {why}.").format(
            deadline=moments.deadline_with_zone(assessment.deadline, assessment.now),
            why=orders.why(assessment),
        )
    return orders.decisive(assessment)
