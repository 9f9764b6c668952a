"""Applies a colour scheme to the program: Fusion, an own palette, and one small style sheet.

Qt's own switch of the colour scheme does nothing without a desktop that knows of one, so the
palette is made here; the system's scheme is only asked.
"""

from __future__ import annotations

import sys
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from desktop.base.resources import resource
from desktop.ui.theme.sheet import style_sheet
from desktop.ui.theme.tokens import BODY, DARK, HIGH_CONTRAST, LIGHT, Tokens
from desktop.wording.i18n import language

STYLE_ARGUMENTS = ("-style", "Fusion")
"""What an application is made with so that it begins with the style of the program.

`QApplication.setStyle` returns the style, which makes PySide build all that it knows of styles.
"""
_STYLED = "styled"


class Scheme(StrEnum):
    """The user's choice."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


def begin_styled(app: QApplication) -> None:
    """Note that the application was made with `STYLE_ARGUMENTS`."""
    app.setProperty(_STYLED, True)


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
        if not app.styleSheet() and not app.property(_STYLED):
            app.setStyle("Fusion")
        _ensure_chinese_font()
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
        """Show the program in this scheme from now on; do nothing where it is shown already."""
        global _current  # noqa: PLW0603 - what paints itself asks for the one look of the program
        self._scheme = scheme
        _current = tokens_of(scheme)
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
    """Return the colours shown now, for what paints itself."""
    return _current


def tokens_of(scheme: Scheme) -> Tokens:
    """Return the tokens of a scheme; of the system's, if it is to be followed."""
    if scheme is Scheme.SYSTEM:
        scheme = system_scheme()
    return {Scheme.DARK: DARK, Scheme.CONTRAST: HIGH_CONTRAST}.get(scheme, LIGHT)


def system_scheme() -> Scheme:
    """Return the system's scheme as far as Qt tells it.

    Qt 6.9 names no contrast; on Windows it answers “unknown” while high contrast is on.
    """
    told = QGuiApplication.styleHints().colorScheme()
    if told is Qt.ColorScheme.Unknown and sys.platform == "win32":
        return Scheme.CONTRAST
    return Scheme.DARK if told is Qt.ColorScheme.Dark else Scheme.LIGHT


_CARRIED_FONT = "fonts/NotoSansSC-Regular.otf"
"""The package carries it for bare Linux systems that have no Chinese font."""


def _ensure_chinese_font() -> None:
    """Give Qt the font that the package carries, where there is one and the system has no other."""
    font = resource(_CARRIED_FONT)
    if not font.is_file():
        return
    from PySide6.QtGui import QFontDatabase

    if not QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese):
        QFontDatabase.addApplicationFont(str(font))


_FAMILIES = {
    "win32": ["Segoe UI", "Microsoft YaHei UI", "Microsoft YaHei"],
    "darwin": [".AppleSystemUIFont", "PingFang SC"],
}
_LINUX_FAMILIES = ["Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Micro Hei"]
_SMALLEST_POINTS = BODY * 72 / 96
_LATIN_WIDTHS = QFont.Tag("pwid")
"""What OpenType calls proportional widths; fonts that have no others ignore it."""


def _font(system: QFont) -> QFont:
    """Return the system's size in families that have Chinese, never below that of body text."""
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
        role.PlaceholderText: t.muted,
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
        role.Dark: t.field_edge,
        role.Shadow: "#000000",
    }.items():
        palette.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(t.muted))
    return palette
