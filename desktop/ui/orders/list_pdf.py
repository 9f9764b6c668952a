"""The list of orders as a PDF, with the columns and the sorting of the table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPen

from desktop.ui.kit.pdf_pages import PdfPages
from desktop.ui.kit.searchable_pdf import paper_font
from desktop.wording.i18n import _

_MARGIN = 36.0
_SMALL, _LARGE = 7.5, 13.0
"""Point sizes of the rows, and of the title."""
_GAP = 6.0
_INK, _GREY, _LINE = QColor("#16202a"), QColor("#5a6673"), QColor("#c9d1d9")


@dataclass(frozen=True, slots=True)
class PrintedColumn:
    """A column's title, its share of the page's width, and whether its cells are numbers."""

    title: str
    width: float
    number: bool = False


def write_pdf(
    title: str, note: str, columns: Sequence[PrintedColumn], rows: Sequence[Sequence[str]]
) -> bytes:
    """Return a PDF in A4 landscape; a text too long for its column ends with “…”."""
    with PdfPages(title, _MARGIN, landscape=True) as pages:
        _Sheet(pages, title, note, columns).paint(rows)
    return pages.data()


class _Sheet:
    """Paints page after page; lengths are in points."""

    def __init__(
        self,
        pages: PdfPages,
        title: str,
        note: str,
        columns: Sequence[PrintedColumn],
    ) -> None:
        self._pages = pages
        self._painter = pages.painter
        self._title, self._note = title, note
        self._columns = columns
        self._page = pages.area
        self._font = paper_font(_SMALL)
        self._metrics = QFontMetricsF(self._font)
        self._row_height = _SMALL * 2

    def paint(self, rows: Sequence[Sequence[str]]) -> None:
        """Paint all rows, with column titles and a page number on each page."""
        top = self._head()
        fitting = max(1, int((self._page.bottom() - top) / self._row_height) - 2)
        pages = max(1, -(-len(rows) // fitting))
        for page in range(pages):
            if page:
                self._pages.new_page(landscape=True)
                self._head()
            self._titles(top)
            y = top + self._row_height
            for row in rows[page * fitting : (page + 1) * fitting]:
                self._row(y, row, _INK, self._font)
                y += self._row_height
            self._foot(page + 1, pages)

    def _head(self) -> float:
        """Paint title and note; return the top of the table."""
        self._painter.setFont(paper_font(_LARGE))
        self._painter.setPen(_INK)
        line = QRectF(self._page.left(), self._page.top(), self._page.width(), _LARGE * 1.6)
        self._painter.drawText(line, Qt.AlignmentFlag.AlignLeft, self._title)
        self._painter.setFont(self._font)
        self._painter.setPen(_GREY)
        line.translate(0, _LARGE * 1.6)
        self._painter.drawText(line, Qt.AlignmentFlag.AlignLeft, self._note)
        return line.top() + _SMALL * 2.4

    def _titles(self, y: float) -> None:
        self._row(y, [column.title for column in self._columns], _GREY, self._font)

    def _row(self, y: float, cells: Sequence[str], ink: QColor, font: QFont) -> None:
        self._painter.setFont(font)
        self._painter.setPen(ink)
        for (rect, column), cell in zip(self._cells(y), cells, strict=True):
            text = self._metrics.elidedText(cell, Qt.TextElideMode.ElideRight, rect.width())
            side = Qt.AlignmentFlag.AlignRight if column.number else Qt.AlignmentFlag.AlignLeft
            flags = side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
            self._painter.drawText(rect, flags, text)
        self._painter.setPen(QPen(_LINE, 0.4))
        below = y + self._row_height
        self._painter.drawLine(
            int(self._page.left()), int(below), int(self._page.right()), int(below)
        )

    def _cells(self, y: float) -> Iterator[tuple[QRectF, PrintedColumn]]:
        whole = sum(column.width for column in self._columns) or 1
        x = self._page.left()
        for column in self._columns:
            width = self._page.width() * column.width / whole
            yield QRectF(x, y, width - _GAP, self._row_height), column
            x += width

    def _foot(self, page: int, pages: int) -> None:
        self._painter.setFont(self._font)
        self._painter.setPen(_GREY)
        line = QRectF(
            self._page.left(), self._page.bottom() - _SMALL * 1.5, self._page.width(), _SMALL * 1.5
        )
        text = _("Page {page} of {pages}").format(page=page, pages=pages)
        self._painter.drawText(line, Qt.AlignmentFlag.AlignRight, text)
