"""Colour schemes: Qt's Fusion style with a custom palette and one small style sheet.

Qt's `setColorScheme` does nothing on desktops without colour schemes, so the palette is made here;
the system's scheme is only read.
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
"""Arguments for `QApplication`, which set the program's style without importing QStyle.

`QApplication.setStyle` returns the style, which makes PySide build all its style classes.
"""
_STYLED = "styled"


class Scheme(StrEnum):
    """The colour scheme that the user chose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


def begin_styled(app: QApplication) -> None:
    """Record that the application was made with `STYLE_ARGUMENTS`."""
    app.setProperty(_STYLED, True)


class Theme(QObject):
    """The theme of the application; create it before the first widget."""

    changed = Signal()
    """The colours changed: widgets that paint themselves must repaint."""

    def __init__(self, app: QApplication, scheme: Scheme = Scheme.SYSTEM) -> None:
        super().__init__(app)
        self._app = app
        self._scheme = scheme
        self._sheet = ""
        # Once only: an open wizard would keep using the previous style, which Qt deletes.
        if not app.styleSheet() and not app.property(_STYLED):
            app.setStyle("Fusion")
        _ensure_chinese_font()
        app.setFont(_font(app.font()))
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)
        self.set_language(language())
        self.apply(scheme)

    def set_language(self, language_code: str) -> None:
        """Set the width of quotation marks: in Chinese fonts they are full-width by default."""
        font = self._app.font()
        if language_code == "en":
            font.setFeature(_LATIN_WIDTHS, 1)
        else:
            font.unsetFeature(_LATIN_WIDTHS)
        if font != self._app.font():
            self._app.setFont(font)

    def apply(self, scheme: Scheme) -> None:
        """Show the program in this scheme; do nothing if it already is."""
        global _current  # noqa: PLW0603 - `tokens` is called in every paintEvent
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
    """Return the current colours, for widgets that paint themselves."""
    return _current


def tokens_of(scheme: Scheme) -> Tokens:
    """Return the tokens of a scheme; for SYSTEM those of the system's scheme."""
    if scheme is Scheme.SYSTEM:
        scheme = system_scheme()
    return {Scheme.DARK: DARK, Scheme.CONTRAST: HIGH_CONTRAST}.get(scheme, LIGHT)


def system_scheme() -> Scheme:
    """Return the system's scheme as far as Qt reports it.

    Qt 6.9 has no value for high contrast; on Windows it reports “unknown” while that is on.
    """
    reported = QGuiApplication.styleHints().colorScheme()
    if reported is Qt.ColorScheme.Unknown and sys.platform == "win32":
        return Scheme.CONTRAST
    return Scheme.DARK if reported is Qt.ColorScheme.Dark else Scheme.LIGHT


_BUNDLED_FONT = "fonts/NotoSansSC-Regular.otf"
"""In the package for Linux, for systems without a Chinese font."""


def _ensure_chinese_font() -> None:
    """Register the bundled font, if there is one, where the system has no Chinese font."""
    font = resource(_BUNDLED_FONT)
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
"""OpenType's proportional widths; fonts without full-width forms ignore the feature."""


def _font(system: QFont) -> QFont:
    """Return the system's font in families with Chinese, at least as large as `BODY`."""
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
