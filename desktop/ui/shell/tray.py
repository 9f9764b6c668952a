"""The tray icon: the number of open orders, the next three in its menu, and a hidden window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QPixmapCache
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon

from desktop.base.settings import SettingKey
from desktop.base.storage import StorageError
from desktop.domain import beijing
from desktop.domain.reminders import ReminderStatus
from desktop.services.reminders import Claimed
from desktop.system import tray_host
from desktop.ui.kit.worker import Worker
from desktop.ui.shared import pausing
from desktop.ui.shell.main_window import MainWindow
from desktop.ui.theme.icon import counted_icon
from desktop.wording import glossary, moments
from desktop.wording.i18n import _, ngettext
from desktop.wording.records import orders

_LISTED_LIMIT = 3
"""Orders in the menu."""
_NAME_LIMIT = 24
"""Characters of a name in the menu, which native menus do not shorten."""
_OLDER_TRAY_AFTER = timedelta(seconds=90)
"""How long to wait for a tray host on the bus before asking Qt, whose first answer is final."""
_CHECK_EVERY = 35.0
"""Seconds."""
_CLOSING_SECONDS = 1.0
"""How long `close` waits for a running check."""


class Tray(QObject):
    """Shows the icon whenever the desktop has a system tray.

    `announced` returns whether there is a tray, or None if Qt must be asked (`known_to_qt`); it is
    called off the window's thread. The window hides only if the last check found a tray, and is
    shown again if the next check finds none.
    """

    def __init__(
        self,
        window: MainWindow,
        announced: Callable[[], bool | None] = tray_host.has_tray_host,
        known_to_qt: Callable[[], bool] = QSystemTrayIcon.isSystemTrayAvailable,
        *,
        check_every: float = _CHECK_EVERY,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._context = window.context
        self._announced = announced
        self._known_to_qt = known_to_qt
        self._check_every = timedelta(seconds=check_every)
        self._worker = Worker("tray", self)
        self._started_at: datetime | None = None
        self._checked_at: datetime | None = None
        self._available = False
        self._shown: tuple[object, ...] = ()
        self._open: Sequence[ReminderStatus] = ()
        self.icon: QSystemTrayIcon | None = None
        self.menu = QMenu(window)
        window.may_hide = self.may_hide

    def check(self, now: datetime) -> None:
        """Check whether there is a tray, unless that was done a moment ago."""
        last = self._checked_at
        recent = last is not None and timedelta() <= now - last < self._check_every
        if self._worker.busy or recent:
            return
        self._checked_at = now
        self._started_at = self._started_at or now
        self._worker.submit(lambda _token: self._announced(), partial(self._update_icon, now))

    def show_orders(self, claimed: Claimed) -> None:
        """Show the number of open orders, and the next of them."""
        self._open = claimed.orders
        self._fill(claimed.now)

    def rebuild(self) -> None:
        """Fill icon and menu again, in the current language."""
        self._shown = ()
        self._fill(self._context.ticker.clock())

    def may_hide(self) -> bool:
        """Return whether the window may hide: the user wants it, and there is an icon."""
        if not self._available or self.icon is None or _session_ends():
            return False
        with suppress(StorageError):
            return self._context.workspace.setting(SettingKey.KEEP_IN_TRAY) == "1"
        return False

    def hide_window(self) -> None:
        """Hide the window, and check immediately that the tray still exists."""
        QGuiApplication.setQuitOnLastWindowClosed(False)
        self._window.hide()
        QPixmapCache.clear()  # else Qt wakes up every ten seconds to empty it, for two minutes
        self._checked_at = None
        self.check(self._context.ticker.clock())

    def close(self) -> None:
        """Remove the icon."""
        self._window.may_hide = None
        self._worker.close(_CLOSING_SECONDS)
        self._remove()
        QGuiApplication.setQuitOnLastWindowClosed(True)

    # The tray

    def _update_icon(self, now: datetime, announced: bool | None) -> None:
        """Show or remove the icon, and never leave the window hidden without one."""
        started = self._started_at or now
        ask_qt = announced is None or (not announced and now - started >= _OLDER_TRAY_AFTER)
        self._available = self._known_to_qt() if ask_qt else bool(announced)
        if not self._available:
            self._remove()
            if not self._window.isVisible():
                self._window.raise_to_user()
        elif self.icon is None:
            self.icon = QSystemTrayIcon(self)
            self.icon.setContextMenu(self.menu)
            self.icon.activated.connect(self._activated)
            self._shown = ()
            self._fill(now)
            self.icon.show()

    def _remove(self) -> None:
        if self.icon is not None:
            self.icon.hide()
            self.icon.deleteLater()
            self.icon = None

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (
            QSystemTrayIcon.ActivationReason.Trigger,
            QSystemTrayIcon.ActivationReason.DoubleClick,
        ):
            self._open_window()

    # Icon and menu

    def _fill(self, now: datetime) -> None:
        """Update icon and menu if anything changed: an open menu must not flicker."""
        count = len(self._open)
        end = beijing.end_of_day(now)
        deadlines = [one.subject.deadline for one in self._open]
        today = sum(1 for deadline in deadlines if deadline is not None and deadline <= end)
        summary = _summary(count, today)
        lines = [(one, self._line(one, now)) for one in self._open[:_LISTED_LIMIT]]
        pause = pausing.toggle_text(self._context)
        shown = (summary, tuple(text for _one, text in lines), pause)
        if shown == self._shown:
            return
        self._shown = shown
        self._fill_menu(summary, lines, pause)
        if self.icon is not None:
            self.icon.setIcon(counted_icon(count))
            self.icon.setToolTip(_("LinkDue: {summary}").format(summary=summary))

    def _fill_menu(
        self, summary: str, lines: Sequence[tuple[ReminderStatus, str]], pause: str
    ) -> None:
        menu = self.menu
        menu.clear()
        menu.addAction(_plain(summary)).setEnabled(False)
        for one, text in lines:
            menu.addAction(_plain(text), partial(self._window.show_note, one.subject.name))
        menu.addSeparator()
        menu.addAction(_("Open LinkDue"), self._open_window)
        menu.addAction(_("Log an order"), self._log_order)
        menu.addAction(_("Before buying"), partial(self._open_window, "gate"))
        menu.addSeparator()
        menu.addAction(_plain(pause), self._pause)
        menu.addAction(_("Quit"), self._window.quit)

    def _line(self, one: ReminderStatus, now: datetime) -> str:
        """Return an order as one line, since native menus have no columns."""
        order, deadline = one.subject.order, one.subject.deadline
        if order is None or deadline is None:
            return one.subject.number
        account = self._context.workspace.book().accounts.get(order.account)
        name = order.account if account is None else glossary.account(account)
        title = glossary.short(orders.title(order), _NAME_LIMIT)
        when = moments.deadline(deadline, now)
        return f"{when}  {title} · {glossary.short(name, _NAME_LIMIT)}"

    def _open_window(self, page: str = "home") -> None:
        self._window.raise_to_user()
        self._window.show_page(page)

    def _log_order(self) -> None:
        self._window.raise_to_user()
        self._window.open_order_form()

    def _pause(self) -> None:
        pausing.toggle(self._context)
        self._fill(self._context.ticker.clock())


def _summary(count: int, today: int) -> str:
    if not count:
        return _("Nothing to associate")
    text = ngettext("{count} order to associate", "{count} orders to associate", count)
    summary = text.format(count=f"{count:,}")
    if today:
        due = ngettext("{count} due today", "{count} due today", today)
        summary = _("{first}, {second}").format(
            first=summary, second=due.format(count=f"{today:,}")
        )
    return summary


def _plain(text: str) -> str:
    """Return a text for a menu, in which “&” would mark a mnemonic."""
    return text.replace("&", "&&")


def _session_ends() -> bool:
    """Return whether the user logs off, when the window must close, not hide."""
    application = QApplication.instance()
    return isinstance(application, QGuiApplication) and application.isSavingSession()
