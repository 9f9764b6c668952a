"""A read-only table to choose a row from."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from desktop.ui.kit.labels import plain_tooltip

_ROW_PADDING = 12
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_EMPTY_CELL = "–"
"""The accessible text of an empty cell, which would otherwise have no name."""


class ListTableDelegate(QStyledItemDelegate):
    """Paints no focus frame around a single cell, since rows are selected."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint the cell without a focus frame."""
        option.state &= ~QStyle.StateFlag.State_HasFocus  # type: ignore[attr-defined]
        super().paint(painter, option, index)


class ListTable(QTableWidget):
    """Rows that cannot be edited; one column takes the width that the others leave.

    That is the one with the index `widest`, whose texts are elided. `figures` are the titles of the
    columns with numbers, which are aligned right.
    """

    def __init__(
        self,
        name: str,
        titles: Sequence[str],
        parent: QWidget | None = None,
        *,
        figures: Collection[str] = (),
        widest: int = 1,
    ) -> None:
        super().__init__(0, len(titles), parent)
        self._figures = [place for place, title in enumerate(titles) if title in figures]
        self.setAccessibleName(name)
        for place, title in enumerate(titles):
            item = QTableWidgetItem(title)
            item.setTextAlignment(self._alignment(place))
            self.setHorizontalHeaderItem(place, item)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setItemDelegate(ListTableDelegate(self))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + _ROW_PADDING)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(widest, QHeaderView.ResizeMode.Stretch)
        # Where the columns do not fit, the list scrolls rather than cut the title of the widest.
        head.setMinimumSectionSize(head.sectionSizeHint(widest))

    def show_row(self, row: int, cells: Sequence[str], tooltips: Sequence[str]) -> None:
        """Fill a row with texts and tooltips, one for each column; a tooltip may be empty."""
        for place, (cell, tooltip) in enumerate(zip(cells, tooltips, strict=True)):
            item = QTableWidgetItem(cell)
            if not cell:
                item.setData(Qt.ItemDataRole.AccessibleTextRole, _EMPTY_CELL)
            item.setToolTip(plain_tooltip(tooltip) if tooltip else "")
            item.setTextAlignment(self._alignment(place))
            self.setItem(row, place, item)

    def choose(self, row: int) -> None:
        """Select a row and make it the current one."""
        self.setCurrentCell(row, 1)

    def _alignment(self, place: int) -> Qt.AlignmentFlag:
        return _RIGHT if place in self._figures else _LEFT
