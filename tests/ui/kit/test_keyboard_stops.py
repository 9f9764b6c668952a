"""Tab stops, and where the focus moves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.kit.arrow_group import ArrowGroup
from desktop.ui.kit.buttons import PlainButton
from desktop.ui.kit.choices import ChoiceGroup


@pytest.fixture
def row(qtbot: QtBot) -> Iterator[tuple[PlainButton, list[PlainButton]]]:
    """Show a button before three that belong together."""
    holder = QWidget()
    layout = QHBoxLayout(holder)
    before = PlainButton("before")
    group = [PlainButton(text) for text in ("one", "two", "three")]
    for button in (before, *group):
        layout.addWidget(button)
    ArrowGroup(group, holder)
    qtbot.addWidget(holder)
    holder.show()
    holder.activateWindow()
    qtbot.waitUntil(holder.isActiveWindow)
    before.setFocus()
    yield before, group
    holder.close()


def test_buttons_of_a_group_are_one_stop(
    row: tuple[PlainButton, list[PlainButton]], qtbot: QtBot
) -> None:
    """Forty Tab stops on a page are as many presses to its end."""
    before, [one, two, three] = row
    qtbot.keyClick(before, Qt.Key.Key_Tab)
    assert one.hasFocus()
    qtbot.keyClick(one, Qt.Key.Key_Right)
    assert two.hasFocus()
    qtbot.keyClick(two, Qt.Key.Key_Tab)
    assert before.hasFocus()
    qtbot.keyClick(before, Qt.Key.Key_Tab)
    assert two.hasFocus()
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Left):
        qtbot.keyClick(QApplication.focusWidget(), key)
    assert three.hasFocus()


def test_a_hidden_button_of_a_group_is_passed_over(
    row: tuple[PlainButton, list[PlainButton]], qtbot: QtBot
) -> None:
    """The focus would be invisible."""
    _before, [one, two, three] = row
    two.hide()
    one.setFocus()
    qtbot.keyClick(one, Qt.Key.Key_Right)
    assert three.hasFocus()


def test_the_chosen_radio_button_gets_the_focus(qtbot: QtBot) -> None:
    """Otherwise arrow keys would start at the first and change the choice to the second."""
    group = ChoiceGroup([("a", "A", ""), ("b", "B", ""), ("c", "C", "")], "Letter")
    qtbot.addWidget(group)
    group.show()
    group.activateWindow()
    qtbot.waitUntil(group.isActiveWindow)
    group.set_value("b")
    group.setFocus()
    assert group.buttons["b"].hasFocus()
    qtbot.keyClick(group.buttons["b"], Qt.Key.Key_Down)
    assert group.value() == "c"
    assert group.buttons["c"].hasFocus()
