"""Functions that write PDFs, passed to the verbs by the caller, since they load Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop.base.paper_document import PaperDocument
from desktop.exchange.formats.qr_code import QrCode

RequestPdfWriter = Callable[[str, QrCode, str], bytes]
"""Returns the PDF of a request: its message, QR code and language."""
DocumentPdfWriter = Callable[[PaperDocument], bytes]
"""Returns the PDF of a report."""


@dataclass(frozen=True, slots=True)
class PdfWriters:
    """The PDF writers of all verbs."""

    request: RequestPdfWriter
    document: DocumentPdfWriter
