"""The answer to “may I buy now?”: first the questions, then the answer, then its rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain import beijing, countdown
from desktop.domain.cases import Case
from desktop.domain.gate import Decision, Gate
from desktop.domain.model import Window
from desktop.domain.rule_result import RuleResult
from desktop.ui.gate.question_row import QuestionRow
from desktop.ui.gate.rule_looks import DECISIONS, Look, look
from desktop.ui.kit.announce import announce
from desktop.ui.kit.buttons import LinkButton, PlainButton
from desktop.ui.kit.cards import Card, Hairline, clear
from desktop.ui.kit.glyphs import Disc, Glyph, GlyphMark
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.rule_line import RuleLine
from desktop.ui.shared.context import Context
from desktop.ui.shared.ticking import TickingMixin
from desktop.ui.theme.tokens import MAIN_HEIGHT, ROW_BUTTON_HEIGHT, XL, XS, L, M, S, Tone
from desktop.wording import amounts, glossary, moments
from desktop.wording.i18n import _, ngettext
from desktop.wording.verdicts import gates, reasons, rules


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the answer card says."""

    tone: Tone
    glyph: Glyph
    word: str
    sentence: str
    facts: tuple[tuple[Glyph, str], ...] = ()


class GateView(TickingMixin, QWidget):
    """Kept true by the ticker while it is visible. `show_account` first.

    A `compact` one leaves the heading of the questions to the page, and takes less height.
    Buttons for the answer go into `buttons`; they belong to whoever shows this.
    """

    answer_changed = Signal()
    """`may_order`, or whether a question is open, may have changed."""
    confirmed = Signal()
    """The user has just ticked the last open question."""

    def __init__(
        self, context: Context, parent: QWidget | None = None, *, compact: bool = False
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._compact = compact
        self._uid = ""
        self._gate: Gate | None = None
        self._lines: list[tuple[Look, str]] = []
        self._answers: dict[str, bool] = {}
        self._answer_shown: _Answer | None = None
        self._asking_again = False
        self._said: tuple[bool, int] = (False, 0)
        self.questions = {q.id: QuestionRow(q) for q in gates.questions()}
        self._lay_out()
        for row in self.questions.values():
            row.answered.connect(self._answer)
        context.changed.connect(self.refresh)
        self.follow(context.ticker)

    def show_account(self, uid: str) -> None:
        """Show the answer for this account, recorded or not."""
        self._uid = uid
        self._lines = []
        self._asking_again = False
        self.refresh()

    def refresh(self) -> None:
        """Ask the gate anew, and show the answers as they are kept."""
        if not self._uid:
            return
        account = self._context.workspace.book().accounts.get(self._uid)
        self._answers = {} if account is None else self._context.workspace.answers(account)
        for item, row in self.questions.items():
            row.show_answer(self._answers.get(item))
        self._show(self._context.workspace.clock())

    @property
    def decision(self) -> Decision | None:
        """Return what the rules alone say; None before an account is shown."""
        return None if self._gate is None else self._gate.decision

    def open_questions(self) -> int:
        """Return how many questions are not ticked; none is asked where a rule says stop."""
        if self.decision is Decision.STOP:
            return 0
        return sum(self._answers.get(item) is not True for item in self.questions)

    def may_order(self) -> bool:
        """Return whether the gate says go and every question is ticked."""
        return self.decision is Decision.GO and self.open_questions() == 0

    # What the ticker asks

    def next_change(self, now: datetime) -> datetime | None:
        """Return when a time shown, “today”, or the answer itself next changes."""
        gate = self._gate
        if gate is None:
            return None
        changes = [beijing.end_of_day(now)]
        for instant in _instants(gate):
            if (change := countdown.next_change(instant, now)) is not None:
                changes.append(change)
            # The gate says go until exactly `margin` is left, so its answer changes a second later.
            turn = instant - gate.margin + timedelta(seconds=1)
            if turn > now:
                changes.append(turn)
        if any(reason.case is Case.NOW for reason in gate.reasons):
            changes.append(now + timedelta(seconds=1))
        return min(changes)

    def tick(self, now: datetime) -> None:
        """Show what is true at `now`."""
        if self._uid:
            self._show(now)

    # Building

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S if self._compact else L)
        self._ask = self._build_questions()
        self._done = self._build_confirmed()
        for card in (self._ask, self._done, self._build_answer(), self._build_why()):
            column.addWidget(card)
        column.addStretch(1)

    def _build_questions(self) -> Card:
        card = Card()
        card.body.setContentsMargins(1, 1, 1, 1)
        card.body.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(XL, M, XL, M)
        count = len(self.questions)
        text = ngettext(
            "Please confirm {count} point before you order",
            "Please confirm {count} points before you order",
            count,
        )
        head.addWidget(PlainLabel(text.format(count=count), Role.HEADING), 1)
        head.addWidget(PlainLabel(_("asked once, kept for this account"), Role.SMALL, wrap=False))
        if not self._compact:
            card.body.addLayout(head)
        for number, row in enumerate(self.questions.values()):
            if number or not self._compact:
                card.body.addWidget(Hairline())
            if self._compact:
                row.setContentsMargins(0, -XS, 0, -XS)
            card.body.addWidget(row)
        return card

    def _build_confirmed(self) -> Card:
        card = Card()
        card.body.setContentsMargins(XL, S, L, S)
        row = QHBoxLayout()
        row.setSpacing(S)
        row.addWidget(GlyphMark(Glyph.CHECK_CIRCLE, Tone.GOOD))
        count = len(self.questions)
        text = ngettext("{count} point confirmed", "All {count} points confirmed", count)
        row.addWidget(PlainLabel(text.format(count=count), wrap=False))
        self.since = PlainLabel("", Role.SMALL)
        row.addWidget(self.since, 1)
        self.again = LinkButton(_("Confirm again"), self._ask_again)
        row.addWidget(self.again)
        card.body.addLayout(row)
        return card

    def _build_answer(self) -> Card:
        card = Card()
        height = L if self._compact else XL
        card.body.setContentsMargins(XL, height, XL, height)
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
        words.addSpacing(XS)
        self._facts = QVBoxLayout()
        self._facts.setSpacing(XS)
        words.addLayout(self._facts)
        words.addSpacing(XS if self._compact else M)
        self.copy_questions = PlainButton(
            _("Copy the questions"),
            self._copy_questions,
            glyph=Glyph.COPY,
            height=ROW_BUTTON_HEIGHT if self._compact else MAIN_HEIGHT,
        )
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(S)
        line = QHBoxLayout()
        line.addLayout(self.buttons)
        line.addWidget(self.copy_questions)
        line.addStretch(1)
        words.addLayout(line)
        row.addLayout(words, 1)
        card.body.addLayout(row)
        self._answer_card = card
        return card

    def _build_why(self) -> Card:
        card = Card()
        card.body.setContentsMargins(L, S, XL, S)
        head = QHBoxLayout()
        head.setSpacing(S)
        self.why = LinkButton(_("Why"), self._toggle_why)
        self.why.set_glyph(Glyph.CHEVRON_RIGHT)
        self._summary = PlainLabel("", Role.SMALL)
        checked = self._context.workspace.programme.checked
        dated = _("Rules of {date}").format(date=checked.isoformat())
        head.addWidget(self.why)
        head.addWidget(self._summary, 1)
        head.addWidget(PlainLabel(dated, Role.SMALL, wrap=False))
        card.body.addLayout(head)
        self._rules = QWidget()
        self.rules = QVBoxLayout(self._rules)
        self.rules.setContentsMargins(S, 0, 0, 0)
        self.rules.setSpacing(0)
        card.body.addWidget(self._rules)
        self._rules.hide()
        return card

    # Acting

    def _answer(self, item: str, value: bool | None) -> None:
        account = self._context.workspace.book().accounts.get(self._uid)
        if account is None:
            return
        before = self.open_questions()
        self._context.run_action("", lambda: self._context.workspace.answer(account, item, value))
        if before == 1 and self.open_questions() == 0:
            self._asking_again = False
            self._show(self._context.workspace.clock())
            self.confirmed.emit()
        self.refresh()
        said = (self.word,) if self.open_questions() else (self.word, self.sentence)
        announce(self, " ".join(label.text() for label in said))

    def _ask_again(self) -> None:
        self._asking_again = True
        self._show(self._context.workspace.clock())
        next(iter(self.questions.values())).box.setFocus()

    def _copy_questions(self) -> None:
        asked = [q for q in gates.questions() if self._answers.get(q.id) is not True]
        QGuiApplication.clipboard().setText("\n".join(f"· {q.text}" for q in asked))
        self._context.message.emit(_("Questions copied: send them to your partner"))

    def _toggle_why(self) -> None:
        self._unfold(self._rules.isHidden())

    def _unfold(self, unfolded: bool) -> None:
        self._rules.setVisible(unfolded)
        self.why.set_glyph(Glyph.CHEVRON_DOWN if unfolded else Glyph.CHEVRON_RIGHT)

    # Showing

    def _show(self, now: datetime) -> None:
        gate = self._context.workspace.gate(self._uid, now)
        self._gate = gate
        self._show_questions(gate)
        self._show_answer(gate)
        self._show_rules(gate)
        said = self.may_order(), self.open_questions()
        if said != self._said:
            self._said = said
            self.answer_changed.emit()

    def _show_questions(self, gate: Gate) -> None:
        asked = gate.decision is not Decision.STOP
        closed = self.open_questions() == 0 and not self._asking_again
        self._ask.setVisible(asked and not closed)
        self._done.setVisible(asked and closed)
        if not (asked and closed):
            return
        account = self._context.workspace.book().accounts.get(self._uid)
        if account is not None:
            last = max(self._context.workspace.answer_dates(account).values())
            text = _("{moment}, kept for this account")
            when = moments.moment(last.replace(second=0), gate.now)
            self.since.setText(moments.tidy(text.format(moment=when)))

    def _show_answer(self, gate: Gate) -> None:
        answer = self._open_answer() if self.open_questions() else self._decided(gate)
        self.copy_questions.setVisible(self.open_questions() > 0)
        if answer == self._answer_shown:
            return
        self._answer_shown = answer
        self._disc.set(answer.glyph, answer.tone)
        self.word.setText(answer.word)
        self.word.set_tone(answer.tone)
        self.sentence.setText(answer.sentence)
        self._answer_card.setAccessibleName(answer.word)
        self._answer_card.setAccessibleDescription(answer.sentence)
        clear(self._facts)
        for glyph, text in answer.facts:
            line = QHBoxLayout()
            line.setSpacing(S)
            line.addWidget(GlyphMark(glyph, Tone.NEUTRAL))
            line.addWidget(PlainLabel(text, Role.MUTED), 1)
            self._facts.addLayout(line)

    def _open_answer(self) -> _Answer:
        count = self.open_questions()
        word = ngettext("{count} point left", "{count} points left", count).format(count=count)
        sentence = _("Tick what is true, and LinkDue tells you whether you can order now.")
        ask = _("Not sure? Send the questions to your partner.")
        facts = () if self._compact else ((Glyph.INFO, ask),)
        return _Answer(Tone.INFO, Glyph.INFO, word, sentence, facts)

    def _decided(self, gate: Gate) -> _Answer:
        tone, glyph = DECISIONS[gate.decision]
        if gate.decision is Decision.GO:
            facts = self._project_facts(gate)
            return _Answer(tone, glyph, _("You can order now"), gates.explanation(gate), facts)
        if gate.decision is Decision.WAIT:
            facts = ((Glyph.CLOCK, gates.explanation(gate)),)
            return _Answer(tone, glyph, _("Wait a little"), gates.headline(gate), facts)
        facts = (
            (Glyph.INFO, _("Ask your partner for a new number, and order once you have it.")),
            (Glyph.CALENDAR, _("The project must be created before the order.")),
        )
        return _Answer(tone, glyph, _("Don't order yet"), gates.explanation(gate), facts)

    def _project_facts(self, gate: Gate) -> tuple[tuple[Glyph, str], ...]:
        """Return what the answer stands on: the project, the association period, the rate."""
        book, now = self._context.workspace.book(), gate.now
        project = None
        if gate.project is not None:
            project = book.project_numbered(gate.project, gate.account)
        facts = []
        if project is not None:
            until = book.valid_until(project)
            text = _("Project {project} is valid until {until}, {left} left").format(
                project=gate.project,
                until=moments.deadline(until, now),
                left=moments.time_left(until, now),
            )
            facts.append((Glyph.HASH, moments.tidy(text)))
        account = book.accounts.get(gate.account)
        if account is not None and gate.deadline_if_paid_now is not None:
            text = _("Association period: {window}, {left} if you pay now").format(
                window=glossary.window(account.window),
                left=moments.time_left(gate.deadline_if_paid_now, now),
            )
            if account.window is Window.UNKNOWN:
                text = _("The association period isn't looked up yet; the shorter one is assumed")
            facts.append((Glyph.CLOCK, text))
        promised = None if project is None else project.rate_for(None, beijing.day_of(now))
        if promised is not None:
            rate = amounts.percent(promised)
            facts.append((Glyph.YUAN, _("Your partner promises {rate} cashback").format(rate=rate)))
        return tuple(facts)

    def _show_rules(self, gate: Gate) -> None:
        results = sorted(gate.reasons, key=lambda r: r.holds is not False)
        lines = [(look(r, gate), reasons.sentence(r, gate.now)) for r in results]
        if lines == self._lines:
            return
        failed = sum(r.holds is False for r in results)
        if not self._lines or failed:
            self._unfold(failed > 0)
        self._lines = lines
        passed = len(results) - failed
        text = ngettext("{count} point passes", "all {count} points pass", passed)
        if failed:
            text = _("{failed} not met, {count} met") if passed else _("{failed} not met")
        self._summary.setText(text.format(count=passed, failed=failed))
        clear(self.rules)
        for reason, ((tone, glyph, state), text) in zip(results, lines, strict=True):
            self.rules.addWidget(RuleLine(tone, glyph, text, state, self._evidence(reason)))

    def _evidence(self, reason: RuleResult) -> str:
        return rules.evidence_of(reason.rule, self._context.workspace.programme)


def _instants(gate: Gate) -> list[datetime]:
    of_rules = (instant for reason in gate.reasons for instant in reason.instants)
    answers = (gate.safe_from, gate.deadline_if_paid_now)
    return [*of_rules, *(instant for instant in answers if instant is not None)]
