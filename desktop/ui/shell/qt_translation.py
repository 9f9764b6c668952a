"""Translation of Qt's own texts, in file dialogs and context menus."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication


class QtTranslation:
    """Qt's translator, for one language at a time."""

    def __init__(self, application: QApplication) -> None:
        self._application = application
        self._translator = QTranslator(application)

    def set_language(self, code: str) -> None:
        """Translate Qt's texts to the language `code`; without a translator they are English."""
        self._application.removeTranslator(self._translator)
        QLocale.setDefault(QLocale(code))
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._translator.load(f"qtbase_{code}", folder):
            self._application.installTranslator(self._translator)
