"""Widgets in columns of equal width; in a narrow window each row has fewer of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.ui.kit.sizes import letter_width
from desktop.ui.theme.tokens import M


class EqualColumns(QWidget):
    """Lays widgets out in as many columns as fit, so that every row is full.

    Four widgets have four columns, two or one. `comfort` is the least width of a column, in
    characters; a column is never narrower than the widest widget needs.
    """

    def __init__(
        self,
        widgets: Sequence[QWidget],
        comfort: int,
        spacing: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._widgets = widgets
        self._comfort = comfort
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(spacing)
        self._grid.setVerticalSpacing(M)
        self.columns = 0
        self._arrange(len(widgets))

    def minimumSizeHint(self) -> QSize:
        """Return the width of the widest widget, since one column is enough."""
        return QSize(self._widest(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the number of columns that fits the new width."""
        super().resizeEvent(event)
        self._arrange(self._fitting())

    def event(self, event: QEvent) -> bool:
        """Use another number of columns if a widget needs another width, as for a longer text."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._arrange(self._fitting())
        return done

    def _fitting(self) -> int:
        line = letter_width(self.fontMetrics()) * self._comfort
        gap = self._grid.horizontalSpacing()
        most = (self.width() + gap) // (max(line, self._widest()) + gap)
        count = len(self._widgets)
        return next((n for n in range(count, 1, -1) if count % n == 0 and n <= most), 1)

    def _widest(self) -> int:
        return max(widget.minimumSizeHint().width() for widget in self._widgets)

    def _arrange(self, columns: int) -> None:
        if columns == self.columns:
            return
        self.columns = columns
        for number, widget in enumerate(self._widgets):
            self._grid.addWidget(widget, number // columns, number % columns)
            self._grid.setColumnStretch(number, int(number < columns))
        self.updateGeometry()
