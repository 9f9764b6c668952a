"""Reports faults of the program: one dialog in plain words, with details to copy."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.base.storage import StorageError
from desktop.system.fault_log import fault_details, install_hooks
from desktop.ui.kit.buttons import CopyButton, PrimaryButton
from desktop.ui.kit.dialogs import DialogFrame
from desktop.ui.kit.labels import PlainLabel
from desktop.wording.i18n import _

_SIZE = QSize(480, 0)


class FaultReporter(QObject):
    """Handles uncaught exceptions of all threads. `log` is called with the details."""

    storage_failed = Signal(object)
    """An uncaught `StorageError`: a problem of the data, not a fault of the program."""
    _raised = Signal(str)

    def __init__(self, log: Callable[[str], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log = log
        self._dialog: FaultDialog | None = None
        self._raised.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Install the hooks for uncaught exceptions."""
        install_hooks(self._handle, self._log)

    def _handle(
        self,
        kind: type[BaseException],
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if isinstance(error, StorageError):
            self.storage_failed.emit(error)
            return
        details = fault_details(kind, trace)
        self._log(details)
        self._raised.emit(details)

    def _show(self, details: str) -> None:
        if self._dialog is not None and self._dialog.isVisible():
            return
        self._dialog = FaultDialog(details)
        self._dialog.show()


class FaultDialog(DialogFrame):
    """Reports a fault; the program continues."""

    def __init__(self, details: str, parent: QWidget | None = None) -> None:
        super().__init__(_("LinkDue"), _SIZE, _("Your data is safe"), parent)
        self.body.addWidget(PlainLabel(_("Something went wrong in LinkDue. Please try again.")))
        self.body.addWidget(
            PlainLabel(
                _("If it happens again, please send the details to the person who helps you.")
            )
        )
        copy_button = CopyButton(_("Copy details"), _("Copied"), details)
        self.continue_button = PrimaryButton(_("Continue"), self.accept)
        self.add_buttons([copy_button], [self.continue_button], self.continue_button)
        self.continue_button.setFocus()
