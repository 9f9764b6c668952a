"""The program's mark in the formats that the systems want, made from the one drawing."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from pack.layout import ROOT, WORK

DRAWING = ROOT / "resources" / "icons" / "linkdue.svg"
ICONS = WORK / "icons"
ICO_SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
ICNS_SIZES = (16, 32, 64, 128, 256, 512, 1024)
PNG_SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
"""Those of the hicolor theme."""


def make_icons() -> None:
    """Write the pictures, and from them the files for Windows and macOS."""
    ICONS.mkdir(parents=True, exist_ok=True)
    for size in sorted({*ICO_SIZES, *ICNS_SIZES, *PNG_SIZES}):
        _draw(size, png_file(size))
    _bundle(ICONS / "linkdue.ico", ICO_SIZES)
    _bundle(ICONS / "linkdue.icns", ICNS_SIZES)


def png_file(size: int) -> Path:
    """The picture of one size."""
    return ICONS / f"linkdue-{size}.png"


def icon_file(platform: str) -> str | None:
    """The file that an executable of this system carries; none on Linux, where themes have it."""
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


def _bundle(file: Path, sizes: tuple[int, ...]) -> None:
    """One file of many sizes, each drawn for itself and not shrunk from another."""
    pictures = {size: Image.open(png_file(size)) for size in sizes}
    largest = pictures.pop(max(sizes))
    largest.save(file, sizes=[(s, s) for s in sizes], append_images=list(pictures.values()))
