"""Why: every rule that led to a verdict, with its fact, its grade and its source."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.assessment import Assessment
from desktop.domain.book import Book
from desktop.domain.rule_result import RuleResult
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.rule_line import RuleLine
from desktop.ui.theme.tokens import Tone
from desktop.wording.i18n import _
from desktop.wording.verdicts import reasons, rules


class ProofView(QWidget):
    """The rules of one assessment, top to bottom as they were applied."""

    def __init__(self, assessment: Assessment, book: Book, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for reason in assessment.reasons:
            tone, glyph, state = _state(reason)
            text = reasons.sentence(reason, assessment.now)
            evidence = rules.evidence_of(reason.rule, book.programme)
            column.addWidget(RuleLine(tone, glyph, text, state, evidence))


def _state(reason: RuleResult) -> tuple[Tone, Glyph, str]:
    if reason.holds is None:
        return Tone.INFO, Glyph.QUESTION, _("not certain")
    if reason.holds:
        return Tone.GOOD, Glyph.CHECK, _("holds")
    return Tone.BAD, Glyph.CROSS, _("does not hold")
