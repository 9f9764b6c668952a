"""The questions of an import before anything is recorded, and the focus meanwhile."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.model import Account
from desktop.services.workspace import Workspace
from desktop.ui.imports.import_dialog import ImportDialog
from desktop.ui.shared.context import Context
from tests.builders import UID
from tests.exchange.reading import plan
from tests.ui.imports.row_actions import HEADER, ROW, SECOND, Shown, settle


def has_focus(widget: QWidget, dialog: ImportDialog) -> bool:
    """Return whether keys go to a widget of the dialog, or to a descendant of it."""
    focus = dialog.focusWidget()
    return focus is widget or (focus is not None and widget.isAncestorOf(focus))


def test_enter_imports_where_nothing_is_open(
    shown: Shown, workspace: Workspace, qtbot: QtBot
) -> None:
    """Enter would close the dialog or open a list, and import nothing."""
    dialog = shown(f"{HEADER}\n{ROW}")
    assert has_focus(dialog.commit_button, dialog)
    qtbot.keyClick(dialog.commit_button, Qt.Key.Key_Return)
    settle(dialog, qtbot)
    assert len(workspace.book().orders) == 1


def test_a_pasted_table_without_kinds_asks_once(
    shown: Shown, workspace: Workspace, qtbot: QtBot
) -> None:
    """The table would be refused, though one answer is all that is missing."""
    titles, values = HEADER.split("\t"), ROW.split("\t")
    del titles[1], values[1]
    dialog = shown("\t".join(titles) + "\n" + "\t".join(values))
    assert has_focus(dialog.question.new_button, dialog)
    dialog.question.new_button.click()
    settle(dialog, qtbot)
    assert dialog.plan is not None
    assert [order.kind for order in dialog.plan.orders] == ["New"]
    assert has_focus(dialog.commit_button, dialog)


def test_every_column_is_accounted_for(shown: Shown) -> None:
    """A column with amounts would silently be dropped."""
    dialog = shown(f"{HEADER}\t到期时间\n{ROW}\t2027-09-01 00:00:00")
    assert "应付金额 → Amount payable" in dialog.read_options.summary.text()
    assert "Not used: 到期时间" in dialog.read_options.summary.text()


def test_the_sheets_of_a_workbook_are_named(
    context: Context, account: Account, tmp_path: Path, qtbot: QtBot
) -> None:
    """A sheet would silently be left out, and with it its orders."""
    import xlsxwriter

    path = tmp_path / "orders.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, row in (("September", ROW), ("Oktober", SECOND), ("old", ROW)):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, HEADER.split("\t"))
            for column, value in enumerate(row.split("\t")):
                sheet.write_string(1, column, value)
        sheet.hide()
    dialog = ImportDialog(context, path)
    qtbot.addWidget(dialog)
    dialog.show()
    settle(dialog, qtbot)
    assert dialog.commit_button.text() == "Import 2 orders"
    assert "“old” is hidden" in dialog.notes.text()
    places = [dialog.preview.rows.words(at).where for at in range(2)]
    assert places == ["September · Row 2 · 236414227150001", "Oktober · Row 2 · 236414227150002"]


def test_a_recorded_order_is_not_doubted_again(shown: Shown, workspace: Workspace) -> None:
    """A question that was answered once would be asked with every import."""
    text = f"{HEADER}\n{ROW.replace('2026-09-01 00:40:00', '2026-09-01 00:20:00')}"
    found = plan(workspace, text, UID)
    workspace.files.import_plan(replace(found), "before")
    dialog = shown(text)
    assert dialog.preview.answer.isHidden()
