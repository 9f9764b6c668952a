"""Orders from a file or the clipboard: first what it would do, then one button, then one undo."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from desktop.desk import Desk
from desktop.domain.model import Account
from desktop.domain.views import View
from desktop.ui.context import Context
from desktop.ui.orders.import_dialog import ImportDialog
from desktop.ui.orders.page import OrdersPage
from desktop.ui.shell.main_window import MainWindow
from tests.ui.conftest import UID, LogOrder

SAMPLES = Path(__file__).parents[2] / "exchange" / "samples"
HEADER = "订单号\t订单类型\t订单状态\t创建时间\t支付时间\t应付金额"
ROW = "236414227150001\t新购\t已支付\t2026-09-01 00:30:00\t2026-09-01 00:40:00\t2040.00"


def dialog_for(context: Context, source: Path | str, qtbot: QtBot) -> ImportDialog:
    """The preview of a file or a text, shown."""
    dialog = ImportDialog(context, source)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def cells(dialog: ImportDialog) -> list[list[str]]:
    """The rows of the preview."""
    table = dialog.table
    return [
        [table.item(row, column).text() for column in range(table.columnCount())]
        for row in range(table.rowCount())
    ]


def test_a_file_is_shown_before_it_is_taken_in(
    context: Context, account: Account, desk: Desk, qtbot: QtBot
) -> None:
    """Nothing is written by looking; one button writes everything, one undo takes it back."""
    dialog = dialog_for(context, SAMPLES / "my_orders_gb18030.csv", qtbot)
    assert [row[1] for row in cells(dialog)] == ["236414227150001", "236414227150004"]
    assert {row[4] for row in cells(dialog)} == {"new"}
    assert dialog.commit_button.text() == "Import 2 orders"
    assert not desk.book().orders
    with qtbot.waitSignal(context.acted) as acted:
        dialog.commit_button.click()
    assert "2 added" in acted.args[0]
    assert desk.count(View.ALL) == 2
    desk.undo()
    assert not desk.book().orders


def test_what_is_wrong_comes_first(
    context: Context, account: Account, desk: Desk, qtbot: QtBot
) -> None:
    """A damaged number stays out, with its reason; the same order again is no news."""
    desk.take_in(desk.plan_text(f"{HEADER}\n{ROW}", UID), "before")
    damaged = ROW.replace("236414227150001", "2.36E+14")
    new = ROW.replace("236414227150001", "236414227150002")
    dialog = dialog_for(context, f"{HEADER}\n{ROW}\n{damaged}\n{new}", qtbot)
    first, second, third = cells(dialog)
    assert first[0] == "3"
    assert "shortened Order number" in first[4]
    assert (second[1], second[4]) == ("236414227150002", "new")
    assert (third[1], third[4]) == ("236414227150001", "the same")
    assert "1 row needs a look" in dialog.report.text.text()


def test_nothing_new_is_nothing_to_import(
    context: Context, account: Account, desk: Desk, qtbot: QtBot
) -> None:
    """The same file a second time by mistake."""
    desk.take_in(desk.plan_text(f"{HEADER}\n{ROW}", UID), "before")
    dialog = dialog_for(context, f"{HEADER}\n{ROW}", qtbot)
    assert not dialog.commit_button.isEnabled()


def test_the_account_is_chosen(
    context: Context, account: Account, desk: Desk, qtbot: QtBot
) -> None:
    """The list of another account must not land in the first one's orders."""
    other = desk.save_account(Account(uid="1000000000000002", name="Other"))
    dialog = dialog_for(context, f"{HEADER}\n{ROW}", qtbot)
    dialog.account.set_value(other.uid)
    dialog.account.edited.emit()
    dialog.take_in()
    assert [order.account for order in desk.book().orders.values()] == [other.uid]


def test_what_cannot_be_read_is_refused_in_words(
    context: Context, account: Account, qtbot: QtBot
) -> None:
    """Something else was copied: a clear word, and no button to press."""
    dialog = dialog_for(context, "hello", qtbot)
    assert "neither JSON nor a table" in dialog.report.text.text()
    assert not dialog.commit_button.isEnabled()
    assert dialog.table.isHidden()


def test_copied_rows_are_pasted_into_the_table(
    page: OrdersPage, context: Context, qtbot: QtBot
) -> None:
    """Ctrl+V on the orders, as in a spreadsheet."""
    QApplication.clipboard().setText(f"{HEADER}\n{ROW}")
    with qtbot.waitSignal(context.import_wanted) as wanted:
        page.paste()
    assert wanted.args == [f"{HEADER}\n{ROW}"]
    QApplication.clipboard().setText(" ")
    with qtbot.waitSignal(context.told):
        page.paste()


def test_a_file_is_dropped_on_the_window(context: Context, account: Account, qtbot: QtBot) -> None:
    """Anywhere on the window."""
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.show()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(SAMPLES / "query_orders.json"))])
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    nothing = Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(9, 9), action, data, button, nothing))
    assert isinstance(window.import_dialog, ImportDialog)
    assert window.import_dialog.plan is not None
    window.import_dialog.close()
    assert window.import_dialog is None
    window.close()


@pytest.mark.parametrize("name", ["all.csv", "all.json", "all"])
def test_orders_are_exported(
    name: str,
    page: OrdersPage,
    log_order: LogOrder,
    context: Context,
    desk: Desk,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The data is theirs: as a table, or as everything."""
    log_order()
    path = tmp_path / name
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    with qtbot.waitSignal(context.told) as told:
        page._choose_target()
    assert told.args == [f"Written to {name}: 1 order."]
    plan = desk.plan_file(path)
    assert (plan.unchanged, plan.added) == (1, 0)


def test_a_failed_export_says_why_and_leaves_no_half_file(
    page: OrdersPage, log_order: LogOrder, context: Context, tmp_path: Path, qtbot: QtBot
) -> None:
    """The folder is gone, or may not be written to."""
    log_order()
    with qtbot.waitSignal(context.failed) as failed:
        page._export(tmp_path / "gone" / "all.csv")
    assert "no such file or folder" in failed.args[1]
    assert list(tmp_path.glob("*.csv")) == []
