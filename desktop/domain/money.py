"""Conversion of money between integer fen and decimal text; never a float."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Decimal

_YUAN = re.compile(r"-?\d{1,12}(\.\d+)?")
_FEN_PER_YUAN = 100


def parse_yuan(text: str) -> int:
    """Return fen from decimal text such as ``2040`` or ``1940.50``.

    Raises ValueError if the text is anything else, or finer than a fen.
    """
    if _YUAN.fullmatch(text) is None or not text.isascii():
        raise ValueError("not-money")
    sign = -1 if text.startswith("-") else 1
    yuan, _, rest = text.lstrip("-").partition(".")
    if rest[2:].strip("0"):
        raise ValueError("finer-than-fen")
    return sign * (int(yuan) * _FEN_PER_YUAN + int(rest[:2].ljust(2, "0")))


def format_yuan(fen: int) -> str:
    """Return decimal text with two places and no currency sign: ``1940.50``, ``-680.00``."""
    sign = "-" if fen < 0 else ""
    yuan, rest = divmod(abs(fen), _FEN_PER_YUAN)
    return f"{sign}{yuan}.{rest:02d}"


def share(fen: int, rate: Decimal) -> int:
    """Return `rate` of `fen`, rounded half-even to the fen (the money section of the rules)."""
    return int((fen * rate).quantize(Decimal(1), rounding=ROUND_HALF_EVEN))
