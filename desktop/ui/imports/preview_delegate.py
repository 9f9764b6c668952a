"""The delegate that paints the rows of the preview: outcome, order, and text with answers."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from desktop.ui.imports.answer_painting import (
    AnswerPart,
    paint_part,
    part_boxes,
    part_styles,
    parts_of,
    short_parts_of,
)
from desktop.ui.imports.preview_model import PreviewColumn, PreviewModel
from desktop.ui.imports.preview_rows import RowGroup
from desktop.ui.kit.row_painting import (
    RowFonts,
    in_two_lines,
    paint_lines,
    paint_pill,
    pill_height,
    pill_width,
)
from desktop.ui.theme.theme import tokens
from desktop.ui.theme.tokens import XL, M, Tone
from desktop.wording import import_rows

_Index = QModelIndex | QPersistentModelIndex
EDGE, GAP = XL, M
"""Pixels left of the first column and right of the last one, and between two columns."""
_BAR = 3
_DIGITS = 15
"""Digits of an order number, which is never cut."""
_TEXT_SHARE = 0.3
"""The least share of the last column for the text; below it, answers are shortened."""
_WIDE_LINE = 9999
"""The line number that the width of the second column is measured with."""


class PreviewDelegate(QStyledItemDelegate):
    """Paints each cell; background, bar and focus ring join across the cells of a row."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self.folded = False
        """Whether pills show only their icons."""
        self.typing: tuple[int, int] | None = None
        """The row whose answer is being typed, and the width of its text field in pixels."""
        self._fonts = RowFonts()

    def measure(self) -> None:
        """Read the current fonts."""
        self._fonts = RowFonts()

    def state_width(self) -> int:
        """Return the width of the first column in pixels."""
        words = (style.word for group, style in self._model().styles.items() if group is not _ALL)
        pill = pill_height() if self.folded else max(map(pill_width, words))
        return EDGE + pill + GAP

    def order_width(self) -> int:
        """Return the width in pixels of the second column: a line number and an order number."""
        second = self._fonts.metrics[1]
        text = import_rows.location(("", _WIDE_LINE), "0" * _DIGITS)
        return second.horizontalAdvance(text) + 2 * GAP

    def parts(self, number: int) -> list[AnswerPart]:
        """Return the parts of a row that can be pressed."""
        model = self._model()
        row = model.row(number)
        if row is None:
            return []
        index = model.index(number, PreviewColumn.WHAT)
        room = _room(QRectF(self._table.visualRect(index)))
        question, chosen = model.question(row), model.chosen(row)
        parts = parts_of(row, question, chosen)
        boxes = part_boxes(parts, room)
        if boxes and boxes[0].left() - room.left() < room.width() * _TEXT_SHARE:
            return parts if question is None else short_parts_of(row, question)
        return parts

    def boxes(self, number: int) -> list[QRectF]:
        """Return the rectangles of a row's parts, in the viewport."""
        index = self._model().index(number, PreviewColumn.WHAT)
        return part_boxes(self.parts(number), _room(QRectF(self._table.visualRect(index))))

    def is_whole(self, number: int) -> bool:
        """Return whether the text of a row fits into its cell."""
        index = self._model().index(number, PreviewColumn.WHAT)
        words = self._model().words(number)
        width = int(self._text_room(QRectF(self._table.visualRect(index)), number).width())
        if words.second:
            return self._fonts.widest(words.first, words.second) <= width
        return in_two_lines(words.first, self._fonts.fonts[0], width)[1]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint a cell."""
        cell: Any = option  # the stubs declare none of its fields
        box = QRectF(cell.rect)
        chosen = bool(cell.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setClipRect(box)
        self._paint_ground(painter, box, index, chosen=chosen)
        match index.column():
            case PreviewColumn.STATE:
                self._paint_pill(painter, box, index.row())
            case PreviewColumn.ORDER:
                self._paint_order(painter, box, index.row(), chosen=chosen)
            case _:
                self._paint_what(painter, box, index.row(), chosen=chosen)
        painter.restore()

    def _paint_ground(self, painter: QPainter, box: QRectF, index: _Index, *, chosen: bool) -> None:
        t = tokens()
        painter.fillRect(box, QColor(t.selected if chosen else t.raised))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), QColor(t.line))
        accent = QColor(t.accent)
        first, last = index.column() == PreviewColumn.STATE, index.column() == PreviewColumn.WHAT
        if chosen and first:
            painter.fillRect(QRectF(box.left(), box.top(), _BAR, box.height() - 1), accent)
        if not self._table.hasFocus() or index.row() != self._table.currentIndex().row():
            return
        painter.fillRect(QRectF(box.left(), box.top(), box.width(), 2), accent)
        painter.fillRect(QRectF(box.left(), box.bottom() - 2, box.width(), 2), accent)
        if first:
            painter.fillRect(QRectF(box.left(), box.top(), 2, box.height()), accent)
        if last:
            painter.fillRect(QRectF(box.right() - 2, box.top(), 2, box.height()), accent)

    def _paint_pill(self, painter: QPainter, box: QRectF, number: int) -> None:
        row = self._model().row(number)
        if row is None:
            return
        style = self._model().styles[row.group]
        word = "" if self.folded else style.word
        height = pill_height()
        width = pill_width(word) if word else height
        pill = QRectF(box.left() + EDGE, box.center().y() - height / 2, width, height)
        paint_pill(painter, pill, word, style.tone, style.glyph)

    def _paint_order(self, painter: QPainter, box: QRectF, number: int, *, chosen: bool) -> None:
        t = tokens()
        words = self._model().words(number)
        lines = [
            (words.title, QColor(t.text)),
            (words.where, QColor(t.text if chosen else t.muted)),
        ]
        paint_lines(painter, box.adjusted(0, 0, -GAP, 0), lines, self._fonts)

    def _paint_what(self, painter: QPainter, box: QRectF, number: int, *, chosen: bool) -> None:
        t = tokens()
        words = self._model().words(number)
        muted = QColor(t.text if chosen else t.muted)
        ink = QColor(t.text)
        if words.tone is not None:
            ink = muted if words.tone is Tone.NEUTRAL else QColor(t.ink(words.tone))
        room = self._text_room(box, number)
        if words.second:
            lines = [(words.first, ink), (words.second, muted)]
            paint_lines(painter, room, lines, self._fonts)
        else:
            font = self._fonts.fonts[0]
            found, _whole = in_two_lines(words.first, font, int(room.width()))
            height = self._fonts.heights[0]
            top = room.center().y() - height * len(found) / 2
            painter.setFont(font)
            painter.setPen(ink)
            for at, line in enumerate(found):
                place = QRectF(room.left(), top + at * height, room.width() + 1, height)
                painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, line)
        parts = self.parts(number)
        boxes = part_boxes(parts, _room(box))
        for part, place, style in zip(parts, boxes, part_styles(parts), strict=True):
            paint_part(painter, place, part, style)

    def _text_room(self, box: QRectF, number: int) -> QRectF:
        """Return the part of the last column that the answers leave for the text."""
        room = _room(box)
        if self.typing is not None and self.typing[0] == number:
            room.setRight(max(room.right() - self.typing[1] - GAP, room.left()))
            return room
        boxes = part_boxes(self.parts(number), room)
        if boxes:
            room.setRight(max(boxes[0].left() - GAP, room.left()))
        return room

    def _model(self) -> PreviewModel:
        model = self._table.model()
        assert isinstance(model, PreviewModel)
        return model


_ALL = RowGroup.ALL


def _room(box: QRectF) -> QRectF:
    return box.adjusted(0, 0, -EDGE, -1)
