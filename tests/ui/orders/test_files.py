"""Orders pasted into the page, and exported to files."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from desktop.exchange.formats import order_csv
from desktop.services.workspace import Workspace
from desktop.ui.orders.list_pdf import PrintedColumn, write_pdf
from desktop.ui.orders.page import OrdersPage
from desktop.ui.shared.context import Context
from tests.exchange.reading import plan
from tests.ui.conftest import LogOrder
from tests.ui.orders.conftest import Settle

HEADER = "订单号\t订单类型\t订单状态\t创建时间\t支付时间\t应付金额"
ROW = "236414227150001\t新购\t已支付\t2026-09-01 00:30:00\t2026-09-01 00:40:00\t2040.00"


def test_copied_rows_are_pasted_into_the_table(
    page: OrdersPage, context: Context, qtbot: QtBot
) -> None:
    """Ctrl+V on the orders, as in a spreadsheet."""
    QApplication.clipboard().setText(f"{HEADER}\n{ROW}")
    with qtbot.waitSignal(context.import_wanted) as wanted:
        page.paste()
    assert wanted.args == [f"{HEADER}\n{ROW}"]
    QApplication.clipboard().setText("订单号：236414227150001，下单时间：2026-09-01 00:30")
    with qtbot.waitSignal(context.order_form_wanted) as form:
        page.paste()
    assert form.args == [{"number": "236414227150001", "created_at": "2026-09-01 00:30"}]
    QApplication.clipboard().setText(" ")
    with qtbot.waitSignal(context.message):
        page.paste()


@pytest.mark.parametrize(
    ("typed", "kind", "name"),
    [
        ("all.csv", "", "all.csv"),
        ("all.json", "Spreadsheet (*.xlsx)", "all.json"),
        ("all", "CSV table (*.csv)", "all.csv"),
        ("all", "All data, for importing again (*.json)", "all.json"),
        ("v1.2 all", "Spreadsheet (*.xlsx)", "v1.2 all.xlsx"),
    ],
)
def test_orders_are_exported(
    typed: str,
    kind: str,
    name: str,
    page: OrdersPage,
    log_order: LogOrder,
    context: Context,
    workspace: Workspace,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The data is the user's: as a table, or as everything.

    The chosen format sets the extension.
    """
    log_order()
    path = tmp_path / typed
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), kind))
    with qtbot.waitSignal(context.saved) as saved:
        page.exporter.choose()
    assert saved.args == [f"Written to {name}: 1 order.", tmp_path / name]
    found = plan(workspace, tmp_path / name)
    assert (found.unchanged, found.added) == (1, 0)


def test_the_window_responds_while_a_file_is_written(
    page: OrdersPage,
    log_order: LogOrder,
    context: Context,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A hundred thousand orders take seconds; closing meanwhile waits for the whole file."""
    log_order()
    writing = threading.Event()
    resume = threading.Event()
    dump = order_csv.dump

    def slow(*arguments: Any) -> str:
        writing.set()
        resume.wait(30)
        return dump(*arguments)

    monkeypatch.setattr(order_csv, "dump", slow)
    path = tmp_path / "all.csv"
    with qtbot.waitSignal(context.message) as shown:
        page.exporter.write(path)
        assert writing.wait(30)
    assert shown.args == ["Writing the file…"]
    assert not path.exists()
    resume.set()
    page.exporter.finish()
    assert path.read_text("utf-8-sig").startswith("Account,")


def test_the_deadlines_are_exported(
    page: OrdersPage, log_order: LogOrder, context: Context, tmp_path: Path, qtbot: QtBot
) -> None:
    """For the calendar of the phone."""
    log_order()
    with qtbot.waitSignal(context.saved):
        page.exporter.write(tmp_path / "deadlines.ics")
    assert "SUMMARY:Associate 1 order: Example" in (tmp_path / "deadlines.ics").read_text("utf-8")


def test_the_rows_on_the_screen_are_printed(
    page: OrdersPage,
    log_order: LogOrder,
    settle: Settle,
    context: Context,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The rows of the view and the search, with the facts that the screen shows."""
    log_order(number="236414227150001", title="测试一")
    log_order(number="236414227150002", title="测试二")
    settle()
    page.search.setText("测试二")
    settle()
    printed = []

    def keep(*args: Any) -> bytes:
        printed.append(args)
        return write_pdf(*args)

    monkeypatch.setattr("desktop.ui.orders.exporting.write_pdf", keep)
    path = tmp_path / "orders.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    with qtbot.waitSignal(context.saved):
        page.exporter.choose()
    (title, note, columns, rows) = printed[0]
    assert "测试二" in title
    assert note.startswith("1 order as of 10 Sep")
    assert [c.title for c in columns] == [
        "Time left",
        "Deadline",
        "Product",
        "Order number",
        "Account",
        "Amount",
        "Cashback",
        "Status",
    ]
    assert len(rows) == 1
    assert "236414227150002" in rows[0]
    assert path.read_bytes().startswith(b"%PDF")


def test_a_long_list_takes_many_pages() -> None:
    """Every row is on some page, also the last one."""
    columns = [PrintedColumn("Number", 10), PrintedColumn("Amount", 5, number=True)]
    short = write_pdf("Orders", "", columns, [["1", "2"]])
    long = write_pdf("Orders", "", columns, [[str(n), "x" * 300] for n in range(200)])
    assert short.count(b"/Type /Page\n") == 1
    assert long.count(b"/Type /Page\n") == 7


def test_a_failed_export_says_why_and_leaves_no_partial_file(
    page: OrdersPage, log_order: LogOrder, context: Context, tmp_path: Path, qtbot: QtBot
) -> None:
    """The folder does not exist, or is not writable."""
    log_order()
    with qtbot.waitSignal(context.failed) as failed:
        page.exporter.write(tmp_path / "gone" / "all.csv")
    assert "No such file or folder" in failed.args[1]
    assert list(tmp_path.glob("*.csv")) == []
