"""Texts for amounts of money, rates and sizes."""

from __future__ import annotations

from decimal import Decimal

from desktop.domain import money


def yuan(fen: int) -> str:
    """Return fen as ``¥1,234.56``."""
    sign = "-" if fen < 0 else ""
    whole, rest = money.format_yuan(abs(fen)).split(".")
    return f"{sign}¥{int(whole):,}.{rest}"


def about(fen: int) -> str:
    """Return an estimate in fen as ``≈ ¥1,234.56``."""
    return f"≈\u00a0{yuan(fen)}"


def percent(rate: Decimal) -> str:
    """Return a rate as ``5%`` or ``7.5%``."""
    number = (rate * 100).normalize()
    return f"{number:f}%"


def size(count: int) -> str:
    """Return bytes as ``12 KB``, ``3.5 MB`` or ``2 GB``.

    Rounded up, so that freeing the amount shown is enough.
    """
    for unit, width in (("GB", 10**9), ("MB", 10**6)):
        if count >= width:
            tenths = -(-count * 10 // width)
            return f"{tenths // 10} {unit}" if not tenths % 10 else f"{tenths / 10:.1f} {unit}"
    return f"{-(-count // 1000)} KB"
