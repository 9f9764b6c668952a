"""Pictures of the page “Before buying” with every answer: go, wait, stop, number requested."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from desktop.domain.model import Account, Project, ProjectStatus, Window
from desktop.services.workspace import Workspace
from desktop.ui.gate.page import GatePage
from desktop.ui.kit.ticker import Ticker
from desktop.ui.shared.context import Context
from desktop.ui.shell.main_window import MainWindow
from desktop.wording.verdicts.gates import questions
from tour.camera import Camera, close_and_delete, settle
from tour.records import ACCOUNT, NEW, NOW, OTHER, PROJECT, project

_LATE = NOW + timedelta(hours=2, minutes=52)
"""23:40 in Beijing on the last day of the month."""


def gate_pictures(folder: Path, camera: Camera) -> Iterator[Path]:
    """Save the page for accounts with a number, a requested number, and none, in new data."""
    workspace = Workspace.open(folder / "gate", lambda: NOW)
    for uid, name in ((ACCOUNT, "杭州示例科技"), (OTHER, "宁波示例贸易"), (NEW, "新账号")):
        account = Account(uid=uid, name=name, window=Window.MONTH, window_checked_at=NOW)
        workspace.save_account(account)
    workspace.save_project(project(ACCOUNT, PROJECT, days=28))
    sent = NOW - timedelta(days=2)
    workspace.save_project(Project(account=OTHER, status=ProjectStatus.SENT, requested_at=sent))
    known = workspace.book().accounts[ACCOUNT]
    for question in questions():
        workspace.answer(known, question.id, True)
    workspace.close()
    for name, uid, now in (
        ("gate-go", ACCOUNT, NOW),
        ("gate-wait", ACCOUNT, _LATE),
        ("gate-stop", NEW, NOW),
        ("gate-on-its-way", OTHER, NOW),
    ):
        yield _picture(folder / "gate", camera, name, uid, now)


def _picture(folder: Path, camera: Camera, name: str, uid: str, now: datetime) -> Path:
    workspace = Workspace.open(folder, lambda: now)
    window = MainWindow(Context(workspace, Ticker(workspace.clock)))
    window.resize(1200, 760)
    window.show()
    window.show_page("gate")
    page = window.pages["gate"]
    if not isinstance(page, GatePage):
        raise TypeError("not the page “Before buying”")
    page.account.set_value(uid)
    page.account.edited.emit()
    settle()
    picture = camera.take(window, name)
    close_and_delete(window)
    workspace.close()
    return picture
