"""Shortens the wizard's buttons in a narrow window, so that none covers another."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from desktop.ui.kit.buttons import LinkButton, PlainButton
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import plain_tooltip

_MIN_LENGTH = 6
"""Characters that a shortened button shows at least."""
_ICON_ONLY = "icon-only"


def fit_buttons(
    room: int,
    spacing: int,
    icons: Sequence[tuple[QAbstractButton, Glyph]],
    words: Sequence[QAbstractButton],
) -> None:
    """Fit the buttons into `room` pixels, with `spacing` between them.

    The buttons in `icons` are reduced to icons one by one; after that the texts of `words` are
    elided. The full text is the accessible name, and the tooltip of a shortened button.
    """
    icons = [(button, glyph) for button, glyph in icons if not button.isHidden()]
    words = [button for button in words if not button.isHidden()]
    shown = [button for button, _glyph in icons] + words
    for button in shown:
        _show_text(button, button.accessibleName())
    for button, glyph in icons:
        if _excess(shown, room, spacing) > 0:
            _show_icon(button, glyph)
    for button in words:
        excess = _excess(shown, room, spacing)
        if excess > 0:
            _shorten(button, excess)
    for button in shown:
        button.setMinimumSize(button.sizeHint())


def _excess(buttons: Sequence[QAbstractButton], room: int, spacing: int) -> int:
    """Return by how many pixels the buttons are too wide."""
    return sum(b.sizeHint().width() for b in buttons) + spacing * len(buttons) - room


def _show_text(button: QAbstractButton, text: str) -> None:
    """Show the button with its full text again."""
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


def _shorten(button: QAbstractButton, excess: int) -> None:
    text, metrics = button.text(), button.fontMetrics()
    room = max(metrics.horizontalAdvance(text) - excess, metrics.averageCharWidth() * _MIN_LENGTH)
    button.setProperty("elides", True)
    button.setToolTip(plain_tooltip(text))
    button.setText(metrics.elidedText(text, Qt.TextElideMode.ElideRight, room))
