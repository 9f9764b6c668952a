"""Saving statements to files, and reading returned ones, off the window's thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from desktop.base.storage import StorageError
from desktop.domain import beijing
from desktop.exchange.snapshot import ExportRefused, ImportRefused
from desktop.services.statements import ReturnedStatement
from desktop.ui.kit.save_dialog import choose_place
from desktop.ui.kit.worker import Worker
from desktop.ui.shared.context import Context
from desktop.wording import statements as words
from desktop.wording.errors import files
from desktop.wording.i18n import _, language

_ENDINGS = (".xlsx", ".csv")


class StatementFiles(QObject):
    """Asks for the file of a statement, then writes or reads it."""

    returned = Signal(object)
    """A `ReturnedStatement` that was read, for the user to check and record."""

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self.worker = Worker("statement", self, daemon=False)
        context.closing.connect(self.worker.close)

    def menu(self, partners: Sequence[str], parent: QWidget) -> QMenu:
        """Return a menu to save a statement for each partner, or to import answers."""
        menu = QMenu(parent)
        for partner in partners:
            text = _("Save for {partner}…").format(partner=partner or _("no partner recorded"))
            action = menu.addAction(text.replace("&", "&&"))
            action.triggered.connect(partial(self._choose_target, partner))
        menu.addAction(_("Take in the answers…")).triggered.connect(self._choose_source)
        return menu

    def save(self, path: Path, partner: str) -> None:
        """Write the statement for a partner; the orders that it lists become claimed."""
        spoken = language()

        def work(_token: object) -> int:
            with closing(self._context.workspace.another()) as own:
                return own.statements.export(path, partner, spoken)

        def done(count: int) -> None:
            self._context.changed.emit()
            self._context.saved.emit(words.exported(count), path)

        self._submit(work, done)

    def read(self, path: Path) -> None:
        """Read a returned statement, and emit `returned`."""

        def work(_token: object) -> ReturnedStatement:
            with closing(self._context.workspace.another()) as own:
                return own.statements.read(path)

        self._submit(work, self.returned.emit)

    def _choose_target(self, partner: str) -> None:
        day = beijing.day_of(self._context.workspace.clock()).isoformat()
        chosen, kind = choose_place(
            self._window,
            _("Save the statement"),
            _("Cashback statement {day}").format(day=day) + _ENDINGS[0],
            ";;".join((_("Excel workbook (*.xlsx)"), _("CSV table (*.csv)"))),
        )
        if not chosen:
            return
        path = Path(chosen)
        if path.suffix.lower() not in _ENDINGS:
            ending = next((end for end in _ENDINGS if end in kind), _ENDINGS[0])
            path = path.with_name(path.name + ending)
        self.save(path, partner)

    def _choose_source(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self._window,
            _("Take in the answers"),
            "",
            _("Tables (*.csv *.xlsx *.xls *.ods)"),
        )
        if chosen:
            self.read(Path(chosen))

    def _submit(self, work: Callable[[object], object], done: Callable[..., object]) -> None:
        self.worker.submit(work, done, failed=self._fail)

    def _fail(self, problem: Exception) -> None:
        if isinstance(problem, StorageError):
            self._context.report(problem)
        elif isinstance(problem, ImportRefused):
            self._context.failed.emit(_("The file can't be read"), files.unreadable(problem))
        elif isinstance(problem, ExportRefused):
            self._context.failed.emit(_("The file couldn't be saved"), files.unwritable(problem))
        elif isinstance(problem, OSError):
            self._context.failed.emit(_("The file couldn't be saved"), files.file(problem))
        else:
            raise problem
