"""A message as a QR code, to be scanned with a phone and sent from there."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from segno import QRCode

LONGEST = 300
"""Characters; in Chinese, more make modules too small for a phone at a screen."""
BORDER = 4
"""Modules of white around the code, without which phones may not find it."""
_PNG_MODULE = 8
"""Pixels a module."""
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class QrCode:
    """The rows of modules, each 1 where it is dark, and the text they hold.

    `shortened` says that the text is not the whole message.
    """

    rows: tuple[bytes, ...]
    text: str
    shortened: bool

    @property
    def side(self) -> int:
        """Return the modules along one side, the white border counted."""
        return len(self.rows) + 2 * BORDER


def make_code(message: str, short: str = "", keep: Sequence[str] = ()) -> QrCode:
    """Return the code of a message; of a long one that of its `short` form, if it has any.

    What is still too long is shortened, as `shorten` says.
    """
    text = message if len(message) <= LONGEST else shorten(short or message, keep)
    rows = tuple(bytes(row) for row in _encode(text).matrix)
    return QrCode(rows, text, shortened=text != message)


def write_png(code: QrCode) -> bytes:
    """Return the code as a picture, with its white border."""
    file = io.BytesIO()
    _encode(code.text).save(file, kind="png", scale=_PNG_MODULE, border=BORDER)
    return file.getvalue()


def _encode(text: str) -> QRCode:
    """Left to itself, segno writes some Chinese as Kanji, and phones read other characters."""
    import segno

    return segno.make(text, error="l", mode="byte", encoding="utf-8", micro=False)


def shorten(message: str, keep: Sequence[str] = ()) -> str:
    """Return a message in `LONGEST` characters at most.

    The longest lines lose their ends first; those that hold one of the texts to `keep` – the
    account, the check phrase – come last, and lose what stands before it.
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
    """Return what must be kept alone, and as much of it as there is room for."""
    kept = [line for line in lines if any(text in line for text in keep)] or lines
    text = "\n".join(kept)
    if len(text) <= LONGEST:
        return text
    found = [piece for piece in keep if any(piece in line for line in lines)]
    return "\n".join(found)[:LONGEST] if found else text[: LONGEST - 1] + _ELLIPSIS


def _length(lines: Sequence[str]) -> int:
    return sum(map(len, lines)) + len(lines) - 1
