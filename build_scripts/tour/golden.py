"""Golden pictures: the main screens as somebody looked at and approved them.

    dev.py tour golden           renews the pictures in tests/golden/, after a change that is meant
    dev.py tour golden --font    makes their font anew before, where it lacks a character

They are half as large as the screen and rounded in colour, and painted with a font of their own, so
that they are the same on every machine. A test takes them anew and names each place that differs.
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
"""The picture is compared square by square, of so many pixels a side: a place, not a sum."""
_TOLERANCE = 3.0
"""How far a square's colours may be off on average, of 255. The same screen taken twice is at 0;
one other letter is at 4, a line moved by two pixels at 10 and more."""
_LEVELS = 0xF8
"""The bits of a colour that are kept."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A square of the screen, in its own pixels, and how far its colours are off on average."""

    place: QRect
    amount: float


def main(arguments: list[str]) -> int:
    """Take the pictures, unless told otherwise into the folder that is compared with."""
    parser = argparse.ArgumentParser(prog="dev.py tour golden")
    parser.add_argument("--into", type=Path, default=FOLDER, help="another folder for the pictures")
    parser.add_argument("--look", nargs=2, help=argparse.SUPPRESS)
    call = parser.parse_args(arguments)
    if call.look is not None:
        language, scheme = call.look
        _take(language, scheme, call.into)
        return 0
    call.into.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor() as beside:  # most of the time is waited for what comes on threads
        return max(beside.map(partial(_in_a_process, call.into), _LOOKS))


def names() -> Iterator[str]:
    """Yield the names of all pictures."""
    for language, scheme in _LOOKS:
        for name in SCREENS:
            yield f"{name}-{language}-{scheme}.png"


def small(picture: QImage) -> QImage:
    """Return a picture as it is kept: half as large, with fewer colours, to be compared."""
    half = picture.scaled(
        picture.width() // 2,
        picture.height() // 2,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    ).convertToFormat(QImage.Format.Format_RGB888)
    pixels = bytes(byte & _LEVELS for byte in bytes(half.constBits()))
    kept = QImage(pixels, half.width(), half.height(), half.bytesPerLine(), half.format())
    return kept.copy()  # `kept` lives in the bytes above only


def differences(one: QImage, other: QImage) -> list[Difference]:
    """Return each square of two small pictures whose colours differ more than is tolerated."""
    if one.size() != other.size():
        return [Difference(QRect(0, 0, 2 * other.width(), 2 * other.height()), 255.0)]
    found = []
    for y in range(0, one.height(), _TILE):
        for x in range(0, one.width(), _TILE):
            place = QRect(x, y, _TILE, _TILE).intersected(one.rect())
            amount = _off(one.copy(place), other.copy(place))
            if amount > _TOLERANCE:
                corner = place.topLeft() * 2
                found.append(Difference(QRect(corner, place.size() * 2), amount))
    return found


def _off(one: QImage, other: QImage) -> float:
    """Return how far the colours of two pictures of one size are off on average."""
    first, second = _channels(one), _channels(other)
    if first == second:
        return 0.0
    return sum(abs(a - b) for a, b in zip(first, second, strict=True)) / len(first)


def _channels(picture: QImage) -> bytes:
    """Return the picture's colours without what fills its lines up."""
    rgb = picture.convertToFormat(QImage.Format.Format_RGB888)
    width, line = 3 * rgb.width(), rgb.bytesPerLine()
    data = bytes(rgb.constBits())
    return b"".join(data[at * line : at * line + width] for at in range(rgb.height()))


def _in_a_process(into: Path, look: tuple[str, str]) -> int:
    """Take one look in a process of its own: its screen is chosen before Qt starts."""
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
    for name, screen in screens(look, _dress, SCREENS):
        settle()  # once more: on a busy machine, what comes on threads comes late
        _put_cursor_away(screen)
        path = into / f"{name}-{language}-{scheme}.png"
        if not small(screen.grab().toImage()).save(str(path)):
            raise OSError(f"{path} could not be written")


def _dress(application: QApplication) -> None:
    """Write everything in the pictures' own font, drawn alike whatever the system prefers."""
    number = QFontDatabase.addApplicationFont(str(FONT))
    font = QFont(application.font())
    font.setFamilies(QFontDatabase.applicationFontFamilies(number))
    font.setPointSizeF(_POINTS)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setStyleStrategy(QFont.StyleStrategy.NoSubpixelAntialias)
    application.setFont(font)
    application.setCursorFlashTime(0)


def _put_cursor_away(screen: QWidget) -> None:
    """Take the keyboard away: a cursor blinks, and a window may or may not be the active one."""
    QApplication.processEvents()  # it may be on its way to where it belongs
    focused = screen.window().focusWidget()
    if focused is not None:
        focused.clearFocus()
    ring = ring_of(screen.window())
    if ring is not None:
        ring.release()
    QApplication.processEvents()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
