"""The wizard's buttons in a narrow window: they give way in turn, so that none covers another."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from desktop.ui.kit.buttons import LinkButton, PlainButton
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import plain_tooltip

_FEWEST = 6
"""Characters that a shortened button still shows."""
_ICON_ONLY = "icon-only"


def fit(
    room: int,
    spacing: int,
    icons: Sequence[tuple[QAbstractButton, Glyph]],
    words: Sequence[QAbstractButton],
) -> None:
    """Make the buttons as wide as `room` allows, in pixels, with `spacing` between them.

    `icons` become icons one by one, `words` end in “…” after that; what a button says is in its
    accessible name, and where it is not shown in full, in its tooltip.
    """
    icons = [(button, glyph) for button, glyph in icons if not button.isHidden()]
    words = [button for button in words if not button.isHidden()]
    shown = [button for button, _glyph in icons] + words
    for button in shown:
        _say(button, button.accessibleName())
    for button, glyph in icons:
        if _over(shown, room, spacing) > 0:
            _show_icon(button, glyph)
    for button in words:
        over = _over(shown, room, spacing)
        if over > 0:
            _shorten(button, over)
    for button in shown:
        button.setMinimumSize(button.sizeHint())


def _over(buttons: Sequence[QAbstractButton], room: int, spacing: int) -> int:
    """Return by how much the buttons are too wide, in pixels."""
    return sum(b.sizeHint().width() for b in buttons) + spacing * len(buttons) - room


def _say(button: QAbstractButton, text: str) -> None:
    """Show the button in full again."""
    if button.property(_ICON_ONLY) and isinstance(button, PlainButton | LinkButton):
        button.set_glyph(Glyph.NONE)
    button.setProperty(_ICON_ONLY, False)
    button.setProperty("elides", False)
    button.setToolTip("")
    button.setText(text)


def _show_icon(button: QAbstractButton, glyph: Glyph) -> None:
    button.setProperty(_ICON_ONLY, True)
    button.setToolTip(plain_tooltip(button.accessibleName()))
    button.setText("")
    if isinstance(button, PlainButton | LinkButton):
        button.set_glyph(glyph)


def _shorten(button: QAbstractButton, over: int) -> None:
    text, metrics = button.text(), button.fontMetrics()
    room = max(metrics.horizontalAdvance(text) - over, metrics.averageCharWidth() * _FEWEST)
    button.setProperty("elides", True)
    button.setToolTip(plain_tooltip(text))
    button.setText(metrics.elidedText(text, Qt.TextElideMode.ElideRight, room))
