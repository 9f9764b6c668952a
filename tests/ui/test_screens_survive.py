"""A guard on Qt's bindings: a widget that is asked for its screen later deletes the screen."""

from __future__ import annotations

import re
from pathlib import Path

SOURCES = Path(__file__).parents[2] / "desktop"
_ASKS_A_WIDGET = re.compile(r"\.screen\(\)")


def test_no_widget_is_asked_for_its_screen() -> None:
    """The window would crash minutes later, when the next dialog is opened."""
    asking = [
        f"{file.name}:{number}"
        for file in SOURCES.rglob("*.py")
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if _ASKS_A_WIDGET.search(line)
    ]
    assert asking == []
