"""The PDF of a request for a project number: the message, and its QR code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QTextLayout, QTextLine

from desktop.exchange.formats.qr_code import BORDER, QrCode
from desktop.ui.kit.pdf_pages import PdfPages
from desktop.ui.kit.searchable_pdf import paper_font
from desktop.wording.records.request import pdf_notes, pdf_title

_MARGIN = 51.0
"""Points: 18 mm."""
_TITLE, _BODY, _SMALL = 18.0, 11.0, 9.0
_LINE_HEIGHT = 1.6
_CODE = 142.0
"""Points: 50 mm, which phones can read from paper even with the longest text."""
_INK, _GREY = QColor("#16202a"), QColor("#5a6673")


@dataclass(frozen=True, slots=True)
class RequestSheet:
    """The content of the page: title, message, QR code, and notes below the code."""

    title: str
    message: str
    code: QrCode
    notes: tuple[str, ...]


def request_sheet(message: str, code: QrCode, language: str) -> RequestSheet:
    """Return the page for a message in `language`."""
    notes = pdf_notes(language, shortened=code.shortened)
    return RequestSheet(pdf_title(language), message, code, notes)


def write_request_pdf(sheet: RequestSheet) -> bytes:
    """Return an A4 PDF: one page, unless the message is longer."""
    with PdfPages(sheet.title, _MARGIN) as pages:
        _Painting(pages).paint(sheet)
    return pages.data()


class _Painting:
    """Paints from top to bottom; lengths are in points."""

    def __init__(self, pages: PdfPages) -> None:
        self._pages = pages
        self._painter = pages.painter
        self._page = pages.area
        self._y = self._page.top()

    def paint(self, sheet: RequestSheet) -> None:
        """Paint the whole sheet, on several pages if necessary."""
        self._text(sheet.title, _TITLE, _INK)
        self._y += _BODY
        for paragraph in sheet.message.split("\n"):
            self._text(paragraph, _BODY, _INK)
        self._y += _BODY
        self._make_room(_CODE + len(sheet.notes) * _SMALL * _LINE_HEIGHT)
        self._code(sheet.code)
        for note in sheet.notes:
            self._text(note, _SMALL, _GREY)

    def _text(self, text: str, points: float, ink: QColor) -> None:
        self._painter.setPen(ink)
        height = points * _LINE_HEIGHT
        if not text:
            self._y += height / 2
            return
        self._pages.note(text)
        layout = QTextLayout(text, paper_font(points))
        layout.beginLayout()
        for line in _lines(layout):
            line.setLineWidth(self._page.width())
            self._make_room(height)
            line.draw(self._painter, QPointF(self._page.left(), self._y))
            self._y += height
        layout.endLayout()

    def _make_room(self, height: float) -> None:
        if self._y + height > self._page.bottom():
            self._pages.new_page()
            self._y = self._page.top()

    def _code(self, code: QrCode) -> None:
        """Paint the dark modules; the border extends into the page's margin on the left."""
        module = _CODE / code.side
        left, top = self._page.left() - BORDER * module, self._y
        for row, modules in enumerate(code.rows, BORDER):
            for start, end in _runs(modules):
                place = QRectF(
                    left + (BORDER + start) * module,
                    top + row * module,
                    (end - start) * module,
                    module,
                )
                self._painter.fillRect(place, Qt.GlobalColor.black)
        self._y += _CODE


def _lines(layout: QTextLayout) -> Iterator[QTextLine]:
    while (line := layout.createLine()).isValid():
        yield line


def _runs(modules: bytes) -> Iterator[tuple[int, int]]:
    """Yield the runs of dark modules: painted one by one, hairlines would show between them."""
    start = None
    for at, dark in enumerate((*modules, 0)):
        if dark and start is None:
            start = at
        elif not dark and start is not None:
            yield start, at
            start = None
