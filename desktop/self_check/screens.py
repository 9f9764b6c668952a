"""Builds and paints every screen in both languages and colour schemes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.forms.wizard_steps import Request, Step
from desktop.self_check.dialogs import dialogs
from desktop.self_check.fixture import UID, Fixture, expect
from desktop.self_check.standalone_windows import standalone_windows
from desktop.ui.kit.ticker import Ticker
from desktop.ui.orders.fold import Fold
from desktop.ui.shared.context import Context
from desktop.ui.shell.main_window import MainWindow
from desktop.ui.theme.theme import Scheme, Theme
from desktop.ui.wizard.request_page import RequestPage
from desktop.ui.wizard.wizard import JourneyWizard
from desktop.wording.i18n import LANGUAGES, set_language

PAGES = (
    "home",
    "gate",
    "projects",
    "orders",
    "cashback",
    "settings",
    "settings:reminders",
    "help",
    "help:first",
)
_WITH_WARNINGS = ("home", "settings")
"""The pages that warn about the clock and about the folder of the data."""


def paint_screens(fixture: Fixture, theme: Theme) -> int:
    """Paint all screens and return their number. Raises Failed if one cannot be painted."""
    return sum(
        1
        for language in LANGUAGES
        for scheme in (Scheme.LIGHT, Scheme.DARK)
        for _screen in painted(fixture, theme, language, scheme)
    )


def painted(fixture: Fixture, theme: Theme, language: str, scheme: Scheme) -> Iterator[QWidget]:
    """Yield each screen in one language and scheme while it is shown.

    Raises Failed if one cannot be painted.
    """
    set_language(language)
    theme.set_language(language)
    theme.apply(scheme)
    window = MainWindow(Context(fixture.workspace, Ticker(fixture.workspace.clock)))
    yield from _pages(fixture, window, PAGES)
    makers = chain(_wizard_pages(window), dialogs(fixture, window), standalone_windows(fixture))
    for make in makers:
        screen = make()
        yield paint(fixture.application, screen)
        _delete(screen)
    yield from _unfolded_details(fixture, window)
    _delete(window)
    warning_window = MainWindow(Context(fixture.with_warnings, Ticker(fixture.with_warnings.clock)))
    yield from _pages(fixture, warning_window, _WITH_WARNINGS)
    _delete(warning_window)


def paint(application: QApplication, screen: QWidget) -> QWidget:
    """Show a screen and grab its picture. Raises Failed if it cannot be painted."""
    screen.show()
    for _round in range(2):  # pages add widgets after their first frame
        application.processEvents()
    expect(not screen.grab().isNull(), f"{type(screen).__name__} could not be painted")
    return screen


def _delete(screen: QWidget) -> None:
    """Close a screen and delete it now, since no event loop runs and there are hundreds."""
    screen.close()
    screen.deleteLater()
    QCoreApplication.sendPostedEvents(screen, QEvent.Type.DeferredDelete)


def _pages(fixture: Fixture, window: MainWindow, pages: tuple[str, ...]) -> Iterator[QWidget]:
    for page in pages:
        window.show_page(page)
        yield paint(fixture.application, window)


def _unfolded_details(fixture: Fixture, window: MainWindow) -> Iterator[QWidget]:
    """Yield the page of orders, whose rows are loaded, with all folds of its card open."""
    window.show_page("orders")
    for fold in window.findChildren(Fold):
        fold.unfold()
    yield paint(fixture.application, window)


def _wizard_pages(window: MainWindow) -> Iterator[Callable[[], QWidget]]:
    for step in Step:
        yield lambda step=step: JourneyWizard(window.context, UID, step, window)  # type: ignore[misc]
    yield lambda: _copied_request(window)


def _copied_request(window: MainWindow) -> QWidget:
    """Return the wizard at a request in the state after copying, with its QR code.

    Nothing is copied or recorded.
    """
    wizard = JourneyWizard(window.context, UID, Step.REQUEST, window)
    page = wizard.shown
    if isinstance(page, RequestPage):
        page.form.load(Request(UID, "冒烟测试", "网店"))
        page.form.show_fields(False)
        expect(page.form.qr_code().rows, "the request has no code")
    return wizard
