"""Orders onto the page by pasting, and out of it into files."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from desktop.desk import Desk
from desktop.ui.context import Context
from desktop.ui.orders.page import OrdersPage
from tests.exchange.reading import plan
from tests.ui.conftest import LogOrder

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
    with qtbot.waitSignal(context.told):
        page.paste()


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
    found = plan(desk, path)
    assert (found.unchanged, found.added) == (1, 0)


def test_a_failed_export_says_why_and_leaves_no_half_file(
    page: OrdersPage, log_order: LogOrder, context: Context, tmp_path: Path, qtbot: QtBot
) -> None:
    """The folder is gone, or may not be written to."""
    log_order()
    with qtbot.waitSignal(context.failed) as failed:
        page._export(tmp_path / "gone" / "all.csv")
    assert "no such file or folder" in failed.args[1]
    assert list(tmp_path.glob("*.csv")) == []
