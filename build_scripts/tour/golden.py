"""Golden pictures: approved screenshots of the main screens.

    dev.py tour golden           renews the pictures in tests/golden/ after an intended change
    dev.py tour golden --font    also renews their font, when it lacks a character

They are half the size of the screen, have rounded colours and use a separate font, so that they are
the same on every machine. A test takes the pictures again and reports each place that differs.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontDatabase, QImage
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.kit.focus_ring import ring_of
from tour.camera import ROOT, settle
from tour.virtual_screen import platform

FOLDER = ROOT / "tests" / "golden"
FONT = FOLDER / "LinkDueGolden.otf"
SCREENS = (
    "home",
    "gate",
    "projects",
    "orders",
    "settings",
    "help",
    "wizard-account",
    "wizard-countdown",
    "guide",
    "import",
)
_LOOKS = (("zh_CN", "light"), ("en", "dark"))
_SCREEN = 1366, 768
_POINTS = 10.5
_TILE = 16
"""Side in pixels of the squares that are compared one by one, so that a difference has a place."""
_TOLERANCE = 3.0
"""Allowed average difference of a square's colours, of 255. The same screen taken twice has 0, one
changed letter 4, a line moved by two pixels 10 and more."""
_LEVELS = 0xF8
"""Mask of the bits that are kept of each colour."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A square that differs, in pixels of the screen, and the average difference of its colours."""

    place: QRect
    amount: float


def main(arguments: list[str]) -> int:
    """Take the pictures, by default into tests/golden/."""
    parser = argparse.ArgumentParser(prog="dev.py tour golden")
    parser.add_argument("--into", type=Path, default=FOLDER, help="another folder for the pictures")
    parser.add_argument("--look", nargs=2, help=argparse.SUPPRESS)
    call = parser.parse_args(arguments)
    if call.look is not None:
        language, scheme = call.look
        _take(language, scheme, call.into)
        return 0
    call.into.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor() as executor:  # the processes mostly wait for their worker threads
        return max(executor.map(partial(_run_look, call.into), _LOOKS))


def names() -> Iterator[str]:
    """Yield the names of all pictures."""
    for language, scheme in _LOOKS:
        for name in SCREENS:
            yield f"{name}-{language}-{scheme}.png"


def small(picture: QImage) -> QImage:
    """Return a picture in the form that is stored and compared: half the size, fewer colours."""
    half = picture.scaled(
        picture.width() // 2,
        picture.height() // 2,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    ).convertToFormat(QImage.Format.Format_RGB888)
    pixels = bytes(byte & _LEVELS for byte in bytes(half.constBits()))
    reduced = QImage(pixels, half.width(), half.height(), half.bytesPerLine(), half.format())
    return reduced.copy()  # `reduced` refers to `pixels`


def differences(one: QImage, other: QImage) -> list[Difference]:
    """Return the squares of two small pictures that differ by more than the tolerance."""
    if one.size() != other.size():
        return [Difference(QRect(0, 0, 2 * other.width(), 2 * other.height()), 255.0)]
    found = []
    for y in range(0, one.height(), _TILE):
        for x in range(0, one.width(), _TILE):
            place = QRect(x, y, _TILE, _TILE).intersected(one.rect())
            amount = _average_difference(one.copy(place), other.copy(place))
            if amount > _TOLERANCE:
                corner = place.topLeft() * 2
                found.append(Difference(QRect(corner, place.size() * 2), amount))
    return found


def _average_difference(one: QImage, other: QImage) -> float:
    """Return the average colour difference of two pictures of the same size."""
    first, second = _channels(one), _channels(other)
    if first == second:
        return 0.0
    return sum(abs(a - b) for a, b in zip(first, second, strict=True)) / len(first)


def _channels(picture: QImage) -> bytes:
    """Return the picture's colours without the padding of its lines."""
    rgb = picture.convertToFormat(QImage.Format.Format_RGB888)
    width, line = 3 * rgb.width(), rgb.bytesPerLine()
    data = bytes(rgb.constBits())
    return b"".join(data[at * line : at * line + width] for at in range(rgb.height()))


def _run_look(into: Path, look: tuple[str, str]) -> int:
    """Take the pictures of one look in a separate process: the screen is set before Qt starts."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "QT_QPA_PLATFORM": platform(Path(folder), *_SCREEN),
            "QT_SCALE_FACTOR": "1",
            "TZ": "Asia/Shanghai",
        }
        command = [sys.executable, "-m", "tour.golden", "--look", *look, "--into", str(into)]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def _take(language: str, scheme: str, into: Path) -> None:
    from tour.matrix import Look, screens

    look = Look(language, scheme, 100, *_SCREEN, "typical")
    for name, screen in screens(look, _set_font, SCREENS):
        settle()  # once more: on a busy machine, results of worker threads are late
        _clear_focus(screen)
        path = into / f"{name}-{language}-{scheme}.png"
        if not small(screen.grab().toImage()).save(str(path)):
            raise OSError(f"{path} could not be written")


def _set_font(application: QApplication) -> None:
    """Use the golden pictures' font, rendered independently of the system's settings."""
    number = QFontDatabase.addApplicationFont(str(FONT))
    font = QFont(application.font())
    font.setFamilies(QFontDatabase.applicationFontFamilies(number))
    font.setPointSizeF(_POINTS)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setStyleStrategy(QFont.StyleStrategy.NoSubpixelAntialias)
    application.setFont(font)
    application.setCursorFlashTime(0)


def _clear_focus(screen: QWidget) -> None:
    """Remove the focus: a cursor blinks, and the window may or may not be active."""
    QApplication.processEvents()  # the focus may be about to move
    focused = screen.window().focusWidget()
    if focused is not None:
        focused.clearFocus()
    ring = ring_of(screen.window())
    if ring is not None:
        ring.release()
    QApplication.processEvents()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
