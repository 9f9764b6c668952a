"""Draws the program's icon in the formats of all systems, from one SVG file."""

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
"""The sizes of the hicolor theme."""
SIDE_PICTURE = ICONS / "installer-side.bmp"
"""The picture on the first and last page of the Windows installer."""
_SIDE_SIZE = (328, 628)
"""Pixels, twice the size that NSIS shows at 100 %."""
_BLUE = "#1455c4"
"""The icon's background colour."""


def make_icons() -> None:
    """Write the PNG files, the icon files for Windows and macOS, and the installer's picture."""
    ICONS.mkdir(parents=True, exist_ok=True)
    for size in sorted({*ICO_SIZES, *ICNS_SIZES, *PNG_SIZES}):
        _draw(size, png_file(size))
    _bundle(ICONS / "linkdue.ico", ICO_SIZES)
    _bundle(ICONS / "linkdue.icns", ICNS_SIZES)
    _draw_side()


def png_file(size: int) -> Path:
    """Return the path of the PNG file of one size."""
    return ICONS / f"linkdue-{size}.png"


def icon_file(platform: str) -> str | None:
    """Return the icon file of an executable; None on Linux, where icons belong to themes."""
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
    margin = width // 4
    QSvgRenderer(str(DRAWING)).render(
        painter, QRectF(margin, margin, width - 2 * margin, width - 2 * margin)
    )
    painter.end()
    if not picture.save(str(SIDE_PICTURE)):
        raise OSError(f"{SIDE_PICTURE} could not be written")


def _bundle(file: Path, sizes: tuple[int, ...]) -> None:
    """Write one icon file of several sizes, each drawn separately instead of scaled down."""
    from PIL import Image

    pictures = {size: Image.open(png_file(size)) for size in sizes}
    largest = pictures.pop(max(sizes))
    largest.save(file, sizes=[(s, s) for s in sizes], append_images=list(pictures.values()))
