"""Step 2: the message that asks the partner for a project number, copied or saved to be sent."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desktop.base.atomic_file import write_whole
from desktop.base.settings import SettingKey
from desktop.domain.journal import ChangedElsewhere
from desktop.domain.model import Project
from desktop.forms.stored_settings import text_facts
from desktop.forms.wizard_steps import Request, Step, pending_request
from desktop.ui.kit.buttons import CopyButton, LinkButton, PlainButton
from desktop.ui.kit.cards import Notice
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.shared.drafts import Draft, draft_name
from desktop.ui.theme.tokens import Tone
from desktop.ui.wizard.journey import Journey
from desktop.ui.wizard.page import JourneyPage, row_of
from desktop.ui.wizard.request_form import RequestForm
from desktop.wording import moments
from desktop.wording.errors import files
from desktop.wording.i18n import _


class RequestPage(JourneyPage):
    """The message is copied or saved first, and marked as sent once the user has sent it."""

    step = Step.REQUEST

    def __init__(self, journey: Journey) -> None:
        super().__init__(journey)
        self._shown: tuple[str, Project | None, bool] | None = None
        self._taken = ""
        """The message as it was last copied or saved."""

    def title_text(self) -> str:
        """Says what the page is for."""
        return _("Ask your partner for a project number")

    def build(self, body: QVBoxLayout) -> None:
        """Show what this is about, the form with its preview, and the other ways on."""
        body.addWidget(
            PlainLabel(
                _(
                    "Your partner registers a project for the account and sends you its number. "
                    "Orders "
                    "created before the project earn no cashback."
                ),
                Role.MUTED,
            )
        )
        self.have_number = LinkButton(_("I already have a number"), self._skip)
        self.ask_again = LinkButton(_("Request another number"), self._ask_again)
        body.addWidget(row_of(self.have_number, self.ask_again))
        self.sent = Notice(Tone.GOOD, "")
        body.addWidget(self.sent)
        self.form = RequestForm()
        body.addWidget(self.form)
        self.save_text = PlainButton(_("Save as text…"), self._save_text)
        self.copy_again = CopyButton(_("Copy again"), _("Copied"), "")
        body.addWidget(row_of(self.save_text, self.copy_again))
        self.draft = Draft(self.context, self.form.values, self)
        self.form.edited.connect(self._edited)

    def renew(self) -> None:
        """Fill the form when the account or its request is another one than shown."""
        uid = self.journey.chosen()
        pending = pending_request(self.journey.book, uid)
        state = (uid, pending, self.journey.another)
        if state != self._shown:
            self._shown = state
            self._fill(uid, pending)
        self._show_state()

    def first_field(self) -> QWidget | None:
        """Return the first field that is still empty."""
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
        """Only offer to go on where the message was sent as it stands."""
        if self._nothing_to_send():
            return _("Continue")
        return _("I have sent it") if self._is_taken() else _("Copy the request")

    def commit(self) -> bool:
        """Copy the message; once that is done, mark it as sent and go on."""
        if self._nothing_to_send():
            return True
        request = self.form.read()
        if request is None:
            return False
        if self._is_taken():
            return self._mark_as_sent(request, _("Request marked as sent"))
        QGuiApplication.clipboard().setText(self.form.message())
        self._take(_("Copied"), _("Paste it into a message to your partner and send it."))
        return False

    def _is_taken(self) -> bool:
        """Return whether the message was copied or saved as it stands."""
        return bool(self._taken) and self._taken == self.form.message()

    def _take(self, title: str, text: str) -> None:
        """Show that the message was taken along; a second press must not say that it was sent."""
        self._taken = self.form.message()
        self._show_state()
        self.sent.set(Tone.GOOD, title, text, Glyph.CHECK_CIRCLE)
        self.column.ensureWidgetVisible(self.sent)
        self.copy_again.setFocus()

    def _nothing_to_send(self) -> bool:
        return not self.keeps_input() and (self._pending is not None or self._has_number())

    def _has_number(self) -> bool:
        usable = self.journey.book.usable_projects(self.journey.chosen())
        return bool(usable) and not self.journey.another

    @property
    def _pending(self) -> Project | None:
        return None if self._shown is None else self._shown[1]

    def _fill(self, uid: str, pending: Project | None) -> None:
        self.leave()
        workspace = self.context.workspace
        facts = text_facts(workspace.setting(SettingKey.REQUEST_FACTS, uid))
        request = Request(
            uid=uid,
            company=facts.get("company") or workspace.setting(SettingKey.REQUEST_COMPANY) or "",
            purpose=facts.get("purpose", "") if pending is None else pending.title,
            products=facts.get("products", ""),
        )
        partner = facts.get("partner", "") if pending is None else pending.partner or ""
        self.form.offer_partners(_partners(self.journey))
        self.form.load(request, partner, facts.get("language", ""))
        kept = self.draft.open(draft_name(Step.REQUEST, uid)) if self.draft else {}
        if kept:
            self.form.restore(kept)
        elif pending is not None and pending.request_text:
            self.form.show_sent(pending.request_text)

    def _edited(self) -> None:
        if self.draft is not None:
            self.draft.touch()
        self._show_state()

    def _show_state(self) -> None:
        sent = self._pending is not None and not self.keeps_input()
        self.sent.setVisible(sent or self._is_taken())
        self.copy_again.setVisible(sent or self._is_taken())
        self.copy_again.set_copied(self.form.message())
        self.ask_again.setVisible(self._has_number() and self._pending is None)
        if sent and self._pending is not None and self._pending.requested_at is not None:
            when = moments.moment(self._pending.requested_at, self.context.workspace.clock())
            self.sent.set(
                Tone.GOOD,
                _("Marked as sent {when}").format(when=when),
                _("If you haven't yet, paste it into a message to your partner."),
                Glyph.CHECK,
            )
        self.commit_changed.emit()

    def _skip(self) -> None:
        self.journey.step_wanted.emit(Step.NUMBER)

    def _ask_again(self) -> None:
        self.journey.another = True
        self.renew()
        self.form.purpose.line.setFocus()

    def _save_text(self) -> None:
        request = self.form.read()
        if request is None:
            return
        name = _("Request for a project number {uid}.txt").format(uid=request.uid)
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("Save the request as text"), name, _("Text (*.txt)")
        )
        if not chosen:
            return
        path = Path(chosen)
        try:
            write_whole(path, self.form.message() + "\n")
        except OSError as problem:
            self.show_trouble(_("The request couldn't be saved"), files.file(problem))
            return
        done = _("Request saved to {file}").format(file=path.name)
        self._take(done, _("Send the file or its text to your partner."))

    def _mark_as_sent(self, request: Request, done: str) -> bool:
        """Record the message as sent; False where the records could not be written."""
        facts = self.form.values()
        base = self._pending or Project(account=request.uid)
        project = replace(base, partner=self.form.partner.value() or None, title=request.purpose)
        text = self.form.message()

        def send() -> Project:
            workspace = self.context.workspace
            workspace.set_setting(SettingKey.REQUEST_COMPANY, request.company)
            workspace.set_setting(
                SettingKey.REQUEST_FACTS, json.dumps(facts, ensure_ascii=False), request.uid
            )
            return workspace.send_request(project, text, self._pending)

        try:
            sent = self.run_action(done, send)
        except ChangedElsewhere as problem:
            self.show_conflict(problem, self._pending or project, project)
            return False
        if sent is None:
            return False
        if self.draft is not None:
            self.draft.drop()
        self.renew()
        return True


def _partners(journey: Journey) -> list[str]:
    """Every partner's name that was ever recorded or typed, each once."""
    book = journey.book
    names = [p.name for p in book.partners] + [p.partner for p in book.projects if p.partner]
    return list(dict.fromkeys(names))
