"""Views of a verdict for all screens: colour and shape, rules, and counterfactuals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.assessment import Assessment, Verdict
from desktop.domain.book import Book
from desktop.domain.counterfactual import Remark, RemarkKind
from desktop.domain.rule_result import RuleResult
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.rule_line import RuleLine
from desktop.ui.theme.tokens import Tone
from desktop.wording.i18n import _
from desktop.wording.records import orders
from desktop.wording.verdicts import counterfactuals, reasons, rules

_LOOKS: dict[Verdict, tuple[Tone, Glyph]] = {
    Verdict.OPEN: (Tone.INFO, Glyph.CLOCK),
    Verdict.WAITING_PAYMENT: (Tone.NEUTRAL, Glyph.YUAN),
    Verdict.ASSOCIATED: (Tone.GOOD, Glyph.CHECK),
    Verdict.FOLLOWS_PARENT: (Tone.GOOD, Glyph.CHECK),
    Verdict.NOT_NEEDED: (Tone.NEUTRAL, Glyph.CHECK),
    Verdict.MISSED: (Tone.BAD, Glyph.CROSS_CIRCLE),
    Verdict.NOT_ELIGIBLE: (Tone.BAD, Glyph.CROSS_CIRCLE),
    Verdict.NEEDS_PROJECT: (Tone.AMBER, Glyph.EXCLAMATION),
    Verdict.CHECK_CONSOLE: (Tone.INFO, Glyph.QUESTION),
}


def look(assessment: Assessment) -> tuple[Tone, Glyph]:
    """Return the colour and shape of an assessment."""
    return look_of(assessment.verdict, urgent=orders.due_soon(assessment))


def look_of(verdict: Verdict, *, urgent: bool) -> tuple[Tone, Glyph]:
    """Return the colour and shape of a verdict; amber for an open order that is `urgent`.

    An order is urgent if it is due today.
    """
    tone, glyph = _LOOKS[verdict]
    return (Tone.AMBER, glyph) if urgent and verdict is Verdict.OPEN else (tone, glyph)


class RuleResultsView(QWidget):
    """The rules of one assessment, top to bottom as applied, each with its grade and its source.

    `narrow` lines have icons instead of words; with `failing_first` those that decided against the
    order come first.
    """

    def __init__(
        self,
        assessment: Assessment,
        book: Book,
        parent: QWidget | None = None,
        *,
        narrow: bool = False,
        failing_first: bool = False,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        results = list(assessment.reasons)
        if failing_first:
            results.sort(key=lambda result: result.holds is True)
        for reason in results:
            tone, glyph, state = _state(reason)
            text = reasons.sentence(reason, assessment.now)
            evidence = rules.evidence_of(reason.rule, book.programme)
            column.addWidget(RuleLine(tone, glyph, text, state, evidence, narrow=narrow))


def _state(reason: RuleResult) -> tuple[Tone, Glyph, str]:
    if reason.holds is None:
        return Tone.INFO, Glyph.QUESTION, _("not sure")
    if reason.holds:
        return Tone.GOOD, Glyph.CHECK, _("met")
    return Tone.BAD, Glyph.CROSS, _("not met")


class CounterfactualView(QWidget):
    """What would have changed the verdict, and what can still be done, under two headings."""

    def __init__(
        self, remarks: Sequence[Remark], now: datetime, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for kind in RemarkKind:
            shown = [remark for remark in remarks if remark.kind is kind]
            if shown:
                column.addWidget(PlainLabel(counterfactuals.heading(kind), Role.STRONG))
            for remark in shown:
                column.addWidget(PlainLabel(counterfactuals.sentence(remark, now), selectable=True))
