"""The dialog that shows the report of a month and saves it as PDF or spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.base.atomic_file import write_whole
from desktop.base.paper_document import PaperDocument
from desktop.base.storage import StorageError
from desktop.services.workspace import Workspace
from desktop.ui.cashback.document_writer import DocumentWriter
from desktop.ui.kit.buttons import PlainButton, PrimaryButton
from desktop.ui.kit.cards import Card
from desktop.ui.kit.dialogs import DialogFrame
from desktop.ui.kit.fields import ComboField
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role, scaled
from desktop.ui.kit.paper_pdf import write_paper
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.kit.save_dialog import choose_place
from desktop.ui.kit.worker import Worker
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import HEADING_SIZE, L
from desktop.wording import month_report as words
from desktop.wording.i18n import _, clauses, labelled

_SIZE = QSize(680, 0)
_PDF, _XLSX = ".pdf", ".xlsx"
_COMFORT = 6
"""Characters that a figure needs to be beside another."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A month's report in words."""

    month: str
    document: PaperDocument
    attention: tuple[str, ...]


class ReportDialog(DialogFrame):
    """Shows the figures of the chosen month before they are saved."""

    def __init__(
        self,
        context: Context,
        months: Sequence[str],
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        """Offer `months` (`YYYY-MM`) and the current one; the last completed month is chosen."""
        super().__init__(_("Month report"), _SIZE, _("Month report"), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._context = context
        self._found: _Found | None = None
        self._worker = Worker("report", self, newest_wins=True)
        self.finished.connect(lambda _result: self._worker.forget())
        this = f"{today:%Y-%m}"
        offered = sorted({*months, this}, reverse=True)
        self.month = ComboField(_("Month"))
        self.month.set_items([(words.month_name(each), each) for each in offered])
        self.month.set_value(next((each for each in offered if each < this), this))
        self.month.edited.connect(self.refresh)
        self.figures = [FigureColumn() for _each in range(4)]
        self.attention = PlainLabel("", Role.MUTED)
        self._lay_out()
        self.refresh()

    def refresh(self) -> None:
        """Query the report of the chosen month."""
        month, workspace = self.month.value(), self._context.workspace
        self._set_ready(ready=False)

        def look_up(_token: object) -> _Found:
            with closing(workspace.another()) as own:
                return _look_up(own, month)

        self._worker.submit(look_up, self._show, failed=self._fail)

    def save_pdf(self) -> None:
        """Ask for a file, and save the report as PDF."""
        self._save(_PDF, _("Page to print or send (*.pdf)"))

    def save_workbook(self) -> None:
        """Ask for a file, and save the report as a spreadsheet."""
        self._save(_XLSX, _("Spreadsheet (*.xlsx)"))

    def _save(self, ending: str, kind: str) -> None:
        found = self._found
        if found is None:
            return
        name = words.file_name(found.month, ending)
        chosen, _kind = choose_place(self, _("Save the report"), name, kind)
        if not chosen:
            return
        path = Path(chosen)
        if path.suffix.lower() != ending:
            path = path.with_name(path.name + ending)

        def make(own: Workspace) -> None:
            if ending == _PDF:
                write_whole(path, write_paper(found.document, words.cell_text))
            else:
                own.reports.save_workbook(path, found.document)

        # The context is the parent: writing a long report lasts longer than the dialog is open.
        writer = DocumentWriter(self._context, self._context)
        done = _("Report saved to {file}").format(file=path.name)
        writer.write(path, make, done, _("The report couldn't be saved"))
        self.accept()

    def _fail(self, problem: Exception) -> None:
        self._set_ready(ready=self._found is not None)
        if isinstance(problem, StorageError):
            self._context.report(problem)
        else:
            raise problem

    def _show(self, found: _Found) -> None:
        self._found = found
        for column, figure in zip(self.figures, found.document.figures, strict=True):
            column.set(figure.label, figure.value, figure.note)
        self.attention.setText("\n".join(found.attention))
        self.attention.setVisible(bool(found.attention))
        self._set_ready(ready=True)

    def _set_ready(self, *, ready: bool) -> None:
        for button in (self.pdf_button, self.workbook_button):
            button.setEnabled(ready)

    def _lay_out(self) -> None:
        text = _(
            "For your bookkeeper: orders, associations, what came, and what was lost and why. "
            "Everything stays on this computer until you hand it on."
        )
        self.body.addWidget(PlainLabel(text, Role.MUTED))
        self.body.addWidget(self.month)
        card = Card()
        columns = []
        for figure in self.figures:
            column = QVBoxLayout()
            column.addWidget(figure)
            columns.append(column)
        card.body.addWidget(ResponsiveRow(columns, spacing=L, comfort=_COMFORT))
        self.body.addWidget(card)
        self.body.addWidget(self.attention)
        self.body.addStretch(1)
        close = PlainButton(_("Close"), self.reject)
        self.workbook_button = PlainButton(
            _("Save spreadsheet…"), self.save_workbook, glyph=Glyph.SHEET
        )
        self.pdf_button = PrimaryButton(_("Save PDF…"), self.save_pdf)
        self.add_buttons([close], [self.workbook_button, self.pdf_button], self.pdf_button)


class FigureColumn(QWidget):
    """A figure as text, with its label above and a note below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.value = PlainLabel("", wrap=False)
        self.value.setFont(scaled(HEADING_SIZE))
        self.label, self.note = PlainLabel("", Role.SMALL), PlainLabel("", Role.SMALL)
        column.addStretch(1)  # a longer label in a neighbour must not raise the figure
        for each in (self.label, self.value, self.note):
            column.addWidget(each)

    def set(self, label: str, value: str, note: str) -> None:
        """Show a figure."""
        self.label.setText(label)
        self.value.setText(value)
        self.note.setText(note)
        self.setAccessibleName(labelled(label, clauses(value, note)))


def _look_up(workspace: Workspace, month: str) -> _Found:
    report, book = workspace.reports.month(month), workspace.book()
    return _Found(month, words.document(report, book), tuple(words.attention(report, book)))
