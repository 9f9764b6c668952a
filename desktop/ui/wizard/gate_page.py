"""Step 4: may this account order now? The answer is only shown, never overruled by the wizard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.gate import Decision
from desktop.forms.wizard_steps import Step
from desktop.ui.gate.gate_view import GateView
from desktop.ui.kit.buttons import PrimaryButton
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.shared.console import open_console
from desktop.ui.theme.tokens import MAIN_HEIGHT
from desktop.ui.wizard.journey import Journey
from desktop.ui.wizard.page import JourneyPage, SecondAct
from desktop.wording.i18n import _, ngettext


class WizardGatePage(JourneyPage):
    """Whatever the answer, an order that exists already can be logged."""

    step = Step.GATE

    def __init__(self, journey: Journey) -> None:
        super().__init__(journey)
        self._went = False

    def title_text(self) -> str:
        """Ask the question before each purchase."""
        return _("May I order now?")

    def subtitle_text(self) -> str:
        """Say what to do now."""
        count = self.view.open_questions()
        if count:
            text = ngettext(
                "Confirm {count} point first, asked once for this account",
                "Confirm {count} points first, asked once for this account",
                count,
            )
            return text.format(count=count)
        if self.view.may_order():
            return _("Order and pay in the console, then come back and log the order")
        return ""

    def build(self, body: QVBoxLayout) -> None:
        """Show the gate, and for those who lack a project the way to one."""
        self.view = GateView(self.context, compact=True)
        body.addWidget(self.view)
        self.request = PrimaryButton(
            _("Request a project number"), self._request, glyph=Glyph.SEND, height=MAIN_HEIGHT
        )
        self.view.buttons.addWidget(self.request)
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
        if self.view.may_order():
            return _("I have ordered – log the order")
        return _("Log an existing order")

    def commit_is_advised(self) -> bool:
        """Go on is the act to do after a go, once the console was opened."""
        return self.view.may_order() and self._went

    def second_act(self) -> SecondAct | None:
        """Offer the console after a go, as the primary act until it was opened."""
        if not self.view.may_order():
            return None
        return SecondAct(_("Open the console"), self._open, Glyph.EXTERNAL, primary=not self._went)

    def _follow_answer(self) -> None:
        self.request.setVisible(self.view.decision is Decision.STOP)
        self.show_heading()
        self.commit_changed.emit()

    def _focus_answer(self) -> None:
        """Move the keyboard from the folded questions to the way on, or to the reasons."""
        if self.view.may_order():
            self.commit_wanted.emit()
        else:
            self.view.why.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self) -> None:
        """Open the console; what is left to do here is to come back and log the order."""
        open_console(self.context)
        self._went = True
        self.commit_changed.emit()
        self.commit_wanted.emit()

    def _request(self) -> None:
        self.journey.another = True
        self.journey.step_wanted.emit(Step.REQUEST)
