"""Reminders in the window: it shows what rings, and what came due while nobody was there."""

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
    """Rings for one window; made once its first frame is there, and closed with it."""

    def __init__(self, window: MainWindow, notifier: Notifier, tray: Tray | None = None) -> None:
        super().__init__(window)
        self._window = window
        self._context = window.context
        self.banner: ReminderBanner | None = None
        self.sheet: MissedSheet | None = None
        self._told: tuple[MissedWhileClosed, Sequence[Assessment], bool] | None = None
        """What the sheet tells of."""
        self.ringing = Ringing(window.context, notifier, self._in_front, self)
        self.ringing.announced.connect(self._show_banner)
        self.ringing.handled.connect(self._take_away)
        self.ringing.missed.connect(self._show_missed)
        self.ringing.note_clicked.connect(self._open, Qt.ConnectionType.QueuedConnection)
        self.ringing.note_put_off.connect(self._later, Qt.ConnectionType.QueuedConnection)
        self._jumps: ClockJumps | None = None
        self.tray = tray or Tray(window)
        self.ringing.checked.connect(self.tray.show_orders)
        self.ringing.ticked.connect(self.tray.look)
        window.hidden.connect(self.tray.hide_window)
        window.built.connect(self._build_again)
        window.ended.connect(self.close)

    def start(self) -> None:
        """Show what was missed, ring what is due, and go on until the window is closed."""
        self.ringing.start(shown=self._window.isVisible() and not self._window.isMinimized())
        self.tray.look(self._context.ticker.clock())
        self._jumps = ClockJumps(self)
        self._jumps.jumped.connect(self._context.ticker.tick)

    def close(self) -> None:
        """Ring no more."""
        if self._jumps is not None:
            self._jumps.close()
            self._jumps = None
        self.ringing.close()
        self.tray.close()
        if self.sheet is not None:
            self.sheet.close()

    def _in_front(self) -> bool:
        """Tell whether the window, or a dialog of it, is what the user works in."""
        window = self._window
        seen = isValid(window) and window.isVisible() and not window.isMinimized()
        return seen and QApplication.activeWindow() is not None

    def _open(self, key: str) -> None:
        """Show what the notification that was clicked is about."""
        self._window.show_note(key)
        if self.banner is not None and self.banner.announcement.key == key:
            self._clear()

    def _later(self, text: str) -> None:
        """Put off what the button of a notification says; where that cannot be, show it."""
        target = LaterTarget.of(text)
        if not self.ringing.put_off_note(target):
            self._window.show_note(target.name)

    # The banner

    def _show_banner(self, announcement: Announcement) -> None:
        self._clear()
        banner = ReminderBanner(self._context, announcement)
        banner.guide_wanted.connect(self._context.guide_wanted)
        banner.put_off.connect(self._put_off)
        banner.closed.connect(self._acknowledge)
        self.banner = banner
        self._place().addWidget(banner)
        banner.stackUnder(self._window.stack)  # read out where it is seen: above the page
        announce(self._window, f"{announcement.title} {announcement.body}")
        QApplication.alert(self._window)

    def _put_off(self, until: datetime) -> None:
        if self.banner is not None:
            self.ringing.put_off(self.banner.announcement, until)

    def _acknowledge(self) -> None:
        if self.banner is not None:
            self.ringing.acknowledge(self.banner.announcement)

    def _take_away(self, keys: frozenset[str]) -> None:
        if self.banner is not None and self.banner.announcement.key in keys:
            self._clear()

    def _clear(self) -> None:
        self.banner = None
        clear(self._place())

    def _place(self) -> QVBoxLayout:
        return self._window.reminders

    def _build_again(self) -> None:
        """Stand in the window that was built anew, in the language spoken now."""
        self.tray.build_again()
        if self.banner is not None:
            self._show_banner(self.ringing.translated(self.banner.announcement))
        if self.sheet is not None and self._told is not None:
            self._show_sheet(*self._told)

    # What was missed

    def _show_missed(self, missed: MissedWhileClosed, asleep: bool) -> None:
        with suppress(StorageError):
            past = missed_orders.missed_meanwhile(self._context, missed.past, missed.now)
            if not past and not missed.still_time:
                return
            missed_orders.ask_no_more(self._context, past)
            self._told = (missed, past, asleep)
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
    """Return whether what has the keyboard takes letters."""
    return isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit)
