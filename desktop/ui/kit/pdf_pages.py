"""A PDF writer for A4 pages, painted in points, whose text can be searched and copied."""

from __future__ import annotations

from types import TracebackType
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from desktop.ui.kit.searchable_pdf import searchable

_POINTS_PER_INCH = 72
_FINE = 10
"""Units per point, the resolution in which Qt places what is painted."""


class _RecordingPainter(QPainter):
    """Records the characters it paints, to tell them from others with the same glyph later."""

    def __init__(self, device: QPdfWriter, written: set[str]) -> None:
        super().__init__(device)
        self._written = written

    def drawText(self, *arguments: Any) -> Any:
        for each in arguments:
            if isinstance(each, str):
                self._written.update(each)
        return super().drawText(*arguments)


class PdfPages:
    """Pages to paint on in a ``with`` block; `data` returns the PDF after it.

    `area` is the area within the margins; lengths are in points.
    """

    def __init__(self, title: str, margin: float, *, landscape: bool = False) -> None:
        self._bytes = QByteArray()
        self._buffer = QBuffer(self._bytes)
        self._buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._writer = QPdfWriter(self._buffer)
        self._writer.setTitle(title)
        self._writer.setCreator("LinkDue")
        self._writer.setResolution(_POINTS_PER_INCH * _FINE)
        self._margin = margin
        self.area = self._lay_out(landscape=landscape)
        self._written: set[str] = set()
        self.painter: QPainter = _RecordingPainter(self._writer, self._written)
        self.painter.scale(_FINE, _FINE)

    def __enter__(self) -> PdfPages:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.painter.end()
        self._buffer.close()

    def new_page(self, *, landscape: bool = False) -> None:
        """Begin a new page."""
        self.area = self._lay_out(landscape=landscape)
        self._writer.newPage()

    def note(self, text: str) -> None:
        """Record a text that is painted without the painter's `drawText`, such as by a layout."""
        self._written.update(text)

    def _lay_out(self, *, landscape: bool) -> QRectF:
        orientation = QPageLayout.Orientation
        side = orientation.Landscape if landscape else orientation.Portrait
        page = QPageSize(QPageSize.PageSizeId.A4)
        self._writer.setPageLayout(QPageLayout(page, side, QMarginsF()))
        whole = self._writer.pageLayout().fullRect(QPageLayout.Unit.Point)
        return whole.adjusted(self._margin, self._margin, -self._margin, -self._margin)

    def data(self) -> bytes:
        """Return the whole PDF; call this after the ``with`` block."""
        return searchable(bytes(self._bytes.data()), "".join(self._written))
