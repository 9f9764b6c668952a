"""Reading and changing the stored reminder plan, for the cards of the settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import time
from typing import Any

from PySide6.QtCore import QSize

from desktop.domain.reminder_plan import ReminderPlan
from desktop.ui.kit.fields import Combo
from desktop.ui.kit.sizes import growth
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import SMALL_ICON

_HALF_HOURS = 48


class PlanEditor:
    """Changes facts of the stored plan; an invalid value changes nothing."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def plan(self) -> ReminderPlan:
        """Return the stored plan. Raises StorageError."""
        return self._context.workspace.reminders.plan()

    def change(self, **facts: Any) -> bool:
        """Store changed facts of the plan; return False if that failed, which is reported."""

        def save() -> bool:
            reminders = self._context.workspace.reminders
            reminders.save_plan(replace(reminders.plan(), **facts))
            return True

        try:
            return self._context.run_action("", save) is not None
        except ValueError:  # such as quiet hours without length
            self._context.changed.emit()
            return False


class InlineCombo(Combo):
    """A combo box within a sentence, as wide as its longest choice."""

    def __init__(self, name: str, chosen: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("inline", True)
        self.setMinimumContentsLength(0)
        self.setSizeAdjustPolicy(self.SizeAdjustPolicy.AdjustToContents)
        self.setMaxVisibleItems(12)
        self.setAccessibleName(name)
        self.activated.connect(lambda _index: chosen())

    def sizeHint(self) -> QSize:
        """Return the size with room for the arrow, which the style does not scale with the text."""
        return super().sizeHint() + self._grown_arrow()

    def minimumSizeHint(self) -> QSize:
        """Return the size that the choice needs to be readable."""
        return super().minimumSizeHint() + self._grown_arrow()

    def _grown_arrow(self) -> QSize:
        return QSize(max(0, round(SMALL_ICON * (growth(self.fontMetrics()) - 1))), 0)

    def offer(self, choices: Iterable[tuple[str, object]], value: object) -> None:
        """Replace the choices (text and value) and select one, without calling `chosen`."""
        self.clear()
        for text, data in choices:
            self.addItem(text, data)
        self.setCurrentIndex(max(0, self.findData(value)))


def times_of_day(stored: Iterable[time], without: Iterable[time] = ()) -> list[time]:
    """Return every half hour of the day and the stored times in order, except `without`."""
    halves = {time(number // 2, number % 2 * 30) for number in range(_HALF_HOURS)}
    return sorted((halves | set(stored)) - set(without))
