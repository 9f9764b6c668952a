"""The main screens look as approved; any difference that a user would see is found."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter, QRawFont
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from tour.camera import ROOT
from tour.golden import FOLDER, FONT, differences, names, small

from desktop.base.resources import resource
from desktop.ui.kit.buttons import PlainButton, PrimaryButton
from desktop.ui.kit.labels import PlainLabel
from desktop.ui.theme.theme import Scheme, Theme

LEFT, TOP = 200, 100


@pytest.fixture(autouse=True)
def _look(qapp: QApplication) -> Theme:
    """Apply the program's theme, which the pictures show."""
    return Theme(qapp, Scheme.LIGHT)


@pytest.mark.skipif(
    not sys.platform.startswith("linux"),
    reason="the pictures are drawn on Linux; other systems draw the same font differently",
)
def test_the_main_screens_look_as_approved(tmp_path: Path) -> None:
    """A change of one page may break the look of another, unnoticed for weeks."""
    command = [sys.executable, "-m", "tour.golden", "--into", str(tmp_path)]
    path = os.pathsep.join((str(ROOT), str(ROOT / "build_scripts")))
    environment = os.environ | {"PYTHONPATH": path}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    found = []
    for name in names():
        for one in differences(QImage(str(FOLDER / name)), QImage(str(tmp_path / name))):
            at = f"{one.place.x()}, {one.place.y()}"
            found.append(f"{name}: the square at {at} is off by {one.amount:.1f}")
    assert not found, (
        "If this is meant, look at the new pictures and run `dev.py tour golden`:\n"
        + "\n".join(found)
    )


def test_the_font_of_the_pictures_has_every_character_of_the_texts() -> None:
    """A character from another font would change the picture on the next machine."""
    font = QRawFont(str(FONT), 14)
    texts = resource("i18n/zh_CN.po").read_text("utf-8")
    lacking = {c for c in texts if c.isprintable() and not font.supportsCharacter(ord(c))}
    assert lacking == set(), "run `dev.py tour golden --font`"


# Detected and tolerated differences


def _picture(
    qtbot: QtBot, button: QWidget, left: int = LEFT, text: str = "due today 24:00"
) -> QImage:
    """Return the picture of a screen with a sentence, and a button at a position."""
    screen = QWidget()
    qtbot.addWidget(screen)
    screen.resize(640, 320)
    PlainLabel(text, wrap=False, parent=screen).move(40, 40)
    button.setParent(screen)
    button.move(left, TOP)
    screen.show()
    return small(screen.grab().toImage())


def test_the_same_screen_is_the_same(qtbot: QtBot) -> None:
    """Otherwise the test above would fail for no reason, and be ignored."""
    once = _picture(qtbot, PrimaryButton("Associate now"))
    again = _picture(qtbot, PrimaryButton("Associate now"))
    assert differences(once, again) == []


@pytest.mark.parametrize("by", [4, 8, 40])
@pytest.mark.parametrize("kind", [PrimaryButton, PlainButton])
def test_a_button_out_of_place_is_found(qtbot: QtBot, kind: type[PlainButton], by: int) -> None:
    """Buttons that are not aligned look careless, and hint at a layout that will break."""
    straight = _picture(qtbot, kind("Associate now"))
    found = differences(straight, _picture(qtbot, kind("Associate now"), LEFT + by))
    assert found
    around = QRect(LEFT, TOP, 400, 60).adjusted(-32, -32, 32, 32)
    assert all(around.contains(one.place) for one in found)


def test_a_wrong_colour_is_found(qtbot: QtBot) -> None:
    """Blue marks the next step: without it, a page has none."""
    right = _picture(qtbot, PrimaryButton("Associate now"))
    assert differences(right, _picture(qtbot, PlainButton("Associate now")))
    assert differences(right, _tinted(right, QRect(110, 55, 30, 10)))


def test_another_digit_is_found(qtbot: QtBot) -> None:
    """The digit may be part of the deadline."""
    button = "Associate now"
    right = _picture(qtbot, PrimaryButton(button))
    assert differences(right, _picture(qtbot, PrimaryButton(button), text="due today 21:00"))


def test_a_screen_of_another_size_is_found(qtbot: QtBot) -> None:
    """A window that opens smaller than before may cut something off."""
    right = _picture(qtbot, PrimaryButton("Associate now"))
    assert differences(right, right.copy(0, 0, right.width() - 1, right.height()))


def test_what_nobody_sees_is_tolerated(qtbot: QtBot) -> None:
    """Two releases of a library round the edge of a letter in two ways."""
    right = _picture(qtbot, PrimaryButton("Associate now"))
    other = right.copy()
    for x in range(0, other.width(), 5):
        for y in range(0, other.height(), 5):
            colour = other.pixelColor(x, y)
            other.setPixelColor(x, y, colour.darker(110))
    assert differences(right, other) == []


def _tinted(picture: QImage, place: QRect) -> QImage:
    """Return the picture with an area in a slightly different blue."""
    tinted = picture.copy()
    painter = QPainter(tinted)
    painter.fillRect(place, QColor(0x14, 0x55, 0xE8))
    painter.end()
    return tinted
