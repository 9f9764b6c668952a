"""QR codes of messages, to scan with a phone and send from there."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from segno import QRCode

LONGEST = 300
"""Characters; with more Chinese ones, the modules are too small for phones to scan on a screen."""
_LARGEST = 3 * LONGEST
"""Bytes of as many Chinese characters; a longer message in Latin letters fits the same code."""
BORDER = 4
"""Width of the white border in modules; without it, phones may not find the code."""
_PNG_MODULE = 8
"""Pixels for each module."""
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class QrCode:
    """A code: its rows of modules, 1 being dark, and the encoded text.

    `shortened` is true if the text is not the whole message.
    """

    rows: tuple[bytes, ...]
    text: str
    shortened: bool

    @property
    def side(self) -> int:
        """The number of modules along one side, white border included."""
        return len(self.rows) + 2 * BORDER


def make_code(message: str, short: str = "", keep: Sequence[str] = ()) -> QrCode:
    """Return the code of a message; of a long one, that of its `short` form, if there is one.

    A text that is still too long is cut by `shorten`.
    """
    fits = len(message) <= LONGEST or len(message.encode()) <= _LARGEST
    text = message if fits else shorten(short or message, keep)
    rows = tuple(bytes(row) for row in _encode(text).matrix)
    return QrCode(rows, text, shortened=text != message)


def write_png(code: QrCode) -> bytes:
    """Return the code as a PNG picture, with its white border."""
    file = io.BytesIO()
    _encode(code.text).save(file, kind="png", scale=_PNG_MODULE, border=BORDER)
    return file.getvalue()


def _encode(text: str) -> QRCode:
    """Encode as bytes: by default segno uses Kanji mode for some Chinese, which phones misread."""
    import segno

    return segno.make(text, error="l", mode="byte", encoding="utf-8", micro=False)


def shorten(message: str, keep: Sequence[str] = ()) -> str:
    """Return a message cut to at most `LONGEST` characters.

    The ends of the longest lines are cut first. Lines with one of the texts to `keep` – the
    account, the check phrase – are cut last, to these texts alone.
    """
    lines = message.split("\n")
    while (over := _length(lines) - LONGEST) > 0:
        loose = [at for at, line in enumerate(lines) if not any(text in line for text in keep)]
        longest = max(loose, key=lambda at: len(lines[at]), default=None)
        if longest is None or len(lines[longest]) <= 1:
            return _shorten_kept(lines, keep)
        others = sorted((len(lines[at]) for at in loose if at != longest), reverse=True)
        cut = min(over, max(len(lines[longest]) - (others[0] if others else 0), 1))
        lines[longest] = lines[longest][: max(len(lines[longest]) - cut - 1, 0)] + _ELLIPSIS
    return "\n".join(lines)


def _shorten_kept(lines: Sequence[str], keep: Sequence[str]) -> str:
    """Return only the lines, or else only the texts, to be kept, cut to `LONGEST` characters."""
    kept = [line for line in lines if any(text in line for text in keep)] or lines
    text = "\n".join(kept)
    if len(text) <= LONGEST:
        return text
    found = [piece for piece in keep if any(piece in line for line in lines)]
    return "\n".join(found)[:LONGEST] if found else text[: LONGEST - 1] + _ELLIPSIS


def _length(lines: Sequence[str]) -> int:
    return sum(map(len, lines)) + len(lines) - 1
