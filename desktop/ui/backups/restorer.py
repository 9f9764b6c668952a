"""Restoring, while no window is open on the data: on a thread, with a word on the screen meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from desktop.services.backups import restore_backup
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.sizes import opening_size
from desktop.ui.theme.icon import app_icon
from desktop.wording.i18n import _

_SIZE = QSize(420, 120)


class Restorer(QWidget):
    """Restores as soon as it is asked to, and stays until that is done: it cannot be closed."""

    done = Signal(object)
    """A `Restored`, a `StorageError` that left everything as it was, or another exception: a fault."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        """`text` says what is under way; a restore where it is empty."""
        super().__init__(parent)
        text = text or _("Restoring the backup …")
        self._ended = False
        self.setWindowTitle(_("LinkDue"))
        self.setWindowIcon(app_icon())
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.addWidget(PlainLabel(text, Role.HEADING))
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setFixedHeight(6)
        bar.setAccessibleName(text)
        column.addWidget(bar)
        self.resize(opening_size(_SIZE, self.fontMetrics()))
        self.done.connect(self._end)

    def restore(self, source: Path, folder: Path, now: datetime) -> None:
        """Put the backup in the place of the data in `folder`; `done` tells."""
        self.run(lambda: restore_backup(source, folder, now))

    def run(self, work: Callable[[], object]) -> None:
        """Do something to the data that needs it closed; `done` tells what it gave, or raised."""
        threading.Thread(target=self._work, args=(work,), name="restorer", daemon=False).start()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Not while the data is being replaced; it would be whole, but nobody would be told."""
        if self._ended:
            super().closeEvent(event)
        else:
            event.ignore()

    def _end(self) -> None:
        self._ended = True

    def _work(self, work: Callable[[], object]) -> None:
        outcome: object
        try:
            outcome = work()
        except Exception as problem:  # noqa: BLE001 - the window's thread tells trouble from faults
            outcome = problem
        with suppress(RuntimeError):
            self.done.emit(outcome)
