"""Half-typed input of a form, saved in the data folder so that it survives a crash."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QTimer

from desktop.base.storage import StorageError
from desktop.forms.wizard_steps import Step
from desktop.ui.shared.context import Context

PAUSE_MS = 300
"""Delay after the last key: short enough for a crash, long enough not to disturb typing."""

Values = Mapping[str, str]


def draft_name(step: Step, uid: str | None) -> str:
    """Return the name of the draft of a step for an account."""
    return f"wizard.{step.name.lower()}.{uid or 'new'}"


class Draft(QObject):
    """Saves the result of `values` under a name, and deletes it once it equals the start values.

    Only values that differ from the start are saved: if the record has changed when the form is
    opened again, the fields that the user did not touch show the new record.
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
        """Start with the form's current values, and return them with the draft `name` applied.

        Return an empty mapping if there is no draft.
        """
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
        """Save after a pause; text fields may call this although no value has changed."""
        if not self._unsaved and dict(self._values()) == self._kept:
            return
        self._unsaved = True
        self._timer.start()

    def flush(self) -> None:
        """Save pending input now: after the pause, and when the page is left or closed."""
        self._timer.stop()
        if self._unsaved and self._name:
            self._write(dict(self._values()))

    def drop(self) -> None:
        """Delete the draft: the form now shows the record, or is closed."""
        self._timer.stop()
        self._unsaved = False
        self._start = self._kept = dict(self._values())
        if self._name:
            self._context.forget_draft(self._name)

    @property
    def typed(self) -> bool:
        """Whether any value differs from the start."""
        return bool(self.changes())

    def changes(self) -> dict[str, str]:
        """Return the values that differ from the start."""
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
        """Report the error once, not with every key, until saving works again."""
        if not self._warned:
            self._warned = True
            self._context.report(problem)


def _different(values: Values, start: Values) -> dict[str, str]:
    return {name: text for name, text in values.items() if start.get(name) != text}
