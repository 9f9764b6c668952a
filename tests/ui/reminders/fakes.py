"""Fakes of a computer's notification service and of its tray."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Thread

from PySide6.QtWidgets import QApplication

from desktop.system.notifications import Note
from desktop.ui.shell.reminding import Reminding

_PATIENCE = 20.0


def begin(reminding: Reminding) -> None:
    """Start the reminders of a window, and wait for the first check."""
    reminding.start()
    settle(reminding)


def settle(reminding: Reminding) -> None:
    """Wait until no check is running."""
    until = time.monotonic() + _PATIENCE
    while reminding.ringing.busy:
        QApplication.processEvents()
        time.sleep(0.001)
        if time.monotonic() > until:
            raise TimeoutError


class FakeNotifier:
    """Keeps the notifications shown; `works` states whether there is a notification service."""

    def __init__(self, *, works: bool = True) -> None:
        self.works = works
        self.asked: list[Note] = []
        self.shown: dict[str, Note] = {}
        self.withdrawn: list[str] = []
        self.clicked: Callable[[str], None] | None = None
        self.snoozed: Callable[[str], None] | None = None
        self.closed = False

    def show(self, note: Note) -> bool:
        self.asked.append(note)
        if self.works:
            self.shown[note.key] = note
        return self.works

    def withdraw(self, key: str) -> None:
        self.withdrawn.append(key)
        self.shown.pop(key, None)

    def listen(self, clicked: Callable[[str], None], snoozed: Callable[[str], None]) -> None:
        self.clicked, self.snoozed = clicked, snoozed

    def close(self) -> None:
        self.closed = True

    def click(self, key: str) -> None:
        """Click a notification; like the system, report it on another thread."""
        assert self.clicked is not None
        thread = Thread(target=self.clicked, args=(key,))
        thread.start()
        thread.join()

    def press_later(self, note: Note) -> None:
        """Press the button that snoozes the reminder."""
        assert self.snoozed is not None
        assert note.buttons is not None
        thread = Thread(target=self.snoozed, args=(note.buttons.target,))
        thread.start()
        thread.join()


class FakeTrayHost:
    """The host of tray icons: on the bus, known to Qt, or absent."""

    def __init__(self) -> None:
        self.on_bus: bool | None = False
        self.in_qt = False
        self.asked_qt = 0

    def announced(self) -> bool | None:
        return self.on_bus

    def known_to_qt(self) -> bool:
        self.asked_qt += 1
        return self.in_qt
