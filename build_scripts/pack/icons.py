"""The program's mark in the formats that the systems want, made from the one drawing."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from pack.layout import ROOT, WORK

DRAWING = ROOT / "resources" / "icons" / "linkdue.svg"
ICONS = WORK / "icons"
ICO_SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
ICNS_SIZES = (16, 32, 64, 128, 256, 512, 1024)
PNG_SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
"""Those of the hicolor theme."""
SIDE_PICTURE = ICONS / "installer-side.bmp"
"""Beside the texts of the Windows installer's first and last page."""
_SIDE_SIZE = (328, 628)
"""Twice what NSIS shows at 100 %."""
_BLUE = "#1455c4"
"""The ground of the mark."""


def make_icons() -> None:
    """Write the pictures, and from them the files for Windows and macOS."""
    ICONS.mkdir(parents=True, exist_ok=True)
    for size in sorted({*ICO_SIZES, *ICNS_SIZES, *PNG_SIZES}):
        _draw(size, png_file(size))
    _bundle(ICONS / "linkdue.ico", ICO_SIZES)
    _bundle(ICONS / "linkdue.icns", ICNS_SIZES)
    _draw_side()


def png_file(size: int) -> Path:
    """Return the picture of one size."""
    return ICONS / f"linkdue-{size}.png"


def icon_file(platform: str) -> str | None:
    """Return the file that an executable carries; None on Linux, where themes have it."""
    endings = {"win32": "ico", "darwin": "icns"}
    return str(ICONS / f"linkdue.{endings[platform]}") if platform in endings else None


def _draw(size: int, file: Path) -> None:
    picture = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(str(DRAWING)).render(painter)
    painter.end()
    if not picture.save(str(file)):
        raise OSError(f"{file} could not be written")


def _draw_side() -> None:
    width, height = _SIDE_SIZE
    picture = QImage(width, height, QImage.Format.Format_RGB888)
    picture.fill(_BLUE)
    painter = QPainter(picture)
    edge = width // 4
    QSvgRenderer(str(DRAWING)).render(
        painter, QRectF(edge, edge, width - 2 * edge, width - 2 * edge)
    )
    painter.end()
    if not picture.save(str(SIDE_PICTURE)):
        raise OSError(f"{SIDE_PICTURE} could not be written")


def _bundle(file: Path, sizes: tuple[int, ...]) -> None:
    """Write one file of many sizes, each drawn for itself and not shrunk from another."""
    from PIL import Image

    pictures = {size: Image.open(png_file(size)) for size in sizes}
    largest = pictures.pop(max(sizes))
    largest.save(file, sizes=[(s, s) for s in sizes], append_images=list(pictures.values()))
