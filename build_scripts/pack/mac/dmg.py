"""Builds the disk image for macOS, signed and notarized if there are keys."""

from __future__ import annotations

import platform
import shutil
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from pack.layout import DIST, NAME, ROOT, WORK, Job, version
from pack.mac import bundle
from pack.mac.signing import notarize, sign
from pack.notices import TEXT_FILE, notices_text_file
from pack.progress import log

APP = DIST / "darwin" / f"{NAME}.app"
WINDOW = (640, 430)
"""The size in points of the window in which the Finder shows the image."""
_APP_AT, _APPLICATIONS_AT = (170, 165), (470, 165)
_LICENCE_AT, _NOTICES_AT = (170, 330), (470, 330)
_ICON = 112


def make(_job: Job) -> None:
    """Build the image from the frozen program."""
    import dmgbuild

    too_new = bundle.too_new(APP)
    if too_new:
        raise SystemExit(f"does not run on macOS {bundle.MINIMUM_SYSTEM}:\n" + "\n".join(too_new))
    target = DIST / image_name(platform.machine())
    target.unlink(missing_ok=True)
    dmgbuild.build_dmg(str(target), NAME, settings=settings(APP, draw_backgrounds(WORK / "dmg")))
    if sign(target) and notarize(target):
        log("signed and notarized")
    log(f"{target.name}: {target.stat().st_size / 1e6:.1f} MB")


def image_name(machine: str) -> str:
    """Return the image's name, which contains the processor: Apple's or Intel's."""
    processor = {"arm64": "apple-silicon", "x86_64": "intel"}[machine]
    return f"{NAME}-{version()}-macos-{processor}.dmg"


def settings(app: Path, background: Path) -> dict[str, Any]:
    """Return the settings for dmgbuild."""
    notices = notices_text_file(app)
    files = [(str(app), app.name), (str(ROOT / "LICENSE"), "LICENSE.txt")]
    if notices is not None:
        files.append((str(notices), TEXT_FILE))
    return {
        "format": "ULFO",  # compresses well, opens fast, needs macOS 10.11
        "filesystem": "HFS+",
        "files": files,
        "symlinks": {"Applications": "/Applications"},
        "background": str(background),
        "icon": str(WORK / "icons" / "linkdue.icns"),
        "icon_locations": {
            app.name: _APP_AT,
            "Applications": _APPLICATIONS_AT,
            "LICENSE.txt": _LICENCE_AT,
            TEXT_FILE: _NOTICES_AT,
        },
        "window_rect": ((200, 160), WINDOW),
        "icon_size": _ICON,
        "text_size": 13,
        "default_view": "icon-view",
    }


def draw_backgrounds(folder: Path) -> Path:
    """Draw the background picture, also for high-resolution screens, and return its path."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for ending, scale in (("", 1), ("@2x", 2)):
        file = folder / f"background{ending}.png"
        if not _background(scale).save(str(file)):
            raise OSError(f"{file} could not be written")
    return folder / "background.png"


def _background(scale: int) -> QImage:
    """Draw a light background with an arrow from the program to the Applications folder."""
    picture = QImage(WINDOW[0] * scale, WINDOW[1] * scale, QImage.Format.Format_RGB32)
    picture.fill(QColor("#f5f6f8"))
    painter = QPainter(picture)
    painter.scale(scale, scale)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRectF(0, 262, WINDOW[0], 1), QColor("#e2e6ec"))
    pen = QPen(QColor("#1455c4"), 7)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    y = _APP_AT[1]
    arrow = QPainterPath(QPointF(275, y))
    arrow.lineTo(365, y)
    arrow.moveTo(343, y - 22)
    arrow.lineTo(365, y)
    arrow.lineTo(343, y + 22)
    painter.drawPath(arrow)
    painter.end()
    return picture
