"""What was just done, with the way back: one line at the bottom, no question asked."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui.kit.announce import announce
from desktop.ui.kit.buttons import LinkButton
from desktop.ui.kit.cards import Card
from desktop.ui.kit.labels import ElidedLabel, Role


class UndoBar(Card):
    """Shows the last action until the next one, or until closed. Its texts are passed in."""

    undo_wanted = Signal()
    redo_wanted = Signal()
    history_wanted = Signal()

    def __init__(
        self, undo: str, redo: str, history: str, close: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.body.setContentsMargins(16, 6, 8, 6)
        row = QHBoxLayout()
        self._text = ElidedLabel("", Role.STRONG)
        self.undo = LinkButton(undo, self.undo_wanted.emit)
        self.redo = LinkButton(redo, self.redo_wanted.emit)
        self.history = LinkButton(history, self.history_wanted.emit)
        row.addWidget(self._text, 1)
        for button in (self.undo, self.redo, self.history, LinkButton(close, self.hide)):
            row.addWidget(button)
        self.body.addLayout(row)
        self.hide()

    def say(self, text: str, *, undoable: bool = True, redoable: bool = False) -> None:
        """Show a sentence and have it read out."""
        self._text.setText(text)
        self.undo.setVisible(undoable)
        self.redo.setVisible(redoable)
        self.history.setVisible(undoable or redoable)
        self.show()
        announce(self, text)

    def text(self) -> str:
        """Return the sentence shown."""
        return self._text.text()
