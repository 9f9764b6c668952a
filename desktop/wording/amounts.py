"""Money and rates in words."""

from __future__ import annotations

from decimal import Decimal

from desktop.domain import money


def yuan(fen: int) -> str:
    """Fen as ``¥1,234.56``."""
    sign = "-" if fen < 0 else ""
    whole, rest = money.format_yuan(abs(fen)).split(".")
    return f"{sign}¥{int(whole):,}.{rest}"


def percent(rate: Decimal) -> str:
    """A rate as ``5%`` or ``7.5%``."""
    number = (rate * 100).normalize()
    return f"{number:f}%"
