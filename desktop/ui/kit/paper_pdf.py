"""Rendering of a `PaperDocument` as a PDF on A4; tables repeat their titles on each page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPen, QTextLayout

from desktop.base.paper_document import (
    Cell,
    PaperColumn,
    PaperDocument,
    PaperFigure,
    PaperLines,
    PaperTable,
)
from desktop.ui.kit.pdf_pages import PdfPages
from desktop.ui.kit.searchable_pdf import paper_font
from desktop.wording.i18n import _

_MARGIN = 51.0
"""Points: 18 mm."""
_TITLE, _FIGURE, _HEADING, _BODY, _SMALL = 18.0, 16.0, 12.0, 10.0, 9.0
_ROW = 21.0
_LINE_HEIGHT = 1.5
_GAP = 8.0
_SPACE = 18.0
"""Points between sections."""
_FOOT = 26.0
_SIGNATURES = 58.0
_INK, _GREY, _LINE = QColor("#1a212b"), QColor("#566070"), QColor("#d9dee5")
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def write_paper(document: PaperDocument, text_of: Callable[[Cell], str]) -> bytes:
    """Return the document as a PDF; `text_of` formats a cell.

    The document is painted twice, since each page shows the number of pages: first to count them.
    """
    count = 0
    for _time in range(2):
        with PdfPages(document.title, _MARGIN) as pages:
            count = _PaperPainting(pages, document, text_of, count).paint()
    return pages.data()


class _PaperPainting:
    """Paints a document from top to bottom; lengths are in points."""

    def __init__(
        self, pages: PdfPages, document: PaperDocument, text_of: Callable[[Cell], str], count: int
    ) -> None:
        self._pages = pages
        self._painter = pages.painter
        self._document = document
        self._text_of = text_of
        self._count = count
        self._page = 1
        self._area = self._above_foot()
        self._landscape = False
        self._y = self._area.top()

    def paint(self) -> int:
        """Paint the whole document, and return its number of pages."""
        self._head()
        self._figures(self._document.figures)
        signed = False
        for number, section in enumerate(self._document.sections):
            across = number in self._document.across
            if across and not signed:
                self._signature_lines()
                signed = True
            if across or self._landscape:
                self._new_page(landscape=across)
            self._section(section)
        if not signed:
            self._signature_lines()
        self._foot()
        return self._page

    def _above_foot(self) -> QRectF:
        return self._pages.area.adjusted(0, 0, 0, -_FOOT)

    def _head(self) -> None:
        area, aside = self._area, self._document.aside
        half = area.width() * 0.62
        self._write(self._document.title, _TITLE, _INK, width=area.width() * 0.75)
        top = self._y
        self._write(self._document.subtitle, _BODY, _GREY, width=half)
        height = _SMALL * _LINE_HEIGHT
        y = max(top, self._y) - height * len(aside)
        for line in aside:
            place = QRectF(area.left() + half, y, area.width() - half, height)
            self._put(place, line, paper_font(_SMALL), _GREY, _RIGHT)
            y += height
        self._y += _GAP
        self._rule(_INK, 1.2)
        self._y += _SPACE

    def _figures(self, figures: Sequence[PaperFigure]) -> None:
        if not figures:
            return
        width = self._area.width() / len(figures)
        sizes = ((_SMALL, _GREY), (_FIGURE, _INK), (_SMALL, _GREY))
        height = sum(size * _LINE_HEIGHT for size, _ink in sizes)
        for number, figure in enumerate(figures):
            x, y = self._area.left() + number * width, self._y
            if number:
                self._line(QLineF(x, y, x, y + height), _LINE, 0.8)
                x += _GAP * 1.5
            texts = (figure.label, figure.value, figure.note)
            for text, (size, ink) in zip(texts, sizes, strict=True):
                place = QRectF(x, y, width - _GAP * 2, size * _LINE_HEIGHT)
                self._put(place, text, paper_font(size), ink, _LEFT)
                y += size * _LINE_HEIGHT
        self._y += height + _SPACE

    def _section(self, section: PaperTable | PaperLines) -> None:
        lines = section.lines if isinstance(section, PaperLines) else ()
        if isinstance(section, PaperLines) and not lines:
            return
        self._make_room(_HEADING * _LINE_HEIGHT + 3 * _ROW)
        self._write(section.heading, _HEADING, _INK)
        self._y += 2
        if isinstance(section, PaperLines):
            for line in lines:
                self._write(line, _BODY, _INK)
        elif section.rows:
            self._table(section)
        else:
            self._write(section.empty, _BODY, _GREY)
        self._y += _SPACE

    def _table(self, table: PaperTable) -> None:
        self._titles(table.columns)
        for row in table.rows:
            height = self._row_height(table.columns, row)
            if self._y + height > self._area.bottom():
                self._new_page()
                self._titles(table.columns)
            self._row(table.columns, row, paper_font(_SMALL), _INK, height)
            self._rule(_LINE, 0.6)
        if table.total is not None:
            self._make_room(_ROW)
            self._rule(_INK, 0.8)
            self._row(table.columns, table.total, paper_font(_SMALL), _INK, _ROW)

    def _titles(self, columns: Sequence[PaperColumn]) -> None:
        titles = [column.title for column in columns]
        self._row(columns, titles, paper_font(_SMALL), _GREY, _ROW)
        self._rule(_INK, 0.8)

    def _row(
        self,
        columns: Sequence[PaperColumn],
        row: Sequence[Cell],
        font: QFont,
        ink: QColor,
        height: float,
    ) -> None:
        for place, column, cell in self._cells(columns, row, height):
            text = self._text_of(cell)
            self._put(place, text, font, ink, _RIGHT if column.number else _LEFT)
        self._y += height

    def _cells(
        self, columns: Sequence[PaperColumn], row: Sequence[Cell], height: float
    ) -> list[tuple[QRectF, PaperColumn, Cell]]:
        """Return the rectangle of each cell; the last one reaches the margin."""
        whole = sum(column.width for column in columns)
        x, made = self._area.left(), []
        for number, (column, cell) in enumerate(zip(columns, row, strict=True)):
            width = self._area.width() * column.width / whole
            gap = 0 if number == len(columns) - 1 else _GAP
            made.append((QRectF(x, self._y, width - gap, height), column, cell))
            x += width
        return made

    def _row_height(self, columns: Sequence[PaperColumn], row: Sequence[Cell]) -> float:
        font = paper_font(_SMALL)
        most = max(
            len(_lines(self._text_of(cell), font, place.width()))
            for place, _column, cell in self._cells(columns, row, _ROW)
        )
        return max(_ROW, most * _SMALL * 1.35 + 8)

    def _signature_lines(self) -> None:
        """Draw the lines for signatures at the bottom of a page."""
        names = self._document.signatures
        if not names:
            return
        self._make_room(_SIGNATURES)
        y = self._area.bottom() - _SIGNATURES
        width = (self._area.width() - 2 * _SPACE * (len(names) - 1) / len(names)) / len(names)
        for number, name in enumerate(names):
            x = self._area.left() + number * (width + _SPACE)
            line = QRectF(x, y, width - _SPACE, _SMALL * _LINE_HEIGHT)
            self._put(line, name, paper_font(_SMALL), _GREY, _LEFT)
            below = y + _SIGNATURES - _SPACE
            self._line(QLineF(x, below, x + width - _SPACE, below), _GREY, 0.8)

    def _foot(self) -> None:
        bottom = self._pages.area.bottom()
        y = bottom - _FOOT + 4
        self._line(QLineF(self._area.left(), y, self._area.right(), y), _LINE, 0.8)
        number = _("Page {page} of {pages}").format(page=self._page, pages=self._count)
        right = f"{self._document.program} · {number}"
        font = paper_font(_SMALL - 1)
        aside = QFontMetricsF(font).horizontalAdvance(right) + _GAP * 2
        place = QRectF(self._area.left(), y + 2, self._area.width(), _FOOT - 6)
        self._put(place, right, font, _GREY, _RIGHT)
        self._put(place.adjusted(0, 0, -aside, 0), self._document.foot, font, _GREY, _LEFT)

    def _write(self, text: str, size: float, ink: QColor, *, width: float = 0) -> None:
        """Write a left-aligned paragraph of as many lines as needed; width 0 is the whole width."""
        font = paper_font(size)
        height = size * _LINE_HEIGHT
        for line in _lines(text, font, width or self._area.width()):
            self._make_room(height)
            place = QRectF(self._area.left(), self._y, self._area.width(), height)
            self._put(place, line, font, ink, _LEFT, wrap=False)
            self._y += height

    def _put(
        self,
        place: QRectF,
        text: str,
        font: QFont,
        ink: QColor,
        side: Qt.AlignmentFlag,
        *,
        wrap: bool = True,
    ) -> None:
        lines = _lines(text, font, place.width()) if wrap else [text]
        metrics = QFontMetricsF(font)
        step = metrics.height() if len(lines) == 1 else font.pixelSize() * 1.35
        y = place.top() + (place.height() - step * len(lines)) / 2 + metrics.ascent()
        if len(lines) > 1:
            y -= (metrics.height() - step) / 2
        self._painter.setFont(font)
        self._painter.setPen(ink)
        for line in lines:
            room = place.width() - metrics.horizontalAdvance(line)
            x = place.left() + (room if side & Qt.AlignmentFlag.AlignRight else 0)
            self._painter.drawText(QPointF(x, y), line)
            y += step

    def _rule(self, ink: QColor, width: float) -> None:
        self._line(QLineF(self._area.left(), self._y, self._area.right(), self._y), ink, width)

    def _line(self, line: QLineF, ink: QColor, width: float) -> None:
        self._painter.setPen(QPen(ink, width))
        self._painter.drawLine(line)

    def _make_room(self, height: float) -> None:
        if self._y + height > self._area.bottom():
            self._new_page()

    def _new_page(self, *, landscape: bool | None = None) -> None:
        """Finish the page and begin another, by default in the same orientation."""
        self._foot()
        if landscape is not None:
            self._landscape = landscape
        self._pages.new_page(landscape=self._landscape)
        self._area = self._above_foot()
        self._page += 1
        self._y = self._area.top()


def _lines(text: str, font: QFont, width: float) -> list[str]:
    """Break a text into lines that fit into a width, in points."""
    if not text or QFontMetricsF(font).horizontalAdvance(text) <= width:
        return [text]
    layout = QTextLayout(text, font)
    layout.beginLayout()
    units, made = text.encode("utf-16-le"), []  # Qt counts UTF-16 units, not characters
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        start, end = line.textStart(), line.textStart() + line.textLength()
        made.append(units[2 * start : 2 * end].decode("utf-16-le").rstrip())
    layout.endLayout()
    return made
