"""Step 4: may this account order now? The wizard shows the gate's answer unchanged."""

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
from desktop.ui.wizard.page import JourneyPage, SecondAction
from desktop.wording.i18n import _, ngettext


class WizardGatePage(JourneyPage):
    """The page with the gate; an existing order can be logged whatever the answer is."""

    step = Step.GATE

    def __init__(self, journey: Journey) -> None:
        super().__init__(journey)
        self._console_opened = False

    def title_text(self) -> str:
        """Return the question to ask before each purchase."""
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
        """Show the gate, and the button that requests a project number."""
        self.view = GateView(self.context, compact=True)
        body.addWidget(self.view)
        self.request = PrimaryButton(
            _("Request a project number"), self._request, glyph=Glyph.SEND, height=MAIN_HEIGHT
        )
        self.view.buttons.addWidget(self.request)
        self.view.put_why_last(self.request)
        self.view.answer_changed.connect(self._follow_answer)
        self.view.confirmed.connect(self._focus_answer)

    def first_field(self) -> QWidget | None:
        """Return the first open question, else the request or “why”; None after a go."""
        if self.view.may_order():
            return None
        for row in self.view.questions.values():
            if row.isVisibleTo(self) and not row.box.isChecked():
                return row.box
        return self.request if self.request.isVisibleTo(self) else self.view.why

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ignore Enter while the answer is not a go; focused buttons still handle it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.view.may_order():
            event.accept()
            return
        super().keyPressEvent(event)

    def refresh(self) -> None:
        """Ask the gate again."""
        self.view.show_account(self.journey.chosen())
        self._follow_answer()

    def commit_text(self) -> str:
        """Name what comes next: after a go a new order, else only one that exists."""
        if self.view.may_order():
            return _("I have ordered – log the order")
        return _("Log an existing order")

    def commit_is_primary(self) -> bool:
        """Return whether the answer is a go and the console was opened."""
        return self.view.may_order() and self._console_opened

    def second_action(self) -> SecondAction | None:
        """Offer the console after a go, as the primary button until it was opened."""
        if not self.view.may_order():
            return None
        return SecondAction(
            _("Open the console"),
            self._open,
            Glyph.EXTERNAL,
            primary=not self._console_opened,
        )

    def _follow_answer(self) -> None:
        self.request.setVisible(self.view.decision is Decision.STOP)
        self.show_heading()
        self.commit_changed.emit()

    def _focus_answer(self) -> None:
        """Focus the commit button, or the reasons, once the questions are folded."""
        if self.view.may_order():
            self.commit_wanted.emit()
        else:
            self.view.why.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self) -> None:
        """Open the console, and focus the button that logs the order afterwards."""
        open_console(self.context)
        self._console_opened = True
        self.commit_changed.emit()
        self.commit_wanted.emit()

    def _request(self) -> None:
        self.journey.another_number = True
        self.journey.step_wanted.emit(Step.REQUEST)
