"""The dialog that imports orders: first what it would do, row by row, then one button."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from desktop.base.storage import StorageError
from desktop.domain.journal import DuplicateRecord
from desktop.exchange.merge_plan import MergePlan
from desktop.exchange.snapshot import ImportRefused
from desktop.services.files import ImportReport
from desktop.ui.imports.how_read import HowRead
from desktop.ui.imports.importer import Importer
from desktop.ui.imports.preview import Decision, Preview
from desktop.ui.imports.questions import OpenQuestion, RowDecision
from desktop.ui.kit.announce import announce
from desktop.ui.kit.buttons import PlainButton, PrimaryButton
from desktop.ui.kit.cards import Notice
from desktop.ui.kit.dialogs import DialogFrame
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import Tone
from desktop.wording import imports
from desktop.wording.errors import database
from desktop.wording.errors import files as file_errors
from desktop.wording.i18n import _, ngettext

if TYPE_CHECKING:
    from desktop.exchange.read import Document

_SIZE = QSize(1160, 660)
_PERHAPS_MISREAD = ("no-header", "not-text")
"""Refusals that another encoding may cure."""


class ImportDialog(DialogFrame):
    """Shows the plan for a file or a text. Nothing is written before its button is pressed."""

    taken_in = Signal(object)
    """An `ImportReport`: everything was written, and the dialog is closed."""

    def __init__(
        self,
        context: Context,
        source: Path | str,
        parent: QWidget | None = None,
        account: str | None = None,
    ) -> None:
        """`source` is a file, or text that was copied; `account` the UID to start with."""
        super().__init__(_("Import orders"), _SIZE, parent=parent)
        self._context = context
        self._source = source
        self._document: Document | None = None
        self._writing = False
        self._found: MergePlan | None = None
        self._taken: set[Decision] = set()
        self._answered: set[Decision] = set()
        self._names_left_out: set[str] = set()
        self.plan: MergePlan | None = None
        self.importer = Importer(context.workspace, self)
        accounts = list(context.workspace.book().accounts.values())
        self.how = HowRead(accounts, account, self)
        self.question = OpenQuestion(accounts, self)
        self._build()
        self._connect()
        self._show_preview(None)
        self.read()

    def read(self) -> None:
        """Open the source, as chosen, and plan."""
        self._forget_plan()
        self._wait(_("Reading…"))
        self.importer.open(self._source, self.how.choices())

    def take_in(self) -> None:
        """Write everything in one transaction."""
        if self.plan is not None and self._changes_something():
            self._wait(_("Importing…"))
            self.importer.take_in(self.plan, self._name())

    def reject(self) -> None:
        """Close; while orders are being written, call that off first."""
        if self.importer.busy and self._writing:
            self.importer.cancel()
        else:
            self.let_go()

    def let_go(self) -> None:
        """Close at once; what is being written is taken back without a message."""
        self.importer.forget()
        super().reject()

    # Building

    def _build(self) -> None:
        self.report = Notice(Tone.INFO, "")
        self.body.addWidget(PlainLabel(self._name(), Role.TITLE))
        self.body.addWidget(self.report)
        self.body.addWidget(self.question)
        self.body.addWidget(self.how)
        self.notes = PlainLabel("", Role.MUTED, self)
        self.notes.hide()
        self.body.addWidget(self.notes)
        self.preview = Preview()
        self.body.addWidget(self.preview, 1)
        self.reason = PlainLabel("", Role.MUTED, self)
        self.reason.hide()
        self.foot.addWidget(self.reason)
        self.decision = RowDecision(self)
        self.foot.addWidget(self.decision)
        self.room = QWidget()
        self.room.hide()
        self.body.addWidget(self.room, 1)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.foot.addWidget(self.bar)
        self.close_button = PlainButton(_("Close"), self.reject)
        self.commit_button = PrimaryButton("", self.take_in)
        self.add_buttons([], [self.close_button, self.commit_button])

    def _connect(self) -> None:
        self.how.encoding_chosen.connect(self.read)
        self.how.chosen.connect(self._plan)
        self.how.columns_chosen.connect(self._keep_columns)
        self.preview.looked_at.connect(self._show_reason)
        self.decision.decided.connect(self._decide)
        self.question.account_named.connect(self._name_account)
        self.question.name_left_out.connect(self._leave_name_out)
        self.question.all_new.connect(self._take_all_as_new)
        self.importer.opened.connect(self._opened)
        self.importer.planned.connect(self._planned)
        self.importer.refused.connect(self._refused)
        self.importer.failed.connect(self._fail)
        self.importer.taken_in.connect(self._taken_in)
        self.importer.cancelled.connect(self._show_cancelled)
        self.importer.moved.connect(self._moved)

    def _name(self) -> str:
        return self._source.name if isinstance(self._source, Path) else _("Pasted orders")

    # While a job is under way

    def _wait(self, text: str) -> None:
        self._writing = self.plan is not None
        self.report.set(Tone.INFO, text, "", Glyph.CLOCK)
        self.bar.setRange(0, 0)
        self.bar.show()
        self.how.setEnabled(not self._writing)
        self.close_button.setText(_("Cancel"))
        self.commit_button.setEnabled(False)

    def _moved(self, at: int, count: int) -> None:
        self.bar.setRange(0, count)
        self.bar.setValue(at)

    def _rest(self) -> None:
        self._writing = False
        self.bar.hide()
        self.how.setEnabled(True)
        self.close_button.setText(_("Close"))

    # What came of it

    def _opened(self, document: Document) -> None:
        self._document = document
        table = document.table
        columns = {} if table is None else self._context.workspace.files.columns(table)
        self.how.show_document(document, columns)
        self._plan()

    def _plan(self) -> None:
        if self._document is not None:
            self._forget_plan()
            self._wait(_("Comparing with your records…"))
            self.importer.plan(self._document, self.how.choices())

    def _keep_columns(self) -> None:
        """Take the columns as they were chosen, this time and the next."""
        table = None if self._document is None else self._document.table
        columns = self.how.choices().columns
        if table is not None and columns is not None:
            files = self._context.workspace.files
            self._context.run_action("", lambda: files.remember_columns(table, dict(columns)))
        self._plan()

    def _planned(self, plan: MergePlan) -> None:
        self._rest()
        self._found = plan
        self._settle()
        announce(self, self.report.title.text())
        self._ask_next()

    def _settle(self) -> None:
        """Show the plan with what has been decided so far; doubtful orders wait for an answer."""
        found = self._found
        if found is None:
            return
        doubtful = {each.name for each in found.planned if each.doubt}
        left_out = {name for name in doubtful if (name, "") not in self._taken}
        settled = bool(self._taken or left_out)
        self.plan = plan = found.settled(self._taken, left_out) if settled else found
        wrong = len(plan.problems)
        tone, glyph = (Tone.AMBER, Glyph.EXCLAMATION) if wrong else (Tone.GOOD, Glyph.CHECK)
        text = ngettext("{count} row to check", "{count} rows to check", wrong)
        self.report.set(
            tone, imports.counts(plan), text.format(count=wrong) if wrong else "", glyph
        )
        self._show_preview(plan)
        further = self._document is not None and self._document.further
        notes = imports.notes(plan, without=() if further else ("columns-unused",))
        self.notes.setText("\n".join(notes))
        self.notes.setVisible(bool(notes))

    # What is asked

    def _ask_next(self) -> None:
        """Put the focus on the one thing that must be answered, else on the import button."""
        name = self._unknown_name()
        self.question.setVisible(False)
        if name is not None:
            self.question.ask_account(name)
            self.question.editor.setFocus()
            return
        row = self.preview.rows.first_open(self._answered)
        if row is not None:
            self.preview.selectRow(row)
            self.decision.keep_button.setFocus()
        elif not self.how.columns.isVisibleTo(self) and self.commit_button.isEnabled():
            self.commit_button.setFocus()

    def _unknown_name(self) -> str | None:
        """Return the first name of an account that nobody has answered for."""
        problems = () if self._found is None else self._found.problems
        names = (str(p.facts["value"]) for p in problems if p.code == "account-unknown")
        return next((name for name in names if name not in self._names_left_out), None)

    def _name_account(self, name: str, uid: str) -> None:
        files = self._context.workspace.files
        self._context.run_action("", lambda: files.remember_account(name, uid))
        self._plan()

    def _leave_name_out(self, name: str) -> None:
        self._names_left_out.add(name)
        self._ask_next()

    def _take_all_as_new(self) -> None:
        self.how.kind = "New"
        self._plan()

    def _decide(self, taken: bool) -> None:
        """Settle the row that is looked at, and go on to the next that is open."""
        row = self.preview.currentIndex().row()
        decision = self.preview.rows.decision(row)
        if decision is None:
            return
        self._answered.add(decision)
        (self._taken.add if taken else self._taken.discard)(decision)
        self._settle()
        self.preview.selectRow(row)
        self._ask_next()

    def _refused(self, problem: ImportRefused) -> None:
        self._rest()
        self._forget_plan()
        self.report.set(
            Tone.BAD, _("Not ready to import"), file_errors.unreadable(problem), Glyph.CROSS
        )
        announce(self, f"{self.report.title.text()} {self.report.text.text()}")
        self._show_preview(None)
        if problem.code == "account-needed" and "account" in problem.facts:
            self.question.ask_account(str(problem.facts["account"]))
            self.question.editor.setFocus()
        elif problem.code == "account-needed":
            self.how.ask_for_account()
        elif problem.code == "kind-needed":
            self.question.ask_kind()
            self.question.editor.setFocus()
        elif problem.code == "no-creation":
            self.how.show_columns()
        elif problem.code in _PERHAPS_MISREAD and isinstance(self._source, Path):
            self.how.offer_encoding()

    def _fail(self, problem: StorageError | DuplicateRecord) -> None:
        if isinstance(problem, DuplicateRecord):
            self._plan()  # somebody else has recorded one of the orders since: look again
            return
        self._rest()
        self.report.set(Tone.BAD, *database.notice(problem), Glyph.CROSS)
        self._name_commit()

    def _show_cancelled(self) -> None:
        self._rest()
        self.report.set(Tone.INFO, _("Cancelled. Nothing was imported."), "", Glyph.EXCLAMATION)
        self._name_commit()

    def _taken_in(self, report: ImportReport) -> None:
        self._rest()
        self._context.run_action(imports.summary(report.plan, self._name()), lambda: None)
        self.accept()
        self.taken_in.emit(report)

    # Showing

    def _forget_plan(self) -> None:
        self._found = self.plan = None
        self._taken.clear()
        self._answered.clear()
        self.question.hide()
        self.notes.hide()

    def _show_preview(self, plan: MergePlan | None) -> None:
        self.preview.show_plan(plan, self._taken)
        self.preview.setVisible(plan is not None)
        self.room.setVisible(plan is None)
        self._name_commit()

    def _show_reason(self, row: int) -> None:
        text = self.preview.rows.reason(row)
        self.reason.setText(text)
        self.reason.setVisible(bool(text))
        decision = self.preview.rows.decision(row)
        if decision is None:
            self.decision.hide()
        elif decision[1]:
            self.decision.ask_conflict()
        else:
            self.decision.ask_doubt()

    def _name_commit(self) -> None:
        count = 0 if self.plan is None else len(self.plan.orders)
        text = ngettext("Import {count} order", "Import {count} orders", count)
        self.commit_button.setText(text.format(count=count))
        self.commit_button.setAccessibleName(self.commit_button.text())
        self.commit_button.setEnabled(self._changes_something())

    def _changes_something(self) -> bool:
        plan = self.plan
        if plan is None:
            return False
        if self._found is not None and self._found.orders and not plan.orders:
            return False  # what remains are accounts of orders that were left out
        kinds = (plan.accounts, plan.partners, plan.projects, plan.orders)
        return any(kinds) or bool(plan.receipts)
