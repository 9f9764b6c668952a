"""The cards of the gate: the questions, their confirmation, the answer, and its rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.gate.answer import Answer
from desktop.ui.gate.question_row import QuestionRow
from desktop.ui.kit.buttons import FoldButton, LinkButton
from desktop.ui.kit.cards import Card, Hairline, clear
from desktop.ui.kit.glyphs import Disc, Glyph, GlyphMark
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.kit.rule_line import RuleLine
from desktop.ui.theme.tokens import ICON, XL, XS, L, M, S, Tone
from desktop.wording import moments
from desktop.wording.i18n import _, ngettext

_INSET = 2
"""Padding around a small icon in its line, in pixels."""


class QuestionsCard(Card):
    """The questions with check boxes; a `compact` card has no heading."""

    def __init__(self, rows: Sequence[QuestionRow], *, compact: bool) -> None:
        super().__init__()
        self.body.setContentsMargins(1, 1, 1, 1)
        self.body.setSpacing(0)
        if not compact:
            title, aside = QHBoxLayout(), QHBoxLayout()
            text = ngettext(
                "Please confirm {count} point before you order",
                "Please confirm {count} points before you order",
                len(rows),
            )
            title.addWidget(PlainLabel(text.format(count=len(rows)), Role.HEADING))
            kept = _("Asked once, kept for this account")
            aside.addWidget(PlainLabel(kept, Role.SMALL, wrap=False))
            head = QVBoxLayout()
            head.setContentsMargins(XL, M, XL, M)
            head.addWidget(ResponsiveRow([title, aside], 0, S))
            self.body.addLayout(head)
        for number, row in enumerate(rows):
            if number or not compact:
                self.body.addWidget(Hairline())
            if compact:
                row.setContentsMargins(0, -XS, 0, -XS)
            self.body.addWidget(row)


class ConfirmedCard(Card):
    """One line in place of the questions, once all are ticked."""

    def __init__(self, count: int, ask_again: Callable[[], object]) -> None:
        super().__init__()
        self.body.setContentsMargins(XL, S, XL, S)
        row = QHBoxLayout()
        row.setSpacing(M)
        row.addWidget(GlyphMark(Glyph.CHECK_CIRCLE, Tone.GOOD, side=ICON))
        text = ngettext("{count} point confirmed", "All {count} points confirmed", count)
        row.addWidget(PlainLabel(text.format(count=count), wrap=False))
        self.since = PlainLabel("", Role.SMALL)
        row.addWidget(self.since, 1)
        self.again = LinkButton(_("Confirm again"), ask_again)
        row.addWidget(self.again)
        self.body.addLayout(row)

    def show_since(self, last: datetime, now: datetime) -> None:
        """Show when (UTC) the last question was answered."""
        text = _("{moment}, kept for this account")
        when = moments.moment(last.replace(second=0), now)
        self.since.setText(moments.tidy(text.format(moment=when)))


class AnswerCard(Card):
    """The answer in a word and a sentence, with its facts and action `buttons`."""

    def __init__(self, *, compact: bool) -> None:
        super().__init__()
        height = L if compact else XL
        self.body.setContentsMargins(XL, height, XL, height)
        row = QHBoxLayout()
        row.setSpacing(L + XS)
        self._disc = Disc(Glyph.NONE, Tone.NEUTRAL)
        disc = QVBoxLayout()
        disc.addWidget(self._disc)
        disc.addStretch(1)
        row.addLayout(disc)
        words = QVBoxLayout()
        words.setSpacing(XS)
        self.word = PlainLabel("", Role.DISPLAY)
        self.sentence = PlainLabel("", Role.SENTENCE)
        words.addWidget(self.word)
        words.addWidget(self.sentence)
        words.addSpacing(XS if compact else S)
        self._facts = QVBoxLayout()
        self._facts.setSpacing(XS)
        words.addLayout(self._facts)
        words.addSpacing(S if compact else L)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(S)
        line = QHBoxLayout()
        line.addLayout(self.buttons)
        line.addStretch(1)
        words.addLayout(line)
        row.addLayout(words, 1)
        self.body.addLayout(row)
        self._shown: Answer | None = None

    def show_answer(self, answer: Answer) -> None:
        """Show the answer; unchanged texts are not set again, or a screen reader would jump."""
        if answer == self._shown:
            return
        self._shown = answer
        self._disc.set(answer.glyph, answer.tone)
        self.word.setText(answer.word)
        self.word.set_tone(answer.tone)
        self.sentence.setText(answer.sentence)
        self.setAccessibleName(answer.word)
        self.setAccessibleDescription(answer.sentence)
        clear(self._facts)
        for glyph, text in answer.facts:
            line = QHBoxLayout()
            line.setContentsMargins(-_INSET, 0, 0, 0)
            line.setSpacing(S)
            line.addWidget(GlyphMark(glyph, Tone.NEUTRAL), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(PlainLabel(text, Role.MUTED), 1)
            self._facts.addLayout(line)


class WhyCard(Card):
    """The rules behind the answer, folded, with a summary and the day they were checked."""

    def __init__(self, checked: date) -> None:
        super().__init__()
        self.body.setContentsMargins(XL, S, XL, S)
        head = QHBoxLayout()
        head.setSpacing(S)
        self.button = FoldButton(_("Why"), self._toggle)
        self.summary = PlainLabel("", Role.SMALL)
        dated = _("Rules of {date}").format(date=checked.isoformat())
        head.addWidget(self.button)
        head.addWidget(self.summary, 1)
        head.addWidget(PlainLabel(dated, Role.SMALL, wrap=False))
        self.body.addLayout(head)
        self._rules = QWidget()
        self.rules = QVBoxLayout(self._rules)
        self.rules.setContentsMargins(0, 0, 0, 0)
        self.rules.setSpacing(0)
        self.body.addWidget(self._rules)
        self._rules.hide()

    def show_lines(self, lines: Iterable[RuleLine]) -> None:
        """Replace the rules."""
        clear(self.rules)
        for line in lines:
            self.rules.addWidget(line)

    def unfold(self, unfolded: bool) -> None:
        """Show or hide the rules."""
        self._rules.setVisible(unfolded)
        self.button.show_unfolded(unfolded)

    def _toggle(self) -> None:
        self.unfold(self._rules.isHidden())
