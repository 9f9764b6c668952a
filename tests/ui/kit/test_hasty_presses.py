"""Haste does no harm: a double click, or Enter held down, is one press."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.kit.buttons import IconButton, LinkButton, PlainButton, PrimaryButton
from desktop.ui.kit.dialogs import DialogFrame
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.switch import Switch
from desktop.ui.kit.toast import Toast
from tests.ui.presses import hold_enter, second_press


@pytest.mark.parametrize("kind", [PlainButton, PrimaryButton, LinkButton])
def test_the_second_press_of_a_double_click_is_ignored(
    kind: type[PlainButton | PrimaryButton | LinkButton], qtbot: QtBot
) -> None:
    """“I have associated it”, clicked twice, must not mark the order that moved up as well."""
    pressed: list[int] = []
    button = kind("Do it", lambda: pressed.append(1))
    qtbot.addWidget(button)
    button.show()
    second_press(button)
    assert pressed == []
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert pressed == [1]


def test_a_double_click_on_undo_undoes_one_action(qtbot: QtBot) -> None:
    """A user who double-clicks everything would lose the import before it as well."""
    toast = Toast("Undo", "Redo", "Open folder", "Close")
    qtbot.addWidget(toast)
    undone: list[int] = []
    toast.undo_wanted.connect(lambda: undone.append(1))
    toast.show_message("Done")
    qtbot.mouseClick(toast.undo, Qt.MouseButton.LeftButton)
    second_press(toast.undo)
    assert undone == [1]


def test_an_arrow_button_accepts_quick_presses(qtbot: QtBot) -> None:
    """Ten quick presses go ten months back, not five."""
    further: list[int] = []
    arrow = IconButton(Glyph.CHEVRON_RIGHT, "Next", lambda: further.append(1))
    qtbot.addWidget(arrow)
    second_press(arrow)
    assert further == [1]


def test_enter_held_down_presses_once(qtbot: QtBot) -> None:
    """Held a moment too long, it would pass through the steps to “I have associated it”."""
    pressed: list[int] = []
    button = PlainButton("Do it", lambda: pressed.append(1))
    qtbot.addWidget(button)
    hold_enter(button)
    assert pressed == [1]


def test_enter_held_down_switches_once(qtbot: QtBot) -> None:
    """The final state would be random."""
    switch = Switch("Automatic backups")
    qtbot.addWidget(switch)
    hold_enter(switch)
    assert switch.isChecked()


def test_enter_held_down_in_a_dialog_triggers_its_primary_action_once(qtbot: QtBot) -> None:
    """An order would be logged, and the empty form after it show an error."""
    pressed: list[int] = []
    dialog = DialogFrame("Title", QSize(400, 300))
    qtbot.addWidget(dialog)
    primary = PrimaryButton("Do it", lambda: pressed.append(1))
    dialog.add_buttons([], [primary], primary)
    hold_enter(dialog)
    assert pressed == [1]


def test_undo_stays_under_the_pointer(qtbot: QtBot) -> None:
    """The second of two presses would otherwise hit “Redo”, and nothing be undone."""
    window = QWidget()
    window.resize(1200, 700)
    toast = Toast("Undo", "Redo", "Open folder", "Close", window)
    qtbot.addWidget(window)
    window.show()
    toast.show_message("Order 236414227150922 marked as associated, about ¥75.00 kept")
    QApplication.processEvents()
    before = toast.undo.mapTo(window, toast.undo.rect().center())
    toast.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    toast.show_message("Undone: mark an order", redoable=True)
    QApplication.processEvents()
    assert toast.undo.mapTo(window, toast.undo.rect().center()) == before
