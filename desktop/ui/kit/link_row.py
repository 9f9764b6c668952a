"""Links that belong together, as one stop of the keyboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.kit.buttons import LinkButton
from desktop.ui.kit.flow import Flow


class LinkRow(QWidget):
    """Links in lines, as one stop of the keyboard: the arrow keys move between them."""

    def __init__(self, spacing: int, parent: QWidget | None = None, *, quiet: bool = True) -> None:
        super().__init__(parent)
        self._quiet = quiet
        self._row = Flow(self, spacing)
        self.links: list[LinkButton] = []

    def add(self, text: str, clicked: Callable[[], object]) -> LinkButton:
        """Add a link at the end, and return it."""
        link = LinkButton(text, clicked, quiet=self._quiet)
        if self.links:
            link.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        # Of itself, a button goes to the next stop of Tab, whatever arrow is pressed.
        link.installEventFilter(self)
        self.links.append(link)
        self._row.addWidget(link)
        return link

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go to the link beside the one that has the keyboard."""
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()), 0)
        if not step:
            return super().eventFilter(watched, event)
        here = next(n for n, link in enumerate(self.links) if link is watched)
        self._go_to(self.links[max(0, min(here + step, len(self.links) - 1))])
        return True

    def _go_to(self, there: LinkButton) -> None:
        """Move the keyboard, and have Tab come back to where it was."""
        for link in self.links:
            link.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        there.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        there.setFocus(Qt.FocusReason.TabFocusReason)
