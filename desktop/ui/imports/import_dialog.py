"""The dialog that imports orders: a preview of every row, and the import button."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QWidget

from desktop.base.storage import StorageError
from desktop.domain.journal import DuplicateRecord
from desktop.exchange.merge_plan import MergePlan
from desktop.exchange.options import ReadOptions
from desktop.exchange.snapshot import ImportRefused
from desktop.services.files import ImportReport
from desktop.services.import_outlook import ImportOutlook
from desktop.ui.imports.import_layout import ImportLayout
from desktop.ui.imports.importer import Importer
from desktop.ui.imports.preview_model import similar
from desktop.ui.imports.preview_rows import PreviewRow, RowGroup, rows_of
from desktop.ui.imports.row_answers import RowAnswers
from desktop.ui.imports.row_questions import NOBODY, Ask
from desktop.ui.kit.announce import announce
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import Tone
from desktop.wording import import_rows, imports
from desktop.wording.errors import database
from desktop.wording.errors import files as file_errors
from desktop.wording.i18n import _, clauses

if TYPE_CHECKING:
    from desktop.exchange.read import Document

_SIZE = QSize(960, 704)
_MAYBE_ENCODING = ("no-header", "not-text")
"""Refusals that another encoding may resolve."""
_CHOICE_NEEDED = ("account-needed", "kind-needed", "no-creation")
"""Refusals that one choice of the user resolves: nothing is wrong with the file."""


class ImportDialog(ImportLayout):
    """Shows the import plan for a file or a text; only the import button writes it."""

    imported = Signal(object)
    """An `ImportReport`, emitted after everything was written and the dialog closed."""

    def __init__(
        self,
        context: Context,
        source: Path | str,
        parent: QWidget | None = None,
        account: str | None = None,
    ) -> None:
        """`source` is a file or copied text; `account` is the UID chosen at the start."""
        accounts = list(context.workspace.book().accounts.values())
        file = source.name if isinstance(source, Path) else ""
        super().__init__(_SIZE, import_rows.heading(file), accounts, account, parent)
        self._context = context
        self._source = source
        self._document: Document | None = None
        self._writing = False
        self._found: MergePlan | None = None  # the plan before the user's decisions
        self._answers = RowAnswers()
        self._rows: list[PreviewRow] = []
        self._last: tuple[PreviewRow, str] | None = None
        self._outlook: ImportOutlook | None = None
        self.plan: MergePlan | None = None
        self.importer = Importer(context.workspace, self)
        self._connect()
        self._show_plan()
        self.read()

    def read(self) -> None:
        """Open the source with the chosen options, then plan the import."""
        self._answers = RowAnswers()
        self._forget_plan()
        self._wait(_("Reading…"))
        self.importer.open(self._source, self._choices())

    def run_import(self) -> None:
        """Write the plan in one transaction, if it changes anything."""
        if self.plan is not None and self._changes_something() and not self.importer.busy:
            self._writing = True
            self._wait(_("Importing…"))
            self.importer.run_import(self.plan, self._name())

    def reject(self) -> None:
        """Cancel a running import, else close; ask before answers are discarded."""
        if self.importer.busy and self._writing:
            self.importer.cancel()
        elif not self.discard_question.isHidden():
            self.ask_to_discard(asking=False)
            self.preview.table.setFocus()  # on the import button, a second Enter would import
        elif self._answers.any_given():
            self.ask_to_discard(asking=True)
        else:
            self.close_now()

    def close_now(self) -> None:
        """Close without a question; a running import is rolled back without a message."""
        self.importer.forget()
        super().close_now()

    def _connect(self) -> None:
        self.commit_button.clicked.connect(lambda _on=False: self.run_import())
        self.close_button.clicked.connect(lambda _on=False: self.reject())
        self.same_button.clicked.connect(lambda _on=False: self._answer_all())
        self.groups.chosen.connect(lambda _group: self._show_rows())
        self.read_options.encoding_chosen.connect(self.read)
        self.read_options.chosen.connect(self._plan)
        self.read_options.columns_chosen.connect(self._remember_columns)
        self.preview.answered.connect(self._answer)
        self.preview.withdrawn.connect(self._withdraw)
        self.question.all_new.connect(self._set_all_new)
        self.importer.opened.connect(self._opened)
        self.importer.planned.connect(self._planned)
        self.importer.refused.connect(self._refused)
        self.importer.failed.connect(self._fail)
        self.importer.imported.connect(self._show_imported)
        self.importer.cancelled.connect(self._show_cancelled)
        self.importer.progressed.connect(self.show_progress)

    def _name(self) -> str:
        return self._source.name if isinstance(self._source, Path) else _("Pasted orders")

    def _choices(self) -> ReadOptions:
        return replace(self.read_options.choices(), answers=self._answers.texts(), interactive=True)

    # While a job is running

    def _wait(self, text: str) -> None:
        """Show that a job is running; a plan that is already shown stays visible."""
        if self._found is None:
            self.report.set(Tone.INFO, text, "", Glyph.CLOCK)
            self.report.show()
        elif self._writing:
            self.status.setText(text)
            announce(self, text)
        self.show_running(writing=self._writing)

    def _stop_waiting(self) -> None:
        self._writing = False
        self.show_idle()

    # Results of the importer

    def _opened(self, document: Document) -> None:
        self._document = document
        table = document.table
        columns = {} if table is None else self._context.workspace.files.columns(table)
        self.read_options.show_document(document, columns)
        self._plan()

    def _plan(self) -> None:
        if self._document is not None:
            self.question.hide()
            self._wait(_("Comparing with your records…"))
            self.importer.plan(self._document, self._choices())

    def _remember_columns(self) -> None:
        """Use the chosen columns for this import, and remember them for later files."""
        table = None if self._document is None else self._document.table
        columns = self.read_options.choices().columns
        if table is not None and columns is not None:
            files = self._context.workspace.files
            self._context.run_action("", lambda: files.remember_columns(table, dict(columns)))
        self._plan()

    def _planned(self, plan: MergePlan) -> None:
        self._stop_waiting()
        self._found = plan
        self._answers.mark_read()
        self._settle()
        announce(self, clauses(imports.counted(self.plan or plan), self.status.text()))
        row = self.preview.current()
        if row is None or not row.open or not self.preview.answer.has_focus():
            self._focus_next()
        else:
            self.preview.answer.take_focus()  # the row has another question now

    def _settle(self) -> None:
        """Show the plan with the decisions so far; doubtful orders wait for an answer."""
        found = self._found
        if found is None:
            return
        self.ask_to_discard(asking=False)
        self.plan = self._answers.settle(found)
        workspace = self._context.workspace
        self._outlook = ImportOutlook(self.plan, workspace.book(), workspace.clock())
        self.show_remarks(found, several_sheets=self._several_sheets())
        self._show_plan()

    # Questions and answers

    def _focus_next(self) -> None:
        """Focus the first unanswered question, else the import or the close button."""
        if not self.question.isHidden():
            self.question.new_button.setFocus()
        elif self.read_options.columns.isVisibleTo(self) or self.preview.focus_next_open():
            return
        elif any(row.open for row in self.preview.rows.all_rows()):
            self.groups.select(RowGroup.ALL)
            self.preview.focus_next_open()
        elif self.commit_button.isEnabled():
            self.commit_button.setFocus()
        elif not self.importer.busy:
            self.close_button.setFocus()

    def _answer(self, row: PreviewRow, value: str) -> None:
        """Apply the answer to a row's question, and focus the next open row."""
        if row.problem is None:
            return
        if row.ask is Ask.ACCOUNT:
            self._answer_account(str(row.problem.facts["value"]), value)
            return
        self._last = row, value
        self._answers.answer(row.problem, row.place, value)
        self._show_answers()

    def _answer_all(self) -> None:
        """Apply the last answer to all similar rows.

        For a text with two readings, the same reading is chosen, not the same value.
        """
        if self._last is None:
            return
        answered, value = self._last
        facts = {} if answered.problem is None else answered.problem.facts
        reading = next((name for name in ("one", "other") if facts.get(name) == value), "")
        for row in similar(self.preview.rows.all_rows(), answered):
            if row.problem is not None:
                same = str(row.problem.facts.get(reading, value))
                self._answers.answer(row.problem, row.place, same)
        self._show_answers()

    def _show_answers(self) -> None:
        """Show the plan with the new answers; rows with typed answers are read again."""
        self._settle()
        if self._answers.any_awaited:
            self._plan()
        self._focus_next()

    def _withdraw(self, row: PreviewRow) -> None:
        """Withdraw a row's typed answer, so that its question is asked again."""
        self._answers.withdraw(row.place)
        self._plan()

    def _answer_account(self, name: str, uid: str) -> None:
        if uid == NOBODY:
            self._exclude_name(name)
        else:
            self._name_account(name, uid)

    def _name_account(self, name: str, uid: str) -> None:
        self._answers.include_name(name)
        files = self._context.workspace.files
        self._context.run_action("", lambda: files.remember_account(name, uid))
        self._plan()

    def _exclude_name(self, name: str) -> None:
        self._answers.exclude_name(name)
        self._settle()
        self._focus_next()

    def _set_all_new(self) -> None:
        self.read_options.kind = "New"
        self._plan()

    def _refused(self, problem: ImportRefused) -> None:
        self._stop_waiting()
        self._forget_plan()
        wanted = problem.code in _CHOICE_NEEDED
        title = _("One choice is missing") if wanted else _("Not ready to import")
        tone, glyph = (Tone.INFO, Glyph.QUESTION) if wanted else (Tone.BAD, Glyph.CROSS)
        self.show_report(tone, title, file_errors.unreadable(problem), glyph)
        self._show_plan()
        if problem.code == "account-needed":
            self.read_options.ask_for_account()
        elif problem.code == "kind-needed":
            self.question.show()
            self.question.new_button.setFocus()
        elif problem.code == "no-creation":
            self.read_options.show_columns()
        elif problem.code in _MAYBE_ENCODING and isinstance(self._source, Path):
            self.read_options.offer_encoding()

    def _fail(self, problem: StorageError | DuplicateRecord) -> None:
        self._writing = False
        if isinstance(problem, DuplicateRecord):
            self._plan()  # one of the orders was recorded elsewhere since: compare again
            return
        self._stop_waiting()
        self.show_report(Tone.BAD, *database.notice(problem), Glyph.CROSS)
        self._update_foot()

    def _show_cancelled(self) -> None:
        self._stop_waiting()
        text = _("Cancelled. Nothing was imported.")
        self.show_report(Tone.INFO, text, "", Glyph.EXCLAMATION)
        self._update_foot()

    def _show_imported(self, report: ImportReport) -> None:
        self._stop_waiting()
        self._context.run_action(imports.summary(report.plan, self._name()), lambda: None)
        self.accept()
        self.imported.emit(report)

    # Display

    def _forget_plan(self) -> None:
        self._found = self.plan = self._outlook = self._last = None
        self.question.hide()

    def _show_plan(self) -> None:
        found, plan = self._found, self.plan
        if found is not None and plan is not None:
            self._rows = rows_of(found, plan, self._answers, in_table=self._in_table())
            self.whose.setText(self._whose(plan))
        else:
            self._rows = []
            self.whose.setText("")
        self.whose.setVisible(bool(self.whose.text()))
        self.show_parts(planned=plan is not None, rows=bool(self._rows))
        self._show_rows()
        self._update_foot()

    def _show_rows(self) -> None:
        self.preview.show_rows(self._rows, self.groups.key(), self._outlook)
        self.groups.set_counts(self.preview.rows.counts())
        similar_rows = [] if self._last is None else similar(self._rows, self._last[0])
        self.offer_same_answer(len(similar_rows))

    def _several_sheets(self) -> bool:
        return self._document is not None and bool(self._document.further)

    def _in_table(self) -> bool:
        return self._document is not None and self._document.table is not None

    def _whose(self, plan: MergePlan) -> str:
        book = self._context.workspace.book() if self._outlook is None else self._outlook.book
        uids = dict.fromkeys(each.order.account for each in plan.planned)
        accounts = [book.accounts[uid] for uid in uids if uid in book.accounts]
        named = (
            self.read_options.account.isHidden()
            and self._document is not None
            and self.read_options.named
        )
        return import_rows.target_account(accounts, named=named)

    def _update_foot(self) -> None:
        plan, changes = self.plan, self._changes_something()
        count = 0 if plan is None else len(plan.orders)
        self.name_commit(count, changes=changes, enabled=changes and not self.importer.busy)
        self.status.setText("")
        if plan is not None:
            unsettled = sum(row.unsettled for row in self._rows)
            known = all(row.group is RowGroup.UNCHANGED for row in self._rows)
            text = import_rows.remaining(plan, unsettled, known=known, importable=changes)
            self.status.setText(text)

    def _changes_something(self) -> bool:
        plan = self.plan
        if plan is None:
            return False
        if self._found is not None and self._found.orders and not plan.orders:
            return False  # only accounts of excluded orders remain
        kinds = (plan.accounts, plan.partners, plan.projects, plan.orders)
        return any(kinds) or bool(plan.receipts)
