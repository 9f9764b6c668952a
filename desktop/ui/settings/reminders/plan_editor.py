"""How the cards of the reminders read and change the plan; each change holds at once."""

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
    """Changes one fact of the plan at a time; a value that makes no sense changes nothing."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def plan(self) -> ReminderPlan:
        """Return the plan as it is kept. Raises StorageError."""
        return self._context.workspace.reminders.plan()

    def change(self, **facts: Any) -> bool:
        """Keep other facts of the plan; return False if that could not be done, which is said."""

        def keep() -> bool:
            reminders = self._context.workspace.reminders
            reminders.save_plan(replace(reminders.plan(), **facts))
            return True

        try:
            return self._context.run_action("", keep) is not None
        except ValueError:  # such as quiet hours without length
            self._context.changed.emit()
            return False


class InlineCombo(Combo):
    """A combo box within a sentence, as wide as what it can say."""

    def __init__(self, name: str, chosen: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("inline", True)
        self.setMinimumContentsLength(0)
        self.setSizeAdjustPolicy(self.SizeAdjustPolicy.AdjustToContents)
        self.setMaxVisibleItems(12)
        self.setAccessibleName(name)
        self.activated.connect(lambda _index: chosen())

    def sizeHint(self) -> QSize:
        """Leave room for the arrow, which grows with the text where the style does not know it."""
        return super().sizeHint() + self._grown_arrow()

    def minimumSizeHint(self) -> QSize:
        """Return no less than it takes to read the choice."""
        return super().minimumSizeHint() + self._grown_arrow()

    def _grown_arrow(self) -> QSize:
        return QSize(max(0, round(SMALL_ICON * (growth(self.fontMetrics()) - 1))), 0)

    def offer(self, choices: Iterable[tuple[str, object]], value: object) -> None:
        """Offer other choices, as text and value, and choose one; no act of the user."""
        self.clear()
        for text, data in choices:
            self.addItem(text, data)
        self.setCurrentIndex(max(0, self.findData(value)))


def times_of_day(kept: Iterable[time], without: Iterable[time] = ()) -> list[time]:
    """Return every half hour of the day and the times that are kept, in order."""
    halves = {time(number // 2, number % 2 * 30) for number in range(_HALF_HOURS)}
    return sorted((halves | set(kept)) - set(without))
