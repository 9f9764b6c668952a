"""Step 3: enter the number that the partner sent; the wizard pauses here until it arrives."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.journal import ChangedElsewhere, DuplicateRecord
from desktop.domain.model import Project, ProjectStatus
from desktop.domain.request_state import RequestState, request_progress
from desktop.forms.wizard_steps import Step, project_to_number
from desktop.ui.imports.sources import copied_text
from desktop.ui.kit.buttons import LinkButton
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.projects.project_form import ProjectForm
from desktop.ui.shared.drafts import Draft, draft_name
from desktop.ui.wizard.facts_card import FactsCard
from desktop.ui.wizard.journey import Journey
from desktop.ui.wizard.page import JourneyPage
from desktop.wording import moments
from desktop.wording.i18n import _
from desktop.wording.records.request import progress_sentence

_LEFT = Qt.AlignmentFlag.AlignLeft


class NumberPage(JourneyPage):
    """Saves the number with the pending request, or as a new project if there is none.

    A pasted reply becomes facts to check; without a reply the user types them.
    """

    step = Step.NUMBER

    def __init__(self, journey: Journey) -> None:
        super().__init__(journey)
        self._shown: tuple[str, Project | None, bool] | None = None
        self._typing = False
        self._reply_length = 0

    def title_text(self) -> str:
        """Return the heading that asks for the reply, or for the facts."""
        if self._usable():
            return _("The project number is recorded")
        return _("Enter the project number") if self._typing else _("Paste your partner's reply")

    def subtitle_text(self) -> str:
        """Explain where the facts come from, and when the request was sent."""
        if self._usable():
            return _("You can edit it here")
        if self._typing:
            return _("You find them in your partner's reply")
        project = self._project
        if project is None or project.requested_at is None:
            return _("Number, time and rate are found by themselves; you only check them")
        now = self.context.workspace.clock()
        progress = request_progress(project, now)
        if progress is not None and progress.state is RequestState.NO_ANSWER:
            return progress_sentence(project, now)
        when = moments.minute(project.requested_at, now)
        text = _("Your request is marked as sent {when}. LinkDue reads the reply for you.")
        return moments.tidy(text.format(when=when))

    def build(self, body: QVBoxLayout) -> None:
        """Show the box for the reply, the facts, and rarely needed fields, folded."""
        self.form = ProjectForm(self.context)
        self.facts = FactsCard(self.form)
        body.addWidget(self.form.reply)
        self.type_button = LinkButton(_("No text to paste? Type it in"), self._type)
        body.addWidget(self.type_button, 0, _LEFT)
        body.addWidget(self.facts)
        self.more_button = LinkButton(
            _("More: partner, status, rates by product, note"), self._toggle_more
        )
        self.more_button.set_glyph(Glyph.CHEVRON_RIGHT)
        body.addWidget(self.more_button, 0, _LEFT)
        body.addWidget(self.form)
        self.form.hide()
        self.another = LinkButton(_("Add another number"), self._record_another)
        body.addWidget(self.another, 0, _LEFT)
        self.draft = Draft(self.context, self.form.values, self)
        self.form.reply.edited.connect(self._reply_edited)
        self.form.edited.connect(self._edited)

    def refresh(self) -> None:
        """Fill the form if the account, or the project that the number belongs to, has changed."""
        uid = self.journey.chosen()
        project = project_to_number(self.journey.book, uid, another=self.journey.another_number)
        state = (uid, project, self.journey.another_number)
        if state != self._shown:
            self._shown = state
            self._fill(uid, project)
        self._show_state()

    def first_field(self) -> QWidget | None:
        """Return the box for the reply, or the first fact to type; None if there is none."""
        if not self.form.reply.isHidden() and not self.form.reply.text():
            return self.form.reply.field.area
        return self.facts.first_open()

    def commit_text(self) -> str:
        """Name the button “save” only if there is something to save."""
        return _("Continue") if self._nothing_to_save() else _("Save number and continue")

    def later_text(self) -> str:
        """Name the case that the number has not arrived yet."""
        return _("Continue later") if self._usable() else _("Not received yet, close for now")

    def closing_message(self) -> str:
        """Warn not to order before the number is here."""
        if self._usable():
            return super().closing_message()
        if self.has_half_typed_input():
            return _("What you typed is saved. Don't order before the number is here.")
        return _("Don't order before the number is here. The home screen waits with this step.")

    def commit(self) -> bool:
        """Save the number."""
        if self._nothing_to_save():
            return True
        project = self.form.read()
        if project is None:
            self._show_problems()
            return False
        return self._save(project)

    def paste(self) -> None:
        """Read the clipboard as the partner's reply."""
        text = copied_text()
        if text and not self._usable():
            self.form.reply.paste(text)
        else:
            super().paste()

    def _usable(self) -> bool:
        return self._project is not None and self._project.usable

    def _nothing_to_save(self) -> bool:
        return self._usable() and not self.has_half_typed_input()

    @property
    def _project(self) -> Project | None:
        return None if self._shown is None else self._shown[1]

    def _fill(self, uid: str, project: Project | None) -> None:
        self.leave()
        self.form.set_account(uid)
        if project is not None:
            self.form.load(replace(project, status=ProjectStatus.ACTIVE))
        if self.draft is not None:
            kept = self.draft.open(draft_name(Step.NUMBER, uid))
            if kept:
                self.form.restore(kept)
        self._typing = any(row.field.text() for row in self.facts.rows.values())
        self._typing = self._typing and not self.form.reply.text()
        self._reply_length = len(self.form.reply.text())
        self.facts.start(self.journey.book, self.context.workspace.clock())

    def _show_state(self) -> None:
        reply, facts = bool(self.form.reply.text()), self._typing or self._usable()
        self.form.reply.setHidden(facts)
        self.type_button.setHidden(reply or facts)
        self.facts.setVisible(reply or facts)
        self.more_button.setVisible(reply or facts)
        self.another.setVisible(self._usable())
        self.show_heading()
        self.commit_changed.emit()

    def _reply_edited(self) -> None:
        self.facts.show_reply(self.journey.book, self.context.workspace.clock())
        pasted = len(self.form.reply.text()) - self._reply_length > 1
        self._reply_length = len(self.form.reply.text())
        if pasted:
            QTimer.singleShot(0, self, self._focus_after_paste)

    def _focus_after_paste(self) -> None:
        """Focus the first missing fact, or the commit button if there is none."""
        missing = self.facts.first_open()
        if missing is not None:
            missing.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.form.peek() is not None:
            self.commit_wanted.emit()

    def _edited(self) -> None:
        if self.draft is not None:
            self.draft.touch()
        if self._typing and self.form.reply.text():
            self._typing = False  # a whole reply was pasted into the field of the number
            self._reply_edited()
        self.facts.show_values(self.journey.book, self.context.workspace.clock())
        self._show_state()

    def _type(self) -> None:
        self._typing = True
        for name in ("number", "created", "rate"):
            self.facts.rows[name].open_field()
        self._show_state()
        self.form.number.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _toggle_more(self) -> None:
        shown = self.form.isHidden()
        if shown and not self.form.more_button.isHidden():
            self.form.more_button.click()
        self.form.setVisible(shown)
        self.more_button.set_glyph(Glyph.CHEVRON_DOWN if shown else Glyph.CHEVRON_RIGHT)
        if shown:
            self.form.partner.combo.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_problems(self) -> None:
        """Show all fields with errors: those that are folded hide their messages."""
        if not self._usable() and not self.form.reply.text():
            self._typing = True
            self._show_state()
        if not self.facts.open_errors():
            self.form.show()
            self.column.ensureWidgetVisible(self.form.product_rates)

    def _record_another(self) -> None:
        self.journey.another_number = True
        self.refresh()
        (self.first_field() or self.another).setFocus(Qt.FocusReason.OtherFocusReason)

    def _save(self, project: Project) -> bool:
        done = _("Project number {number} saved").format(number=project.number or "")
        try:
            saved = self.run_action(
                done, lambda: self.context.workspace.save_project(project, self._project)
            )
        except DuplicateRecord as problem:
            self.form.show_duplicate(problem)
            return False
        except ChangedElsewhere as problem:
            self.show_conflict(problem, self._project or project, project)
            return False
        if saved is None:
            return False
        self.journey.another_number = False
        self.context.forget_draft(draft_name(Step.REQUEST, saved.account))  # the number is here
        if self.draft is not None:
            self.draft.drop()
        if saved.number is None:
            self.refresh()
            self.journey.home_wanted.emit()
        return saved.number is not None
