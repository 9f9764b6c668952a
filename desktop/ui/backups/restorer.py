"""The window shown while the data is replaced, when no other window is open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from desktop.services.backups import restore_backup
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.sizes import opening_size
from desktop.ui.kit.worker import Worker
from desktop.ui.theme.icon import app_icon
from desktop.wording.i18n import _

_SIZE = QSize(420, 120)


class Restorer(QWidget):
    """Does work on closed data on a thread; cannot be closed before it is done."""

    done = Signal(object)
    """The result of the work, or the exception that it raised, of any type."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        """Show `text`, by default that a backup is being restored."""
        super().__init__(parent)
        text = text or _("Restoring the backup…")
        self._ended = False
        self._worker = Worker("restorer", self, daemon=False)
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
        """Replace the data in `folder` by the backup; emits `done` with a `Restored`."""
        self.run(lambda: restore_backup(source, folder, now))

    def run(self, work: Callable[[], object]) -> None:
        """Run `work`, which needs the data closed; emits `done` with its result or exception."""
        self._worker.submit(lambda _token: work(), self.done.emit, failed=self.done.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stay open while the data is being replaced, to report the result."""
        if self._ended:
            super().closeEvent(event)
        else:
            event.ignore()

    def _end(self) -> None:
        self._ended = True
