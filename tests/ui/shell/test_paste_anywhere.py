"""Ctrl+V in a dialog pastes, or says why not."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.ui.kit.buttons import PlainButton
from desktop.ui.kit.dialogs import DialogFrame
from desktop.ui.kit.labels import PlainLabel
from desktop.ui.orders.associate_guide import AssociateGuide
from desktop.ui.orders.order_dialog import OrderDialog
from desktop.ui.shared.context import Context
from tests.ui.conftest import LogOrder

_ONE = "订单号：236414227150955，支付时间：2026-09-10 10:05"


def test_a_dialog_says_that_nothing_can_be_pasted(qtbot: QtBot) -> None:
    """A key without any effect is pressed again and again."""
    dialog = DialogFrame("Title", QSize(400, 300))
    qtbot.addWidget(dialog)
    button = PlainButton("Close")
    dialog.add_buttons([], [button])
    dialog.show()
    for _ in range(2):
        qtbot.keyClick(button, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()
    labels = [label.text() for label in dialog.findChildren(PlainLabel) if label.isVisible()]
    assert [text for text in labels if "pasted" in text] == [
        "Nothing can be pasted here. Click into a field, or close this first."
    ]


def test_the_order_form_accepts_a_pasted_order_wherever_the_focus_is(
    context: Context, account: object, qtbot: QtBot
) -> None:
    """The focus may be on “Close”; the order is meant for the form all the same."""
    dialog = OrderDialog(context)
    qtbot.addWidget(dialog)
    dialog.show()
    QApplication.clipboard().setText(_ONE)
    button = Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(dialog.save_button, *button)
    assert dialog.form.values()["number"] == "236414227150955"


@pytest.mark.parametrize("text", [_ONE, ""])
def test_the_guide_accepts_a_pasted_order(
    text: str, context: Context, log_order: LogOrder, qtbot: QtBot
) -> None:
    """The guide may be the only visible window, beside the browser."""
    guide = AssociateGuide(context, log_order())
    qtbot.addWidget(guide)
    guide.show()
    QApplication.clipboard().setText(text)
    wanted = context.order_form_wanted if text else context.message
    with qtbot.waitSignal(wanted):
        qtbot.keyClick(guide, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
