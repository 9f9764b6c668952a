"""A message shown whole, to be read and copied but not changed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop.wording.i18n import _

_AROUND = 22
"""Borders and padding of the style sheet, and the document's own margins."""


class MessagePreview(QPlainTextEdit):
    """As tall as its text: the page scrolls, not a box within it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("The message as it will be sent"))
        self.textChanged.connect(self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other widths wrap into other heights."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        lines = int(self.document().size().height())
        height = lines * self.fontMetrics().lineSpacing() + _AROUND
        if height != self.minimumHeight():
            self.setFixedHeight(height)
