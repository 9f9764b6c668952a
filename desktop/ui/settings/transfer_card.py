"""The card for moving to another computer, with a transfer file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.base.storage import TRANSFER_FILE_ENDING
from desktop.domain import beijing
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.save_dialog import choose_place
from desktop.ui.kit.setting_rows import RowsCard, SettingRow, row_button
from desktop.ui.shared.context import Context
from desktop.wording.i18n import _


class TransferCard(RowsCard):
    """Creates a transfer file on the old computer, and opens it on the new one."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        self._context = context
        self.pack_button = row_button(_("Create transfer file…"), glyph=Glyph.UPLOAD)
        self.open_button = row_button(
            _("Open a transfer file…"),
            lambda: choose_transfer_file(context, self),
            glyph=Glyph.DOWNLOAD,
        )
        pack = SettingRow(
            _("On the old computer"),
            _(
                "One file with all records, their history and the settings. It holds account "
                "and order numbers, so don't give it to anyone else."
            ),
            (self.pack_button,),
        )
        take = SettingRow(
            _("On the new computer"),
            _("You see what it holds before anything is replaced."),
            (self.open_button,),
        )
        super().__init__([pack, take], parent)
        self.pack_button.clicked.connect(self.pack)

    def pack(self) -> None:
        """Ask for a file, and write all data into it."""
        day = beijing.day_of(self._context.workspace.clock())
        name = f"LinkDue-{day:%Y-%m-%d}{TRANSFER_FILE_ENDING}"
        chosen, _filter = choose_place(self, _("Create transfer file…"), name, _filters())
        if not chosen:
            return
        path = Path(chosen)
        if path.suffix.lower() != TRANSFER_FILE_ENDING:
            path = path.with_name(path.name + TRANSFER_FILE_ENDING)
        done: list[object] = []
        self._context.run_action("", lambda: done.append(self._context.workspace.pack(path)))
        if done:
            text = _("Everything is in {file}. It was opened and checked.")
            self._context.saved.emit(text.format(file=path.name), path)


def choose_transfer_file(context: Context, parent: QWidget) -> None:
    """Ask for a transfer file, and request the dialog that shows its content."""
    chosen, _filter = QFileDialog.getOpenFileName(
        parent, _("Open a transfer file…"), str(Path.home()), _filters()
    )
    if chosen:
        context.transfer_file_wanted.emit(Path(chosen))


def _filters() -> str:
    return _("Transfer file (*{ending})").format(ending=TRANSFER_FILE_ENDING)
