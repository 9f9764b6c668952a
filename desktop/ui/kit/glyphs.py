"""The program's icons: line drawings in the colours of the theme, sharp at every scale."""

from __future__ import annotations

import math
from enum import StrEnum
from functools import cache

from PySide6.QtCore import QByteArray, QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QGuiApplication, QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from desktop.base.resources import resource
from desktop.ui.kit.sizes import growth
from desktop.ui.theme.theme import tokens
from desktop.ui.theme.tokens import ICON, SMALL_ICON, Tone

_INK = b"#000000"
"""The colour in the SVG files, which is replaced by the one asked for."""


class Glyph(StrEnum):
    """The icons, named as their files in ``resources/icons``."""

    NONE = ""
    BELL = "bell"
    BOOK = "book"
    BOX = "box"
    BUILDING = "building"
    CALENDAR = "calendar"
    CHECK = "check"
    CHECK_CIRCLE = "check-circle"
    CHEVRON_DOWN = "chevron-down"
    CHEVRON_LEFT = "chevron-left"
    CHEVRON_RIGHT = "chevron-right"
    CLOCK = "clock"
    COPY = "copy"
    CROSS = "cross"
    CROSS_CIRCLE = "cross-circle"
    DOWNLOAD = "download"
    EXCLAMATION = "alert"
    EXTERNAL = "external"
    FILE = "file"
    FOLDER = "folder"
    HASH = "hash"
    HOME = "home"
    INFO = "info"
    KEYBOARD = "keyboard"
    LAPTOP = "laptop"
    LOCK = "lock"
    MOON = "moon"
    MORE = "more"
    ORDER = "order"
    PASTE = "paste"
    PEN = "pen"
    PICTURE = "picture"
    PLAY = "play"
    PLUS = "plus"
    POWER = "power"
    PRINT = "print"
    QUESTION = "help"
    SEARCH = "search"
    SEND = "send"
    SETTINGS = "settings"
    SHEET = "sheet"
    SHIELD = "shield"
    SYNC = "sync"
    TRASH = "trash"
    UNDO = "undo"
    UPLOAD = "upload"
    USER = "user"
    YUAN = "yuan"


def draw(painter: QPainter, glyph: Glyph, box: QRectF, colour: QColor) -> None:
    """Draw an icon into a square box; nothing for `Glyph.NONE`."""
    if glyph is Glyph.NONE:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _renderer(glyph, colour.name()).render(painter, box)
    painter.restore()


def icon(
    glyph: Glyph, colour: str, off: str, gap: int = 0, finest: float = 0, side: int = ICON
) -> QIcon:
    """Return an icon for a button in a colour, ``#rrggbb``; `off` is that of a disabled one.

    `gap` is the space at its right and `side` its size, both in pixels. `finest` is the highest
    device pixel ratio to draw it for, by default that of the finest connected screen.
    """
    if not finest:
        screens = QGuiApplication.screens()
        finest = max((screen.devicePixelRatio() for screen in screens), default=1.0)
    return _icon(glyph, colour, off, gap, math.ceil(finest), side)


@cache
def _icon(glyph: Glyph, colour: str, off: str, gap: int, finest: int, side: int) -> QIcon:
    """Draw an icon for every device pixel ratio up to `finest`."""
    made = QIcon()
    for mode, ink in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, off)):
        for ratio in range(1, finest + 1):
            made.addPixmap(_pixmap(glyph, ink, side * ratio, gap * ratio), mode)
    return made


def _pixmap(glyph: Glyph, colour: str, side: int, gap: int) -> QPixmap:
    pixmap = QPixmap(side + gap, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    draw(painter, glyph, QRectF(0, 0, side, side), QColor(colour))
    painter.end()
    return pixmap


@cache
def _renderer(glyph: Glyph, colour: str) -> QSvgRenderer:
    drawing = resource(f"icons/{glyph.value}.svg").read_bytes()
    return QSvgRenderer(QByteArray(drawing.replace(_INK, colour.encode("ascii"))))


class GlyphMark(QWidget):
    """An icon as a widget, as tall as a line of text; `side` is its size, in pixels at 100 %."""

    def __init__(
        self, glyph: Glyph, tone: Tone, parent: QWidget | None = None, *, side: int = SMALL_ICON
    ) -> None:
        super().__init__(parent)
        self._pixels = side
        self._glyph = glyph
        self._tone = tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set(self, glyph: Glyph, tone: Tone) -> None:
        """Show another icon."""
        self._glyph = glyph
        self._tone = tone
        self.update()

    def sizeHint(self) -> QSize:
        """Return a square of the text's height."""
        side = max(self.fontMetrics().height(), self._side())
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon in the colour of its tone."""
        side = self._side()
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        draw(QPainter(self), self._glyph, box, QColor(tokens().ink(self._tone)))

    def _side(self) -> int:
        return round(self._pixels * growth(self.fontMetrics()))


class Disc(QWidget):
    """An icon on a round tinted background, for an answer or a success."""

    def __init__(
        self, glyph: Glyph, tone: Tone, side: int = 64, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._glyph = glyph
        self._tone = tone
        self._side = side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set(self, glyph: Glyph, tone: Tone) -> None:
        """Show another icon."""
        self._glyph = glyph
        self._tone = tone
        self.update()

    def sizeHint(self) -> QSize:
        """Return a square that grows with the text."""
        side = round(self._side * growth(self.fontMetrics()))
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the background, and the icon at half its size."""
        painter = QPainter(self)
        paint_background(painter, QRectF(self.rect()), self._tone, self.width() / 2)
        inset = self.width() / 4
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        draw(painter, self._glyph, box, QColor(tokens().ink(self._tone)))


class LeadingIcon(QAction):
    """An icon at the start of a line edit, recoloured when the theme changes."""

    def __init__(self, glyph: Glyph, line: QLineEdit) -> None:
        super().__init__(line)
        self._glyph = glyph
        self._colour()
        line.addAction(self, QLineEdit.ActionPosition.LeadingPosition)
        line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Recolour the icon when the line edit gets another palette."""
        if event.type() is QEvent.Type.PaletteChange:
            self._colour()
        return super().eventFilter(watched, event)

    def _colour(self) -> None:
        self.setIcon(icon(self._glyph, tokens().muted, tokens().muted))


def paint_background(painter: QPainter, box: QRectF, tone: Tone, radius: float) -> None:
    """Paint the background of a tone: tinted, or in high contrast with a border in its colour."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(tokens().background(tone)))
    if tokens().outlined:
        painter.setPen(QColor(tokens().ink(tone)))
        box = box.adjusted(0.5, 0.5, -0.5, -0.5)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
    painter.drawRoundedRect(box, radius, radius)
