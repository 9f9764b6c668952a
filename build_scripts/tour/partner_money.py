"""What comes from a partner or a bank: a statement that was filled in, and what is made of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from desktop.domain.model import AnswerKind
from desktop.domain.statement import owed
from desktop.ui.cashback.lists import AnsweredDialog
from desktop.ui.cashback.page import CashbackPage
from desktop.ui.cashback.statement_dialog import StatementDialog
from desktop.ui.shell.main_window import MainWindow
from tour.camera import Camera, settle

_ANSWERS = ("已支付", "有异议", "同意", "maybe")


def statement_pictures(window: MainWindow, page: CashbackPage, camera: Camera) -> Iterator[Path]:
    """Fill in a statement as a partner does, take it in, and show what the page says then."""
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
    workspace.statements.take_in(returned)
    context.changed.emit()
    settle()
    yield camera.take(page.widget(), "cashback-answered")
    answers = workspace.statements.answers()
    orders = [order for order in owed(workspace.cashback.orders()) if order.name in answers]
    disputed = [each for each in orders if answers[each.name].answer is AnswerKind.DISPUTED]
    dialog = AnsweredDialog(context, AnswerKind.DISPUTED, disputed, answers, window)
    yield camera.show(dialog, "cashback-disputed")
