"""What is on the screen while no window is open on the data, because it is being replaced."""

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
    """A window that stays until its work is done: it cannot be closed before."""

    done = Signal(object)
    """What the work returned, or the exception it raised: not only StorageError."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        """`text` says what is under way; a restore where it is empty."""
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
        """Put the backup in the place of the data in `folder`; `done` brings a `Restored`."""
        self.run(lambda: restore_backup(source, folder, now))

    def run(self, work: Callable[[], object]) -> None:
        """Do something that needs the data closed; `done` brings what it returned or raised."""
        self._worker.submit(lambda _token: work(), self.done.emit, failed=self.done.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stay open while the data is being replaced: nobody would learn what came of it."""
        if self._ended:
            super().closeEvent(event)
        else:
            event.ignore()

    def _end(self) -> None:
        self._ended = True
