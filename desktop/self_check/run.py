"""Runs all checks of the self-check and prints the report."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from desktop.app import make_application
from desktop.base.terminal_text import plain_json
from desktop.self_check.fixture import Failed, Fixture
from desktop.self_check.parts import PARTS
from desktop.self_check.screens import paint, paint_screens
from desktop.services.workspace import Workspace
from desktop.ui.kit.ticker import Ticker
from desktop.ui.shared.context import Context
from desktop.ui.shell.main_window import MainWindow
from desktop.ui.theme.theme import Theme

_SELF_EXPLAINING = (Failed, OSError)
"""Errors whose messages say what is missing; for all others the traceback is printed."""


def run_self_check() -> int:
    """Check the program, print one JSON object, and return 0 if every check passed, else 1.

    ``ready_ms`` is the time until the home screen was painted (null if it was not), ``screens`` the
    number of screens painted, ``passed`` the names of the checks that passed, ``failed`` the others
    with their problems. The traceback of an unexpected error goes to standard error. Without a
    display, Qt's offscreen platform is used.
    """
    started = time.perf_counter()
    if sys.platform.startswith("linux") and not os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = make_application()
    theme = Theme(application)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        fixture = Fixture(application, Path(folder))
        try:
            report = _run_checks(fixture, theme, started)
        finally:
            fixture.close()
    print(plain_json(report))
    return 1 if report["failed"] else 0


def _run_checks(fixture: Fixture, theme: Theme, started: float) -> dict[str, object]:
    """Check the start, every part and every screen, and continue after failures."""
    failed: dict[str, str] = {}
    ready: list[float] = []
    painted: list[int] = []

    def start(fixture: Fixture) -> None:
        _start(fixture)
        ready.append(time.perf_counter() - started)

    def screens(fixture: Fixture) -> None:
        painted.append(paint_screens(fixture, theme))

    checks = {check.__name__: check for check in (start, *PARTS, screens)}
    for name, check in checks.items():
        problem = problem_of(check, fixture)
        if problem:
            failed[name] = problem
    return {
        "ready_ms": round(ready[0] * 1000) if ready else None,
        "screens": sum(painted),
        "passed": [name for name in checks if name not in failed],
        "failed": failed,
    }


def _start(fixture: Fixture) -> None:
    """Open the window on an empty folder, as for a new user."""
    workspace = Workspace.open(fixture.folder / "new")
    ticker = Ticker(workspace.clock)
    try:
        paint(fixture.application, MainWindow(Context(workspace, ticker))).close()
    finally:
        ticker.stop()  # else it would tick for a window that failed half-way
        workspace.close()


def problem_of(check: Callable[[Fixture], None], fixture: Fixture) -> str:
    """Run a check and return its first error with its causes; empty if there is none."""
    found: list[BaseException] = []
    with _uncaught_errors(found):
        try:
            check(fixture)
        except Exception as problem:  # noqa: BLE001 - whatever it is, the report names it
            found.append(problem)
    for one in found:
        if not isinstance(_causes(one)[-1], _SELF_EXPLAINING):
            traceback.print_exception(one)
    return ", caused by ".join(map(_named, _causes(found[0]))) if found else ""


def _causes(problem: BaseException) -> list[BaseException]:
    """Return the error and its chain of causes."""
    chain = [problem]
    while (cause := chain[-1].__cause__) is not None:
        chain.append(cause)
    return chain


def _named(problem: BaseException) -> str:
    return f"{type(problem).__name__}: {problem}"


@contextmanager
def _uncaught_errors(found: list[BaseException]) -> Iterator[None]:
    """Collect errors raised in callbacks from Qt and on threads, which no caller receives."""

    def take(
        kind: type[BaseException], error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        found.append(error or kind())

    before = sys.excepthook, threading.excepthook
    sys.excepthook = take
    threading.excepthook = lambda args: take(args.exc_type, args.exc_value, args.exc_traceback)
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook = before
