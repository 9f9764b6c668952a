"""Orders from a file or the clipboard: first a preview, then one button, then one undo."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from desktop.base.progress import Progress
from desktop.domain.model import Account
from desktop.domain.views import View
from desktop.exchange.options import ReadOptions
from desktop.exchange.read import Document
from desktop.services.files import FileService
from desktop.services.workspace import Workspace
from desktop.ui.imports.import_dialog import ImportDialog
from desktop.ui.imports.importer import Importer
from desktop.ui.shared.context import Context
from desktop.ui.shell.main_window import MainWindow
from tests.builders import OTHER_UID, UID, make_account
from tests.exchange.reading import plan

SAMPLES = Path(__file__).parents[2] / "exchange" / "samples"
HEADER = "订单号\t订单类型\t订单状态\t创建时间\t支付时间\t应付金额"
ROW = "236414227150001\t新购\t已支付\t2026-09-01 00:30:00\t2026-09-01 00:40:00\t2040.00"


def dialog_for(context: Context, source: Path | str, qtbot: QtBot) -> ImportDialog:
    """Show the preview of a file or a text."""
    dialog = ImportDialog(context, source)
    qtbot.addWidget(dialog)
    dialog.show()
    settle(dialog, qtbot)
    return dialog


def settle(dialog: ImportDialog, qtbot: QtBot) -> None:
    """Wait until no reading or writing is running."""
    qtbot.waitUntil(lambda: not dialog.importer.busy)


class Row(NamedTuple):
    """The texts of a row of the preview."""

    state: str
    title: str
    where: str
    first: str
    second: str


def rows(dialog: ImportDialog) -> list[Row]:
    """Return the rows of the preview."""
    model = dialog.preview.rows
    found = []
    for at in range(model.rowCount()):
        words = model.words(at)
        state = str(model.index(at, 0).data())
        found.append(Row(state, words.title, words.where, words.first, words.second))
    return found


def test_a_file_is_shown_before_it_is_imported(
    context: Context, account: Account, workspace: Workspace, qtbot: QtBot
) -> None:
    """The preview writes nothing; one button writes everything, one undo reverts it."""
    dialog = dialog_for(context, SAMPLES / "my_orders_gb18030.csv", qtbot)
    assert "demo@example.com" in rows(dialog)[0].first  # the records do not know the name
    dialog.preview.answer.answered.emit(UID)
    settle(dialog, qtbot)
    assert [row.where[-15:] for row in rows(dialog)] == ["236414227150001", "236414227150004"]
    assert {row.state for row in rows(dialog)} == {"New"}
    assert dialog.commit_button.text() == "Import 2 orders"
    assert not workspace.book().orders
    with qtbot.waitSignal(context.acted) as acted:
        dialog.commit_button.click()
    assert "2 new" in acted.args[0]
    assert workspace.count(View.ALL) == 2
    workspace.undo()
    assert not workspace.book().orders


def test_problems_come_first(
    context: Context, account: Account, workspace: Workspace, qtbot: QtBot
) -> None:
    """A damaged row comes first, with its reason; a recorded order, unchanged, comes last."""
    workspace.files.import_plan(plan(workspace, f"{HEADER}\n{ROW}", UID), "before")
    damaged = ROW.replace("236414227150001", "2.36E+14")
    new = ROW.replace("236414227150001", "236414227150002")
    dialog = dialog_for(context, f"{HEADER}\n{ROW}\n{damaged}\n{new}", qtbot)
    first, second, third = rows(dialog)
    assert (first.state, first.where) == ("Can't be read", "Row 3")
    assert "shortened Order number" in first.first
    assert (second.state, second.where) == ("New", "Row 4 · 236414227150002")
    assert (third.state, third.where) == ("Unchanged", "Row 2 · 236414227150001")
    assert "1 row isn't settled" in dialog.status.text()


def test_nothing_new_is_nothing_to_import(
    context: Context, account: Account, workspace: Workspace, qtbot: QtBot
) -> None:
    """The same file is opened a second time by mistake."""
    workspace.files.import_plan(plan(workspace, f"{HEADER}\n{ROW}", UID), "before")
    dialog = dialog_for(context, f"{HEADER}\n{ROW}", qtbot)
    assert not dialog.commit_button.isEnabled()
    assert dialog.status.text() == "Everything in it is in LinkDue already."


def test_the_account_is_chosen(
    context: Context, account: Account, workspace: Workspace, qtbot: QtBot
) -> None:
    """The list of another account must not be recorded for the first one."""
    other = workspace.save_account(make_account(uid=OTHER_UID, name="Other"))
    dialog = dialog_for(context, f"{HEADER}\n{ROW}", qtbot)
    assert "which account" in dialog.report.text.text()
    dialog.read_options.account.set_value(other.uid)
    dialog.read_options.account.edited.emit()
    settle(dialog, qtbot)
    dialog.run_import()
    settle(dialog, qtbot)
    assert [order.account for order in workspace.book().orders.values()] == [other.uid]


def test_what_cannot_be_read_is_refused_in_words(
    context: Context, account: Account, qtbot: QtBot
) -> None:
    """Something else was copied: a clear message, and no button to press."""
    dialog = dialog_for(context, "hello", qtbot)
    assert "no column with order numbers" in dialog.report.text.text()
    assert not dialog.commit_button.isEnabled()
    assert dialog.preview.isHidden()


def test_a_file_is_dropped_on_the_window(context: Context, account: Account, qtbot: QtBot) -> None:
    """A file dropped slightly beside the target would do nothing."""
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.show()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(SAMPLES / "query_orders.json"))])
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    nothing = Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(9, 9), action, data, button, nothing))
    assert isinstance(window.import_dialog, ImportDialog)
    settle(window.import_dialog, qtbot)
    assert window.import_dialog.plan is not None
    window.import_dialog.close()
    assert window.import_dialog is None
    window.close()


def test_a_conflict_shows_both_values(
    context: Context, account: Account, workspace: Workspace, qtbot: QtBot
) -> None:
    """The recorded value beside the file's, in words and Beijing time."""
    workspace.files.import_plan(plan(workspace, f"{HEADER}\n{ROW}", UID), "before")
    other = ROW.replace("00:30:00", "00:31:00").replace("2040.00", "2000.00")
    dialog = dialog_for(context, f"{HEADER}\n{other}", qtbot)
    assert [row.state for row in rows(dialog)] == ["To decide", "To decide"]
    model = dialog.preview.rows
    offered = []
    for at in range(2):
        question = model.question(model.row(at))
        offered.append([choice.label for choice in question.choices])
    assert offered == [
        ["Keep 2026-09-01 00:30", "Use 2026-09-01 00:31"],
        ["Keep ¥2,040.00", "Use ¥2,000.00"],
    ]
    assert not dialog.commit_button.isEnabled()


def test_an_update_shows_what_it_changes(
    context: Context, account: Account, workspace: Workspace, qtbot: QtBot
) -> None:
    """An order that was paid since: both states in a sentence."""
    unpaid = ROW.replace("已支付", "待支付").replace("2026-09-01 00:40:00", "")
    workspace.files.import_plan(plan(workspace, f"{HEADER}\n{unpaid}", UID), "before")
    dialog = dialog_for(context, f"{HEADER}\n{ROW}", qtbot)
    (row,) = rows(dialog)
    assert row.state == "Updated"
    assert row.first == "Payment status: unpaid → paid. Paid: nothing → 2026-09-01 00:40."
    assert dialog.commit_button.text() == "Import 1 order"


def test_a_new_order_shows_what_has_to_be_done(
    context: Context, account: Account, workspace: Workspace, qtbot: QtBot
) -> None:
    """A user who imports at 23:40 would learn of the deadline only on another page."""
    dialog = dialog_for(context, f"{HEADER}\n{ROW}", qtbot)
    (row,) = rows(dialog)
    assert row.first == "Due 30 Sep 24:00"
    assert row.second == "¥2,040.00 · created 2026-09-01 00:30"


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("236414227150001", "x", "Only digits can go here"),
        ("2026-09-01 00:30:00", "2026-02-30 00:30:00", "doesn't exist"),
        ("2026-09-01 00:30:00", "soon", "isn't a date and time"),
        ("2040.00", "much", "isn't an amount"),
        ("已支付", "在路上", "LinkDue doesn't know this word"),
        ("新购", "", "Order type is missing"),
    ],
)
def test_unreadable_rows_say_why_in_words(
    old: str, new: str, why: str, context: Context, account: Account, qtbot: QtBot
) -> None:
    """Not the program's own code, but the reason and a valid example."""
    good = ROW.replace("150001", "150002")
    dialog = dialog_for(context, f"{HEADER}\n{ROW.replace(old, new)}\n{good}", qtbot)
    first = rows(dialog)[0]
    assert first.state == "Can't be read"
    assert why in first.first


def test_the_account_is_asked_only_where_the_file_has_none(
    context: Context, account: Account, workspace: Workspace, qtbot: QtBot
) -> None:
    """A question without any effect would be confusing."""
    workspace.save_account(make_account(uid=OTHER_UID, name="Other"))
    named = dialog_for(context, f"账号\t{HEADER}\n{UID}\t{ROW}", qtbot)
    assert named.plan is not None
    assert named.read_options.account.isHidden()
    assert not dialog_for(context, f"{HEADER}\n{ROW}", qtbot).read_options.account.isHidden()
    query = dialog_for(context, SAMPLES / "query_orders.json", qtbot)
    options = query.read_options
    assert (options.account.isHidden(), options.zone.isHidden()) == (False, True)


def test_the_zone_of_a_partners_answer_is_chosen(
    context: Context, account: Account, qtbot: QtBot
) -> None:
    """Its times have no zone, and it names its account."""
    row = (
        f'{{"CustomerUid": "{UID}", "OrderId": "236414227150001", "OrderStatus": 2, '
        '"OrderType": "BUY", "CreatedAt": "2026-09-01 14:20:40"}'
    )
    dialog = dialog_for(context, f"[{row}]", qtbot)
    options = dialog.read_options
    assert (options.account.isHidden(), options.zone.isHidden()) == (True, False)
    options.zone.set_value("UTC")
    options.zone.edited.emit()
    settle(dialog, qtbot)
    assert dialog.plan is not None
    assert dialog.plan.orders[0].created_at.hour == 14


def test_the_meaning_of_a_column_is_changed(
    context: Context, account: Account, workspace: Workspace, qtbot: QtBot
) -> None:
    """A list beside each column; the choice applies to these titles from now on."""
    text = f"{HEADER}\tMine\n{ROW}\timportant"
    dialog = dialog_for(context, text, qtbot)
    dialog.read_options.columns_button.click()
    combo = dialog.read_options.columns.combos[6]
    assert combo.currentText() == "don't import"
    combo.setCurrentIndex(combo.findData("note"))
    combo.activated.emit(combo.currentIndex())
    settle(dialog, qtbot)
    assert dialog.plan is not None
    assert dialog.plan.orders[0].note == "important"
    dialog.reject()
    assert dialog_for(context, text, qtbot).plan.orders[0].note == "important"


def test_one_column_a_fact(context: Context, account: Account, qtbot: QtBot) -> None:
    """The column that was used for the fact before is ignored."""
    dialog = dialog_for(context, f"{HEADER}\tMine\n{ROW}\t9.99", qtbot)
    combos = dialog.read_options.columns.combos
    combos[6].setCurrentIndex(combos[6].findData("payable"))
    combos[6].activated.emit(combos[6].currentIndex())
    settle(dialog, qtbot)
    assert combos[5].currentData() == ""
    assert dialog.plan is not None
    assert dialog.plan.orders[0].payable == 999


def test_the_zone_and_the_encoding_are_chosen(
    context: Context, account: Account, tmp_path: Path, qtbot: QtBot
) -> None:
    """Otherwise texts would be garbled, or times eight hours off."""
    path = tmp_path / "orders.csv"
    text = f"{HEADER}\t备注\n{ROW}\t重要"
    path.write_bytes(text.encode("gb18030"))
    dialog = dialog_for(context, path, qtbot)
    options = dialog.read_options
    assert (options.encoding.value(), options.zone.value()) == ("gb18030", "Asia/Shanghai")
    options.zone.set_value("UTC")
    options.zone.edited.emit()
    settle(dialog, qtbot)
    assert dialog.plan is not None
    assert dialog.plan.orders[0].created_at.hour == 0
    options.encoding.set_value("utf-16-be")
    options.encoding.edited.emit()
    settle(dialog, qtbot)
    assert "Not ready to import" in dialog.report.title.text()
    options.encoding.set_value("gb18030")
    options.encoding.edited.emit()
    settle(dialog, qtbot)
    assert dialog.commit_button.isEnabled()


def test_progress_leaves_the_window_time_for_other_things(
    context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a report for each row, the window froze for seconds, only counting."""
    importer = Importer(context.workspace)
    positions: list[int] = []
    importer.progressed.connect(lambda at, _count: positions.append(at))

    def plan(_files: object, _document: object, _choices: object, progress: Progress) -> None:
        for row in range(20_000):
            progress(row, 20_000)

    monkeypatch.setattr(FileService, "plan", plan)
    importer.plan(Document(), ReadOptions())
    qtbot.waitUntil(lambda: not importer.busy)
    assert positions[0] == 0
    assert len(positions) < 20


def test_writing_is_cancelled(
    context: Context, account: Account, workspace: Workspace, qtbot: QtBot
) -> None:
    """A wrong file with thousands of rows: Cancel responds immediately, and nothing is recorded."""
    rows = (ROW.replace("236414227150001", str(236414227150001 + n)) for n in range(3000))
    dialog = dialog_for(context, "\n".join([HEADER, *rows]), qtbot)
    with qtbot.waitSignal(dialog.importer.progressed):
        dialog.run_import()
    with qtbot.waitSignal(dialog.importer.cancelled):
        dialog.close_button.click()
    assert "Nothing was imported" in dialog.report.title.text()
    assert not workspace.book().orders
    assert {entry.stored_action for entry in workspace.history(9)} == {"add-account", "add-project"}
    dialog.commit_button.click()
    settle(dialog, qtbot)
    assert len(workspace.book().orders) == 3000


def test_an_order_logged_meanwhile(
    context: Context, account: Account, workspace: Workspace, qtbot: QtBot
) -> None:
    """Another program has recorded the order since the preview: nothing is written twice."""
    dialog = dialog_for(context, f"{HEADER}\n{ROW}", qtbot)
    workspace.files.import_plan(plan(workspace, f"{HEADER}\n{ROW}", UID), "elsewhere")
    dialog.run_import()
    settle(dialog, qtbot)
    assert dialog.plan is not None
    assert dialog.plan.unchanged == 1
    assert not dialog.commit_button.isEnabled()


def test_the_window_closes_while_a_file_is_read(
    context: Context, account: Account, qtbot: QtBot
) -> None:
    """The user may be in a hurry, or it was the wrong file."""
    dialog = ImportDialog(context, f"{HEADER}\n{ROW}")
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.reject()
    assert not dialog.isVisible()
