"""The list of completions, open while the user types, does not swallow clicks elsewhere."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.kit.fields import ComboField, LineField
from desktop.ui.theme.tokens import SMALLEST_TARGET


class Form(QWidget):
    """A product, and far below it an amount."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        self.product = ComboField("Product", editable=True)
        self.product.set_items([("ECS", "ecs"), ("OSS", "oss")])
        self.amount = LineField("Amount")
        column.addWidget(self.product)
        column.addSpacing(200)
        column.addWidget(self.amount)


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    """Return a form with the list of products open below the typed text."""
    form = Form()
    qtbot.addWidget(form)
    form.show()
    form.activateWindow()
    form.product.combo.setFocus()
    QTest.keyClicks(form.product.combo.lineEdit(), "EC")
    qtbot.waitUntil(lambda: offered(form).isVisible())
    return form


def offered(form: Form) -> QAbstractItemView:
    """Return the list."""
    return form.product.combo.completer().popup()


def test_a_click_into_another_field_focuses_it_immediately(form: Form) -> None:
    """Otherwise the amount that is typed next goes into the product."""
    popup, line = offered(form), form.amount.line
    place = popup.mapFromGlobal(line.mapToGlobal(line.rect().center()))
    assert not popup.rect().contains(place)
    QTest.mousePress(popup, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseRelease(line, Qt.MouseButton.LeftButton)
    assert not popup.isVisible()
    assert form.focusWidget() is line
    assert form.product.value() == "EC"


def test_completions_are_large_enough_to_click(form: Form) -> None:
    """A row lower than 24 pixels is missed by a trembling hand."""
    for rows in (offered(form), form.product.combo.view()):
        first: QModelIndex = rows.model().index(0, 0)
        assert rows.sizeHintForIndex(first).height() >= SMALLEST_TARGET
