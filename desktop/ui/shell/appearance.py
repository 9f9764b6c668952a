"""The language and the theme of one run of the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from desktop.base.settings import SettingKey
from desktop.services.workspace import Workspace
from desktop.ui.theme.theme import Scheme, Theme
from desktop.wording.i18n import LANGUAGES, language, set_language, system_language

if TYPE_CHECKING:
    from desktop.ui.shell.qt_translation import QtTranslation

_SETTINGS = (
    SettingKey.WINDOW_GEOMETRY,
    SettingKey.ORDERS_COLUMNS,
    SettingKey.ORDERS_SORTING,
    SettingKey.THEME,
)
"""The settings that a plain start clears."""


class Appearance:
    """Applies the stored language and theme to the application.

    `asked` is the language given on the command line; it overrides the stored one until the user
    chooses another.
    """

    def __init__(self, application: QApplication, asked: str | None) -> None:
        self._application = application
        self._asked = asked
        self._chosen: str | None = None
        self._qt_translation: QtTranslation | None = None
        set_language(asked or system_language())
        self._theme = Theme(application)

    def apply(self, workspace: Workspace) -> None:
        """Apply the settings of data that was just opened."""
        self._chosen = workspace.setting(SettingKey.LANGUAGE)
        self._apply_language()
        scheme = _scheme(workspace)
        if scheme is not Scheme.SYSTEM:
            self._theme.apply(scheme)

    def apply_changed(self, workspace: Workspace) -> None:
        """Apply a language or theme that the user has just chosen."""
        chosen = workspace.setting(SettingKey.LANGUAGE)
        if chosen != self._chosen:
            self._chosen, self._asked = chosen, None
        self._apply_language()
        self._theme.apply(_scheme(workspace))

    def translate_qt(self) -> None:
        """Translate Qt's own texts from now on; the first frame shows none."""
        from desktop.ui.shell.qt_translation import QtTranslation

        self._qt_translation = QtTranslation(self._application)
        self._qt_translation.set_language(language())

    def close(self) -> None:
        """Stop following the system's theme."""
        self._theme.deleteLater()

    def _apply_language(self) -> None:
        wanted = self._asked or self._chosen
        set_language(wanted if wanted in LANGUAGES else system_language())
        self._theme.set_language(language())
        if self._qt_translation is not None:
            self._qt_translation.set_language(language())


def reset(workspace: Workspace) -> None:
    """Clear the stored theme, window position, columns and sorting."""
    for name in _SETTINGS:
        workspace.set_setting(name, "")


def _scheme(workspace: Workspace) -> Scheme:
    stored = workspace.setting(SettingKey.THEME)
    return Scheme(stored) if stored in tuple(Scheme) else Scheme.SYSTEM
