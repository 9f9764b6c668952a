"""What was just done, with the way back: one line at the bottom, no question asked."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui.kit.announce import announce
from desktop.ui.kit.buttons import LinkButton
from desktop.ui.kit.labels import ElidedLabel, Role
from desktop.ui.kit.surfaces import Card


class UndoBar(Card):
    """Shows the last act until the next one, or until it is closed."""

    undo_wanted = Signal()

    def __init__(self, undo: str, close: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body.setContentsMargins(16, 6, 8, 6)
        row = QHBoxLayout()
        self._text = ElidedLabel("", Role.STRONG)
        self._undo = LinkButton(undo, self.undo_wanted.emit)
        row.addWidget(self._text, 1)
        row.addWidget(self._undo)
        row.addWidget(LinkButton(close, self.hide))
        self.body.addLayout(row)
        self.hide()

    def say(self, text: str, *, undoable: bool = True) -> None:
        """Show a sentence and have it read out."""
        self._text.setText(text)
        self._undo.setVisible(undoable)
        self.show()
        announce(self, text)

    def text(self) -> str:
        """The sentence shown."""
        return self._text.text()
