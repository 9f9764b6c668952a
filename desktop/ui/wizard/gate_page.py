"""Step 4: may this account order now? The answer is only shown, never overruled by the wizard."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout

from desktop.domain.gate import Decision, Gate
from desktop.journey.steps import Step
from desktop.ui.gate.gate_view import GateView
from desktop.ui.kit.buttons import PrimaryButton
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.wizard.journey import Journey
from desktop.ui.wizard.page import JourneyPage, row_of
from desktop.wording.language import _


class GatePage(JourneyPage):
    """Whatever the answer, an order that exists already can be logged."""

    step = Step.GATE

    def __init__(self, journey: Journey) -> None:
        super().__init__(journey)
        self._gate: Gate | None = None

    def title_text(self) -> str:
        """The question before each purchase."""
        return _("May I order now?")

    def build(self, body: QVBoxLayout) -> None:
        """The gate, and for those who lack a project the way to one."""
        self.view = GateView(self.context)
        body.addWidget(self.view)
        self.request = PrimaryButton(_("Request a project number"), self._request)
        body.addLayout(row_of(self.request))
        self.hint = PlainLabel("", Role.MUTED)
        body.addWidget(self.hint)
        self.context.ticker.register(self)

    def renew(self) -> None:
        """Ask the gate anew."""
        uid = self.journey.chosen()
        self.view.show_account(uid)
        self._ask(self.context.desk.clock())

    def commit_text(self) -> str:
        """After a go the order is placed in the console; else only one that exists can be logged."""
        if self.commit_is_advised():
            return _("I have ordered: log the order")
        return _("Log an order that exists already")

    def commit_is_advised(self) -> bool:
        """Only a go advises to go on."""
        return self._gate is not None and self._gate.decision is Decision.GO

    # A source of the ticker: the answer changes at midnight, without anybody touching a key

    def next_change(self, now: datetime) -> datetime | None:
        """The gate's view knows when the answer changes."""
        return None

    def tick(self, now: datetime) -> None:
        """Let the buttons follow the answer."""
        if self.isVisible():
            self._ask(now)

    def _ask(self, now: datetime) -> None:
        gate = self.context.desk.gate(self.journey.chosen(), now)
        lacks = gate.decision is Decision.STOP
        self.request.setVisible(lacks)
        self.hint.setText(
            _("Order and pay in the console now, then come back: LinkDue keeps this step open.")
            if gate.decision is Decision.GO
            else ""
        )
        changed = self._gate is None or self._gate.decision is not gate.decision
        self._gate = gate
        if changed:
            self.commit_changed.emit()

    def _request(self) -> None:
        self.journey.another = True
        self.journey.step_wanted.emit(Step.REQUEST)
