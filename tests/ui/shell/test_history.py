"""The history: all actions in words, with undo."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.services.workspace import Workspace
from desktop.ui.kit.labels import PlainLabel
from desktop.ui.shared.context import Context
from desktop.ui.shell.history_dialog import HistoryDialog
from desktop.ui.shell.main_window import MainWindow
from tests.builders import make_partner
from tests.conftest import FakeClock
from tests.sql import run_sql
from tests.ui.conftest import LogOrder


@pytest.fixture
def dialog(qtbot: QtBot, context: Context, log_order: LogOrder) -> HistoryDialog:
    """Show the history of an account, a project and two orders."""
    log_order()
    log_order()
    dialog = HistoryDialog(context)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def rows(dialog: HistoryDialog) -> list[tuple[str, str]]:
    """Return the action and state in each row of the table."""
    table = dialog.table
    return [(table.item(r, 1).text(), table.item(r, 2).text()) for r in range(table.rowCount())]


def test_every_action_is_listed_in_words(dialog: HistoryDialog) -> None:
    """Latest first, each with its subject, under the name that buttons and help give the list."""
    assert "History" in [label.text() for label in dialog.findChildren(PlainLabel)]
    assert rows(dialog) == [
        ("Log order 236414227150002", ""),
        ("Log order 236414227150001", ""),
        ("Add project 202608200001", ""),
        ("Add account “Example”", ""),
    ]


def test_several_are_undone_together_and_redone(
    dialog: HistoryDialog, workspace: Workspace, qtbot: QtBot
) -> None:
    """The button shows how many; undone actions stay in the list."""
    dialog.table.selectRow(0)
    assert dialog.undo_button.text() == "Undo the last change"
    dialog.table.selectRow(1)
    assert dialog.undo_button.text() == "Undo the last 2 changes"
    dialog.undo_button.click()
    assert not workspace.book().orders
    assert rows(dialog)[0] == ("Undone: Log order 236414227150001", "")
    assert rows(dialog)[2] == ("Log order 236414227150002", "Undone")
    assert dialog.redo_button.isVisible()
    dialog.redo_button.click()
    assert len(workspace.book().orders) == 1


def test_a_refused_undo_is_reported_in_the_dialog(
    dialog: HistoryDialog, workspace: Workspace
) -> None:
    """A notice behind the dialog would not be seen."""
    run_sql(workspace.data_file, "UPDATE orders SET note = 'theirs'")
    dialog.undo_button.click()
    assert dialog.notice.isVisible()
    assert len(workspace.book().orders) == 2


def test_orders_purged_from_the_trash_can_be_restored(
    dialog: HistoryDialog, workspace: Workspace, clock: FakeClock, context: Context
) -> None:
    """A user who needs the order on day 91 is not too late."""
    for order in list(workspace.book().orders.values())[:1]:
        workspace.delete_order(order)
    for _day in range(93):
        clock.advance(days=1)
        workspace.orders.empty_trash()
    context.changed.emit()
    dialog.table.selectRow(0)
    assert rows(dialog)[0][0] == "Removed from the bin after 90 days: 236414227150001"
    assert dialog.undo_button.text() == "Put back in the bin"
    dialog.undo_button.click()
    query = "SELECT count(*) FROM orders WHERE deleted_at IS NOT NULL"
    assert run_sql(workspace.data_file, query) == [(1,)]


def test_the_window_undoes_and_redoes_by_keys(
    qtbot: QtBot, context: Context, workspace: Workspace
) -> None:
    """Ctrl+Z, Ctrl+Y and Ctrl+Shift+Z, and the bar names the action."""
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    workspace.save_partner(make_partner(name="One"))
    workspace.save_partner(make_partner(name="Two"))
    for _times in range(2):
        qtbot.keyClick(window, Qt.Key.Key_Z, control)
    assert not workspace.book().partners
    assert window.bar.text() == "Undone: Add partner “One”"
    assert not window.bar.undo.isVisible()
    assert window.bar.redo.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_Y, control)
    assert [partner.name for partner in workspace.book().partners] == ["One"]
    qtbot.keyClick(window, Qt.Key.Key_Z, control | shift)
    assert len(workspace.book().partners) == 2
    assert window.bar.text() == "Redone: Add partner “Two”"
    assert not window.bar.redo.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_Y, control)
    assert window.bar.text() == "Nothing to redo"
