"""Measure hostile files and clipboard texts in the real import dialog: time, pauses, memory.

Each is imported in a separate process with its own window. The result is a refusal or a preview;
“pause” is the longest time that the window's event loop was blocked, “memory” the peak of the
program and of the process that reads spreadsheets.
"""

from __future__ import annotations

import ast
import io
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_UID = "1000000000000001"
_SECONDS = 120
_MB = 1 << 20


def measure() -> dict[str, object]:
    """Return result, seconds and megabytes for each case."""
    if sys.platform == "win32":
        return {"skipped": "needs getrusage"}
    return {name: _run_in_process(name) for name in CASES}


def _run_in_process(name: str) -> object:
    path = os.pathsep.join((str(ROOT), str(ROOT / "build_scripts")))
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": path}
    done = subprocess.run(
        [sys.executable, "-m", "bench.hostile", name],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return ast.literal_eval(done.stdout) if done.returncode == 0 else done.stderr[-500:]


def import_case(name: str) -> dict[str, object]:
    """Import one case in the window and return the figures."""
    from PySide6.QtWidgets import QApplication

    from bench.window import Watchdog
    from desktop.app import make_application
    from desktop.domain.model import Account
    from desktop.services.workspace import Workspace
    from desktop.ui.kit.ticker import Ticker
    from desktop.ui.orders.page import OrdersPage
    from desktop.ui.shared.context import Context
    from desktop.ui.shell.main_window import MainWindow
    from desktop.wording import imports

    application = make_application()
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace.open(Path(folder) / "data")
        workspace.save_account(Account(uid=_UID, name="Example"))
        window = MainWindow(Context(workspace, Ticker(workspace.clock)))
        window.show()
        window.show_page("orders")
        path = Path(folder) / "orders.dat"
        CASES[name](path)
        copied = path.read_text("utf-8") if name.startswith("clipboard") else None
        if copied is not None:
            QApplication.clipboard().setText(copied)
        _pump(0.5)
        before, version = _memory(), workspace.data_version()
        watchdog = Watchdog()
        started = time.perf_counter()
        if copied is None:
            window.open_import(path)
        else:
            page = window.pages["orders"]
            assert isinstance(page, OrdersPage)
            page.paste()
        dialog = window.import_dialog
        assert dialog is not None
        while dialog.importer.busy and time.perf_counter() - started < _SECONDS:
            application.processEvents()
            time.sleep(0.001)
        took = time.perf_counter() - started
        plan = dialog.plan
        refusal = f"{dialog.report.title.text()} {dialog.report.text.text()}"
        outcome = refusal if plan is None else imports.counts(plan)
        pause = watchdog.longest
        untouched = workspace.data_version() == version
        dialog.close_now()
        window.close()
        workspace.close()
    return {
        "result": "preview" if plan is not None else "refused",
        "seconds": round(took, 2),
        "pause_ms": round(pause * 1000),
        "memory_mb": _memory() - before,
        "reader_mb": _memory(children=True),
        "untouched": untouched,
        "message": outcome.strip()[:100],
    }


def _pump(seconds: float) -> None:
    from PySide6.QtWidgets import QApplication

    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        QApplication.processEvents()
        time.sleep(0.001)


def _memory(*, children: bool = False) -> int:
    """Return the peak memory of this process, or of its children, in MB (Linux reports KB)."""
    import resource

    processes = resource.RUSAGE_CHILDREN if children else resource.RUSAGE_SELF
    return resource.getrusage(processes).ru_maxrss // 1024


def _repeated(start: str, part: str, end: str, megabytes: int) -> Callable[[Path], None]:
    """Return a function that writes a text in which `part` is repeated."""

    def write(path: Path) -> None:
        block = part * max(1, _MB // len(part.encode()))
        with path.open("w", encoding="utf-8", newline="") as file:
            file.write(start)
            for _ in range(megabytes):
                file.write(block)
            file.write(end)

    return write


def _corpus(name: str) -> Callable[[Path], None]:
    """Return a function that writes a file of the tests' corpus of broken files."""

    def write(path: Path) -> None:
        from tests.exchange.corpus import CASES as CORPUS

        path.write_bytes(next(case for case in CORPUS if case.name == name).make())

    return write


def _sheet(start: bytes, part: bytes, end: bytes, times: int) -> Callable[[Path], None]:
    """Return a function that writes a workbook in whose sheet `part` is repeated."""

    def write(path: Path) -> None:
        from tests.exchange.corpus import usual_workbook

        with (
            zipfile.ZipFile(io.BytesIO(usual_workbook())) as old,
            zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            for name in old.namelist():
                if name.endswith("sheet1.xml"):
                    with new.open(name, "w", force_zip64=True) as sheet:
                        sheet.write(start)
                        for _ in range(times):
                            sheet.write(part)
                        sheet.write(end)
                else:
                    new.writestr(name, old.read(name))

    return write


_HEADER = "订单号,订单类型,订单状态,创建时间,支付时间,应付金额,商品名称\n"
_ROW = "236414227150001,新购,已支付,2026-09-01 00:30:00,2026-09-01 00:40:00,2040.00,测试\n"
_SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_END = b"</sheetData></worksheet>"
_CELL = b'<c r="A1" t="inlineStr"><is><t>%s</t></is></c>'


def _orders(count: int) -> Callable[[Path], None]:
    """Return a function that writes valid orders; only their number is hostile."""

    def write(path: Path) -> None:
        rows = (_ROW.replace("236414227150001", str(236414227000000 + n)) for n in range(count))
        path.write_text(_HEADER + "".join(rows), "utf-8")

    return write


def _one_gigabyte(path: Path) -> None:
    with path.open("wb") as file:
        for _ in range(1024):
            file.write(b"a" * _MB)


def _chinese(path: Path) -> None:
    path.write_bytes("订单\n".encode("gb18030") * (50 * _MB))


CASES: dict[str, Callable[[Path], None]] = {
    "cells of 10 MB": _repeated(_HEADER, "x", "\n", 10),
    "a line of 1 GB": _one_gigabyte,
    "a line of 250 MB": _repeated(_HEADER, "x,", "", 250),
    "250 MB of rows": _repeated(_HEADER, _ROW, "", 250),
    "100,000 orders": _orders(100_000),
    "a million orders": _orders(1_000_000),
    "250 MB of line ends": _repeated(_HEADER, "\n", "", 250),
    "250 MB of letters that grow": _repeated("", "\ufdfa ", "", 250),
    "250 MB of Chinese in GB18030": _chinese,
    "250 MB of quotes": _repeated(_HEADER, '"', "", 250),
    "10,000 levels of JSON": _corpus("ten thousand levels"),
    "250 MB of levels": _repeated("", "[", "", 250),
    "250 MB of texts in JSON": _repeated("[", '"a",', '""]', 250),
    "250 MB of lists in JSON": _repeated("[", "[],", "[]]", 250),
    "250 MB of objects in JSON": _repeated("[", '{"OrderId":"1"},', "{}]", 250),
    "100 MB of JSON with false objects": _repeated("[", '"{","a","a",', '""]', 100),
    "one text of 250 MB in JSON": _repeated('["', "a", '"]', 250),
    "a number of 250 MB in JSON": _repeated("[", "9", "]", 250),
    "NUL and bidi": _corpus("NUL in a number"),
    "a zip bomb": _corpus("a zip bomb"),
    "a zip bomb that lies": _corpus("a zip bomb that lies"),
    "billions of declared rows": _corpus("billions of cells declared"),
    "entity expansion": _corpus("entities of entities"),
    "a sheet cell of 10 MB": _sheet(
        _SHEET + b"<row>", _CELL % (b"x" * 10 * _MB), b"</row>" + _END, 1
    ),
    "a sheet of 250 MB": _sheet(_SHEET, b"<row>" + _CELL % b"x" * 99 + b"</row>", _END, 52_000),
    "clipboard of 200 MB of rows": _repeated(_HEADER, _ROW, "", 200),
    "clipboard of 200 MB without a line end": _repeated("", "x", "", 200),
}

if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    print(import_case(sys.argv[1]))
