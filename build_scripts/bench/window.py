"""Drive the window on a data folder; print start, longest pause, tick and memory as a dict."""

from __future__ import annotations

import sys
import time
from pathlib import Path

_STARTED = time.perf_counter()

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop.app import make_application
from desktop.domain.views import OrderColumn, Query, View
from desktop.services.workspace import Workspace
from desktop.ui.kit.ticker import Ticker
from desktop.ui.orders.page import OrdersPage
from desktop.ui.shared.context import Context
from desktop.ui.shell.main_window import MainWindow
from desktop.ui.theme.theme import Theme


class Watchdog:
    """Measures the longest time that the event loop was blocked, with a timer of 5 ms."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer(interval=5)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now


def main(folder: Path) -> None:
    """Open the window, use the page of orders quickly, and print the figures."""
    application = make_application()
    Theme(application)
    workspace = Workspace.open(folder)
    window = MainWindow(Context(workspace, Ticker(workspace.clock)))
    window.show()
    application.processEvents()
    start = time.perf_counter() - _STARTED
    workspace.preload()  # as the program does after its first frame
    window.show_orders(Query())
    _run(1.0)
    page = window.pages["orders"]
    if not isinstance(page, OrdersPage):
        raise TypeError("not the page of orders")
    watchdog = Watchdog()
    _use(page)
    tick = time.perf_counter()
    page.tick(workspace.clock())
    tick = time.perf_counter() - tick
    figures = {
        "start_ms": start * 1000,
        "pause_ms": round(watchdog.longest * 1000),
        "tick_ms": round(tick * 1000, 1),
        "memory_mb": _memory(),
    }
    print(figures)
    window.close()


def _use(page: OrdersPage) -> None:
    """Type searches key by key, change views, sort, and scroll to the end."""
    for text in ("服务器", "2715", "236414227", "ecs web"):
        page.search.clear()
        for character in text:
            page.search.insert(character)
            _run(0.12)
    page.search.clear()
    for view in View:
        if view is not View.SETTLED:
            page.views.select(view)
            _run(0.3)
    page.views.select(View.ALL)
    for column in (OrderColumn.TITLE, OrderColumn.AMOUNT, OrderColumn.CREATED):
        page.table.sort_wanted.emit(column, True)
        _run(0.5)
    bar = page.table.verticalScrollBar()
    for part in (0.1, 0.5, 0.9, 1.0, 0.3):
        bar.setValue(round(bar.maximum() * part))
        _run(0.3)


def _run(seconds: float) -> None:
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        QApplication.processEvents()
        time.sleep(0.001)


def _memory() -> float:
    """Return the resident memory in MB; 0 without /proc."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    line = next(row for row in status.read_text().splitlines() if row.startswith("VmRSS"))
    return round(int(line.split()[1]) / 1024, 1)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
