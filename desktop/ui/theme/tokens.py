"""Semantic colours, light and dark. Every pair of text and ground keeps a contrast of 4.5 : 1."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """What a coloured piece means; always said in words and by shape as well."""

    NEUTRAL = "neutral"
    INFO = "info"
    GOOD = "good"
    AMBER = "amber"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Tokens:
    """One colour scheme, as ``#rrggbb``. A ``…_soft`` colour is the ground for its namesake."""

    window: str
    raised: str
    sidebar: str
    text: str
    muted: str
    placeholder: str
    line: str
    border: str
    accent: str
    accent_soft: str
    on_accent: str
    hover: str
    amber: str
    amber_soft: str
    bad: str
    bad_soft: str
    good: str
    good_soft: str
    dark: bool

    def ink(self, tone: Tone) -> str:
        """Return the colour of text and shapes of a tone."""
        return {
            Tone.NEUTRAL: self.muted,
            Tone.INFO: self.accent,
            Tone.GOOD: self.good,
            Tone.AMBER: self.amber,
            Tone.BAD: self.bad,
        }[tone]

    def ground(self, tone: Tone) -> str:
        """Return the soft ground of a tone."""
        return {
            Tone.NEUTRAL: self.hover,
            Tone.INFO: self.accent_soft,
            Tone.GOOD: self.good_soft,
            Tone.AMBER: self.amber_soft,
            Tone.BAD: self.bad_soft,
        }[tone]


LIGHT = Tokens(
    window="#f5f6f8",
    raised="#ffffff",
    sidebar="#edf0f5",
    text="#1a212b",
    muted="#5a6472",
    placeholder="#6d7684",
    line="#e2e6ec",
    border="#7d8694",
    accent="#1455c4",
    accent_soft="#e9effc",
    on_accent="#ffffff",
    hover="#e6eaf1",
    amber="#8f5400",
    amber_soft="#fff1dc",
    bad="#b3201c",
    bad_soft="#fdeae9",
    good="#1a6b39",
    good_soft="#e6f4ea",
    dark=False,
)

DARK = Tokens(
    window="#151920",
    raised="#1d232b",
    sidebar="#191f27",
    text="#e8ecf2",
    muted="#a2adbc",
    placeholder="#8a95a4",
    line="#2d3540",
    border="#6f7b8b",
    accent="#74a9ff",
    accent_soft="#22314b",
    on_accent="#0c1626",
    hover="#262e39",
    amber="#ffc169",
    amber_soft="#3b2b12",
    bad="#ff9a94",
    bad_soft="#452324",
    good="#7fd79b",
    good_soft="#1a3524",
    dark=True,
)
