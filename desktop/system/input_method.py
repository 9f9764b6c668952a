"""Environment variables for Chinese input, which must be set before Qt starts."""

from __future__ import annotations

import os
import sys


def prepare_input_method() -> None:
    """Reach fcitx through its ibus door on Linux: Qt's wheels bring no plugin for fcitx itself."""
    if not sys.platform.startswith("linux"):
        return
    asked = os.environ.get("QT_IM_MODULE", ""), os.environ.get("XMODIFIERS", "")
    if "fcitx" in asked[0] or "fcitx" in asked[1]:
        os.environ["QT_IM_MODULE"] = "ibus"
        os.environ["IBUS_USE_PORTAL"] = "1"
