"""Mixin of pages and dialogs whose texts depend on the time."""

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
    """Registers a widget with the window's ticker while the widget is visible.

    List it before the Qt class among the bases, so that its event handlers run first.
    """

    _ticker: Ticker | None = None

    def follow(self, ticker: Ticker) -> None:
        """Follow this ticker while the widget is visible."""
        self._ticker = ticker
        if self.isVisible():
            ticker.register(self)

    def unfollow(self) -> None:
        """Stop following the ticker, which outlives the widget."""
        if self._ticker is not None:
            self._ticker.unregister(self)
            self._ticker = None

    def next_change(self, now: datetime) -> datetime | None:
        """Return when (UTC) a text changes next, or None."""
        raise NotImplementedError

    def tick(self, now: datetime) -> None:
        """Update the texts for `now` (UTC)."""
        raise NotImplementedError

    def showEvent(self, event: QShowEvent) -> None:
        """Update the texts, and register with the ticker."""
        super().showEvent(event)
        if self._ticker is not None:
            self.tick(self._ticker.clock())
            self._ticker.register(self)

    def hideEvent(self, event: QHideEvent) -> None:
        """Unregister, so that the ticker can sleep."""
        super().hideEvent(event)
        if self._ticker is not None:
            self._ticker.unregister(self)
