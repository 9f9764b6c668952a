"""Texts. Whatever a user typed is shown as it is: no label guesses rich text."""

from __future__ import annotations

import re
import textwrap
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.ui.theme.tokens import DISPLAY_SIZE, HEADING_SIZE, SMALL_SIZE, TITLE_SIZE, Tone

if TYPE_CHECKING:
    _Base = QWidget
else:
    _Base = object


class Role(StrEnum):
    """What a text is on its screen; sets its size and its colour."""

    DISPLAY = "display"
    TITLE = "title"
    HEADING = "heading"
    SENTENCE = "sentence"
    STRONG = "strong"
    BODY = "body"
    MUTED = "muted"
    SMALL = "small"
    ACCENT = "accent"
    AMBER = "amber"
    BAD = "bad"
    GOOD = "good"


_SIZES = {
    Role.DISPLAY: DISPLAY_SIZE,
    Role.TITLE: TITLE_SIZE,
    Role.HEADING: HEADING_SIZE,
    Role.SENTENCE: HEADING_SIZE,
    Role.SMALL: SMALL_SIZE,
}
_BOLD = (Role.DISPLAY, Role.TITLE, Role.HEADING, Role.STRONG)


_BREAK = "\u200b"
"""Where a word may be broken, without any sign of it."""
_TOOLTIP_LINE, _NARROW = 64, "\u2e7f"
"""Characters after which a tooltip begins a new line; those after the second are twice as wide."""
_RICH = ("<", "&lt;")
"""What Qt takes for a sign of rich text."""
_LONG_WORD = re.compile(r"\S{24}(?=\S)")


class PlainLabel(QLabel):
    """A label that shows exactly its text. Wraps by default."""

    def __init__(
        self,
        text: str = "",
        role: Role = Role.BODY,
        parent: QWidget | None = None,
        *,
        wrap: bool = True,
        selectable: bool = False,
    ) -> None:
        super().__init__(parent)
        self._said = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setWordWrap(wrap)
        self.setSizePolicy(
            QSizePolicy.Policy.Preferred,
            QSizePolicy.Policy.Minimum if wrap else QSizePolicy.Policy.Fixed,
        )
        self._role = role
        self.setProperty("role", role.value)
        self._fit_font()
        if selectable:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def setText(self, text: str) -> None:
        """Show a text; a word longer than a line may be broken, so it never widens the page."""
        self._text = text
        shown = _LONG_WORD.sub(rf"\g<0>{_BREAK}", text)
        super().setText(shown)
        if self.accessibleName() == self._said:
            # A screen reader would stumble over the places where a word may be broken.
            self._said = spoken(text) if _BREAK in shown else ""
            self.setAccessibleName(self._said)

    def text(self) -> str:
        """Return the text as it was given."""
        return self._text

    def set_role(self, role: Role) -> None:
        """Make the text another kind of text, for instance red instead of black."""
        self._role = role
        self.setProperty("role", role.value)
        self._fit_font()
        self._polish_again()

    def set_tone(self, tone: Tone) -> None:
        """Colour the text, whatever its role."""
        self.setProperty("tone", tone.value)
        self._polish_again()

    def _polish_again(self) -> None:
        """Have the style sheet read the properties again; the first time it will anyway."""
        if self.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
            self.style().unpolish(self)
            self.style().polish(self)

    def _fit_font(self) -> None:
        self.setFont(scaled(_SIZES.get(self._role, 1.0), bold=self._role in _BOLD))


class TipMixin(_Base):
    """Shows `tip` while the pointer rests on the widget, before whose kind this stands.

    Qt hands out `toolTip` as the description of a widget that has no other, and it is read out
    after the name. What says no more than the name is therefore none of Qt's.
    """

    tip = ""

    def event(self, event: QEvent) -> bool:
        """Show the tip when Qt asks for it."""
        if event.type() is QEvent.Type.ToolTip and self.tip and isinstance(event, QHelpEvent):
            from PySide6.QtWidgets import QToolTip

            QToolTip.showText(event.globalPos(), plain_tooltip(self.tip), self)
            return True
        return bool(super().event(event))


class Picture(QLabel):
    """A widget that paints itself, and is a picture to a screen reader, with what it shows.

    To Qt, any other widget that paints itself is a grouping of others, which is passed by. The
    pixmap is never seen: what derives from this paints what it is.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        nothing = QPixmap(1, 1)
        nothing.fill(Qt.GlobalColor.transparent)
        self.setPixmap(nothing)


class ElidedLabel(TipMixin, QLabel):
    """One line that gives way: cut with “…”, the whole text in its tooltip and accessible name."""

    def __init__(
        self, text: str = "", role: Role = Role.BODY, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role.value)
        self.setFont(scaled(_SIZES.get(role, 1.0), bold=role in _BOLD))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show a text, of which line breaks become spaces."""
        super().setText(" ".join(text.split()))
        self.tip = text
        self.setAccessibleName(text)

    def minimumSizeHint(self) -> QSize:
        """Return room for a few characters, whatever the text."""
        return QSize(self.fontMetrics().averageCharWidth() * 6, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as much of the text as there is room for."""
        painter = QPainter(self)
        metrics = QFontMetrics(self.font())
        line = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        flags = Qt.AlignmentFlag.AlignVCenter | self.alignment()
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), flags, line)


def scaled(factor: float, *, bold: bool = False) -> QFont:
    """Return the program's font in another size and weight."""
    font = QFont()
    font.setPointSizeF(font.pointSizeF() * factor)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font


def breakable(path: Path) -> str:
    """Return the path with invisible places to break it, so that it wraps instead of being cut."""
    return str(path).replace("/", "/\u200b").replace("\\", "\\\u200b")


def spoken(text: str) -> str:
    """Return the text without the places to break it, over which a screen reader stumbles."""
    return text.replace(_BREAK, "")


def plain_tooltip(text: str) -> str:
    """Return a text for `setToolTip`, which would guess rich text.

    A tooltip is also what screen readers say of a widget without a description, so what cannot be
    mistaken for rich text stays as it is.
    """
    if not any(sign in text for sign in _RICH):
        return "\n".join(chain.from_iterable(map(_lines, text.split("\n"))))
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<p style='white-space:pre-wrap'>{escaped}</p>"


def _lines(text: str) -> list[str]:
    """Break a line of a tooltip, which Qt would show in one however long it is."""
    room = _TOOLTIP_LINE // 2 if any(sign > _NARROW for sign in text) else _TOOLTIP_LINE
    if len(text) <= room:
        return [text]
    return textwrap.wrap(text, room, break_on_hyphens=False)


def capital(word: str) -> str:
    """Return the word with a capital as its first letter; Chinese stays as it is.

    Words of the glossary begin small, since they stand within sentences; alone they begin large.
    """
    return word[:1].upper() + word[1:]
