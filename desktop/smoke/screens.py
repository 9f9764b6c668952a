"""Every screen, in both languages and colour schemes, built and painted."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtWidgets import QApplication, QWidget

from desktop.desk import DatabaseProblem
from desktop.journey.steps import Step
from desktop.records.database import ProblemKind
from desktop.rescue import Rescue
from desktop.smoke.ground import ORDER, UID, Ground, expect
from desktop.ui.backups.restore_dialog import RestoreDialog
from desktop.ui.context import Context
from desktop.ui.help.licences_dialog import LicencesDialog
from desktop.ui.imports.import_dialog import ImportDialog
from desktop.ui.kit.ticker import Ticker
from desktop.ui.orders.associate_guide import AssociateGuide
from desktop.ui.orders.order_dialog import OrderDialog
from desktop.ui.shell.faults import FaultDialog
from desktop.ui.shell.main_window import MainWindow
from desktop.ui.shell.recovery_window import RecoveryWindow, Ways
from desktop.ui.theme.theme import Scheme, Theme
from desktop.ui.wizard.wizard import JourneyWizard
from desktop.wording.language import LANGUAGES, set_language

PAGES = ("home", "gate", "projects", "orders", "settings", "help")
_TABLE = f"订单号,账号 ID,创建时间\n{ORDER},{UID},2026-01-02 03:04:05\n"


def paint_screens(ground: Ground, theme: Theme) -> int:
    """Paint them all; how many there were. Raises Failed."""
    return sum(
        1
        for language in LANGUAGES
        for scheme in (Scheme.LIGHT, Scheme.DARK)
        for _screen in _screens(ground, theme, language, scheme)
    )


def paint(application: QApplication, screen: QWidget) -> QWidget:
    """Show a screen and look at it. Raises Failed."""
    screen.show()
    application.processEvents()
    expect(not screen.grab().isNull(), f"{type(screen).__name__} could not be painted")
    return screen


def _screens(ground: Ground, theme: Theme, language: str, scheme: Scheme) -> Iterator[QWidget]:
    set_language(language)
    theme.apply(scheme)
    context = Context(ground.desk, Ticker(ground.desk.clock))
    window = MainWindow(context)
    for page in PAGES:
        window.show_page(page)
        yield paint(ground.application, window)
    for make in (*_wizard_pages(context, window), *_dialogs(ground, context, window)):
        screen = make()
        yield paint(ground.application, screen)
        screen.close()
    window.close()


def _wizard_pages(context: Context, window: MainWindow) -> Iterator[Callable[[], QWidget]]:
    for step in Step:
        yield lambda step=step: JourneyWizard(context, UID, step, window)  # type: ignore[misc]


def _dialogs(
    ground: Ground, context: Context, window: MainWindow
) -> Iterator[Callable[[], QWidget]]:
    order = ground.desk.book().orders[UID, ORDER]
    newer = DatabaseProblem(ProblemKind.NEWER, ground.desk.store.path, "")
    yield lambda: OrderDialog(context, parent=window)
    yield lambda: AssociateGuide(context, order, window)
    yield lambda: ImportDialog(context, _TABLE, window)
    yield lambda: RestoreDialog.in_window(context, window)
    yield lambda: LicencesDialog(window)
    yield lambda: FaultDialog("", "", window)
    rescue = Rescue(newer.path.parent, ground.desk.clock)
    ways = Ways(*(lambda: None for _way in range(4)))
    yield lambda: RecoveryWindow(newer, rescue, ways)
