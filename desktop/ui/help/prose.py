"""A paragraph of plain text with more line spacing than a label has."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

from desktop.ui.kit.sizes import growth

LINE = 24
"""The height of a line, in pixels at 100 %."""


class Prose(QTextEdit):
    """A read-only text, as tall as its text needs; it can be selected with the mouse."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("prose")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setReadOnly(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.document().setDocumentMargin(0)
        self.setPlainText(text)
        self._space_lines()

    def text(self) -> str:
        """Return the text."""
        return self.toPlainText()

    def hasHeightForWidth(self) -> bool:
        """Return True: the height depends on the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines at this width."""
        lines = self.document().clone()
        lines.setTextWidth(width)
        height = round(lines.size().height())
        lines.deleteLater()
        return height

    def sizeHint(self) -> QSize:
        """Return the size at the current width."""
        return QSize(self.width(), self.heightForWidth(max(1, self.width())))

    def minimumSizeHint(self) -> QSize:
        """Return no minimum: the layout decides how narrow the paragraph gets."""
        return QSize(0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Request the height for the new width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def _space_lines(self) -> None:
        spaced = QTextBlockFormat()
        height = round(LINE * growth(self.fontMetrics()))
        spaced.setLineHeight(height, QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(spaced)
