"""Environment variables for Chinese input, which must be set before Qt starts."""

from __future__ import annotations

import os
import sys


def prepare_input_method() -> None:
    """Let Qt use fcitx through its ibus interface on Linux: Qt's wheels have no fcitx plugin."""
    if not sys.platform.startswith("linux"):
        return
    if any("fcitx" in os.environ.get(name, "") for name in ("QT_IM_MODULE", "XMODIFIERS")):
        os.environ["QT_IM_MODULE"] = "ibus"
        os.environ["IBUS_USE_PORTAL"] = "1"
