"""The page of project numbers (项目编号): accounts with their projects, and partners."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.evidence import subject_of_project
from desktop.domain.journal import ChangedElsewhere
from desktop.domain.model import Account, Partner, Project, Window
from desktop.domain.window_advice import Advice
from desktop.forms.wizard_steps import Step
from desktop.ui.kit.buttons import LinkButton, PlainButton, PrimaryButton
from desktop.ui.kit.cards import Card, EmptyState, Hairline, Page, clear
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.projects.account_card import AccountCard, urgency
from desktop.ui.projects.account_form import AccountForm
from desktop.ui.projects.partner_form import PartnerForm
from desktop.ui.projects.project_form import ProjectForm
from desktop.ui.projects.record_dialog import Form, RecordDialog
from desktop.ui.shared.context import Context
from desktop.ui.shared.own_plan import own_plan
from desktop.ui.shared.ticking import TickingMixin
from desktop.wording import glossary
from desktop.wording.i18n import _
from desktop.wording.records import rates


class ProjectsPage(TickingMixin, Page):
    """Rebuilds its cards when records change; the ticker only updates the countdowns."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Project numbers"),
            _("One project per account: every order uses it while it is valid"),
            parent,
        )
        self._context = context
        self._return_to = ""
        self.cards: list[AccountCard] = []
        self.dialog: RecordDialog | None = None
        self.add_button = PlainButton(_("Add an account"), self.add_account, glyph=Glyph.PLUS)
        self.actions_row.addWidget(self.add_button)
        context.changed.connect(self.refresh)
        self.refresh()
        self.follow(context.ticker)

    def refresh(self) -> None:
        """Rebuild the page from the records."""
        focused = self._focused_name() or self._return_to
        workspace = self._context.workspace
        book, now = workspace.book(), workspace.clock()
        clear(self.content)
        accounts = sorted(book.accounts.values(), key=lambda a: urgency(a, book, now))
        self.cards = [
            AccountCard(
                account,
                book,
                workspace.sightings(account.uid),
                now,
                first=number == 0,
                compared=workspace.comparing.last_compared(account.uid),
                reminders=own_plan(workspace, account.uid),
            )
            for number, account in enumerate(accounts)
        ]
        for card in self.cards:
            card.correct_account.connect(self.correct_account)
            card.add_project.connect(self.add_project)
            card.request_number.connect(self._request)
            card.correct_project.connect(self.correct_project)
            card.delete_request.connect(self._delete_request)
            card.show_evidence.connect(self.show_evidence)
            card.window_chosen.connect(self._save_window)
            card.advice_accepted.connect(self._accept_advice)
            card.compare.connect(lambda account: self._context.compare_wanted.emit(account.uid))
            card.set_reminders.connect(self._set_reminders)
            self.content.addWidget(card)
        self.add_button.setVisible(bool(self.cards))
        if not self.cards:
            self._show_empty()
        self.card_button = LinkButton(_("Open a partner's card…"), self._open_card)
        if book.partners:
            self.content.addWidget(self._partners(book.partners))
        else:
            self.content.addWidget(self.card_button, 0, Qt.AlignmentFlag.AlignHCenter)
        if self.cards:
            text = _("Validity is estimated as three months; the console has the last word.")
            self.content.addWidget(PlainLabel(text, Role.SMALL))
        self._restore_focus(focused)

    def _save_window(self, account: Account, window: Window) -> None:
        done = _("Association period of {name}: {window}").format(
            name=glossary.account(account), window=glossary.window(window)
        )
        self._context.run_action(done, lambda: self._context.workspace.read_window(account, window))

    def _accept_advice(self, account: Account, advice: Advice) -> None:
        done = _("Association period of {name}: {window}").format(
            name=glossary.account(account), window=glossary.window(advice.window)
        )
        self._context.run_action(done, lambda: self._context.workspace.take_advice(account, advice))

    def _delete_request(self, project: Project) -> None:
        done = _("Request to {partner} deleted").format(
            partner=project.partner or _("your partner")
        )

        def delete() -> bool:
            self._context.workspace.delete_request(project)
            return True

        try:
            self._context.run_action(done, delete)
        except ChangedElsewhere:
            text = _("The request was changed in the meantime. Please look at it again.")
            self._context.failed.emit(_("Nothing was deleted"), text)
            self.refresh()

    def add_account(self) -> None:
        """Open the form for a new account."""
        form = AccountForm(self._context)
        form.load(None)
        self._open(_("Add an account"), form, self._save_account)

    def correct_account(self, account: Account) -> None:
        """Open the form that edits an account."""
        form = AccountForm(self._context)
        form.load(account)
        self._open(_("Edit account"), form, self._save_account, account)

    def add_project(self, account: Account) -> None:
        """Open the form for a project whose number is known."""
        form = ProjectForm(self._context)
        form.set_account(account.uid)
        self._open(_("Add a project"), form, self._save_project)

    def correct_project(self, project: Project) -> None:
        """Open the form that edits or completes a project."""
        form = ProjectForm(self._context)
        form.load(project)
        self._open(_("Edit project"), form, self._save_project, project)

    def show_evidence(self, project: Project) -> None:
        """Open the dialog with the evidence of a project."""
        from desktop.ui.evidence.dialog import EvidenceDialog

        name = project.number or project.title or _("(no number yet)")
        subject = subject_of_project(project.key or 0)
        self.evidence = EvidenceDialog(self._context, subject, name, self.window())
        self.evidence.open()

    def correct_partner(self, partner: Partner) -> None:
        """Open the form that edits a partner."""
        form = PartnerForm(self._context.workspace.clock)
        form.load(partner)
        self._open(_("Edit partner"), form, self._save_partner, partner)

    def _open_card(self) -> None:
        """Ask for the file of a card, and request the dialog that shows it."""
        from desktop.ui.projects.card_dialog import card_filter

        chosen, _filter = QFileDialog.getOpenFileName(
            self, _("Open a partner's card"), "", card_filter()
        )
        if chosen:
            self._context.card_wanted.emit(Path(chosen))

    # Interface for the ticker

    def next_change(self, now: datetime) -> datetime | None:
        """Return the moment of the next change of a countdown (UTC), or None."""
        rows = (row for card in self.cards for row in card.rows)
        changes = (row.next_change(now) for row in rows)
        return min((change for change in changes if change is not None), default=None)

    def tick(self, now: datetime) -> None:
        """Update the countdowns."""
        for card in self.cards:
            for row in card.rows:
                row.show_time(now)

    # Saving

    def _save_account(
        self, account: Account, expected: Account | None
    ) -> tuple[str, Callable[[], object]]:
        done = _("Account “{name}” added") if account.key is None else _("Account “{name}” edited")
        name = glossary.account(account)
        return done.format(name=name), lambda: self._context.workspace.save_account(
            account, expected
        )

    def _save_project(
        self, project: Project, expected: Project | None
    ) -> tuple[str, Callable[[], object]]:
        done = _("Project {number} added") if project.key is None else _("Project {number} edited")
        number = project.number or _("(no number yet)")
        return done.format(number=number), lambda: self._context.workspace.save_project(
            project, expected
        )

    def _save_partner(
        self, partner: Partner, expected: Partner | None
    ) -> tuple[str, Callable[[], object]]:
        done = _("Partner “{name}” edited").format(name=partner.name)
        return done, lambda: self._context.workspace.save_partner(partner, expected)

    def _open(
        self,
        title: str,
        form: Form,
        save: Callable[..., tuple[str, Callable[[], object]]],
        expected: Account | Project | Partner | None = None,
    ) -> None:
        self._return_to = self._focused_name()
        self.dialog = RecordDialog(self._context, title, form, save, expected, self.window())
        self.dialog.finished.connect(self._closed)
        self.dialog.open()

    def _closed(self) -> None:
        self.dialog = None
        self._restore_focus(self._return_to)
        self._return_to = ""

    def _set_reminders(self, account: Account) -> None:
        self._context.own_plan_wanted.emit(account.uid, None)

    def _request(self, account: Account) -> None:
        self._context.wizard_wanted.emit(account.uid, Step.REQUEST)

    # Building

    def _show_empty(self) -> None:
        start = PrimaryButton(_("Start"), lambda: self._context.wizard_wanted.emit(None, None))
        self.content.addWidget(
            EmptyState(
                _("No account yet"),
                _("It takes a few minutes: first your account, then its project number."),
                start,
                glyph=Glyph.HASH,
            )
        )

    def _partners(self, partners: tuple[Partner, ...]) -> Card:
        card = Card()
        head = QHBoxLayout()
        head.addWidget(PlainLabel(_("Partners"), Role.HEADING))
        head.addStretch(1)
        head.addWidget(self.card_button)
        card.body.addLayout(head)
        for partner in partners:
            card.body.addWidget(Hairline())
            card.body.addLayout(self._partner_row(partner))
        return card

    def _partner_row(self, partner: Partner) -> QHBoxLayout:
        row = QHBoxLayout()
        words_column = QVBoxLayout()
        words_column.setSpacing(2)
        words_column.addWidget(PlainLabel(partner.name, Role.STRONG, selectable=True))
        promised = " · ".join(rates.lines(partner.rates, partner.excluded_products))
        for text in (partner.contact, promised, partner.note):
            if text:
                words_column.addWidget(PlainLabel(text, Role.MUTED, selectable=True))
        row.addLayout(words_column, 1)
        named = _("Edit partner {name}").format(name=partner.name)
        row.addWidget(LinkButton(_("Edit"), lambda: self.correct_partner(partner), name=named))
        return row

    # Rebuilding deletes the focused button: focus the new one of the same name

    def _focused_name(self) -> str:
        focused = QApplication.focusWidget()
        if isinstance(focused, QPushButton) and self.isAncestorOf(focused):
            return focused.accessibleName()
        return ""

    def _restore_focus(self, name: str) -> None:
        if not name or (self.dialog is not None and self.dialog.isVisible()):
            return
        for button in self.findChildren(QPushButton):
            if button.accessibleName() == name and not button.isHidden():
                button.setFocus()
                return
