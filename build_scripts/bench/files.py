"""Measure import and export of 100,000 orders: rows a second, and the ratio to a floor.

The floor is the time that the format's library alone – `csv`, calamine, `json`, xlsxwriter – needs
for the same rows in the same run; for imports plus one raw `executemany`. “preview” ends when the
user could see the preview, “in” includes writing: the verdict of each order, the search index, the
journal.
"""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from bench import many_orders
from desktop.domain.model import Account
from desktop.exchange.options import ReadOptions
from desktop.services.workspace import Workspace

COUNT = 100_000
_RUNS = 3
_CANCEL_AFTER = (0.2, 0.9)
"""Seconds after the start of the preview, and of writing."""


def measure(count: int = COUNT) -> dict[str, object]:
    """Return the figures for each format, and how soon a cancelled import ends, in milliseconds."""
    result: dict[str, object] = {"orders": count}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        many_orders.fill(folder / "data", count)
        workspace = Workspace.open(folder / "data")
        for ending in ("csv", "xlsx", "json"):
            path = folder / f"orders.{ending}"
            out = _seconds(partial(workspace.files.export, path, "en"))
            floor_out = _seconds(_FLOORS_OUT[ending](path))
            result[ending] = _import(folder, path) | {
                "out_rows_a_second": round(count / out),
                "out_ratio": round(out / floor_out, 1),
            }
        result["cancel_ms"] = _cancel(folder, folder / "orders.csv")
        workspace.close()
    return result


def _import(folder: Path, path: Path) -> dict[str, object]:
    rows = _FLOORS_IN[path.suffix[1:]]

    def floor() -> None:
        cells = [list(row) for row in rows(path)]
        width = max(map(len, cells))
        raw = sqlite3.connect(folder / "floor.sqlite3")
        raw.execute("DROP TABLE IF EXISTS orders")
        raw.execute(f"CREATE TABLE orders ({', '.join(f'c{n}' for n in range(width))})")
        marks = ", ".join("?" * width)
        raw.executemany(
            f"INSERT INTO orders VALUES ({marks})",
            (row + [None] * (width - len(row)) for row in cells),
        )
        raw.commit()
        raw.close()

    previews, writings, floors = [], [], []
    for run in range(_RUNS):
        floors.append(_seconds(floor, 1))
        workspace = Workspace.open(folder / f"{path.suffix[1:]}-{run}")
        for number, uid in enumerate(many_orders.ACCOUNTS):
            workspace.save_account(Account(uid=uid, name=f"{number}"))
        started = time.perf_counter()
        plan = workspace.files.plan(workspace.files.open(path), ReadOptions())
        previews.append(time.perf_counter() - started)
        writings.append(_seconds(partial(workspace.files.import_plan, plan, "x"), 1))
        workspace.close()
    ratios = sorted(p / f for p, f in zip(previews, floors, strict=True))
    return {
        "preview_rows_a_second": round(COUNT / min(previews)),
        "preview_ratio": round(ratios[len(ratios) // 2], 1),
        "in_rows_a_second": round(COUNT / (min(previews) + min(writings))),
    }


def _cancel(folder: Path, path: Path) -> dict[str, int]:
    """Measure how long a cancelled job continues, and check that it wrote nothing."""
    found: dict[str, int] = {}
    for name, after in zip(("preview", "writing"), _CANCEL_AFTER, strict=True):
        workspace = Workspace.open(folder / f"cancel-{name}")
        plan = workspace.files.plan(workspace.files.open(path)) if name == "writing" else None
        cancelled: list[float] = []

        def progress(_at: int, _count: int, cancelled: list[float] = cancelled) -> None:
            if cancelled:
                raise KeyboardInterrupt

        threading.Timer(after, lambda c=cancelled: c.append(time.perf_counter())).start()
        try:
            if plan is None:
                workspace.files.plan(workspace.files.open(path, None, progress), None, progress)
            else:
                workspace.files.import_plan(plan, "x", progress)
        except KeyboardInterrupt:
            found[name] = round((time.perf_counter() - cancelled[0]) * 1000)
        assert not workspace.book().orders
        workspace.close()
    return found


def _seconds(work: Callable[[], object], runs: int = _RUNS) -> float:
    """Return the shortest time of several runs."""
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


def _csv_rows(path: Path) -> Iterable[Sequence[object]]:
    return csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""))


def _xlsx_rows(path: Path) -> Iterable[Sequence[object]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def _json_rows(path: Path) -> Iterable[Sequence[object]]:
    orders = json.loads(path.read_text("utf-8"))["orders"]
    return [[str(value) for value in order.values()] for order in orders]


def _csv_out(path: Path) -> Callable[[], object]:
    rows = list(_csv_rows(path))

    def write() -> None:
        with path.with_suffix(".floor").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)

    return write


def _xlsx_out(path: Path) -> Callable[[], object]:
    rows = [[str(cell) for cell in row] for row in _xlsx_rows(path)]

    def write() -> None:
        with xlsxwriter.Workbook(path.with_suffix(".floor")) as book:
            sheet = book.add_worksheet()
            for at, row in enumerate(rows):
                for place, cell in enumerate(row):
                    sheet.write_string(at, place, cell)

    return write


def _json_out(path: Path) -> Callable[[], object]:
    data = json.loads(path.read_text("utf-8"))
    text = {"ensure_ascii": False, "indent": 2}
    return lambda: path.with_suffix(".floor").write_text(json.dumps(data, **text), "utf-8")  # type: ignore[arg-type]


_FLOORS_IN: dict[str, Callable[[Path], Iterable[Sequence[object]]]] = {
    "csv": _csv_rows,
    "xlsx": _xlsx_rows,
    "json": _json_rows,
}
_FLOORS_OUT = {"csv": _csv_out, "xlsx": _xlsx_out, "json": _json_out}
