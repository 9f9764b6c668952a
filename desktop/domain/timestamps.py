"""Instants as text: ``2026-09-30T16:00:00Z`` in files, an aware UTC ``datetime`` in code."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from desktop.domain.model import FIRST_YEAR, LAST_YEAR

_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")


def parse_instant(text: str) -> datetime:
    """Return the instant written as `text`.

    Raises ValueError if it is not exactly ``YYYY-MM-DDTHH:MM:SSZ``, or its year is out of range.
    """
    if _INSTANT.fullmatch(text) is None or not text.isascii():
        raise ValueError("not-an-instant")
    instant = datetime.fromisoformat(text)
    if not FIRST_YEAR <= instant.year <= LAST_YEAR:
        raise ValueError("year-out-of-range")
    return instant


def format_instant(instant: datetime) -> str:
    """Return `instant` (any zone) as UTC text with whole seconds."""
    at = instant if instant.tzinfo is UTC else instant.astimezone(UTC)
    return f"{at.isoformat()[:19]}Z"
