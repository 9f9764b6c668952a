"""What screen readers say of texts, through the interface that they use."""

from __future__ import annotations

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.kit.buttons import IconButton
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import ElidedLabel, PlainLabel, plain_tooltip
from desktop.ui.kit.pills import Pill

LONG = "AliyunAgencyCustomerOrderAssociatedProjectFullAccess"


def said(widget: QWidget) -> str:
    """Return name and description of a widget."""
    interface = QAccessible.queryAccessibleInterface(widget)
    texts = (QAccessible.Text.Name, QAccessible.Text.Description)
    return " ".join(interface.text(text) for text in texts)


def test_no_invisible_signs_are_read_out(qtbot: QtBot) -> None:
    """A word that may be broken is spelled in pieces, or “zero width space” is said."""
    label = PlainLabel(LONG)
    qtbot.addWidget(label)
    assert said(label).strip() == LONG
    label.setText("short")
    assert said(label).strip() == "short"
    label.setText("/home\u200b/user")
    assert said(label).strip() == "/home/user"


def test_a_name_of_its_own_is_kept(qtbot: QtBot) -> None:
    """A label that says more than it shows must not lose that with its next text."""
    label = PlainLabel("3 h")
    qtbot.addWidget(label)
    label.setAccessibleName("3 hours left")
    label.setText(LONG)
    assert said(label).strip() == "3 hours left"


def test_no_markup_of_tooltips_is_read_out(qtbot: QtBot) -> None:
    """Screen readers take the tooltip where there is no description."""
    for widget in (IconButton(Glyph.COPY, "Copy it"), Pill("To associate"), ElidedLabel("text")):
        qtbot.addWidget(widget)
        assert "<" not in said(widget)


def test_a_long_tooltip_stays_narrow() -> None:
    """A sentence of two hundred characters would reach across the screen."""
    assert max(map(len, plain_tooltip("long words " * 20).split("\n"))) <= 64
    assert max(map(len, plain_tooltip("很长的一句话" * 20).split("\n"))) <= 32
    assert plain_tooltip("one\ntwo") == "one\ntwo"
