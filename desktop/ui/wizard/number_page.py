"""Step 3: the number that the partner sent. Where it has not come, the wizard ends here for now."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.journal import ChangedElsewhere, DuplicateRecord
from desktop.domain.model import Project, ProjectStatus
from desktop.forms.wizard_steps import Step, project_to_number
from desktop.ui.kit.buttons import LinkButton
from desktop.ui.kit.cards import Notice
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.projects.project_form import ProjectForm
from desktop.ui.shared.drafts import Draft, draft_name
from desktop.ui.theme.tokens import Tone
from desktop.ui.wizard.journey import Journey
from desktop.ui.wizard.page import JourneyPage, row_of
from desktop.wording import moments
from desktop.wording.i18n import _


class NumberPage(JourneyPage):
    """The number goes to the request that waits for it; without one, to a project of its own."""

    step = Step.NUMBER

    def __init__(self, journey: Journey) -> None:
        super().__init__(journey)
        self._shown: tuple[str, Project | None, bool] | None = None
        self._waiting = False

    def title_text(self) -> str:
        """Asks for the number."""
        return _("Enter the project number")

    def build(self, body: QVBoxLayout) -> None:
        """Show the form, and beside it the end for those who have no number yet."""
        self.news = PlainLabel("", Role.MUTED)
        body.addWidget(self.news)
        self.not_yet = LinkButton(_("I haven't received it yet"), self._wait)
        self.another = LinkButton(_("Add another number"), self._record_another)
        body.addWidget(row_of(self.not_yet, self.another))
        self.goodbye = Notice(
            Tone.INFO,
            _("That's all for now"),
            "",
            (_("I have the number now"), self._wait_no_longer),
        )
        body.addWidget(self.goodbye)
        self.form = ProjectForm(self.context)
        body.addWidget(self.form)
        self.draft = Draft(self.context, self.form.values, self)
        self.form.edited.connect(self.draft.touch)
        self.form.edited.connect(self.commit_changed)

    def renew(self) -> None:
        """Fill the form when the project that the number belongs to is another one than shown."""
        uid = self.journey.chosen()
        project = project_to_number(self.journey.book, uid, another=self.journey.another)
        state = (uid, project, self.journey.another)
        if state != self._shown:
            self._shown = state
            self._waiting = False
            self._fill(uid, project)
        self._show_state()

    def first_field(self) -> QWidget | None:
        """Return the form's first field; the commit button where there is nothing to type."""
        return None if self._waiting else self.form.number.line

    def commit_text(self) -> str:
        """Says whether something is saved, or the wizard ends."""
        if self._waiting:
            return _("Open the home screen")
        return _("Continue") if self._nothing_to_save() else _("Save number and continue")

    def commit(self) -> bool:
        """Save the number."""
        if self._waiting:
            self.journey.home_wanted.emit()
            return False
        if self._nothing_to_save():
            return True
        project = self.form.read()
        if project is None:
            return False
        return self._save(project)

    def _nothing_to_save(self) -> bool:
        project = self._project
        return project is not None and project.usable and not self.keeps_input()

    @property
    def _project(self) -> Project | None:
        return None if self._shown is None else self._shown[1]

    def _fill(self, uid: str, project: Project | None) -> None:
        self.leave()
        self.form.set_account(uid)
        if project is not None:
            self.form.load(replace(project, status=ProjectStatus.ACTIVE))
        if self.draft is not None:
            name = draft_name(Step.NUMBER, uid)
            kept = self.draft.open(name)
            if kept:
                self.form.restore(kept)

    def _show_state(self) -> None:
        project = self._project
        recorded = project is not None and project.usable
        self.form.setVisible(not self._waiting)
        self.goodbye.setVisible(self._waiting)
        self.not_yet.setVisible(not recorded and not self._waiting)
        self.another.setVisible(recorded)
        self.news.setText(self._news(project))
        self.news.setHidden(self._waiting)
        self.commit_changed.emit()

    def _news(self, project: Project | None) -> str:
        if project is not None and project.usable:
            return _("This number is saved. You can edit it here.")
        if project is None or project.requested_at is None:
            return _("It's in your partner's reply, often called the opportunity ID.")
        when = moments.moment(project.requested_at, self.context.workspace.clock())
        text = _(
            "Your request was marked as sent {when}. The number is in your partner's reply, "
            "often called the opportunity ID."
        )
        return moments.tidy(text.format(when=when))

    def _wait(self) -> None:
        self._waiting = True
        self.leave()
        self.goodbye.set(
            Tone.INFO,
            _("That's all for now"),
            _(
                "Don't order until you have the number. The home screen keeps this step open, and "
                "what you typed is saved."
            ),
            Glyph.CLOCK,
        )
        self._show_state()

    def _wait_no_longer(self) -> None:
        self._waiting = False
        self._show_state()
        self.form.number.line.setFocus()

    def _record_another(self) -> None:
        self.journey.another = True
        self.renew()
        self.form.number.line.setFocus()

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
        self.journey.another = False
        self.context.forget_draft(draft_name(Step.REQUEST, saved.account))  # the number is here
        if self.draft is not None:
            self.draft.drop()
        if saved.number is None:
            self.renew()
            self._wait()
        return saved.number is not None
