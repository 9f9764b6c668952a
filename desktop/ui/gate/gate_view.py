"""The answer to “may I buy now?”, its rules, and the questions only the user can answer."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain import beijing, countdown
from desktop.domain.cases import Case
from desktop.domain.gate import Decision, Gate
from desktop.domain.rule_result import RuleResult
from desktop.ui.gate.question_row import QuestionRow
from desktop.ui.gate.rule_looks import DECISIONS, Look, look
from desktop.ui.kit.cards import Hairline, Notice, clear
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.pills import Pill
from desktop.ui.kit.rule_line import RuleLine
from desktop.ui.shared.context import Context
from desktop.ui.shared.ticking import TickingMixin
from desktop.ui.theme.tokens import Tone
from desktop.wording import glossary
from desktop.wording.i18n import _, ngettext
from desktop.wording.verdicts import gates, reasons, rules


class GateView(TickingMixin, QWidget):
    """Kept true by the ticker while it is visible. `show_account` first."""

    answer_changed = Signal()
    """`may_order` may have changed."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._uid = ""
        self._gate: Gate | None = None
        self._lines: list[tuple[Look, str]] = []
        self._answers: dict[str, bool] = {}
        self._said_go = False
        self.word = Pill("")
        self.notice = Notice(Tone.NEUTRAL, "")
        self.rules = QVBoxLayout()
        self.questions = {q.id: QuestionRow(q) for q in gates.questions()}
        self._questions = QWidget()
        self._lay_out()
        for row in self.questions.values():
            row.answered.connect(self._answer)
        context.changed.connect(self.refresh)
        self.follow(context.ticker)

    def show_account(self, uid: str) -> None:
        """Show the answer for this account, recorded or not."""
        self._uid = uid
        self._lines = []
        self.refresh()

    def refresh(self) -> None:
        """Ask the gate anew, and show the answers as they are kept."""
        if not self._uid:
            return
        account = self._context.workspace.book().accounts.get(self._uid)
        self._answers = {} if account is None else self._context.workspace.answers(account)
        self._questions.setVisible(account is not None)
        for item, row in self.questions.items():
            row.show_answer(self._answers.get(item))
        self._show(self._context.workspace.clock())

    def may_order(self) -> bool:
        """Whether the gate says go and no question was answered with no."""
        return self._gate is not None and self._gate.decision is Decision.GO and not self._refused()

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

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.word)
        column.addWidget(self.notice)
        self.rules.setSpacing(0)
        column.addLayout(self.rules)
        inner = QVBoxLayout(self._questions)
        inner.setContentsMargins(0, 8, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(PlainLabel(_("Only you can tell"), Role.HEADING))
        inner.addWidget(PlainLabel(_("Your answers are kept for this account."), Role.SMALL))
        for number, row in enumerate(self.questions.values()):
            if number:
                inner.addWidget(Hairline())
            inner.addWidget(row)
        column.addWidget(self._questions)
        column.addStretch(1)

    def _answer(self, item: str, value: bool | None) -> None:
        account = self._context.workspace.book().accounts.get(self._uid)
        if account is None:
            return
        self._context.run_action("", lambda: self._context.workspace.answer(account, item, value))
        self.refresh()

    def _show(self, now: datetime) -> None:
        gate = self._context.workspace.gate(self._uid, now)
        self._gate = gate
        self._show_head(gate)
        self._show_rules(gate)
        if self.may_order() is not self._said_go:
            self._said_go = not self._said_go
            self.answer_changed.emit()

    def _show_head(self, gate: Gate) -> None:
        if gate.decision is Decision.GO and self._refused():
            self.word.set(glossary.decision(Decision.STOP), *DECISIONS[Decision.STOP])
            advice = [q.advice for q in gates.questions() if self._answers.get(q.id) is False]
            self.notice.set(Tone.BAD, _("Clear this first"), "\n".join(advice))
            return
        tone, glyph = DECISIONS[gate.decision]
        self.word.set(glossary.decision(gate.decision), tone, glyph)
        text = [gates.explanation(gate)]
        missing = len(self.questions) - len(self._answers)
        if gate.decision is Decision.GO and missing > 0:
            text.append(
                ngettext(
                    "{count} question below is not answered yet.",
                    "{count} questions below are not answered yet.",
                    missing,
                ).format(count=missing)
            )
        self.notice.set(tone, gates.headline(gate), "\n".join(text))

    def _show_rules(self, gate: Gate) -> None:
        lines = [(look(r, gate), reasons.sentence(r, gate.now)) for r in gate.reasons]
        if lines == self._lines:
            return
        self._lines = lines
        clear(self.rules)
        for reason, ((tone, glyph, state), text) in zip(gate.reasons, lines, strict=True):
            self.rules.addWidget(RuleLine(tone, glyph, text, state, self._evidence(reason)))

    def _evidence(self, reason: RuleResult) -> str:
        return rules.evidence_of(reason.rule, self._context.workspace.programme)

    def _refused(self) -> bool:
        return any(self._answers.get(item) is False for item in self.questions)


def _instants(gate: Gate) -> list[datetime]:
    of_rules = (instant for reason in gate.reasons for instant in reason.instants)
    answers = (gate.safe_from, gate.deadline_if_paid_now)
    return [*of_rules, *(instant for instant in answers if instant is not None)]
