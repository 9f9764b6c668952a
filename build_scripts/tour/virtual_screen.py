"""An offscreen screen of a chosen size: Qt's default is 800 × 800, which no user has."""

from __future__ import annotations

import json
from pathlib import Path


def platform(folder: Path, width: int, height: int) -> str:
    """Return the value of QT_QPA_PLATFORM for a screen of this size in device pixels.

    Set it before Qt starts; `folder`, which gets a file, must exist until then.
    """
    screens = folder / "screens.json"
    pixels = {"x": 0, "y": 0, "width": width, "height": height}
    screen = {"name": "screen", "logicalDpi": 96, "dpr": 1, **pixels}
    screens.write_text(json.dumps({"screens": [screen]}), encoding="utf-8")
    return f"offscreen:configfile={screens}"
