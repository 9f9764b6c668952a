"""Half-typed input of one form, kept in the data folder so that nothing ever loses it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QTimer

from desktop.base.storage import StorageError
from desktop.forms.wizard_steps import Step
from desktop.ui.shared.context import Context

PAUSE_MS = 300
"""Saved this long after the last key: often enough for a crash, seldom enough for typing."""

Values = Mapping[str, str]


def draft_name(step: Step, uid: str | None) -> str:
    """Return the name under which a step's half-typed input is kept, for each account its own."""
    return f"wizard.{step.name.lower()}.{uid or 'new'}"


class Draft(QObject):
    """Keeps what `values` answers under a name; drops it where it is as the form started.

    Only what differs from the start is kept: where the record has changed before the form is opened
    again, the fields that the user did not touch say what is recorded then.
    """

    def __init__(self, context: Context, values: Callable[[], Values], parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._values = values
        self._name = ""
        self._start: Values = {}
        self._kept: Values = {}
        self._unsaved = False
        self._warned = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.flush)

    def open(self, name: str) -> dict[str, str]:
        """Follow the form from now on, as it stands, and return what was kept under `name`."""
        self._timer.stop()
        self._unsaved = False
        self._name = name
        self._start = self._kept = dict(self._values())
        try:
            kept = self._context.workspace.draft(name)
        except StorageError as problem:
            self._warn(problem)
            return {}
        if not kept:
            return {}
        found = {field: str(value) for field, value in kept.items()}
        self._kept = dict(self._start) | found
        return dict(self._kept)

    def touch(self) -> None:
        """Save soon: something was typed. A text field may say so if nothing has changed."""
        if not self._unsaved and dict(self._values()) == self._kept:
            return
        self._unsaved = True
        self._timer.start()

    def flush(self) -> None:
        """Save now what waits to be saved: after a pause, and where the page is left or closed."""
        self._timer.stop()
        if self._unsaved and self._name:
            self._write(dict(self._values()))

    def drop(self) -> None:
        """Forget the input: the form now shows what is recorded, or is closed."""
        self._timer.stop()
        self._unsaved = False
        self._start = self._kept = dict(self._values())
        if self._name:
            self._context.forget_draft(self._name)

    @property
    def typed(self) -> bool:
        """Whether the form holds something that it did not start with."""
        return bool(self.changes())

    def changes(self) -> dict[str, str]:
        """Return what the form holds that it did not start with."""
        return _different(self._values(), self._start)

    def _write(self, values: Values) -> None:
        workspace = self._context.workspace
        try:
            if values == self._start:
                workspace.drop_draft(self._name)
            else:
                workspace.save_draft(self._name, _different(values, self._start))
        except StorageError as problem:
            self._warn(problem)
        else:
            self._unsaved = False
            self._warned = False
            self._kept = values

    def _warn(self, problem: StorageError) -> None:
        """Say it once, not with every key, until saving works again."""
        if not self._warned:
            self._warned = True
            self._context.report(problem)


def _different(values: Values, start: Values) -> dict[str, str]:
    return {name: text for name, text in values.items() if start.get(name) != text}
