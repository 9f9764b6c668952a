"""A row of links that is one tab stop."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.kit.buttons import LinkButton
from desktop.ui.kit.flow import Flow


class LinkRow(QWidget):
    """Links that wrap into lines and are one tab stop: the arrow keys move between them."""

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
        # By default, every arrow key moves a button's focus to the next tab stop.
        link.installEventFilter(self)
        self.links.append(link)
        self._row.addWidget(link)
        return link

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Focus the neighbour of the focused link on Left and Right."""
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()), 0)
        if not step:
            return super().eventFilter(watched, event)
        here = next(n for n, link in enumerate(self.links) if link is watched)
        self._focus(self.links[max(0, min(here + step, len(self.links) - 1))])
        return True

    def _focus(self, target: LinkButton) -> None:
        """Focus a link, and make it the one that Tab returns to."""
        for link in self.links:
            link.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        target.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        target.setFocus(Qt.FocusReason.TabFocusReason)
