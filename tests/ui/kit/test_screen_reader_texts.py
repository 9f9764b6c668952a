"""The texts that screen readers get from widgets through the accessibility interface."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.kit import fields
from desktop.ui.kit.buttons import IconButton
from desktop.ui.kit.fields import ComboField, LineField
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import ElidedLabel, PlainLabel, plain_tooltip
from desktop.ui.kit.list_table import ListTable
from desktop.ui.kit.pills import Pill

LONG = "AliyunAgencyCustomerOrderAssociatedProjectFullAccess"


def spoken(widget: QWidget) -> str:
    """Return name and description of a widget."""
    interface = QAccessible.queryAccessibleInterface(widget)
    texts = (QAccessible.Text.Name, QAccessible.Text.Description)
    return " ".join(interface.text(text) for text in texts)


def test_no_invisible_signs_are_read_out(qtbot: QtBot) -> None:
    """With break characters, a word is spelled in pieces, or “zero width space” is read out."""
    label = PlainLabel(LONG)
    qtbot.addWidget(label)
    assert spoken(label).strip() == LONG
    label.setText("short")
    assert spoken(label).strip() == "short"
    label.setText("/home\u200b/user")
    assert spoken(label).strip() == "/home/user"


def test_a_name_of_its_own_is_kept(qtbot: QtBot) -> None:
    """A label whose name says more than its text must keep it when the text changes."""
    label = PlainLabel("3 h")
    qtbot.addWidget(label)
    label.setAccessibleName("3 hours left")
    label.setText(LONG)
    assert spoken(label).strip() == "3 hours left"


def test_no_markup_of_tooltips_is_read_out(qtbot: QtBot) -> None:
    """Screen readers use the tooltip if there is no description."""
    for widget in (IconButton(Glyph.COPY, "Copy it"), Pill("To associate"), ElidedLabel("text")):
        qtbot.addWidget(widget)
        assert "<" not in spoken(widget)


def test_a_long_tooltip_stays_narrow() -> None:
    """A sentence of two hundred characters would reach across the screen."""
    assert max(map(len, plain_tooltip("long words " * 20).split("\n"))) <= 64
    assert max(map(len, plain_tooltip("很长的一句话" * 20).split("\n"))) <= 32
    assert plain_tooltip("one\ntwo") == "one\ntwo"


@pytest.mark.parametrize("editable", [True, False])
def test_an_error_is_read_with_its_field_and_again_where_the_cursor_stays(
    editable: bool, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After Enter in the wrong field, the focus does not move, so nothing would be read out."""
    announced: list[str] = []
    monkeypatch.setattr(fields, "announce", lambda _widget, text: announced.append(text))
    field = ComboField("Account", "hint", editable=True) if editable else LineField("Account")
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    qtbot.waitUntil(field.isActiveWindow)
    field.setFocus()
    field.editor.clearFocus()
    field.show_error("Please choose an account.")
    assert announced == []
    assert "Please choose an account." in spoken(QApplication.focusWidget())
    field.show_error("Please choose an account.")
    assert announced == ["Please choose an account."]
    field.clear_error()
    assert "Please" not in spoken(QApplication.focusWidget())


def test_an_empty_cell_has_a_name(qtbot: QtBot) -> None:
    """A screen reader says “table cell” and nothing else."""
    table = ListTable("History", ["When", "What", "State"])
    qtbot.addWidget(table)
    table.setRowCount(1)
    table.show_row(0, ("today", "logged", ""), ("", "", ""))
    interface = QAccessible.queryAccessibleInterface(table)
    cells = [interface.child(number) for number in range(interface.childCount())]
    names = [
        cell.text(QAccessible.Text.Name) for cell in cells if cell.role() is QAccessible.Role.Cell
    ]
    assert names == ["today", "logged", "–"]
