"""What the verbs that write a PDF are given: the writers, which load Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop.base.paper_document import PaperDocument
from desktop.exchange.formats.qr_code import QrCode

RequestPaper = Callable[[str, QrCode, str], bytes]
"""Makes a PDF of a message, its code, and the language that it is in."""
DocumentPaper = Callable[[PaperDocument], bytes]
"""Makes a PDF of a document."""


@dataclass(frozen=True, slots=True)
class Papers:
    """Both writers."""

    request: RequestPaper
    document: DocumentPaper
