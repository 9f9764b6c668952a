"""Runs the checks, and says what came of them."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from desktop.app import make_application
from desktop.desk import Desk
from desktop.smoke.ground import Ground, record
from desktop.smoke.parts import PARTS
from desktop.smoke.screens import paint, paint_screens
from desktop.ui.context import Context
from desktop.ui.kit.ticker import Ticker
from desktop.ui.shell.main_window import MainWindow
from desktop.ui.theme.theme import Theme


def run_smoke() -> int:
    """Print one JSON object; 0 where all is well, else 1.

    ``ready_ms`` is until the home screen was painted, ``screens`` how many were, ``passed`` the names
    of the checks that passed, ``failed`` the others' names with what is wrong. Where a fault is
    unexpected, its traceback goes to standard error. Without a screen, nothing is shown.
    """
    started = time.perf_counter()
    if sys.platform.startswith("linux") and not os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = make_application()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        desk = Desk.open(Path(folder) / "data")
        try:
            theme = Theme(application)
            paint(application, MainWindow(Context(desk, Ticker(desk.clock))))
            ready_ms = round((time.perf_counter() - started) * 1000)
            record(desk)
            report = _look_over(Ground(application, Path(folder), desk), theme)
        finally:
            desk.close()
    print(json.dumps({"ready_ms": ready_ms} | report, ensure_ascii=False))
    return 1 if report["failed"] else 0


def _look_over(ground: Ground, theme: Theme) -> dict[str, object]:
    """Every part and every screen, also after one failed."""
    failed: dict[str, str] = {}
    painted: list[int] = []
    checks = {part.__name__: part for part in PARTS}
    checks["screens"] = lambda ground: painted.append(paint_screens(ground, theme))
    for name, check in checks.items():
        trouble = _trouble(check, ground)
        if trouble:
            failed[name] = trouble
    passed = [name for name in checks if name not in failed]
    return {"screens": sum(painted), "passed": passed, "failed": failed}


def _trouble(check: Callable[[Ground], None], ground: Ground) -> str:
    try:
        check(ground)
    except Exception as problem:  # noqa: BLE001 - whatever it is, the report names it
        traceback.print_exc()
        return f"{type(problem).__name__}: {problem}"
    return ""
