"""Double clicks and held keys, with the events that the system sends for them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget


def second_press(widget: QWidget) -> None:
    """Send the second half of a double click, to a widget that appeared after the first click."""
    place = QPointF(widget.rect().center())
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    for kind, held in (
        (QEvent.Type.MouseButtonDblClick, left),
        (QEvent.Type.MouseButtonRelease, none),
    ):
        at = widget.mapToGlobal(place)
        event = QMouseEvent(kind, place, at, left, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(widget, event)


def hold_enter(widget: QWidget) -> None:
    """Press Enter and hold it until it repeats."""
    for repeated in (False, True, True, True):  # an even number of presses
        key = QKeyEvent(
            QEvent.Type.KeyPress,
            Qt.Key.Key_Return,
            Qt.KeyboardModifier.NoModifier,
            "\r",
            repeated,
        )
        QApplication.sendEvent(widget, key)
