"""The lists of the coming reminders, and of the outcomes of past ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.domain.reminder_log import Delivery
from desktop.domain.reminder_plan import QuietHours, ReminderKind, ReminderPlan
from desktop.services.workspace import Workspace
from desktop.ui.kit.list_table import ListTable
from desktop.ui.settings.reminders.ahead_dialog import AheadDialog
from desktop.ui.shared.context import Context
from desktop.ui.shell.main_window import MainWindow
from tests.conftest import FakeClock
from tests.ui.conftest import LogOrder

_ALONE = ReminderPlan(
    off=frozenset({ReminderKind.PROJECT, ReminderKind.REQUEST, ReminderKind.BACKUP})
)


def _dialog(qtbot: QtBot, context: Context) -> AheadDialog:
    dialog = AheadDialog(context)
    qtbot.addWidget(dialog)
    dialog.show()
    _wait_for_lists(qtbot, dialog)
    return dialog


def _wait_for_lists(qtbot: QtBot, dialog: AheadDialog) -> None:
    """Wait until the lists that are loaded off the window's thread are shown."""
    qtbot.waitUntil(lambda: not (dialog.ahead.isHidden() and dialog.no_ahead.isHidden()))


def _rows(table: ListTable) -> list[tuple[str, ...]]:
    return [
        tuple(table.item(row, column).text() for column in range(table.columnCount()))
        for row in range(table.rowCount())
    ]


def test_each_coming_reminder_is_listed_with_its_reason(
    qtbot: QtBot, context: Context, workspace: Workspace, log_order: LogOrder
) -> None:
    """Users who cannot look up the coming reminders do not rely on them."""
    workspace.reminders.save_plan(_ALONE)
    log_order()
    dialog = _dialog(qtbot, context)
    rows = _rows(dialog.ahead)
    assert rows[0] == ("Tomorrow 10:00", "Elastic Compute Service", "daily reminder")
    assert [row[2] for row in rows[-2:]] == [
        "3 hours before the deadline",
        "1 hour before the deadline",
    ]
    assert dialog.no_ahead.isHidden()
    assert dialog.past.isHidden()
    assert not dialog.no_past.isHidden()


def test_without_orders_both_lists_explain_themselves(
    qtbot: QtBot, context: Context, workspace: Workspace
) -> None:
    """Two empty boxes explain nothing."""
    workspace.reminders.save_plan(_ALONE)
    dialog = _dialog(qtbot, context)
    assert dialog.ahead.isHidden()
    assert dialog.past.isHidden()
    assert dialog.no_ahead.text().startswith("Nothing will ring.")
    assert dialog.no_past.text().startswith("Nothing has rung yet.")


def test_what_rang_was_held_or_skipped_stays_with_its_reason(
    qtbot: QtBot,
    context: Context,
    workspace: Workspace,
    clock: FakeClock,
    log_order: LogOrder,
) -> None:
    """“There was no reminder” must have an answer: quiet hours, no service, or that there was."""
    workspace.reminders.save_plan(
        replace(_ALONE, quiet=QuietHours(time(9), time(11)), daily=(time(10), time(18)))
    )
    log_order()
    clock.advance(hours=7)
    workspace.reminders.note_delivery(workspace.reminders.claim(), Delivery.SHOWN)
    clock.advance(hours=15, minutes=30)
    workspace.reminders.note_delivery(workspace.reminders.claim(), Delivery.SHOWN)
    clock.advance(hours=9)
    workspace.reminders.note_delivery(workspace.reminders.claim(), Delivery.NO_SERVICE)
    dialog = _dialog(qtbot, context)
    texts = [row[2] for row in _rows(dialog.past)]
    assert "daily reminder, rang" in texts
    assert "daily reminder, held by quiet hours" in texts
    assert "daily reminder, not shown: no notification service" in texts
    assert all(row[1] == "Elastic Compute Service" for row in _rows(dialog.past))


def test_the_lists_follow_the_records_and_the_time(
    qtbot: QtBot, context: Context, workspace: Workspace, clock: FakeClock, log_order: LogOrder
) -> None:
    """A list left open overnight must not show yesterday as ahead."""
    workspace.reminders.save_plan(_ALONE)
    order = log_order()
    dialog = _dialog(qtbot, context)
    before = dialog.ahead.rowCount()
    clock.advance(days=2)
    context.ticker.tick()
    qtbot.waitUntil(lambda: dialog.ahead.rowCount() == before - 2)
    workspace.associate(order)
    context.changed.emit()
    qtbot.waitUntil(dialog.ahead.isHidden)


def test_the_lists_are_found_from_palette_and_settings_and_left_by_escape(
    qtbot: QtBot, context: Context
) -> None:
    """A list that only the mouse reaches is useless for many."""
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.show()
    context.reminders_wanted.emit()
    [dialog] = window.findChildren(AheadDialog)
    assert dialog.ahead.accessibleName() == "What will ring"
    dialog.settings_button.click()
    assert window.stack.currentWidget() is window.pages["settings"]
    context.reminders_wanted.emit()
    shown = [one for one in window.findChildren(AheadDialog) if one.isVisible()]
    assert len(shown) == 1
    qtbot.keyClick(shown[0], Qt.Key.Key_Escape)
    assert not shown[0].isVisible()


def test_the_list_ends_after_a_month(
    qtbot: QtBot, context: Context, workspace: Workspace, log_order: LogOrder, clock: FakeClock
) -> None:
    """Thirty-one days, no more: a list without end is not read."""
    workspace.reminders.save_plan(_ALONE)
    log_order()
    dialog = _dialog(qtbot, context)
    last = max(one.moment for one in dialog.upcoming)
    assert last <= clock.now + timedelta(days=31)
