"""Pictures of a returned statement and of payments from a bank, and their effects."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from desktop.domain.money_records import AnswerKind
from desktop.domain.statement import outstanding_orders
from desktop.ui.cashback.lists import AnsweredDialog
from desktop.ui.cashback.page import CashbackPage
from desktop.ui.cashback.payments_dialog import PaymentsDialog
from desktop.ui.cashback.statement_dialog import StatementDialog
from desktop.ui.shell.main_window import MainWindow
from tour.camera import Camera, close_and_delete, settle, wait_for

_ANSWERS = ("已支付", "有异议", "同意", "maybe")
_BILL = """微信支付账单明细,,,,,,,,
----------------------微信支付账单明细列表--------------------,,,,,,,,
交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注
2026-11-28 10:21:33,转账,示例伙伴,转账备注:11月返现,收入,¥102.00,/,已存入零钱,1000050001,/,/
2026-11-27 18:05:09,商户消费,便利店,饮料,支出,¥26.00,零钱,支付成功,4200002408,/,/
2026-11-26 09:00:00,转账,李四,聚餐,收入,¥35.50,/,已存入零钱,1000050002,/,/
2026-11-25 09:00:00,转账,王五,转账,收入,¥80.00,/,已全额退款,1000050003,/,/
"""


def payment_pictures(window: MainWindow, camera: Camera) -> Iterator[Path]:
    """Save the dialog for a payment service's bill, and for a list with unknown columns."""
    folder = window.context.workspace.folder
    bill = folder / ("微信支付账单.csv" if camera.chinese else "wechat bill.csv")
    bill.write_text(_BILL, "utf-8")
    unknown = folder / "bank.csv"
    unknown.write_text("Wann,Wer,Wieviel\n2026-11-20,Example,102.00\n", "utf-8")
    for name, path in (("bill", bill), ("bill-columns", unknown)):
        dialog = PaymentsDialog(window.context, path, window)
        dialog.show()
        wait_for(lambda dialog=dialog: not dialog.worker.busy)  # type: ignore[misc]
        settle()
        yield camera.take(dialog, f"cashback-{name}")
        close_and_delete(dialog)


def statement_pictures(window: MainWindow, page: CashbackPage, camera: Camera) -> Iterator[Path]:
    """Fill in a statement as a partner does, import it, and save the dialog and the page."""
    context = window.context
    workspace = context.workspace
    path = workspace.folder / ("对账单.csv" if camera.chinese else "statement.csv")
    workspace.statements.export(path, None, camera.language)
    rows = [*csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""))]
    for number, row in enumerate(rows[1:]):
        row[9] = _ANSWERS[number % len(_ANSWERS)]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    returned = workspace.statements.read(path)
    yield camera.show(StatementDialog(context, returned, window), "cashback-statement")
    workspace.statements.record_answers(returned)
    context.changed.emit()
    settle()
    yield camera.take(page.widget(), "cashback-answered")
    answers = workspace.statements.answers()
    orders = [
        order for order in outstanding_orders(workspace.cashback.orders()) if order.name in answers
    ]
    disputed = [each for each in orders if answers[each.name].answer is AnswerKind.DISPUTED]
    dialog = AnsweredDialog(context, AnswerKind.DISPUTED, disputed, answers, window)
    yield camera.show(dialog, "cashback-disputed")
