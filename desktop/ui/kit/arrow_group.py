"""A group of widgets that is one tab stop."""

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
    """Makes several widgets one tab stop: the arrow keys move the focus between them.

    As in a toolbar, Tab returns to the widget that was focused last.
    """

    def __init__(self, widgets: Sequence[QWidget], parent: QObject) -> None:
        super().__init__(parent)
        self._widgets = list(widgets)
        for widget in self._widgets:
            widget.installEventFilter(self)
        self._set_tab_stop(self._widgets[0])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Focus a neighbour on an arrow key; remember which widget is focused."""
        if event.type() is QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._set_tab_stop(watched)
        elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None:
                self._move_focus(watched, step)
                return True
        return super().eventFilter(watched, event)

    def _set_tab_stop(self, widget: QWidget) -> None:
        for other in self._widgets:
            other.setFocusPolicy(
                Qt.FocusPolicy.StrongFocus if other is widget else Qt.FocusPolicy.ClickFocus
            )

    def _move_focus(self, focused: QObject, step: int) -> None:
        shown = [widget for widget in self._widgets if not widget.isHidden()]
        at = next(n for n, widget in enumerate(shown) if widget is focused)
        shown[(at + step) % len(shown)].setFocus(Qt.FocusReason.TabFocusReason)
