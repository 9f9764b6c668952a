"""The request as a file: a PDF, a text, or the picture of its QR code."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.base.atomic_file import write_whole
from desktop.exchange.formats.qr_code import QrCode, write_png
from desktop.ui.kit.save_dialog import choose_place
from desktop.ui.projects.request_pdf import request_sheet, write_request_pdf
from desktop.wording.i18n import _

_PDF, _TEXT, _PICTURE = ".pdf", ".txt", ".png"


def choose_target(parent: QWidget, uid: str) -> Path | None:
    """Ask where to save a request; the chosen format supplies a missing file extension."""
    formats = {
        _("Page to print or send (*.pdf)"): _PDF,
        _("Text (*.txt)"): _TEXT,
        _("QR code (*.png)"): _PICTURE,
    }
    name = _("Request for a project number {uid}").format(uid=uid)
    chosen, kind = choose_place(parent, _("Save the request"), name + _PDF, ";;".join(formats))
    if not chosen:
        return None
    path = Path(chosen)
    if path.suffix.lower() in formats.values():
        return path
    return path.with_name(path.name + formats.get(kind, _PDF))


def write_request(path: Path, message: str, code: QrCode, language: str) -> None:
    """Write a message in `language`, in the format of the file's extension. Raises OSError."""
    ending = path.suffix.lower()
    if ending == _PICTURE:
        write_whole(path, write_png(code))
    elif ending == _TEXT:
        write_whole(path, message + "\n")
    else:
        write_whole(path, write_request_pdf(request_sheet(message, code, language)))
