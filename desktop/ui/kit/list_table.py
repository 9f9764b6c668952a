"""A short list to choose a row from, in columns."""

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

_ROW_AIR = 12
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_NOTHING = "–"
"""What screen readers say of an empty cell, which would else have no name."""


class _RowDelegate(QStyledItemDelegate):
    """Paints no frame around one cell: what is chosen is the row."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        option.state &= ~QStyle.StateFlag.State_HasFocus  # type: ignore[attr-defined]
        super().paint(painter, option, index)


class ListTable(QTableWidget):
    """Rows that are only shown. The second column takes the room that the others leave.

    The columns with these titles hold `figures`, which stand under each other.
    """

    def __init__(
        self,
        name: str,
        titles: Sequence[str],
        parent: QWidget | None = None,
        *,
        figures: Collection[str] = (),
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
        self.setItemDelegate(_RowDelegate(self))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + _ROW_AIR)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        # Where there is too little room for all, the list scrolls rather than cut that title.
        head.setMinimumSectionSize(head.sectionSizeHint(1))

    def show_row(self, row: int, cells: Sequence[str], tooltips: Sequence[str]) -> None:
        """Fill a row; a cell without a tooltip has an empty one."""
        for place, (cell, tooltip) in enumerate(zip(cells, tooltips, strict=True)):
            item = QTableWidgetItem(cell)
            if not cell:
                item.setData(Qt.ItemDataRole.AccessibleTextRole, _NOTHING)
            item.setToolTip(plain_tooltip(tooltip) if tooltip else "")
            item.setTextAlignment(self._alignment(place))
            self.setItem(row, place, item)

    def choose(self, row: int) -> None:
        """Select a row, where the keyboard then goes on."""
        self.setCurrentCell(row, 1)

    def _alignment(self, place: int) -> Qt.AlignmentFlag:
        return _RIGHT if place in self._figures else _LEFT
