"""Step 4: may this account order now? The answer is only shown, never overruled by the wizard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget, QWizard

from desktop.domain.gate import Decision
from desktop.forms.wizard_steps import Step
from desktop.ui.gate.gate_view import GateView
from desktop.ui.kit.buttons import PrimaryButton
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.theme.tokens import MAIN_HEIGHT
from desktop.ui.wizard.page import JourneyPage
from desktop.wording.i18n import _


class WizardGatePage(JourneyPage):
    """Whatever the answer, an order that exists already can be logged."""

    step = Step.GATE

    def title_text(self) -> str:
        """Ask the question before each purchase."""
        return _("May I order now?")

    def build(self, body: QVBoxLayout) -> None:
        """Show the gate, and for those who lack a project the way to one."""
        self.view = GateView(self.context)
        body.addWidget(self.view)
        self.request = PrimaryButton(
            _("Request a project number"), self._request, glyph=Glyph.SEND, height=MAIN_HEIGHT
        )
        self.view.buttons.addWidget(self.request)
        self.hint = PlainLabel(
            _("Now order and pay in the console, then come back. LinkDue keeps this step open."),
            Role.MUTED,
        )
        body.addWidget(self.hint)
        self.view.answer_changed.connect(self._follow_answer)
        self.view.confirmed.connect(self._focus_answer)

    def first_field(self) -> QWidget | None:
        """Return the first open question; what leads to a number; the commit button after a go."""
        if self.view.may_order():
            return None
        for row in self.view.questions.values():
            if row.isVisibleTo(self) and not row.box.isChecked():
                return row.box
        return self.request if self.request.isVisibleTo(self) else self.view.why

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Have Enter lead nowhere while the answer is not a go; buttons still take it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.view.may_order():
            event.accept()
            return
        super().keyPressEvent(event)

    def renew(self) -> None:
        """Ask the gate anew."""
        self.view.show_account(self.journey.chosen())
        self._follow_answer()

    def commit_text(self) -> str:
        """Name what comes next: after a go a new order, else only one that exists."""
        if self.commit_is_advised():
            return _("I have ordered – log the order")
        return _("Log an existing order")

    def commit_is_advised(self) -> bool:
        """Only a go advises to go on."""
        return self.view.may_order()

    def _follow_answer(self) -> None:
        self.request.setVisible(self.view.decision is Decision.STOP)
        self.hint.setVisible(self.view.may_order())
        self.commit_changed.emit()

    def _focus_answer(self) -> None:
        """Move the keyboard from the folded questions to the way on, or to the reasons."""
        wizard = self.wizard()
        on = wizard.button(QWizard.WizardButton.NextButton) if self.view.may_order() else None
        (on or self.view.why).setFocus(Qt.FocusReason.OtherFocusReason)

    def _request(self) -> None:
        self.journey.another = True
        self.journey.step_wanted.emit(Step.REQUEST)
