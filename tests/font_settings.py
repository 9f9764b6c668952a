"""Settings of fontconfig for programs that a test starts."""

from __future__ import annotations

from pathlib import Path

_NO_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}/none</dir><cachedir>{folder}/cache</cachedir></fontconfig>
"""


def no_fonts(folder: Path) -> str:
    """Write fontconfig settings without any font, for `FONTCONFIG_FILE`; return their path."""
    file = folder / "fonts.conf"
    file.write_text(_NO_FONTS.format(folder=folder), encoding="utf-8")
    return str(file)
