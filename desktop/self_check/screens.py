"""Every screen, in both languages and colour schemes, built and painted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.forms.wizard_steps import Step
from desktop.self_check.dialogs import dialogs
from desktop.self_check.fixture import UID, Fixture, expect
from desktop.self_check.lone_windows import lone_windows
from desktop.ui.kit.ticker import Ticker
from desktop.ui.shared.context import Context
from desktop.ui.shell.main_window import MainWindow
from desktop.ui.theme.theme import Scheme, Theme
from desktop.ui.wizard.wizard import JourneyWizard
from desktop.wording.i18n import LANGUAGES, set_language

PAGES = ("home", "gate", "projects", "orders", "settings", "help")
_WITH_DOUBTS = ("home", "settings")
"""The pages that say what is odd about the clock and the place of the data."""


def paint_screens(ground: Fixture, theme: Theme) -> int:
    """Paint them all; how many there were. Raises Failed."""
    return sum(
        1
        for language in LANGUAGES
        for scheme in (Scheme.LIGHT, Scheme.DARK)
        for _screen in painted(ground, theme, language, scheme)
    )


def painted(ground: Fixture, theme: Theme, language: str, scheme: Scheme) -> Iterator[QWidget]:
    """Each screen in one look, while it is shown. Raises Failed."""
    set_language(language)
    theme.speak(language)
    theme.apply(scheme)
    window = MainWindow(Context(ground.workspace, Ticker(ground.workspace.clock)))
    yield from _pages(ground, window, PAGES)
    makers = chain(_wizard_pages(window), dialogs(ground, window), lone_windows(ground))
    for make in makers:
        screen = make()
        yield paint(ground.application, screen)
        _put_away(screen)
    _put_away(window)
    doubting = MainWindow(Context(ground.doubtful, Ticker(ground.doubtful.clock)))
    yield from _pages(ground, doubting, _WITH_DOUBTS)
    _put_away(doubting)


def paint(application: QApplication, screen: QWidget) -> QWidget:
    """Show a screen and look at it. Raises Failed."""
    screen.show()
    application.processEvents()
    expect(not screen.grab().isNull(), f"{type(screen).__name__} could not be painted")
    return screen


def _put_away(screen: QWidget) -> None:
    """Close it and delete it at once, since no event loop runs that would; hundreds would be left."""
    screen.close()
    screen.deleteLater()
    QCoreApplication.sendPostedEvents(screen, QEvent.Type.DeferredDelete)


def _pages(ground: Fixture, window: MainWindow, pages: tuple[str, ...]) -> Iterator[QWidget]:
    for page in pages:
        window.show_page(page)
        yield paint(ground.application, window)


def _wizard_pages(window: MainWindow) -> Iterator[Callable[[], QWidget]]:
    for step in Step:
        yield lambda step=step: JourneyWizard(window.context, UID, step, window)  # type: ignore[misc]
