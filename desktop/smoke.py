"""The verb `smoke`: every screen built and painted once on an empty folder of its own. For packagers."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from desktop.app import make_application
from desktop.desk import Desk
from desktop.domain.model import Account
from desktop.journey.steps import Step
from desktop.ui.context import Context
from desktop.ui.kit.ticker import Ticker
from desktop.ui.orders.order_dialog import OrderDialog
from desktop.ui.shell.main_window import MainWindow
from desktop.ui.theme.theme import Scheme, Theme
from desktop.ui.wizard.wizard import JourneyWizard
from desktop.wording.language import LANGUAGES, set_language

PAGES = ("home", "gate", "projects", "orders", "settings", "help")


def run_smoke() -> int:
    """Print ``{"ready_ms": …}`` – until the home screen was painted – and more; the exit status.

    An exception is a failure: it is meant to be seen. Without a screen, nothing is shown.
    """
    started = time.perf_counter()
    if sys.platform.startswith("linux") and not os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = make_application()
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk.open(Path(folder) / "data")
        theme = Theme(application)
        window = MainWindow(Context(desk, Ticker(desk.clock)))
        _paint(application, window)
        ready_ms = round((time.perf_counter() - started) * 1000)
        desk.save_account(Account(uid="1000000000000001", name="Smoke"))
        painted = sum(1 for _screen in _screens(application, theme, desk))
        desk.close()
    print(json.dumps({"ready_ms": ready_ms, "screens": painted}))
    return 0


def _screens(application: QApplication, theme: Theme, desk: Desk) -> Iterator[QWidget]:
    """Every screen, in both languages and colour schemes, painted."""
    for language in LANGUAGES:
        set_language(language)
        for scheme in (Scheme.LIGHT, Scheme.DARK):
            theme.apply(scheme)
            context = Context(desk, Ticker(desk.clock))
            window = MainWindow(context)
            for page in PAGES:
                window.show_page(page)
                yield _paint(application, window)
            for step in Step:
                wizard = JourneyWizard(context, "1000000000000001", step, window)
                yield _paint(application, wizard)
                wizard.close()
            dialog = OrderDialog(context, parent=window)
            yield _paint(application, dialog)
            dialog.close()
            window.close()


def _paint(application: QApplication, screen: QWidget) -> QWidget:
    screen.show()
    application.processEvents()
    if screen.grab().isNull():
        raise RuntimeError(f"{type(screen).__name__} could not be painted")
    return screen
