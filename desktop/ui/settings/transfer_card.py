"""Moving to another computer: writing the transfer file, and opening one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desktop.base.storage import TRANSFER_FILE_ENDING
from desktop.domain import beijing
from desktop.ui.kit.buttons import PlainButton
from desktop.ui.kit.cards import Card
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.shared.context import Context
from desktop.wording.i18n import _


class TransferCard(Card):
    """Writes the file to carry to another computer, and opens one there."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.body.addWidget(PlainLabel(_("Move to another computer"), Role.HEADING))
        text = _(
            "One file carries all records, their history and the settings. Take it to the other "
            "computer and open it in LinkDue there. It contains account and order numbers, so "
            "don't give it to anyone else."
        )
        self.body.addWidget(PlainLabel(text, Role.MUTED))
        self.pack_button = PlainButton(_("Create transfer file…"), self.pack)
        self.open_button = PlainButton(
            _("Open a transfer file…"), lambda: choose_house(context, self)
        )
        row = [QVBoxLayout(), QVBoxLayout()]
        for column, button in zip(row, (self.pack_button, self.open_button), strict=True):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(ResponsiveRow([*row, QVBoxLayout()], 2, 8, comfort=0))

    def pack(self) -> None:
        """Ask where to, and write everything into one file."""
        day = beijing.day_of(self._context.workspace.clock())
        name = f"LinkDue-{day:%Y-%m-%d}{TRANSFER_FILE_ENDING}"
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("Create transfer file…"), name, _filters()
        )
        if not chosen:
            return
        path = Path(chosen)
        if path.suffix.lower() != TRANSFER_FILE_ENDING:
            path = path.with_name(path.name + TRANSFER_FILE_ENDING)
        done: list[object] = []
        self._context.run_action("", lambda: done.append(self._context.workspace.pack(path)))
        if done:
            said = _("Everything is in {file}. It was opened and checked.")
            self._context.saved.emit(said.format(file=path.name), path)


def choose_house(context: Context, parent: QWidget) -> None:
    """Ask for a transfer file, and show what opening it would do."""
    chosen, _filter = QFileDialog.getOpenFileName(
        parent, _("Open a transfer file…"), str(Path.home()), _filters()
    )
    if chosen:
        context.transfer_file_wanted.emit(Path(chosen))


def _filters() -> str:
    return _("Transfer file (*{ending})").format(ending=TRANSFER_FILE_ENDING)
