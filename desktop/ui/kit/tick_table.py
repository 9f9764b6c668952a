"""A table whose rows can be ticked by mouse or with the space bar."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem, QTableWidgetItem, QWidget

from desktop.ui.kit.list_table import ListTable, ListTableDelegate
from desktop.ui.theme.sheet import indicator_width


class _TickDelegate(ListTableDelegate):
    """Leaves room for the check box of the style sheet, which Qt takes to be the style's own."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return Qt's hint, wider by the difference in a cell with a check box."""
        hint = super().sizeHint(option, index)
        if index.data(Qt.ItemDataRole.CheckStateRole) is None:
            return hint
        assumed = QApplication.style().pixelMetric(QStyle.PixelMetric.PM_IndicatorWidth)
        return hint + QSize(max(0, indicator_width() - assumed), 0)


class TickTable(ListTable):
    """A `ListTable` with a check box in the first column."""

    ticked = Signal()
    """A row was ticked or unticked, but not by `fill`."""

    def __init__(
        self,
        name: str,
        titles: Sequence[str],
        parent: QWidget | None = None,
        *,
        figures: Collection[str] = (),
    ) -> None:
        super().__init__(name, titles, parent, figures=figures)
        self._filling = False
        self.setItemDelegate(_TickDelegate(self))
        self.itemChanged.connect(self._changed)

    def fill(self, rows: Sequence[tuple[Sequence[str], Sequence[str], bool]]) -> None:
        """Show rows: their cells, their tooltips, and whether each is ticked."""
        self._filling = True
        self.setRowCount(len(rows))
        for row, (cells, tooltips, on) in enumerate(rows):
            self.show_row(row, cells, tooltips)
            self._box(row).setCheckState(_state(on=on))
        self._filling = False
        if rows:
            self.choose(0)

    def set_cell(self, row: int, column: int, text: str) -> None:
        """Show another text in a cell."""
        self._filling = True
        item = self._cell(row, column)
        item.setText(text)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, text or "–")
        self._filling = False

    def ticked_rows(self) -> list[int]:
        """Return the indices of the ticked rows, from the top."""
        checked = Qt.CheckState.Checked
        return [row for row in range(self.rowCount()) if self._box(row).checkState() is checked]

    def tick(self, row: int, *, on: bool) -> None:
        """Tick or untick a row, and send `ticked` as for the user."""
        self._box(row).setCheckState(_state(on=on))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick or untick the current row with the space bar, in whichever column it is."""
        if event.key() == Qt.Key.Key_Space and self.currentRow() >= 0:
            row = self.currentRow()
            self.tick(row, on=row not in self.ticked_rows())
            return
        super().keyPressEvent(event)

    def _box(self, row: int) -> QTableWidgetItem:
        return self._cell(row, 0)

    def _cell(self, row: int, column: int) -> QTableWidgetItem:
        item = self.item(row, column)
        if item is None:
            raise LookupError(f"row {row}")
        return item

    def _changed(self, item: QTableWidgetItem) -> None:
        if not self._filling and item.column() == 0:
            self.ticked.emit()


def _state(*, on: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
