"""Paints the rows of the table of orders: two lines a cell, and the status as a pill."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from desktop.domain.assessment import Verdict
from desktop.ui.kit.row_painting import (
    RowFonts,
    paint_lines,
    paint_pill,
    pill_height,
    pill_width,
)
from desktop.ui.orders.table_model import LINE, SECOND, OrdersModel
from desktop.ui.shared.verdict_view import look_of
from desktop.ui.theme.theme import tokens
from desktop.ui.theme.tokens import M, S

Index = QModelIndex | QPersistentModelIndex

FIRST_MARGIN = 19
"""Pixels left of the first column, with the bar of the selected row."""
MARGIN = M
_BAR = 3


class RowDelegate(QStyledItemDelegate):
    """Paints single cells; background, bar and focus ring join to those of a whole row."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self.folded = False
        """Whether pills show only their icon."""
        self._ends = 0, 0
        self._fonts = RowFonts()
        self.measure()

    def measure(self) -> None:
        """Measure the fonts again, and find the first and the last visible column."""
        header = self._table.horizontalHeader()
        shown = [
            column
            for column in (header.logicalIndex(place) for place in range(header.count()))
            if not header.isSectionHidden(column)
        ]
        self._ends = (shown[0], shown[-1]) if shown else (0, 0)
        self._fonts = RowFonts()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the cell."""
        model = index.model()
        if not isinstance(model, OrdersModel):
            return
        cell: Any = option  # the stubs know none of its fields
        box = QRectF(cell.rect)
        chosen = bool(cell.state & QStyle.StateFlag.State_Selected)
        painter.save()
        self._paint_background(painter, box, index, chosen=chosen)
        first, last = self._ends
        left = FIRST_MARGIN if index.column() == first else MARGIN
        room = box.adjusted(left, 0, -(S if index.column() == last else MARGIN), 0)
        painter.setClipRect(box)
        if model.columns[index.column()].key == "verdict":
            self._paint_pill(painter, room, index, model)
        else:
            self._paint_lines(painter, room, index, chosen=chosen)
        painter.restore()

    def _paint_background(
        self, painter: QPainter, box: QRectF, index: Index, *, chosen: bool
    ) -> None:
        t = tokens()
        painter.fillRect(box, QColor(t.selected if chosen else t.raised))
        base = box.bottom()
        painter.fillRect(QRectF(box.left(), base - 1, box.width(), 1), QColor(t.line))
        first, last = self._ends
        accent = QColor(t.accent)
        if chosen and index.column() == first:
            painter.fillRect(QRectF(box.left(), box.top(), _BAR, box.height() - 1), accent)
        if not self._table.hasFocus() or index.row() != self._table.currentIndex().row():
            return
        painter.fillRect(QRectF(box.left(), box.top(), box.width(), 2), accent)
        painter.fillRect(QRectF(box.left(), base - 2, box.width(), 2), accent)
        if index.column() == first:
            painter.fillRect(QRectF(box.left(), box.top(), 2, box.height()), accent)
        if index.column() == last:
            painter.fillRect(QRectF(box.right() - 2, box.top(), 2, box.height()), accent)

    def _paint_lines(self, painter: QPainter, room: QRectF, index: Index, *, chosen: bool) -> None:
        t = tokens()
        ink = index.data(Qt.ItemDataRole.ForegroundRole)
        second = str(index.data(SECOND) or "")
        below = QColor(t.text if chosen else t.muted)
        line = index.data(LINE)
        if ink is not None and second and line is not None and _missed(index):
            below, ink = ink, None
        lines = [(str(index.data() or ""), ink or QColor(t.text))]
        if second:
            lines.append((second, below))
        where = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole))
        paint_lines(painter, room, lines, self._fonts, where)

    def _paint_pill(
        self, painter: QPainter, room: QRectF, index: Index, model: OrdersModel
    ) -> None:
        line = index.data(LINE)
        if line is None:
            return
        tone, glyph = look_of(line.status.verdict_at(model.now), urgent=model.urgent(line))
        word = "" if self.folded else str(index.data())
        height = pill_height()
        width = min(room.width(), pill_width(word)) if word else height
        pill = QRectF(room.left(), room.center().y() - height / 2, width, height)
        paint_pill(painter, pill, word, tone, glyph)


def _missed(index: Index) -> bool:
    model, line = index.model(), index.data(LINE)
    return isinstance(model, OrdersModel) and line.status.verdict_at(model.now) is Verdict.MISSED
