"""The icons: all present, coloured by the theme, and crisp."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from desktop.base.resources import resource
from desktop.ui.kit.glyphs import Glyph, draw, icon

DRAWN = [glyph for glyph in Glyph if glyph is not Glyph.NONE]
OTHER_DRAWINGS = {"linkdue", "check-light", "check-dark"}
"""The program's own mark, and the ticks that the style sheet names by file."""


def picture(glyph: Glyph, colour: str, side: int) -> QImage:
    """Draw an icon on a transparent background."""
    image = QImage(side, side, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    draw(painter, glyph, QRectF(0, 0, side, side), QColor(colour))
    painter.end()
    return image


def inks(image: QImage) -> set[str]:
    """Return the colours of the fully opaque pixels."""
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


def test_every_icon_has_a_drawing_and_every_drawing_a_use() -> None:
    """A missing file leaves a hole in the navigation; an unused one is shipped for nothing."""
    files = {file.stem for file in resource("icons").glob("*.svg")}
    assert files - OTHER_DRAWINGS == {glyph.value for glyph in DRAWN}


@pytest.mark.parametrize("glyph", DRAWN)
def test_an_icon_takes_the_colour_asked_for(glyph: Glyph, qapp: QApplication) -> None:
    """A black icon on the dark theme is invisible."""
    assert inks(picture(glyph, "#c02040", 80)) == {"#c02040"}


@pytest.mark.parametrize("glyph", DRAWN)
def test_no_icon_is_cut_off(glyph: Glyph, qapp: QApplication) -> None:
    """A stroke that touches the edge of its box is cut off on some screens."""
    image = picture(glyph, "#000000", 60)
    last = image.width() - 1
    edge = [(n, m) for n in range(image.width()) for m in (0, last)]
    assert all(image.pixelColor(*at).alpha() == 0 for n, m in edge for at in ((n, m), (m, n)))


def test_a_buttons_icon_is_sharp_on_sharp_screens(qapp: QApplication) -> None:
    """Enlarged from 20 pixels, an icon is blurred at 200 %."""
    made = icon(Glyph.COPY, "#1455c4", "#566070", finest=1.5)
    twice = made.pixmap(QSize(20, 20), 2.0)
    assert twice.toImage().size() == QSize(40, 40)
    assert twice.toImage().pixelColor(20, 20).alpha() in (0, 255)
