"""Decoding and encoding of pictures, for worker threads.

The format is always the one recognised from the bytes: by default, Qt would try others, and would
load what an SVG links to. PDF files are never rendered.
"""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader

from desktop.domain.evidence import PIXEL_LIMIT
from desktop.domain.evidence_records import MediaType

_FORMATS = {MediaType.PNG: b"png", MediaType.JPEG: b"jpeg", MediaType.WEBP: b"webp"}
_MEGABYTES = 192
"""The memory limit for decoding a picture: 40 million pixels of four bytes, and some more."""


def thumbnail(content: bytes, kind: MediaType, size: QSize) -> QImage:
    """Return the upper part of a picture, scaled down and cropped to at most `size` pixels.

    Returns a null image for a file that is not a picture, cannot be decoded, or has more pixels
    than `MOST_PIXELS`. For worker threads.
    """
    name = _FORMATS.get(kind)
    if name is None:
        return QImage()
    QImageReader.setAllocationLimit(_MEGABYTES)
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(name))
    reader.setAutoDetectImageFormat(False)
    reader.setDecideFormatFromContent(False)
    reader.setAutoTransform(True)
    full = reader.size()
    if full.isEmpty() or full.width() * full.height() > PIXEL_LIMIT:
        return QImage()
    turned = reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90
    seen = full.transposed() if turned else full
    scale = max(size.width() / seen.width(), size.height() / seen.height())
    if scale < 1:
        width, height = round(full.width() * scale), round(full.height() * scale)
        reader.setScaledSize(QSize(max(1, width), max(1, height)))
    image = reader.read()
    if image.isNull():
        return image
    width, height = min(image.width(), size.width()), min(image.height(), size.height())
    return image.copy((image.width() - width) // 2, 0, width, height)


def as_png(image: QImage) -> bytes:
    """Return a picture from the clipboard as the bytes of a PNG. For worker threads."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
