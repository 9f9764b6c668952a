"""Buttons that belong together and are one stop of the Tab key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

_STEPS = {
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
}


class ArrowGroup(QObject):
    """Lets Tab enter the first of some widgets; the arrow keys go on to the others.

    As in a toolbar, Tab comes back to the one that had the keyboard last.
    """

    def __init__(self, widgets: Sequence[QWidget], parent: QObject) -> None:
        super().__init__(parent)
        self._widgets = list(widgets)
        for widget in self._widgets:
            widget.installEventFilter(self)
        self._enter_at(self._widgets[0])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go to a neighbour by an arrow key; remember where the keyboard is."""
        if event.type() is QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._enter_at(watched)
        elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None:
                self._go(watched, step)
                return True
        return super().eventFilter(watched, event)

    def _enter_at(self, widget: QWidget) -> None:
        for other in self._widgets:
            other.setFocusPolicy(
                Qt.FocusPolicy.StrongFocus if other is widget else Qt.FocusPolicy.ClickFocus
            )

    def _go(self, watched: QObject, step: int) -> None:
        shown = [widget for widget in self._widgets if not widget.isHidden()]
        at = next(n for n, widget in enumerate(shown) if widget is watched)
        shown[(at + step) % len(shown)].setFocus(Qt.FocusReason.TabFocusReason)
