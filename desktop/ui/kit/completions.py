"""The completer of editable combo boxes."""

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
    """Makes each row at least as high as the smallest target."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the size of a row, at least the smallest target high."""
        least = round(SMALLEST_TARGET * growth(option.fontMetrics))  # type: ignore[attr-defined]
        return super().sizeHint(option, index).expandedTo(QSize(0, least))


class Completions(QCompleter):
    """Offers the choices that contain the typed text, ignoring case.

    A click beside the list closes it and is passed to the widget below. Qt's own completer swallows
    that click: the next keys would still go to the old field, not to the one that was clicked.
    """

    def __init__(self, combo: QComboBox) -> None:
        super().__init__(combo.model(), combo)
        self._combo = combo
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.popup().setItemDelegate(_Rows(self))
        combo.view().setItemDelegate(_Rows(combo))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close the list on a click beside it, and pass the click to the widget there."""
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
            if below.focusPolicy() & Qt.FocusPolicy.ClickFocus:  # a sent event does not focus
                below.setFocus(Qt.FocusReason.MouseFocusReason)
