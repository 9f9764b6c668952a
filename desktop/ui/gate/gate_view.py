"""The answer to “may I buy now?”: first the questions, then the answer, then its rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain import beijing, countdown
from desktop.domain.cases import Case
from desktop.domain.gate import Decision, Gate
from desktop.ui.gate.answer import decided, unanswered
from desktop.ui.gate.cards import AnswerCard, ConfirmedCard, QuestionsCard, WhyCard
from desktop.ui.gate.question_row import QuestionRow
from desktop.ui.gate.rule_style import RuleStyle, rule_style, shows_state
from desktop.ui.kit.announce import announce
from desktop.ui.kit.buttons import PlainButton, PrimaryButton
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.rule_line import RuleLine
from desktop.ui.shared.context import Context
from desktop.ui.shared.ticking import TickingMixin
from desktop.ui.theme.tokens import MAIN_HEIGHT, ROW_BUTTON_HEIGHT, L, S
from desktop.wording.i18n import _, ngettext
from desktop.wording.verdicts import gates, reasons, rules

_EXPLAINED = ("ram-permission",)
"""Rules whose questions link to a help article on how to check them."""


class GateView(TickingMixin, QWidget):
    """Questions, answer and rules for one account; kept current by the ticker while visible.

    Call `show_account` first. A `compact` view has no heading and less height. The page that
    shows it adds its own buttons to the layout `buttons`.
    """

    answer_changed = Signal()
    """`may_order()` or `open_questions()` has changed."""
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
        self._lines: list[tuple[RuleStyle, str]] = []
        self._answers: dict[str, bool] = {}
        self._asking_again = False
        self._last_emitted: tuple[bool, int] = (False, 0)
        self.questions = {
            q.id: QuestionRow(q, self._explain if q.rule in _EXPLAINED and not compact else None)
            for q in gates.questions()
        }
        self._lay_out()
        for row in self.questions.values():
            row.answered.connect(self._answer)
        context.changed.connect(self.refresh)
        self.follow(context.ticker)

    def show_account(self, uid: str) -> None:
        """Show the answer for this account, which need not be recorded."""
        self._uid = uid
        self._lines = []
        self._asking_again = False
        self.refresh()

    def refresh(self) -> None:
        """Ask the gate again, and show the stored answers."""
        if not self._uid:
            return
        account = self._context.workspace.book().accounts.get(self._uid)
        self._answers = {} if account is None else self._context.workspace.answers(account)
        for item, row in self.questions.items():
            row.show_answer(self._answers.get(item))
            row.show_account(account)
        self._show(self._context.workspace.clock())

    @property
    def decision(self) -> Decision | None:
        """Return the decision of the rules alone; None before an account is shown."""
        return None if self._gate is None else self._gate.decision

    @property
    def gate(self) -> Gate | None:
        """Return the answer with its reasons; None before an account is shown."""
        return self._gate

    def open_questions(self) -> int:
        """Return the number of questions not ticked; 0 where a rule says stop."""
        if self.decision is Decision.STOP:
            return 0
        return sum(self._answers.get(item) is not True for item in self.questions)

    def may_order(self) -> bool:
        """Return whether the gate says go and every question is ticked."""
        return self.decision is Decision.GO and self.open_questions() == 0

    def has_to_wait(self) -> bool:
        """Return whether the gate says wait and every question is ticked."""
        return self.decision is Decision.WAIT and self.open_questions() == 0

    # Called by the ticker

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
        """Show the answer at `now` (UTC)."""
        if self._uid:
            self._show(now)

    # Building

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S if self._compact else L)
        rows = list(self.questions.values())
        self._ask = QuestionsCard(rows, compact=self._compact)
        self._done = ConfirmedCard(len(rows), self._ask_again)
        self._answer_card = AnswerCard(compact=self._compact)
        self._why = WhyCard(self._context.workspace.programme.checked)
        for card in (self._ask, self._done, self._answer_card, self._why):
            column.addWidget(card)
        column.addStretch(1)
        self.since, self.again = self._done.since, self._done.again
        self.word, self.sentence = self._answer_card.word, self._answer_card.sentence
        self.why, self.rules = self._why.button, self._why.rules
        self.buttons = self._answer_card.buttons
        height = ROW_BUTTON_HEIGHT if self._compact else MAIN_HEIGHT
        self.remind = PrimaryButton(
            _("Remind me after midnight"), self._remind, glyph=Glyph.BELL, height=height
        )
        self.do_not_remind = PlainButton(_("Don't remind me"), self._do_not_remind, height=height)
        self.copy_questions = PlainButton(
            _("Copy the questions"), self._copy_questions, glyph=Glyph.COPY, height=height
        )
        for button in (self.remind, self.do_not_remind, self.copy_questions):
            self.buttons.addWidget(button)
        self.put_why_last(self.copy_questions)

    def put_why_last(self, last: QWidget) -> None:
        """Let Tab reach “why” after `last`, the last of the buttons above it."""
        QWidget.setTabOrder(last, self.why)

    # Actions

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
        labels = (self.word,) if self.open_questions() else (self.word, self.sentence)
        announce(self, " ".join(label.text() for label in labels))

    def _ask_again(self) -> None:
        self._asking_again = True
        self._show(self._context.workspace.clock())
        next(iter(self.questions.values())).box.setFocus()

    def _explain(self) -> None:
        self._context.page_wanted.emit("help:gate")

    def _copy_questions(self) -> None:
        asked = [q for q in gates.questions() if self._answers.get(q.id) is not True]
        QGuiApplication.clipboard().setText("\n".join(f"· {q.text}" for q in asked))
        self._context.message.emit(_("Questions copied: send them to your partner"))

    def _remind(self) -> None:
        """Set a reminder for the time when the account may order again."""
        uid, at = self._uid, None if self._gate is None else self._gate.safe_from
        if at is not None:
            reminders = self._context.workspace.reminders
            self._context.run_action("", lambda: reminders.gate.ask(uid, at))
            announce(self, _("LinkDue will remind you after midnight"))
            self.do_not_remind.setFocus()

    def _do_not_remind(self) -> None:
        uid = self._uid
        self._context.run_action("", lambda: self._context.workspace.reminders.gate.cancel(uid))
        self.remind.setFocus()

    # Showing

    def _show(self, now: datetime) -> None:
        gate = self._context.workspace.gate(self._uid, now)
        self._gate = gate
        self._show_questions(gate)
        self._show_answer(gate)
        self._show_rules(gate)
        state = self.may_order(), self.open_questions()
        if state != self._last_emitted:
            self._last_emitted = state
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
            self._done.show_since(last, gate.now)

    def _show_answer(self, gate: Gate) -> None:
        count, reminds_at = self.open_questions(), None
        if self.has_to_wait():
            reminds_at = self._context.workspace.reminders.gate.asked(self._uid, gate.now)
        self.copy_questions.setVisible(count > 0)
        self.remind.setVisible(self.has_to_wait() and reminds_at is None)
        self.do_not_remind.setVisible(reminds_at is not None)
        self._answer_card.show_answer(
            unanswered(count, compact=self._compact)
            if count
            else decided(gate, self._context.workspace.book(), reminds_at)
        )

    def _show_rules(self, gate: Gate) -> None:
        results = sorted(gate.reasons, key=lambda r: r.holds is not False)
        lines = [(rule_style(r, gate), reasons.sentence(r, gate.now)) for r in results]
        failed = sum(r.holds is False for r in results)
        passed = len(results) - failed
        text = ngettext("{count} point passes", "All {count} points pass", passed)
        if self.open_questions() and not failed:
            text = ngettext("The other point passes", "The other {count} points pass", passed)
        elif failed and gate.decision is Decision.WAIT:
            text = _("{failed} to wait for, {count} met")
        elif failed:
            text = _("{failed} not met, {count} met") if passed else _("{failed} not met")
        self._why.summary.setText(text.format(count=passed, failed=failed))
        if lines == self._lines:
            return
        if not self._lines or gate.decision is Decision.STOP:
            self._why.unfold(gate.decision is Decision.STOP and self._says_more(lines))
        self._lines = lines
        self._why.show_lines(
            (
                RuleLine(
                    style.tone,
                    style.glyph,
                    text,
                    style.state,
                    rules.evidence_of(reason.rule, self._context.workspace.programme),
                    shows_state=shows_state(reason),
                )
                for reason, (style, text) in zip(results, lines, strict=True)
            )
        )

    def _says_more(self, lines: Sequence[tuple[RuleStyle, str]]) -> bool:
        """Return whether the rules say more than the sentence of the answer."""
        return [text for _style, text in lines] != [self.sentence.text()]


def _instants(gate: Gate) -> list[datetime]:
    of_rules = (instant for reason in gate.reasons for instant in reason.instants)
    answers = (gate.safe_from, gate.deadline_if_paid_now)
    return [*of_rules, *(instant for instant in answers if instant is not None)]
