"""Work that is started by the first key or mouse press."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.kit.first_input import after_first_input


def test_it_is_called_once_and_the_press_arrives(qtbot: QtBot) -> None:
    """Repeated loading, or a swallowed press, would spoil the first click."""
    button, calls, clicks = QPushButton("Save"), [], []
    qtbot.addWidget(button)
    button.clicked.connect(lambda: clicks.append(1))
    after_first_input(button, lambda: calls.append(1))
    button.show()
    QCoreApplication.processEvents()
    assert calls == []
    for _ in range(2):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert (len(calls), len(clicks)) == (1, 2)


def test_a_key_counts_in_whatever_window(qtbot: QtBot) -> None:
    """A keyboard user in a dialog would wait at the first change."""
    owner, field, calls = QWidget(), QLineEdit(), []
    qtbot.addWidget(owner)
    qtbot.addWidget(field)
    after_first_input(owner, lambda: calls.append(1))
    QTest.keyClicks(field, "12")
    assert (len(calls), field.text()) == (1, "12")


def test_nothing_is_called_for_a_window_that_is_gone(qtbot: QtBot) -> None:
    """A press after a restore would load into a window that was deleted."""
    owner, button, calls = QWidget(), QPushButton(), []
    qtbot.addWidget(button)
    after_first_input(owner, lambda: calls.append(1))
    owner.deleteLater()
    QCoreApplication.sendPostedEvents(owner, QEvent.Type.DeferredDelete)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert calls == []
