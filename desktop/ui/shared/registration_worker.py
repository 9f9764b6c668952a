"""Asks the system to do something while the program is closed, off the window's thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.base.settings import SettingKey
from desktop.services import while_closed
from desktop.services.while_closed import SystemState, WhileClosed
from desktop.services.workspace import Workspace
from desktop.system.registration import Registration
from desktop.ui.kit.worker import Worker
from desktop.wording.i18n import language


class RegistrationWorker(QObject):
    """One of the things that the system can be asked for, and how it stands to that."""

    changed = Signal()
    """The state is another."""

    def __init__(
        self, workspace: Workspace, what: WhileClosed, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._what = what
        self._worker = Worker(f"registration-{what.value}", self, daemon=False)
        self._worker.ended.connect(self.changed)
        self.state = while_closed.state(workspace, what, self._found())

    @property
    def busy(self) -> bool:
        """Whether the system's answer is waited for."""
        return self._worker.busy

    def check(self) -> None:
        """Ask the system whether it still does what is wanted."""
        if self.state.on:
            self._ask(partial(while_closed.check, self.state))

    def switch(self, on: bool) -> None:
        """Keep whether it is wanted, and tell the system. Raises StorageError."""
        value = while_closed.ON if on else ""
        self._workspace.set_setting(SettingKey(self._what.value), value)
        known = SystemState(on, self.state.registrar)
        self.state = known
        self._ask(lambda found: while_closed.switch(known, found, on=on))
        self.changed.emit()

    def wait(self) -> None:
        """Wait until the system has answered; the outcome comes from the event loop."""
        self._worker.wait()

    def _ask(self, job: Callable[[Registration | None], SystemState]) -> None:
        found = self._found()
        self._worker.submit(lambda _token: job(found), self._take)

    def _take(self, state: SystemState) -> None:
        self.state = state

    def _found(self) -> Registration | None:
        return while_closed.registration(self._workspace, self._what, language())


def registration_workers(
    workspace: Workspace, parent: QObject
) -> dict[WhileClosed, RegistrationWorker]:
    """Return a worker for each thing. Raises StorageError."""
    return {what: RegistrationWorker(workspace, what, parent) for what in WhileClosed}
