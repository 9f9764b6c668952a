"""A read-only view of a whole message."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QWidget

from desktop.ui.kit.labels import scaled
from desktop.ui.theme.theme import tokens
from desktop.ui.theme.tokens import SMALL_SIZE
from desktop.wording.i18n import _
from desktop.wording.records.request import GAP

_MARGINS = 22
"""Padding of the style sheet plus the document's margins, in pixels."""


class MessagePreview(QPlainTextEdit):
    """As tall as its text, so that the page scrolls and not the box. Gaps are marked in grey."""

    fitted = Signal()
    """The height has changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFont(scaled(SMALL_SIZE))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("The message as it will be sent"))
        self.textChanged.connect(self._fit)
        self.textChanged.connect(self._mark_gaps)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Adapt the height to the new line wrapping."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Mark the gaps in the colours of the new theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._mark_gaps()

    def _fit(self) -> None:
        height = math.ceil(self._text_height()) + _MARGINS
        if height != self.minimumHeight():
            self.setFixedHeight(height)
            self.fitted.emit()

    def _text_height(self) -> float:
        """Return the height of all paragraphs, wrapped to the current width.

        The size of the document itself covers only paragraphs that were visible.
        """
        layout, height = self.document().documentLayout(), 0.0
        block = self.document().begin()
        while block.isValid():
            height += layout.blockBoundingRect(block).height()
            block = block.next()
        return height

    def _mark_gaps(self) -> None:
        """Highlight where a fact is still missing."""
        ink = QTextCharFormat()
        ink.setForeground(QColor(tokens().muted))
        ink.setBackground(QColor(tokens().track))
        marks: list[QTextEdit.ExtraSelection] = []
        found: QTextCursor = self.document().find(GAP)
        while not found.isNull():
            mark = QTextEdit.ExtraSelection()
            # PySide's stubs do not know the members of this structure.
            mark.cursor = found  # type: ignore[attr-defined]
            mark.format = ink  # type: ignore[attr-defined]
            marks.append(mark)
            found = self.document().find(GAP, found)
        self.setExtraSelections(marks)
