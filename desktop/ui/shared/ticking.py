"""What all pages and dialogs share whose texts depend on the time."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtGui import QHideEvent, QShowEvent

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.ui.kit.ticker import Ticker

    _Base = QWidget
else:
    _Base = object


class TickingMixin(_Base):
    """A source of the window's ticker while it is visible; nobody looks at what is hidden.

    Stands before the class of Qt among the bases, so that Qt's events come here first.
    """

    _ticker: Ticker | None = None

    def follow(self, ticker: Ticker) -> None:
        """Follow this ticker whenever the widget is visible."""
        self._ticker = ticker
        if self.isVisible():
            ticker.register(self)

    def unfollow(self) -> None:
        """Follow no ticker any more: it outlives the widget."""
        if self._ticker is not None:
            self._ticker.unregister(self)
            self._ticker = None

    def next_change(self, now: datetime) -> datetime | None:
        """Return when (UTC) a text next changes; None if none does."""
        raise NotImplementedError

    def tick(self, now: datetime) -> None:
        """Show what is true at `now` (UTC)."""
        raise NotImplementedError

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up, and follow the time from now on."""
        super().showEvent(event)
        if self._ticker is not None:
            self.tick(self._ticker.clock())
            self._ticker.register(self)

    def hideEvent(self, event: QHideEvent) -> None:
        """Let the ticker sleep."""
        super().hideEvent(event)
        if self._ticker is not None:
            self._ticker.unregister(self)
