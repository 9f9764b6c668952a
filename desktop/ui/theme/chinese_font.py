"""A Chinese font for systems that have none: bare Linux, for which the package carries one."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase

from desktop.base.resources import resource

FILE = "fonts/NotoSansSC-Regular.otf"


def see_to_chinese_font() -> None:
    """Give Qt the font that the package carries, where there is one and the system has no other."""
    font = resource(FILE)
    chinese = QFontDatabase.WritingSystem.SimplifiedChinese
    if font.is_file() and not QFontDatabase.families(chinese):
        QFontDatabase.addApplicationFont(str(font))
