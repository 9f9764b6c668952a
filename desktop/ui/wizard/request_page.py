"""Step 2: write, copy and send the message that asks the partner for a project number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import Enum, auto

from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.journal import ChangedElsewhere
from desktop.domain.model import Project, ProjectStatus
from desktop.forms.wizard_steps import Request, Step, copied_request, pending_request
from desktop.ui.kit.announce import announce
from desktop.ui.kit.buttons import LinkButton
from desktop.ui.kit.cards import Notice
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role, breakable
from desktop.ui.shared.drafts import Draft, draft_name
from desktop.ui.theme.tokens import S, Tone
from desktop.ui.wizard.journey import Journey
from desktop.ui.wizard.page import JourneyPage
from desktop.ui.wizard.request_files import choose_target, write_request
from desktop.ui.wizard.request_form import RequestForm
from desktop.wording import moments
from desktop.wording.errors import files
from desktop.wording.i18n import _
from desktop.wording.records.request import never_send


class _State(Enum):
    """The progress of the message."""

    WRITTEN = auto()
    COPIED = auto()
    SENT = auto()


class RequestPage(JourneyPage):
    """The page for the request. LinkDue sends nothing: the user marks the message as sent."""

    step = Step.REQUEST

    def __init__(self, journey: Journey) -> None:
        super().__init__(journey)
        self._shown: tuple[str, Project | None, bool] | None = None
        self._state = _State.WRITTEN

    def title_text(self) -> str:
        """Return the heading for the next thing to do with the message."""
        if self._state is _State.COPIED:
            return _("Send the request to your partner")
        return _("Ask your partner for a project number")

    def subtitle_text(self) -> str:
        """Explain the two sides while the message is written."""
        if self._state is not _State.WRITTEN:
            return ""
        return _("Fill in the left side; the right side is the message to send, word for word")

    def build(self, body: QVBoxLayout) -> None:
        """Show the form with its preview, and a notice once the message is copied or sent."""
        self.sent = Notice(Tone.GOOD, "", "", (_("Copy again"), self._copy), glyph=Glyph.CHECK)
        body.addWidget(self.sent)
        self.form = RequestForm(self.context.workspace.request_template)
        body.addWidget(self.form)
        self.save_file = LinkButton(_("Save as PDF or text…"), self._save_file)
        self.edit_template = LinkButton(_("Change the wording"), self._edit_template)
        self.have_number = LinkButton(_("I already have a number"), self._skip)
        self.ask_again = LinkButton(_("Request another number"), self._ask_again)
        self.form.links.insertWidget(0, self.edit_template)
        for link in (self.have_number, self.ask_again):
            self.form.below.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        self.never = PlainLabel(never_send(), Role.SMALL)
        self.form.below.addSpacing(S)
        self.form.below.addWidget(self.never)
        self.draft = Draft(self.context, self.form.values, self)
        self.form.edited.connect(self._edited)
        self.form.edit_wanted.connect(self._edit)

    def refresh(self) -> None:
        """Fill the form if the account or its request has changed."""
        uid = self.journey.chosen()
        book = self.journey.book
        pending = pending_request(book, uid) or copied_request(book, uid)
        state = (uid, pending, self.journey.another_number)
        if state != self._shown:
            self._shown = state
            self._fill(uid, pending)
        self._show_state()

    def first_field(self) -> QWidget | None:
        """Return the first empty field; None, for the commit button, once the message is copied."""
        if self._state is not _State.WRITTEN:
            return None
        form = self.form
        fields = (form.partner.combo, form.company.line, form.purpose.line, form.products.line)
        texts = (
            form.partner.value(),
            form.company.text(),
            form.purpose.text(),
            form.products.text(),
        )
        return next((f for f, text in zip(fields, texts, strict=True) if not text), None)

    def commit_text(self) -> str:
        """Offer to copy, then to mark as sent."""
        if self._nothing_to_send():
            return _("Continue")
        return _("I have sent it") if self._state is _State.COPIED else _("Copy the request")

    def commit(self) -> bool:
        """Copy the message; once it is copied, mark it as sent."""
        if self._nothing_to_send():
            return True
        if self._state is not _State.COPIED:
            self.form.reload_template()
        request = self.form.read()
        if request is None:
            return False
        if self._state is _State.COPIED:
            return self._mark_as_sent(request)
        self._copy()
        return False

    def _nothing_to_send(self) -> bool:
        if self._state is _State.COPIED or self.has_half_typed_input() or self._is_copied():
            return False
        return self._pending is not None or self._has_number()

    def closing_message(self) -> str:
        """Remind the user that the message still has to be sent."""
        if self._state is not _State.COPIED:
            return super().closing_message()
        return _("The request is copied but not marked as sent. You can continue from here.")

    def changeEvent(self, event: QEvent) -> None:
        """Reload the template, which the user may have edited in another program."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self._built and self.isActiveWindow():
            self._follow_template()

    def _has_number(self) -> bool:
        usable = self.journey.book.usable_projects(self.journey.chosen())
        return bool(usable) and not self.journey.another_number

    @property
    def _pending(self) -> Project | None:
        return None if self._shown is None else self._shown[1]

    def _is_copied(self) -> bool:
        """Return whether the recorded request was copied, but not marked as sent."""
        return self._pending is not None and self._pending.status is ProjectStatus.DRAFT

    def _follow_template(self) -> None:
        if self._state is _State.WRITTEN:
            self.form.reload_template()

    def _fill(self, uid: str, pending: Project | None) -> None:
        self.leave()
        workspace = self.context.workspace
        facts = workspace.request_facts(uid)
        request = Request(
            uid=uid,
            company=facts.get("company", ""),
            purpose=facts.get("purpose", "") if pending is None else pending.title,
            products=facts.get("products", ""),
        )
        partner = facts.get("partner", "") if pending is None else pending.partner or ""
        wants = {partner.name: partner.wants for partner in self.journey.book.partners}
        self.form.offer_partners(_partners(self.journey), wants)
        self.form.load(request, partner, facts.get("language", ""))
        kept = self.draft.open(draft_name(Step.REQUEST, uid)) if self.draft else {}
        self._state = _State.WRITTEN
        if kept:
            self.form.restore(kept)
        elif pending is not None:
            self._state = _State.COPIED if self._is_copied() else _State.SENT
            if pending.request_text:
                self.form.show_sent(pending.request_text)

    def _edited(self) -> None:
        self._state = _State.WRITTEN
        if self.draft is not None:
            self.draft.touch()
        self._show_state()

    def _edit(self) -> None:
        """Show the fields again; a message marked as sent stays so until it is changed."""
        self._state = _State.WRITTEN
        self._show_state()
        self.form.company.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _copy(self) -> None:
        """Copy the message shown, and say how to send it."""
        QGuiApplication.clipboard().setText(self.form.message())
        announce(self, _("Copied"))
        self._show_copied(_("Copied"), _paste_it())

    def _show_copied(self, title: str, text: str) -> None:
        if self._state is not _State.SENT:
            self._record_copied()
            self._state = _State.COPIED
            self._show_state()
            self.commit_wanted.emit()
        self.sent.set(Tone.GOOD, title, text, Glyph.CHECK)

    def _record_copied(self) -> None:
        """Record the copied message and the time; a request that was sent stays unchanged."""
        text, pending = self.form.message(), self._pending
        if pending is not None and (not self._is_copied() or pending.request_text == text):
            return
        workspace, project, facts = self.context.workspace, self._project(), self.form.values()

        def record() -> Project:
            workspace.keep_request_facts(project.account, facts)
            return workspace.copy_request(project, text, pending)

        copied = self._run(record, project, "")
        if copied is not None:
            self._shown = (copied.account, copied, self.journey.another_number)
            if self.draft is not None:
                self.draft.drop()

    def _project(self) -> Project:
        """Return the project with the form's input."""
        base = self._pending or Project(account=self.journey.chosen())
        partner = self.form.partner.value() or None
        return replace(base, partner=partner, title=self.form.request().purpose)

    def _run(self, action: Callable[[], Project], project: Project, done: str) -> Project | None:
        try:
            return self.run_action(done, action)
        except ChangedElsewhere as problem:
            self.show_conflict(problem, self._pending or project, project)
            return None

    def _show_state(self) -> None:
        writing = self._state is _State.WRITTEN
        self.form.show_fields(writing)
        self.sent.setVisible(not writing)
        self.have_number.setVisible(writing)
        self.edit_template.setVisible(writing)
        links = self.form.links if writing else self.form.code.links
        links.insertWidget(0, self.save_file, 0, Qt.AlignmentFlag.AlignCenter)
        self.ask_again.setVisible(self._has_number() and self._pending is None)
        self._show_dates()
        self.show_heading()
        self.commit_changed.emit()

    def _show_dates(self) -> None:
        """Show when the message was copied or sent."""
        pending, now = self._pending, self.context.workspace.clock()
        if pending is None:
            return
        if self._state is _State.SENT and pending.requested_at is not None:
            when = moments.minute(pending.requested_at, now)
            self.sent.set(
                Tone.GOOD,
                _("Marked as sent {when}").format(when=when),
                _("If you haven't yet, paste it into a message to your partner."),
                Glyph.CHECK,
            )
        elif self._state is _State.COPIED and pending.copied_at is not None:
            when = moments.minute(pending.copied_at, now)
            self.sent.set(Tone.GOOD, _("Copied {when}").format(when=when), _paste_it(), Glyph.CHECK)

    def _skip(self) -> None:
        self.journey.step_wanted.emit(Step.NUMBER)

    def _ask_again(self) -> None:
        self.journey.another_number = True
        self.refresh()
        self.form.purpose.line.setFocus()

    def _save_file(self) -> None:
        request = self.form.read()
        if request is None:
            return
        path = choose_target(self, request.uid)
        if path is None:
            return
        try:
            form = self.form
            write_request(path, form.message(), form.qr_code(), form.message_language())
        except OSError as problem:
            self.show_problem(_("The request couldn't be saved"), files.file(problem))
            return
        self._show_copied(
            _("Request saved to {file}").format(file=path.name),
            _("Send the file or its text to your partner."),
        )

    def _edit_template(self) -> None:
        """Open the user's copy of the template in the system's default program."""
        try:
            path = self.context.workspace.copy_of_request_template(self.form.message_language())
        except OSError as problem:
            self.show_problem(_("The wording can't be changed"), files.file(problem))
            return
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            text = _("No program for text files was found. The file is {path}.")
            self.show_problem(text.format(path=breakable(path)), "")

    def _mark_as_sent(self, request: Request) -> bool:
        """Record the message as sent; return False if that fails."""
        facts, project, text = self.form.values(), self._project(), self.form.message()

        def send() -> Project:
            workspace = self.context.workspace
            workspace.keep_request_facts(request.uid, facts)
            return workspace.send_request(project, text, self._pending)

        if self._run(send, project, _("Request marked as sent")) is None:
            return False
        if self.draft is not None:
            self.draft.drop()
        self.refresh()
        return True


def _paste_it() -> str:
    return _("Paste it into WeChat, DingTalk or an e-mail, and send it")


def _partners(journey: Journey) -> list[str]:
    """Return the names of all recorded and all typed partners, each once."""
    book = journey.book
    names = [p.name for p in book.partners] + [p.partner for p in book.projects if p.partner]
    return list(dict.fromkeys(names))
