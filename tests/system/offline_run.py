"""A complete run of the real program, with a trap at every socket that Python makes.

    python -m tests.system.offline_run window|verbs|python-leak|qt-leak FOLDER

Prints each socket that reaches beyond this computer; the last line is ``done``. The two leaks open
one on purpose.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.builders import UID, make_account

if TYPE_CHECKING:
    from desktop.ui.imports.import_dialog import ImportDialog

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "tests" / "exchange" / "samples"
NUMBER = "236414227150001"
_LOCAL = getattr(socket, "AF_UNIX", None)
_PATIENCE = 60


def trap(event: str, arguments: tuple[object, ...]) -> None:
    """Print a line if a socket is made, or used, for anything but this computer."""
    if not event.startswith("socket.") or event == "socket.gethostname":
        return
    if event == "socket.__new__" and arguments[1] == _LOCAL:
        return
    if isinstance(arguments[-1], str | bytes) and event in ("socket.connect", "socket.bind"):
        return
    print("trapped", event, flush=True)


def verb_calls(folder: Path) -> dict[str, list[list[str]]]:
    """Return calls of every verb, in an order in which each finds something to do."""
    sample = str(SAMPLES / "my_orders_utf8_bom.csv")
    payments = str(SAMPLES / "payments" / "wechat.csv")
    backup = str(folder / "backup.sqlite3")
    files = [str(folder / f"all.{ending}") for ending in ("json", "csv", "xlsx", "ics")]
    facts = ("--company", "Example", "--purpose", "shop")
    requests = [str(folder / f"request.{ending}") for ending in ("txt", "png", "pdf")]
    return {
        "import": [[sample, "--account", UID, "--dry-run"], [sample, "--account", UID]],
        "due": [["--all"]],
        "explain": [[NUMBER]],
        "gate": [[UID]],
        "associate": [[NUMBER], [NUMBER, "--undo"]],
        "compare": [["--account", UID, "--to-associate", sample, "--associated", sample]],
        "cashback": [["--by", "month"]],
        "card": [[str(folder / "partner.linkduecard"), "--take"]],
        "remind": [["--dry-run"], ["--silent"], []],
        "receipt": [["12.00", "--credit"], ["import", payments, "--dry-run"], []],
        "statement": [[]],
        "report": [["2026-09", "--to", str(folder / "report.xlsx")]],
        "evidence": [["list"], ["check"]],
        "export": [[file] for file in files],
        "backup": [[], [backup]],
        "restore": [[backup]],
        "check": [[]],
        "smoke": [[]],
        "request": [[UID, *facts, "--to", file] for file in requests],
    }


def run_verbs(folder: Path) -> None:
    """Run every verb."""
    from desktop.__main__ import main

    data = ["--data-dir", str(folder / "data")]
    calls = verb_calls(folder)
    card = '{"format": "linkdue-partner-card", "version": 1, "name": "P"}'
    (folder / "partner.linkduecard").write_text(card, encoding="utf-8")
    calls["import"].append([str(folder / "all.xlsx"), "--account", UID])
    more = calls["import"].pop()
    for verb, each in calls.items():
        for arguments in each:
            if main([*data, verb, *arguments]):
                raise SystemExit(f"{verb} {arguments} failed")
    if main([*data, "import", *more]):
        raise SystemExit("the spreadsheet was not imported")


def run_window(folder: Path) -> None:
    """Start the window; use the wizard, an import, every export and a second start; close it."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from desktop.app import Program, make_application
    from desktop.ui.orders.page import OrdersPage

    application = make_application()
    program = Program(application, folder, "en")

    def until(done: Callable[[], object]) -> None:
        end = time.monotonic() + _PATIENCE
        while not done():
            if time.monotonic() > end:
                raise SystemExit("it took too long")
            QApplication.processEvents()

    def use() -> None:
        window, workspace = program.window, program.workspace
        assert window is not None
        assert workspace is not None
        until(lambda: window.wizard is not None)
        assert window.wizard is not None
        window.wizard.close()
        workspace.save_account(make_account(name="demo@example.com"))
        for name in ("my_orders_gb18030.csv", "query_orders.json"):
            window.open_import(SAMPLES / name)
            dialog = window.import_dialog
            assert dialog is not None
            until(partial(_is_read, dialog))
            if dialog.commit_button.isEnabled():
                dialog.commit_button.click()
                until(lambda: window.import_dialog is None)
            else:
                dialog.close()
        for page in ("home", "gate", "projects", "settings", "help", "orders"):
            window.show_page(page)
            QApplication.processEvents()
        orders = window.pages["orders"]
        assert isinstance(orders, OrdersPage)
        for ending in ("json", "csv", "xlsx", "ics", "pdf"):
            path = folder / f"orders.{ending}"
            orders.exporter.write(path)
            until(path.exists)
        command = [sys.executable, "-m", "desktop", "--data-dir", str(folder)]
        second = subprocess.Popen(command, cwd=ROOT)
        until(lambda: second.poll() is not None)
        assert second.returncode == 0
        window.close()

    QTimer.singleShot(100, use)  # inside an event posted by a timer of 0 ms, Qt would not paint
    if program.run():
        raise SystemExit("the window did not end well")


def _is_read(dialog: ImportDialog) -> bool:
    return dialog.plan is not None


def leak_through_python(_folder: Path) -> None:
    """Ask for a newer version, as a careless library would."""
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()


def leak_through_qt(_folder: Path) -> None:
    """Open a socket through Qt, which Python's audit hooks do not report."""
    from PySide6.QtCore import QCoreApplication
    from PySide6.QtNetwork import QUdpSocket

    application = QCoreApplication([])
    QUdpSocket(application).bind()


RUNS = {
    "window": run_window,
    "verbs": run_verbs,
    "python-leak": leak_through_python,
    "qt-leak": leak_through_qt,
}

if __name__ == "__main__":
    sys.addaudithook(trap)
    RUNS[sys.argv[1]](Path(sys.argv[2]))
    print("done", flush=True)
