"""Reminders in the window: the banner, the sheet of missed orders, and the tray."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QVBoxLayout
from shiboken6 import isValid

from desktop.base.storage import StorageError
from desktop.domain.assessment import Assessment
from desktop.services.later_target import LaterTarget
from desktop.services.reminders import MissedWhileClosed
from desktop.system.clock_jumps import ClockJumps
from desktop.system.notifications import Notifier
from desktop.ui.kit.announce import announce
from desktop.ui.kit.cards import clear
from desktop.ui.reminders.banner import ReminderBanner
from desktop.ui.reminders.check import Announcement
from desktop.ui.reminders.missed_sheet import MissedSheet
from desktop.ui.reminders.ringing import Ringing
from desktop.ui.shared import missed_orders
from desktop.ui.shell.main_window import MainWindow
from desktop.ui.shell.tray import Tray


class Reminding(QObject):
    """Shows the reminders of one window; made after its first frame, and closed with it."""

    def __init__(self, window: MainWindow, notifier: Notifier, tray: Tray | None = None) -> None:
        super().__init__(window)
        self._window = window
        self._context = window.context
        self.banner: ReminderBanner | None = None
        self.sheet: MissedSheet | None = None
        self._on_sheet: tuple[MissedWhileClosed, Sequence[Assessment], bool] | None = None
        """The content of the sheet, to rebuild it in another language."""
        self.ringing = Ringing(window.context, notifier, self._in_front, self)
        self.ringing.announced.connect(self._show_banner)
        self.ringing.handled.connect(self._remove_banner)
        self.ringing.missed.connect(self._show_missed)
        self.ringing.note_clicked.connect(self._open, Qt.ConnectionType.QueuedConnection)
        self.ringing.note_snoozed.connect(self._snooze_note, Qt.ConnectionType.QueuedConnection)
        self._jumps: ClockJumps | None = None
        self.tray = tray or Tray(window)
        self.ringing.checked.connect(self.tray.show_orders)
        self.ringing.ticked.connect(self.tray.check)
        window.hidden.connect(self.tray.hide_window)
        window.rebuilt.connect(self._rebuild)
        window.ended.connect(self.close)

    def start(self) -> None:
        """Show what was missed, and announce due reminders until the window is closed."""
        self.ringing.start(shown=self._window.isVisible() and not self._window.isMinimized())
        self.tray.check(self._context.ticker.clock())
        self._jumps = ClockJumps(self)
        self._jumps.jumped.connect(self._context.ticker.tick)

    def close(self) -> None:
        """Stop all reminders, and remove the tray icon."""
        if self._jumps is not None:
            self._jumps.close()
            self._jumps = None
        self.ringing.close()
        self.tray.close()
        if self.sheet is not None:
            self.sheet.close()

    def _in_front(self) -> bool:
        """Return whether the user works in the window, or in one of its dialogs."""
        window = self._window
        seen = isValid(window) and window.isVisible() and not window.isMinimized()
        return seen and QApplication.activeWindow() is not None

    def _open(self, key: str) -> None:
        """Show the subject of a notification that was clicked."""
        self._window.show_note(key)
        if self.banner is not None and self.banner.announcement.key == key:
            self._clear()

    def _snooze_note(self, text: str) -> None:
        """Snooze the subject of a notification, or show it if that is not possible."""
        target = LaterTarget.of(text)
        if not self.ringing.snooze_note(target):
            self._window.show_note(target.name)

    # The banner

    def _show_banner(self, announcement: Announcement) -> None:
        self._clear()
        banner = ReminderBanner(self._context, announcement)
        banner.guide_wanted.connect(self._context.guide_wanted)
        banner.snooze_wanted.connect(self._snooze)
        banner.closed.connect(self._acknowledge)
        self.banner = banner
        self._place().addWidget(banner)
        banner.stackUnder(self._window.stack)  # screen readers reach it where it is: above the page
        announce(self._window, f"{announcement.title} {announcement.body}")
        QApplication.alert(self._window)

    def _snooze(self, until: datetime) -> None:
        if self.banner is not None:
            self.ringing.snooze(self.banner.announcement, until)

    def _acknowledge(self) -> None:
        if self.banner is not None:
            self.ringing.acknowledge(self.banner.announcement)

    def _remove_banner(self, keys: frozenset[str]) -> None:
        if self.banner is not None and self.banner.announcement.key in keys:
            self._clear()

    def _clear(self) -> None:
        self.banner = None
        clear(self._place())

    def _place(self) -> QVBoxLayout:
        return self._window.reminders

    def _rebuild(self) -> None:
        """Rebuild tray, banner and sheet in the window that was rebuilt in another language."""
        self.tray.rebuild()
        if self.banner is not None:
            self._show_banner(self.ringing.translated(self.banner.announcement))
        if self.sheet is not None and self._on_sheet is not None:
            self._show_sheet(*self._on_sheet)

    # What was missed

    def _show_missed(self, missed: MissedWhileClosed, asleep: bool) -> None:
        with suppress(StorageError):
            past = missed_orders.missed_meanwhile(self._context, missed.past, missed.now)
            if not past and not missed.still_time:
                return
            missed_orders.mark_asked(self._context, past)
            self._on_sheet = (missed, past, asleep)
            self._show_sheet(missed, past, asleep)

    def _show_sheet(
        self, missed: MissedWhileClosed, past: Sequence[Assessment], asleep: bool
    ) -> None:
        if self.sheet is not None:
            self.sheet.close()
        sheet = MissedSheet(self._context, missed, past, asleep=asleep, parent=self._window)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.finished.connect(self._sheet_closed)
        self.sheet = sheet
        if self._window.isActiveWindow() and not _typing():
            sheet.activate_on_show()
        else:
            announce(self._window, sheet.announcement)
        sheet.show()

    def _sheet_closed(self) -> None:
        self.sheet = None
        self._window.dialog_closed.emit()


def _typing() -> bool:
    """Return whether the focused widget accepts text."""
    return isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit)
