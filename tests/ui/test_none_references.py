"""A guard on Qt's bindings: some versions lose a reference to None on every call."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot


def test_a_thousand_calls_do_not_wear_none_out(qtbot: QtBot) -> None:
    """With such a version the program aborts after minutes of use (`none_dealloc`)."""
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for number in range(1000):
        label.setText(str(number))
        label.setVisible(False)
        label.update()
    assert sys.getrefcount(None) >= before - 50
