"""Qt's own words – in file dialogs and context menus – in the language spoken."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication


class QtWords:
    """Keeps Qt's translator for one language at a time."""

    def __init__(self, application: QApplication) -> None:
        self._application = application
        self._translator = QTranslator(application)

    def speak(self, code: str) -> None:
        """Speak `code` from now on; English is what Qt speaks without a translator."""
        self._application.removeTranslator(self._translator)
        QLocale.setDefault(QLocale(code))
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._translator.load(f"qtbase_{code}", folder):
            self._application.installTranslator(self._translator)
