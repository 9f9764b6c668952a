"""The sources of evidence: the clipboard, dropped data, and chosen files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.domain.evidence_records import MediaType
from desktop.wording.i18n import _

Source = Path | bytes | QImage
_ENDINGS = (".png", ".jpg", ".jpeg", ".jfif", ".webp", ".pdf")


def offered(data: QMimeData) -> list[Source]:
    """Return the files in `data` with an ending of evidence, or else its picture, if any.

    Files are not opened here, so their content may be something else.
    """
    local = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    files: list[Source] = [path for path in local if path.suffix.lower() in _ENDINGS]
    if files:
        return files
    for kind in (MediaType.PNG, MediaType.JPEG, MediaType.WEBP):
        if data.hasFormat(kind.value):
            content = bytes(data.data(kind.value).data())
            if content:
                return [content]
    if _has_picture(data):
        image = data.imageData()
        if isinstance(image, QImage) and not image.isNull():
            return [image]
    return []


def copied() -> list[Source]:
    """Return the sources of evidence on the clipboard."""
    return offered(QGuiApplication.clipboard().mimeData())


def is_offered(data: QMimeData) -> bool:
    """Return whether `data` has a source of evidence, without decoding a picture."""
    local = (Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    return _has_picture(data) or any(path.suffix.lower() in _ENDINGS for path in local)


def _has_picture(data: QMimeData) -> bool:
    """Return whether `data` has a raster picture: Qt would render an SVG with what it links to."""
    return data.hasImage() and not any(name.startswith("image/svg") for name in data.formats())


def is_copied(*, beside_text: bool) -> bool:
    """Return whether the clipboard has a source of evidence.

    Spreadsheets copy cells both as text and as a picture: with `beside_text` False, a picture
    beside a text does not count.
    """
    data = QGuiApplication.clipboard().mimeData()
    only_text = data.hasText() and not data.hasUrls() and bool(data.text().strip())
    return is_offered(data) and (beside_text or not only_text)


def chosen(parent: QWidget) -> list[Source]:
    """Return the files that the user chooses; none if the dialog is cancelled."""
    paths, _filter = QFileDialog.getOpenFileNames(
        parent, _("Choose screenshots or PDF files"), "", _filters()
    )
    return [Path(path) for path in paths]


def original(parent: QWidget) -> Path | None:
    """Return the file that the user chooses to replace a changed one, or None."""
    path, _filter = QFileDialog.getOpenFileName(
        parent, _("Choose the original file"), "", _filters()
    )
    return Path(path) if path else None


def _filters() -> str:
    return _("Screenshots and PDF (*.png *.jpg *.jpeg *.webp *.pdf);;All files (*)")
