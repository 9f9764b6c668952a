"""The four figures below the praise: the month's own, and what partners still have to pay."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.model import Window
from desktop.domain.money_records import Receipt
from desktop.services.workspace import Workspace
from desktop.ui.home.done_card import SUMMED_ORDERS, DoneCard
from desktop.ui.home.done_figures import DoneFigures
from desktop.ui.home.page import HomePage
from desktop.ui.kit.labels import PlainLabel
from desktop.ui.shared.context import Context
from tests.conftest import FakeClock
from tests.ui.conftest import LogOrder


def shown(context: Context, qtbot: QtBot) -> list[str]:
    """Return the texts of the home screen once it is complete."""
    page = HomePage(context)
    qtbot.addWidget(page)
    page.show()
    page.refresh()
    return [label.text() for label in page.findChildren(PlainLabel) if not label.isHidden()]


def test_the_month_is_summed_up_once_all_is_done(
    log_order: LogOrder, context: Context, workspace: Workspace, clock: FakeClock, qtbot: QtBot
) -> None:
    """The page would be empty, without any sign of what the work was good for."""
    now = clock()
    order = log_order(window=Window.DAY)
    workspace.associate(order)
    receipt = Receipt(received_at=now, amount=5000)
    workspace.cashback.enter(receipt, [])
    workspace.cashback.enter(replace(receipt, received_at=now - timedelta(days=40)), [])
    texts = shown(context, qtbot)
    at = texts.index("Associated in Sep")
    assert texts[at : at + 8] == [
        "Associated in Sep",
        "1 order",
        "Received in Sep",
        "¥50.00",
        "Still to come",
        "¥102.00",
        "Missed in Sep",
        "0 orders",
    ]


def test_without_a_promise_there_are_no_sums(
    log_order: LogOrder, context: Context, workspace: Workspace, qtbot: QtBot
) -> None:
    """Rows of zeroes would look as if a partner owed nothing."""
    workspace.associate(log_order(window=Window.DAY, payable=None))
    assert "Still to come" not in shown(context, qtbot)


def test_incomplete_counts_are_marked(
    log_order: LogOrder, context: Context, workspace: Workspace, clock: FakeClock, qtbot: QtBot
) -> None:
    """Of more than two hundred orders, the first two hundred would be shown as the whole month."""
    now = clock()
    workspace.associate(log_order(window=Window.DAY))
    settled = workspace.daily_summary(now).settled * SUMMED_ORDERS
    holder = QWidget()
    qtbot.addWidget(holder)
    figures = DoneFigures(context, settled, now, holder)
    card = DoneCard(context, settled, now, holder)
    assert figures.figures[0][1] == "at least 200 orders"
    assert "at least 200 orders associated" in [
        each.text() for each in card.findChildren(PlainLabel)
    ]
