"""The ring around the focused button."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.kit.buttons import AnswerChip, IconButton, LinkButton, PlainButton, PrimaryButton
from desktop.ui.kit.focus_ring import FocusRing, RingedButton
from desktop.ui.kit.focus_ring import ring_of as ring_if_any
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.theme.theme import tokens

AROUND = 4
"""Pixels from a button's edge to the outer edge of its ring."""


def opened(qtbot: QtBot, *parts: QWidget) -> QWidget:
    """Show widgets below each other, in a window that has the focus."""
    window = QWidget()
    window.resize(400, 300)
    column = QVBoxLayout(window)
    for part in parts:
        column.addWidget(part)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def place_of(button: QWidget) -> QRect:
    """Return the rectangle of a button in its window, with its ring."""
    corner = button.mapTo(button.window(), QPoint(0, 0))
    return QRect(corner, button.size()).adjusted(-AROUND, -AROUND, AROUND, AROUND)


@pytest.mark.parametrize(
    "button",
    [
        lambda: PrimaryButton("Go"),
        lambda: PlainButton("Go"),
        lambda: LinkButton("Go"),
        lambda: AnswerChip("Now", int),
        lambda: IconButton(Glyph.COPY, "Copy"),
    ],
)
def test_every_focused_button_has_its_ring_outside(qtbot: QtBot, button: type) -> None:
    """On a filled button a ring inside is hardly visible, and what Enter does is unclear."""
    made: RingedButton = button()
    window = opened(qtbot, made)
    made.setFocus()
    ring = ring_of(window)
    assert ring.isVisible()
    assert ring.geometry() == place_of(made)
    QApplication.processEvents()
    middle = QPoint(ring.x() + 1, ring.geometry().center().y())
    shown = window.grab().toImage().pixelColor(middle)
    assert shown.name() == f"#{tokens().accent.lstrip('#')}"


def test_the_ring_follows_the_focus(qtbot: QtBot) -> None:
    """Two rings, or one at the wrong button, are worse than none."""
    first, second, line = PlainButton("One"), PlainButton("Two"), QLineEdit()
    window = opened(qtbot, first, second, line)
    first.setFocus()
    second.setFocus()
    ring = ring_of(window)
    assert ring.geometry() == place_of(second)
    assert len(window.findChildren(FocusRing)) == 1
    line.setFocus()
    assert not ring.isVisible()


def test_the_ring_follows_a_button_that_moves(qtbot: QtBot) -> None:
    """A notice that appears above moves everything down."""
    notice, button = QLineEdit(), PlainButton("Go")
    notice.hide()
    window = opened(qtbot, notice, button)
    button.setFocus()
    before = ring_of(window).geometry()
    notice.show()
    QApplication.processEvents()
    assert ring_of(window).geometry() == place_of(button) != before


def test_the_ring_is_scrolled_with_its_button_and_out_of_sight(qtbot: QtBot) -> None:
    """Otherwise it would stay behind over a text, or be painted over the foot of a dialog."""
    button = PlainButton("Go")
    inner = QWidget()
    inner.setFixedHeight(2000)
    button.setParent(inner)
    button.move(10, 10)
    area = QScrollArea()
    area.setWidget(inner)
    window = opened(qtbot, area)
    button.setFocus()
    area.verticalScrollBar().setValue(6)
    assert ring_of(window).geometry() == place_of(button)
    area.verticalScrollBar().setValue(1000)
    QApplication.processEvents()
    assert window.grab().toImage() == without_ring(window)


def ring_of(window: QWidget) -> FocusRing:
    """Return the window's ring, which exists already."""
    ring = ring_if_any(window)
    assert ring is not None
    return ring


def without_ring(window: QWidget) -> object:
    """Return the picture of a window without its ring."""
    ring_of(window).hide()
    return window.grab().toImage()


def test_a_window_with_a_focused_button_can_be_deleted(qtbot: QtBot) -> None:
    """Dialogs are deleted as they close: an exception would end up in the log of faults."""
    button = PlainButton("Go")
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.addWidget(button)
    window = opened(qtbot, inner)
    button.setFocus()
    inner.deleteLater()
    QApplication.sendPostedEvents(inner, QEvent.Type.DeferredDelete)
    assert not ring_of(window).isVisible()


def test_the_ring_is_removed_with_its_button(qtbot: QtBot) -> None:
    """An action often removes the row whose button did it."""
    button, other = PlainButton("Go"), PlainButton("Stay")
    window = opened(qtbot, button, other)
    button.setFocus()
    button.setParent(None)
    button.deleteLater()
    QApplication.sendPostedEvents()
    QApplication.processEvents()
    ring = ring_of(window)
    assert not ring.isVisible() or ring.geometry() == place_of(other)
    other.setFocus()
    assert ring.geometry() == place_of(other)
