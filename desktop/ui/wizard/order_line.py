"""An order and its verdict as a line, without a countdown."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.domain.assessment import Assessment, Verdict
from desktop.ui.kit.rule_line import RuleLine
from desktop.ui.shared.verdict_view import look
from desktop.wording import glossary, moments
from desktop.wording.i18n import _, labelled
from desktop.wording.records import orders
from desktop.wording.verdicts import explanation


class OrderLine(RuleLine):
    """The product, the verdict in a word, and the sentence that explains it."""

    def __init__(self, assessment: Assessment, parent: QWidget | None = None) -> None:
        tone, glyph = look(assessment)
        order = _("{title} · {number}").format(
            title=orders.title(assessment.order), number=assessment.order.number
        )
        state = glossary.verdict(assessment.verdict)
        super().__init__(tone, glyph, order, state, explained(assessment), parent)
        self.info.set_name(labelled(_("Why"), order))


def explained(assessment: Assessment) -> str:
    """Return the sentence that explains the verdict; for an open order, the deadline."""
    if assessment.verdict is Verdict.OPEN and assessment.deadline is not None:
        text = _("Associate it by {deadline} ({why}).").format(
            deadline=moments.deadline_with_zone(assessment.deadline, assessment.now),
            why=orders.why(assessment),
        )
        return moments.tidy(text)
    return explanation.decisive(assessment, assessment.now)
