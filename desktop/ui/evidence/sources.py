"""Where evidence comes from: the clipboard, what is dropped, and a file that is chosen."""

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
    """Return what is offered that can be evidence: files by their endings, else one picture.

    Nothing is opened here; a file may turn out to be something else.
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
    """Return what is on the clipboard that can be evidence."""
    return offered(QGuiApplication.clipboard().mimeData())


def is_offered(data: QMimeData) -> bool:
    """Return whether something is offered that can be evidence; no picture is decoded."""
    local = (Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    return _has_picture(data) or any(path.suffix.lower() in _ENDINGS for path in local)


def _has_picture(data: QMimeData) -> bool:
    """Return whether there is a picture of pixels: Qt would draw an SVG with what it links to."""
    return data.hasImage() and not any(name.startswith("image/svg") for name in data.formats())


def is_copied(*, beside_text: bool) -> bool:
    """Return whether the clipboard holds something that can be evidence.

    A spreadsheet copies its cells as a picture, too: with a text, they count only `beside_text`.
    """
    data = QGuiApplication.clipboard().mimeData()
    only_text = data.hasText() and not data.hasUrls() and bool(data.text().strip())
    return is_offered(data) and (beside_text or not only_text)


def chosen(parent: QWidget) -> list[Source]:
    """Return the files that the user chooses; none where the dialog is closed."""
    paths, _filter = QFileDialog.getOpenFileNames(
        parent, _("Choose screenshots or PDF files"), "", _filters()
    )
    return [Path(path) for path in paths]


def original(parent: QWidget) -> Path | None:
    """Return the file that the user chooses in place of one that has changed."""
    path, _filter = QFileDialog.getOpenFileName(
        parent, _("Choose the original file"), "", _filters()
    )
    return Path(path) if path else None


def _filters() -> str:
    return _("Screenshots and PDF (*.png *.jpg *.jpeg *.webp *.pdf);;All files (*)")
