"""Labels. Text that a user typed is shown unchanged: no label interprets it as rich text."""

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
    """The role of a text on its screen; it sets size and colour."""

    DISPLAY = "display"
    TITLE = "title"
    HEADING = "heading"
    SENTENCE = "sentence"
    STRONG = "strong"
    BODY = "body"
    MUTED = "muted"
    SMALL = "small"
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
"""Zero-width space: an invisible place where a word may be broken."""
_TOOLTIP_LINE, _NARROW = 64, "\u2e7f"
"""The longest tooltip line, in characters. Characters above `_NARROW` (CJK) count double."""
_RICH = ("<", "&lt;")
"""Signs by which Qt takes a text for rich text."""
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
        self._spoken_name = ""
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
        """Show a text; words of more than 24 characters may be broken, so none widens the page."""
        self._text = text
        shown = _LONG_WORD.sub(rf"\g<0>{_BREAK}", text)
        super().setText(shown)
        if self.accessibleName() == self._spoken_name:  # not set by somebody else
            # Screen readers mispronounce words that contain a zero-width space.
            self._spoken_name = spoken(text) if _BREAK in shown else ""
            self.setAccessibleName(self._spoken_name)

    def text(self) -> str:
        """Return the text as given, without breaks."""
        return self._text

    def set_role(self, role: Role) -> None:
        """Set another role, and with it size and colour."""
        self._role = role
        self.setProperty("role", role.value)
        self._fit_font()
        self._polish_again()

    def set_tone(self, tone: Tone) -> None:
        """Colour the text, whatever its role."""
        self.setProperty("tone", tone.value)
        self._polish_again()

    def _polish_again(self) -> None:
        """Apply the style sheet again after a property changed, if it was applied before."""
        if self.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
            self.style().unpolish(self)
            self.style().polish(self)

    def _fit_font(self) -> None:
        self.setFont(scaled(_SIZES.get(self._role, 1.0), bold=self._role in _BOLD))


class TipMixin(_Base):
    """Shows `tip` as a tooltip that screen readers ignore. List it before the Qt base class.

    Qt uses `toolTip` as the accessible description of a widget that has no other, which is read out
    after the name. A tooltip that only repeats the name must therefore not be Qt's.
    """

    tip = ""

    def event(self, event: QEvent) -> bool:
        """Show `tip` on Qt's tooltip event."""
        if event.type() is QEvent.Type.ToolTip and self.tip and isinstance(event, QHelpEvent):
            from PySide6.QtWidgets import QToolTip

            QToolTip.showText(event.globalPos(), plain_tooltip(self.tip), self)
            return True
        return bool(super().event(event))


class Picture(QLabel):
    """Base of widgets that paint themselves and are images to screen readers.

    Qt reports any other self-painted widget as a grouping, which screen readers skip. The pixmap
    only makes Qt report an image; subclasses paint the actual content.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        nothing = QPixmap(1, 1)
        nothing.fill(Qt.GlobalColor.transparent)
        self.setPixmap(nothing)


class ElidedLabel(TipMixin, QLabel):
    """One line, cut with “…” where needed; tooltip and accessible name have the whole text."""

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
        """Show a text; runs of white space, line breaks included, become one space."""
        super().setText(" ".join(text.split()))
        self.tip = text
        self.setAccessibleName(text)

    def minimumSizeHint(self) -> QSize:
        """Return the size of a few characters, whatever the text."""
        return QSize(self.fontMetrics().averageCharWidth() * 6, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, elided to the width."""
        painter = QPainter(self)
        metrics = QFontMetrics(self.font())
        line = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        flags = Qt.AlignmentFlag.AlignVCenter | self.alignment()
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), flags, line)


def scaled(factor: float, *, bold: bool = False) -> QFont:
    """Return the program's font, `factor` times as large, demi-bold if `bold`."""
    font = QFont()
    font.setPointSizeF(font.pointSizeF() * factor)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font


def breakable(path: Path) -> str:
    """Return the path with zero-width spaces after its separators, so that it can wrap."""
    return str(path).replace("/", "/\u200b").replace("\\", "\\\u200b")


def spoken(text: str) -> str:
    """Return the text without zero-width spaces, which screen readers mispronounce."""
    return text.replace(_BREAK, "")


def plain_tooltip(text: str) -> str:
    """Return a text for `setToolTip` that is shown literally, though Qt guesses rich text.

    A tooltip is also the accessible description of a widget without one, so a text that cannot be
    mistaken for rich text is not escaped, only wrapped.
    """
    if not any(sign in text for sign in _RICH):
        return "\n".join(chain.from_iterable(map(_lines, text.split("\n"))))
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<p style='white-space:pre-wrap'>{escaped}</p>"


def _lines(text: str) -> list[str]:
    """Wrap a line of a plain-text tooltip, which Qt never does."""
    room = _TOOLTIP_LINE // 2 if any(sign > _NARROW for sign in text) else _TOOLTIP_LINE
    if len(text) <= room:
        return [text]
    return textwrap.wrap(text, room, break_on_hyphens=False)


def capital(word: str) -> str:
    """Return the word with a capital first letter; Chinese is unchanged.

    Words of the glossary are in lower case, since they are used within sentences.
    """
    return word[:1].upper() + word[1:]
