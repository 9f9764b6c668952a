"""Applies a colour scheme to the program: Fusion, an own palette, and one small style sheet.

Qt's own switch of the colour scheme does nothing without a desktop that knows of one, so the palette
is made here; the system's scheme is only asked.
"""

from __future__ import annotations

import sys
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from desktop.ui.theme.chinese_font import see_to_chinese_font
from desktop.ui.theme.sheet import style_sheet
from desktop.ui.theme.tokens import DARK, LIGHT, Tokens
from desktop.wording.i18n import language


class Scheme(StrEnum):
    """The user's choice."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """The look of one program; make it before the first widget."""

    changed = Signal()
    """Colours are not what they were: repaint what paints itself."""

    def __init__(self, app: QApplication, scheme: Scheme = Scheme.SYSTEM) -> None:
        super().__init__(app)
        self._app = app
        self._scheme = scheme
        self._sheet = ""
        # Once only: a wizard that is open keeps the style before, which is then no more.
        if not app.styleSheet():
            app.setStyle("Fusion")
        see_to_chinese_font()
        app.setFont(_font(app.font()))
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)
        self.speak(language())
        self.apply(scheme)

    def speak(self, tongue: str) -> None:
        """Write quotation marks as the language does: those of Chinese fonts fill a square each."""
        font = self._app.font()
        if tongue == "en":
            font.setFeature(_LATIN_WIDTHS, 1)
        else:
            font.unsetFeature(_LATIN_WIDTHS)
        if font != self._app.font():
            self._app.setFont(font)

    def apply(self, scheme: Scheme) -> None:
        """Show the program in this scheme from now on; nothing is done where it is shown already."""
        global _current  # noqa: PLW0603 - what paints itself asks for the one look of the program
        self._scheme = scheme
        _current = DARK if is_dark(scheme) else LIGHT
        sheet = style_sheet(_current)
        if sheet == self._sheet:
            return
        self._sheet = sheet
        self._app.setPalette(_palette(_current))
        self._app.setStyleSheet(sheet)
        self.changed.emit()

    def _system_changed(self) -> None:
        if self._scheme is Scheme.SYSTEM:
            self.apply(self._scheme)


_current = LIGHT


def tokens() -> Tokens:
    """The colours shown now, for what paints itself."""
    return _current


def is_dark(scheme: Scheme) -> bool:
    if scheme is Scheme.SYSTEM:
        return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return scheme is Scheme.DARK


_FAMILIES = {
    "win32": ["Segoe UI", "Microsoft YaHei UI", "Microsoft YaHei"],
    "darwin": [".AppleSystemUIFont", "PingFang SC"],
}
_LINUX_FAMILIES = ["Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Micro Hei"]
_SMALLEST_POINTS = 10
_LATIN_WIDTHS = QFont.Tag("pwid")
"""What OpenType calls proportional widths; fonts that have no others ignore it."""


def _font(system: QFont) -> QFont:
    """The system's size in families that have Chinese; smaller than 10 points is hard to read."""
    font = QFont(system)
    font.setFamilies(_FAMILIES.get(sys.platform, _LINUX_FAMILIES))
    if sys.platform != "darwin":
        font.setPointSizeF(max(system.pointSizeF(), _SMALLEST_POINTS))
    return font


def _palette(t: Tokens) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for name, colour in {
        role.Window: t.window,
        role.WindowText: t.text,
        role.Base: t.raised,
        role.AlternateBase: t.window,
        role.Text: t.text,
        role.PlaceholderText: t.placeholder,
        role.Button: t.raised,
        role.ButtonText: t.text,
        role.ToolTipBase: t.raised,
        role.ToolTipText: t.text,
        role.BrightText: t.bad,
        role.Highlight: t.accent,
        role.HighlightedText: t.on_accent,
        role.Link: t.accent,
        role.LinkVisited: t.accent,
        role.Accent: t.accent,
        role.Light: t.raised,
        role.Midlight: t.hover,
        role.Mid: t.line,
        role.Dark: t.border,
        role.Shadow: "#000000",
    }.items():
        palette.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(t.muted))
    return palette
