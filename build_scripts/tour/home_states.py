"""Pictures of the home page: nothing due, everything done, and a deadline just passed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from desktop.domain.model import Account, Window
from desktop.services.workspace import Workspace
from desktop.ui.kit.ticker import Ticker
from desktop.ui.shared.context import Context
from desktop.ui.shell.main_window import MainWindow
from tour.camera import Camera, close_and_delete, settle
from tour.records import ACCOUNT, NOW, ORDER, PROJECT, UNPAID, log, project

_CALM = NOW - timedelta(days=6)
_AFTER_MIDNIGHT = NOW + timedelta(hours=3, minutes=17)
"""00:05 in Beijing on the first day of the next month."""


def home_pictures(folder: Path, camera: Camera) -> Iterator[Path]:
    """Save the home page on three days, each with new data."""
    for name, now, done in (
        ("home-calm", _CALM, False),
        ("home-done", NOW, True),
        ("home-after-midnight", _AFTER_MIDNIGHT, False),
    ):
        yield _picture(folder / name, camera, name, now, done=done)


def _picture(folder: Path, camera: Camera, name: str, now: datetime, *, done: bool) -> Path:
    """Save one picture; if `done`, both orders are associated."""
    workspace = Workspace.open(folder, lambda: now)
    company = "杭州示例科技" if camera.chinese else "Example Trading"
    workspace.save_account(
        Account(uid=ACCOUNT, name=company, window=Window.MONTH, window_checked_at=_CALM)
    )
    workspace.save_project(project(ACCOUNT, PROJECT, days=28))
    for number, product in ((ORDER, "ecs"), (UNPAID, "cdn")):
        associated = {"project": PROJECT, "associated_at": NOW - timedelta(days=5)} if done else {}
        log(workspace, number, product, hours=24 * 7, **associated)
    window = MainWindow(Context(workspace, Ticker(workspace.clock)))
    window.resize(1200, 760)
    window.show()
    settle()
    picture = camera.take(window, name)
    close_and_delete(window)
    workspace.close()
    return picture
