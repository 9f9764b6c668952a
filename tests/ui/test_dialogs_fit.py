"""Dialogs and small windows on a screen of 1366 × 768 at 150 %, which is 911 × 512 pixels."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.base.storage import StorageError, StorageErrorKind
from desktop.domain.model import Account, Partner
from desktop.services.recovery import Recovery
from desktop.services.reminders import MissedWhileClosed
from desktop.services.workspace import Workspace
from desktop.ui.about.licences_dialog import LicencesDialog
from desktop.ui.backups.restore_dialog import RestoreDialog
from desktop.ui.compare.dialog import CompareDialog
from desktop.ui.imports.import_dialog import ImportDialog
from desktop.ui.kit.dialogs import DialogFrame
from desktop.ui.orders.moment_dialog import AssociateDialog, PayDialog
from desktop.ui.orders.order_dialog import OrderDialog
from desktop.ui.projects.partner_form import PartnerForm
from desktop.ui.projects.project_form import ProjectForm
from desktop.ui.projects.record_dialog import RecordDialog
from desktop.ui.reminders.missed_sheet import MissedSheet
from desktop.ui.settings.reminders.ahead_dialog import AheadDialog
from desktop.ui.settings.reminders.own_plan_dialog import OwnPlanDialog
from desktop.ui.shared.context import Context
from desktop.ui.shell.busy_window import BusyWindow
from desktop.ui.shell.faults import FaultDialog
from desktop.ui.shell.history_dialog import HistoryDialog
from desktop.ui.shell.main_window import MainWindow
from desktop.ui.shell.plain_start_window import PlainStartWindow
from desktop.ui.shell.recovery_window import RecoveryActions, RecoveryWindow
from desktop.ui.shell.transfer_file_dialog import TransferFileDialog
from tests.builders import make_order

AVAILABLE = QRect(0, 0, 911, 512)


def nothing() -> None:
    """Do nothing."""


def recovery_window(context: Context) -> QWidget:
    """Return the recovery window for a damaged file, which has the most options."""
    folder = context.workspace.folder
    problem = StorageError(StorageErrorKind.DAMAGED, folder / "data.sqlite3", "detail")
    recovery = Recovery(folder, context.workspace.clock)
    return RecoveryWindow(problem, recovery, RecoveryActions(nothing, nothing, nothing, nothing))


def missed_sheet(context: Context) -> QWidget:
    """Return a missed sheet with more rows than fit."""
    now = context.workspace.clock()
    facts = {"created_at": now - timedelta(hours=2), "paid_at": now - timedelta(hours=1)}
    numbers = [str(236414227150001 + at) for at in range(30)]
    found = [context.workspace.assess(make_order(number=one, **facts)) for one in numbers]
    missed = MissedWhileClosed(now - timedelta(days=1), now, tuple(found), ())
    return MissedSheet(context, missed, found, asleep=False)


def project_dialog(context: Context) -> QWidget:
    """Return the dialog with the longest form of a record."""
    form = ProjectForm(context)
    return RecordDialog(context, "Project", form, lambda _record, _old: ("", nothing))


def own_plan_dialog(context: Context) -> OwnPlanDialog:
    """Return the dialog with its longest form: the one with the sentence."""
    dialog = OwnPlanDialog(context, "1000000000000001", "236414227150922")
    dialog.choice.buttons["own"].click()
    return dialog


def partner_dialog(context: Context) -> QWidget:
    """Return the dialog with the shortest form of a record."""
    return RecordDialog(
        context,
        "Partner",
        PartnerForm(context.workspace.clock),
        lambda _record, _old: ("", nothing),
    )


WINDOWS: dict[str, Callable[[Context], QWidget]] = {
    "order": OrderDialog,
    "paid": lambda context: PayDialog(context, None),
    "associated": lambda context: AssociateDialog(context, ["1000000000000001"], None),
    "history": HistoryDialog,
    "reminders": AheadDialog,
    "own-plan": own_plan_dialog,
    "restore": RestoreDialog.in_window,
    "transfer": lambda context: TransferFileDialog(context, Path("x.linkdue")),
    "import": lambda context: ImportDialog(context, "236414227150922"),
    "compare": CompareDialog,
    "project": project_dialog,
    "partner": partner_dialog,
    "licences": lambda _context: LicencesDialog(),
    "fault": lambda _context: FaultDialog("details"),
    "busy": lambda _context: BusyWindow("PC", nothing, nothing),
    "plain start": lambda _context: PlainStartWindow(nothing, nothing),
    "recovery": recovery_window,
    "missed": missed_sheet,
    "main": MainWindow,
}


@pytest.fixture(autouse=True)
def _low_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = SimpleNamespace(
        availableSize=AVAILABLE.size, availableGeometry=lambda: QRect(AVAILABLE)
    )
    monkeypatch.setattr(QGuiApplication, "primaryScreen", lambda: screen)
    monkeypatch.setattr(QGuiApplication, "screenAt", lambda _point: screen)


def last_row(window: QWidget) -> list[QAbstractButton]:
    """Return the buttons below the scrolling body."""
    bodies = [one for one in window.findChildren(QWidget, "column") if one.isVisible()]
    return [
        button
        for button in window.findChildren(QAbstractButton)
        if button.isVisibleTo(window)
        and not any(body.isAncestorOf(button) for body in bodies)
        and type(button).__name__ in ("PlainButton", "PrimaryButton", "LinkButton", "CopyButton")
    ]


@pytest.mark.parametrize("name", WINDOWS)
def test_the_frame_fits_a_low_screen(
    name: str, context: Context, account: Account, qtbot: QtBot
) -> None:
    """A laptop's user could reach neither the title bar nor the button at the bottom."""
    window = WINDOWS[name](context)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    assert AVAILABLE.contains(window.frameGeometry())


@pytest.mark.parametrize("name", [name for name in WINDOWS if name != "main"])
def test_every_button_is_visible_without_scrolling(
    name: str, context: Context, account: Account, qtbot: QtBot
) -> None:
    """Users who do not find “Save” believe that the input is lost."""
    window = WINDOWS[name](context)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    buttons = last_row(window)
    assert buttons
    for button in buttons:
        corner = button.mapTo(window, QPoint(0, 0))
        assert window.rect().contains(QRect(corner, button.size())), button.text()
        assert not button.visibleRegion().isEmpty(), button.text()


def test_a_dialog_grows_with_an_error_in_it(
    context: Context, account: Account, qtbot: QtBot
) -> None:
    """Otherwise the error message would be below the edge."""
    dialog = PayDialog(context, None)
    qtbot.addWidget(dialog)
    dialog.show()
    before = dialog.height()
    dialog.at.set_text("no time")
    qtbot.keyClick(dialog.at.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.height() > before)
    assert dialog.at.has_error()


def test_enter_in_a_field_triggers_the_primary_action(
    context: Context, account: Account, workspace: Workspace, qtbot: QtBot
) -> None:
    """A form is filled in and saved by keyboard."""
    saved: list[Partner] = []

    def save(record: Partner, _old: object) -> tuple[str, Callable[[], object]]:
        return "saved", lambda: saved.append(record)

    dialog = RecordDialog(context, "Partner", form := PartnerForm(context.workspace.clock), save)
    qtbot.addWidget(dialog)
    dialog.show()
    form.name.set_text("Example partner")
    qtbot.keyClick(form.name.line, Qt.Key.Key_Return)
    assert [one.name for one in saved] == ["Example partner"]


def test_enter_does_nothing_without_a_primary_action(
    context: Context, account: Account, qtbot: QtBot
) -> None:
    """Enter in the list of actions must not undo any of them."""
    dialog = HistoryDialog(context)
    qtbot.addWidget(dialog)
    dialog.show()
    before = len(dialog.entries)
    assert isinstance(dialog, DialogFrame)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert len(dialog.entries) == before
    assert all(entry.effective for entry in dialog.entries)
