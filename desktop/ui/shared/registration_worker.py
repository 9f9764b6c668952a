"""Registers with the system what it shall do while the program is closed, on a thread."""

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
    """One thing that the system can do while the program is closed, and the state of that."""

    changed = Signal()
    """`state` or `busy` has changed."""

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
        """Whether an answer of the system is pending."""
        return self._worker.busy

    def check(self) -> None:
        """Check that the registration is still in place, if it is wanted."""
        if self.state.on:
            self._ask(partial(while_closed.check, self.state))

    def switch(self, on: bool) -> None:
        """Save whether it is wanted, and register or unregister it. Raises StorageError."""
        value = while_closed.ON if on else ""
        self._workspace.set_setting(SettingKey(self._what.value), value)
        known = SystemState(on, self.state.registrar)
        self.state = known
        self._ask(lambda found: while_closed.switch(known, found, on=on))
        self.changed.emit()

    def wait(self) -> None:
        """Wait until the system has answered; the result arrives through the event loop."""
        self._worker.wait()

    def _ask(self, job: Callable[[Registration | None], SystemState]) -> None:
        found = self._found()
        self._worker.submit(lambda _token: job(found), self._set_state)

    def _set_state(self, state: SystemState) -> None:
        self.state = state

    def _found(self) -> Registration | None:
        return while_closed.registration(self._workspace, self._what, language())


def registration_workers(
    workspace: Workspace, parent: QObject
) -> dict[WhileClosed, RegistrationWorker]:
    """Return a worker for each member of `WhileClosed`. Raises StorageError."""
    return {what: RegistrationWorker(workspace, what, parent) for what in WhileClosed}
