"""The foot of the navigation: the last backup, inconspicuous while all is well."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from desktop.domain.backups import BackupReason
from desktop.services.workspace import Workspace
from desktop.ui.home.backup_foot import BackupFoot
from desktop.ui.shared.backup_worker import BackupWorker
from desktop.ui.shared.context import Context
from tests.conftest import FakeClock
from tests.ui.conftest import idle


def foot_of(qtbot: QtBot, context: Context) -> BackupFoot:
    """Show the foot."""
    foot = BackupFoot(context)
    qtbot.addWidget(foot)
    foot.show()
    return foot


def test_nothing_alarms_before_there_is_anything_to_keep(
    workspace: Workspace, qtbot: QtBot, context: Context
) -> None:
    """A newcomer who reads of a missing backup believes to have lost something."""
    foot = foot_of(qtbot, context)
    assert foot.accessibleName() == "Everything is saved · Only on this computer"


def test_it_shows_the_last_backup_and_leads_to_the_list(
    orders: Workspace, qtbot: QtBot, context: Context, backup_worker: BackupWorker
) -> None:
    """“When was the last backup?” is answered on every page, in one press."""
    foot = foot_of(qtbot, context)
    orders.backups.take(BackupReason.ASKED)
    backup_worker.start()
    idle(qtbot, backup_worker)
    assert foot.accessibleName() == "Backed up today 12:00 · Only on this computer"
    with qtbot.waitSignal(context.page_wanted) as wanted:
        foot.click()
    assert wanted.args == ["settings:data"]


def test_the_colour_changes_after_a_week(
    orders: Workspace,
    qtbot: QtBot,
    context: Context,
    backup_worker: BackupWorker,
    clock: FakeClock,
) -> None:
    """Last month's backup is of little use; the words say how old it is."""
    foot = foot_of(qtbot, context)
    orders.backups.take(BackupReason.ASKED)
    backup_worker.start()
    idle(qtbot, backup_worker)
    calm = foot.grab().toImage()
    clock.advance(days=8)
    foot.refresh()
    assert "10 Sep 12:00" in foot.accessibleName()
    assert foot.grab().toImage() != calm
