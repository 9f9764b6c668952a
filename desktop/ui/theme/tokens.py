"""Semantic colours in light, dark and high contrast, and the sizes of text and controls.

Text has a contrast of at least 4.5 : 1 on every background, the borders of fields 3 : 1 (WCAG 2.2
AA); a test computes both.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

BODY = 14
"""The height of body text, in pixels at 100 %; every other size is relative to it."""
DISPLAY_SIZE, TITLE_SIZE, HEADING_SIZE, SMALL_SIZE = 34 / BODY, 22 / BODY, 16 / BODY, 13 / BODY
"""A countdown or an answer, the title of a page, the heading of a card, secondary text."""
XS, S, M, L, XL, XXL = 4, 8, 12, 16, 24, 32
"""The only spacings and margins, in pixels."""
CARD_RADIUS, CONTROL_RADIUS = 12, 8
BUTTON_HEIGHT, MAIN_HEIGHT, ROW_BUTTON_HEIGHT = 36, 40, 32
ICON_BUTTON, NAVIGATION_HEIGHT, PILL_HEIGHT = 28, 40, 24
ORDER_ROW, LIST_ROW = 56, 48
ICON, SMALL_ICON = 20, 16
SMALLEST_TARGET = 28
NARROW_WINDOW = 1080
"""Window width, in pixels at 100 %, below which the sidebar is folded and margins are smaller."""


class Tone(StrEnum):
    """The meaning of a colour, which is always shown in words and by shape as well."""

    NEUTRAL = "neutral"
    INFO = "info"
    GOOD = "good"
    AMBER = "amber"
    BAD = "bad"


class Tokens(NamedTuple):
    """One colour scheme, as ``#rrggbb``. A ``…_soft`` colour is the background of its namesake.

    With `outlined`, such a background is marked by a border in the tone's colour, not by its tint.
    """

    window: str
    raised: str
    sidebar: str
    text: str
    muted: str
    line: str
    button_edge: str
    dialog_edge: str
    field_edge: str
    accent: str
    on_accent: str
    accent_soft: str
    selected: str
    hover: str
    track: str
    weekend: str
    amber: str
    amber_soft: str
    bad: str
    bad_soft: str
    good: str
    good_soft: str
    dark: bool = False
    outlined: bool = False

    def ink(self, tone: Tone) -> str:
        """Return the colour of text and shapes of a tone."""
        return {
            Tone.NEUTRAL: self.muted,
            Tone.INFO: self.accent,
            Tone.GOOD: self.good,
            Tone.AMBER: self.amber,
            Tone.BAD: self.bad,
        }[tone]

    def background(self, tone: Tone) -> str:
        """Return the background colour of a tone."""
        return {
            Tone.NEUTRAL: self.hover,
            Tone.INFO: self.accent_soft,
            Tone.GOOD: self.good_soft,
            Tone.AMBER: self.amber_soft,
            Tone.BAD: self.bad_soft,
        }[tone]


LIGHT = Tokens(
    window="#f6f7f9",
    raised="#ffffff",
    sidebar="#eceff4",
    text="#1a212b",
    muted="#566070",
    line="#e3e7ed",
    button_edge="#cbd2dc",
    dialog_edge="#d6dbe3",
    field_edge="#818a97",
    accent="#1455c4",
    on_accent="#ffffff",
    accent_soft="#e9effc",
    selected="#dbe6fb",
    hover="#f0f3f7",
    track="#e3e7ed",
    weekend="#f3f5f8",
    amber="#8a5000",
    amber_soft="#fff1dc",
    bad="#b3201c",
    bad_soft="#fdeae9",
    good="#1a6b39",
    good_soft="#e4f3e8",
)

DARK = Tokens(
    window="#151920",
    raised="#1d232b",
    sidebar="#191f27",
    text="#e8ecf2",
    muted="#a5b0be",
    line="#2d3540",
    button_edge="#46515f",
    dialog_edge="#3a4451",
    field_edge="#7a8696",
    accent="#7aadff",
    on_accent="#0c1626",
    accent_soft="#22314b",
    selected="#253856",
    hover="#252d38",
    track="#333c48",
    weekend="#212832",
    amber="#ffc169",
    amber_soft="#3a2b14",
    bad="#ff9a94",
    bad_soft="#432425",
    good="#7fd79b",
    good_soft="#1b3525",
    dark=True,
)

HIGH_CONTRAST = Tokens(
    window="#ffffff",
    raised="#ffffff",
    sidebar="#ffffff",
    text="#000000",
    muted="#2b2b2b",
    line="#000000",
    button_edge="#000000",
    dialog_edge="#000000",
    field_edge="#000000",
    accent="#0033a0",
    on_accent="#ffffff",
    accent_soft="#ffffff",
    selected="#dce6ff",
    hover="#eeeeee",
    track="#cccccc",
    weekend="#ffffff",
    amber="#5c3300",
    amber_soft="#ffffff",
    bad="#8a0000",
    bad_soft="#ffffff",
    good="#004d1f",
    good_soft="#ffffff",
    outlined=True,
)

TOAST_BACKGROUND, TOAST_TEXT, TOAST_LINK = "#262e39", "#f2f5f9", "#9cc2ff"
"""The same in every scheme, since a toast lies over the page and must stand out from it."""
