"""What an editable choice offers while it is typed in."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QCompleter,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from desktop.ui.kit.sizes import growth
from desktop.ui.theme.tokens import SMALLEST_TARGET


class _Rows(QStyledItemDelegate):
    """Makes each row high enough to be hit."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the size of a row."""
        least = round(SMALLEST_TARGET * growth(option.fontMetrics))  # type: ignore[attr-defined]
        return super().sizeHint(option, index).expandedTo(QSize(0, least))


class Completions(QCompleter):
    """Offers the choices that have what was typed anywhere in them, whatever their case.

    A click beside them closes them and is a click as well. Qt's own ends there, so that what is
    typed next would go on where the keyboard was, and not into the field that was clicked.
    """

    def __init__(self, combo: QComboBox) -> None:
        super().__init__(combo.model(), combo)
        self._combo = combo
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.popup().setItemDelegate(_Rows(self))
        combo.view().setItemDelegate(_Rows(combo))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Pass a click beside the list on to what lies there."""
        if isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseButtonPress:
            popup = self.popup()
            if watched is popup and not popup.rect().contains(event.position().toPoint()):
                popup.hide()
                self._press_below(event)
                return True
        return super().eventFilter(watched, event)

    def _press_below(self, event: QMouseEvent) -> None:
        place = event.globalPosition()
        below = QApplication.widgetAt(place.toPoint())
        if below is not None and below.window() is self._combo.window():
            pressed = QMouseEvent(
                QEvent.Type.MouseButtonPress,
                below.mapFromGlobal(place),
                place,
                event.button(),
                event.buttons(),
                event.modifiers(),
            )
            QApplication.sendEvent(below, pressed)
            if below.focusPolicy() & Qt.FocusPolicy.ClickFocus:  # only the system's clicks give it
                below.setFocus(Qt.FocusReason.MouseFocusReason)
