"""A message shown whole, to be read and copied but not changed."""

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

_AROUND = 22
"""Padding of the style sheet, and the document's own margins, in pixels."""


class MessagePreview(QPlainTextEdit):
    """As tall as its text: the page scrolls, not a box within it. Gaps are marked in grey."""

    fitted = Signal()
    """It takes another height."""

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
        """Other widths wrap into other heights."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Mark the gaps in the colours of the new theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._mark_gaps()

    def _fit(self) -> None:
        height = math.ceil(self._text_height()) + _AROUND
        if height != self.minimumHeight():
            self.setFixedHeight(height)
            self.fitted.emit()

    def _text_height(self) -> float:
        """Return the height of all paragraphs, each of which is wrapped to the width there is now.

        The document itself only counts those that were in sight.
        """
        layout, height = self.document().documentLayout(), 0.0
        block = self.document().begin()
        while block.isValid():
            height += layout.blockBoundingRect(block).height()
            block = block.next()
        return height

    def _mark_gaps(self) -> None:
        """Show where a fact is still missing."""
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
