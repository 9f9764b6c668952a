"""Measure the page of orders at 1,000, 100,000 and 1,000,000 orders.

Each time is the median of several runs, next to the time for the same rows with `sqlite3` alone.
The window's longest pause is measured while a search is typed, views are changed, and the table is
scrolled.
"""

from __future__ import annotations

import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from bench import many_orders
from desktop.base.storage import FILE_NAME
from desktop.domain.order_rows import PAGE_SIZE
from desktop.domain.views import OrderColumn, Query, View
from desktop.records.index.index_reader import IndexReader
from desktop.services.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
COUNTS = (1_000, 100_000, 1_000_000)
_RUNS = 7
_TEXTS = {"rare": "7 2715", "two characters": "服务", "a digit": "2", "a number": "236414227012348"}


def measure(counts: tuple[int, ...] = COUNTS) -> dict[str, object]:
    """Return all figures by number of orders, in milliseconds, memory in MB."""
    result: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "empty"
        many_orders.fill(empty, 0)
        for count in counts:
            data = Path(folder) / str(count)
            many_orders.fill(data, count)
            result[f"{count:,}"] = _measure(data, empty)
    return result


def _measure(folder: Path, empty: Path) -> dict[str, object]:
    workspace = Workspace.open(folder)
    reader, now = IndexReader(folder / FILE_NAME), workspace.clock()
    raw = sqlite3.connect(folder / FILE_NAME)
    figures: dict[str, object] = {
        "first page": _compare(
            lambda: _first(reader, Query(), now), lambda: _raw(raw, "shelf = 0", "deadline", now)
        ),
        "all views": max(_median(partial(_first, reader, Query(view), now)) for view in View),
        "counts": _median(lambda: reader.counts(now)),
        "sort": max(
            _median(partial(_first, reader, Query(View.ALL, "", column, descending=True), now))
            for column in OrderColumn
        ),
        "scroll to the end": _compare(lambda: _last(reader, now), lambda: _raw_last(raw)),
        "home": _median(workspace.daily_summary),
    }
    for name, text in _TEXTS.items():
        figures[f"search {name}"] = _median(partial(_first, reader, Query(View.ALL, text), now))
    raw.close()
    reader.close()
    workspace.close()
    return figures | _window(folder, empty)


def _first(reader: IndexReader, query: Query, now: datetime) -> object:
    cursors = reader.listing(query, now).following(None, PAGE_SIZE)
    return reader.order_rows([cursor.key for cursor in cursors])


def _last(reader: IndexReader, now: datetime) -> object:
    query = Query(View.ALL, "", OrderColumn.CREATED, descending=True)
    cursors = reader.listing(query, now).following(None, PAGE_SIZE)
    return reader.order_rows([cursor.key for cursor in cursors])


def _raw(raw: sqlite3.Connection, where: str, column: str, now: datetime) -> object:
    return raw.execute(
        "SELECT orders.*, register.* FROM register CROSS JOIN orders ON orders.id = order_id "
        f"WHERE {where} AND deadline > ? ORDER BY {column}, order_id LIMIT {PAGE_SIZE}",
        [int(now.timestamp())],
    ).fetchall()


def _raw_last(raw: sqlite3.Connection) -> object:
    return raw.execute(
        "SELECT orders.*, register.* FROM register CROSS JOIN orders ON orders.id = order_id "
        f"WHERE shelf = 3 ORDER BY register.created_at DESC, order_id DESC LIMIT {PAGE_SIZE}"
    ).fetchall()


def _compare(ours: Callable[[], object], raw: Callable[[], object]) -> dict[str, float]:
    ours_ms, floor = _median(ours), _median(raw)
    return {"ms": ours_ms, "raw_ms": floor, "ratio": round(ours_ms / max(floor, 0.01), 1)}


def _median(run: Callable[[], object]) -> float:
    times = []
    for _ in range(_RUNS):
        started = time.perf_counter()
        run()
        times.append(time.perf_counter() - started)
    return round(statistics.median(times) * 1000, 2)


def _window(folder: Path, empty: Path) -> dict[str, Any]:
    """Return the window's pauses, memory and start time, compared with a start without orders."""
    starts: dict[str, list[float]] = {"full": [], "empty": []}
    last: dict[str, Any] = {}
    for _ in range(5):
        for name, data in (("full", folder), ("empty", empty)):
            figures = _run_window(data)
            starts[name].append(figures["start_ms"])
            if name == "full":
                last = figures
    full, floor = (statistics.median(starts[name]) for name in ("full", "empty"))
    return {
        "start": {"ms": round(full), "empty_ms": round(floor), "ratio": round(full / floor, 2)},
        "longest pause": last["pause_ms"],
        "tick": last["tick_ms"],
        "memory_mb": last["memory_mb"],
    }


def _run_window(folder: Path) -> dict[str, float]:
    path = os.pathsep.join((str(ROOT), str(ROOT / "build_scripts")))
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": path}
    command = [sys.executable, "-m", "bench.window", str(folder)]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return dict(eval(done.stdout))  # noqa: S307 - our own program's output
