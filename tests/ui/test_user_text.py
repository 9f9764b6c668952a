"""User input is plain text on every screen: no tag, no picture, no shortcut, limited length."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.model import Window
from desktop.domain.views import Query, View
from desktop.forms.wizard_steps import Step
from desktop.services.workspace import Workspace
from desktop.ui.help.prose import Prose
from desktop.ui.orders.associate_guide import AssociateGuide
from desktop.ui.orders.order_dialog import OrderDialog
from desktop.ui.shared.context import Context
from desktop.ui.shell.main_window import MainWindow
from desktop.ui.wizard.wizard import JourneyWizard
from tests.builders import (
    ORDER_NUMBER,
    UID,
    make_account,
    make_active_project,
    make_order,
    make_partner,
)

EVIL = '<b>bold</b> <img src="file:///x.png"> & && <script>\n'


@pytest.fixture(params=[EVIL, EVIL + "长" * 10_000, "W" * 10_000], ids=["tags", "long", "a word"])
def evil(request: pytest.FixtureRequest, workspace: Workspace) -> str:
    """Record a hostile text in every field of every kind of record."""
    text: str = request.param
    now = workspace.clock()
    workspace.save_account(make_account(name=text, window=Window.MONTH, note=text))
    workspace.save_partner(make_partner(name=text, contact=text, note=text))
    project = make_active_project(
        number="202608200001",
        title=text,
        partner=text,
        created_at=now - timedelta(days=20),
        request_text=text,
        note=text,
    )
    workspace.save_project(project)
    facts = {
        "created_at": now - timedelta(hours=2),
        "paid_at": now - timedelta(hours=1),
        "title": text,
        "product": text,
        "note": text,
    }
    order = workspace.save_order(make_order(number="236414227150001", **facts))
    workspace.save_order(make_order(number="236414227150002", **facts | {"kind": text}))
    workspace.save_order(
        make_order(number="236414227150003", **facts | {"parent": text, "kind": "Renew"})
    )
    workspace.save_order(make_order(number="236414227150004", **facts | {"project": text}))
    workspace.associate(workspace.save_order(make_order(number="236414227150005", **facts)))
    workspace.orders.refused(order.key, Window.MONTH, text)
    return text


def screens(context: Context, window: MainWindow) -> Iterator[QWidget]:
    """Yield every page, every wizard page, the form, the guide."""
    for page in ("home", "gate", "projects", "settings", "help"):
        window.show_page(page)
        yield window
    for view in (View.TO_ASSOCIATE, View.CHECK, View.ASSOCIATED):
        window.show_orders(Query(view))
        _wait(0.25)
        yield window
    order = context.workspace.book().orders[UID, ORDER_NUMBER]
    for step in Step:
        wizard = JourneyWizard(context, UID, step, window)
        yield wizard
        wizard.close()
    for dialog in (OrderDialog(context, order, None, window), AssociateGuide(context, order)):
        yield dialog
        dialog.close()


def _wait(seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        QApplication.processEvents()


def test_user_text_is_plain_on_every_screen(evil: str, context: Context, qtbot: QtBot) -> None:
    """Qt's labels and tooltips guess rich text, which loads pictures and hides the input."""
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.show()
    count = 0
    for screen in screens(context, window):
        screen.show()
        _wait(0.05)
        assert not screen.grab().isNull()
        for label in screen.findChildren(QLabel):
            if "<b>" in label.text() or "WWWW" in label.text():
                assert label.textFormat() is Qt.TextFormat.PlainText, label.text()[:80]
                count += 1
        for widget in screen.findChildren(QWidget):
            assert "<img" not in widget.toolTip()
        # The help shows its own articles as plain text; they contain no user input.
        assert all(isinstance(text, Prose) for text in screen.findChildren(QTextEdit))
        assert screen.minimumSizeHint().width() < 1500
    assert count > 10
    window.close()
