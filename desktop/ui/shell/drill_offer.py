"""Offers the reminder drill once, after the first order is recorded."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from desktop.base.storage import StorageError
from desktop.ui.shell.main_window import MainWindow
from desktop.wording.i18n import _

_AFTER_MS = 500
"""Delay, so that the action's own message comes first and its dialog closes."""


class DrillOffer(QObject):
    """Waits until there is an order and no dialog is open, and then shows the offer once."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._timer = QTimer(self, singleShot=True, interval=_AFTER_MS)
        self._timer.timeout.connect(self._offer)
        window.context.changed.connect(self.offer_soon)

    def offer_soon(self) -> None:
        """Show the offer after a delay, if there is an order."""
        if self._window.context.workspace.book().orders:
            self._timer.start()

    def _offer(self) -> None:
        if QApplication.activeModalWidget() is not None:
            self._timer.start()
            return
        context = self._window.context
        try:
            drill = context.workspace.reminders.drill
            wanted = drill.is_to_be_offered()
            drill.offered()
        except StorageError:  # reported elsewhere
            return
        context.changed.disconnect(self.offer_soon)
        if wanted:
            self._window.notices.offer(
                _("Will a reminder reach you?"),
                _("Try it once: it rings after two minutes."),
                (_("Try it"), partial(context.page_wanted.emit, "settings:reminders")),
            )
