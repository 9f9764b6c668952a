"""Measures what a user waits for, as ratios taken in one run. Prints one JSON object.

    dev.py bench [start|idle|due|orders|files|hostile …]      all where none is named

start: process start to first painted frame, against a bare QApplication with an empty QMainWindow,
the two in turn. idle: wake-ups and processor time of the window left alone for 30 seconds. due: the
verb `due` on 10,000 orders. orders: the page of orders with up to a million of them.
files: 100,000 orders in and out. hostile: hostile files in the import dialog (Linux).
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench import files, hostile, many_orders, orders

ROOT = Path(__file__).resolve().parents[2]

RUNS = 11
IDLE_SECONDS = 30

_BARE = """
import os, sys
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def event(self, event):
        done = super().event(event)
        if event.type() is QEvent.Type.UpdateRequest:
            os._exit(0)
        return done
app = QApplication([])
window = Window()
window.resize(1200, 760)
window.show()
app.exec()
"""

_LINKDUE = """
import os, sys
sys.argv[1:] = ["--data-dir", {folder!r}]
import desktop.ui.kit.first_paint as first_paint
from PySide6.QtCore import QEvent
def eventFilter(self, watched, event):
    if event.type() is QEvent.Type.UpdateRequest:
        watched.event(event)
        os._exit(0)
    return False
first_paint._FirstPaint.eventFilter = eventFilter
from desktop.__main__ import main
main()
"""


def measure_start() -> dict[str, object]:
    """Median seconds to the first frame, LinkDue with 1,000 orders and bare, and their ratio."""
    result: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        many_orders.fill(data, 1000)
        for platform, prefix in _platforms():
            environment = os.environ | {"QT_QPA_PLATFORM": platform, "PYTHONPATH": str(ROOT)}
            environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a user's second start is compiled
            ours, bare = [], []
            for _ in range(RUNS):
                bare.append(_seconds([*prefix, sys.executable, "-c", _BARE], environment))
                code = _LINKDUE.format(folder=str(data))
                ours.append(_seconds([*prefix, sys.executable, "-c", code], environment))
            ratios = sorted(o / b for o, b in zip(ours[1:], bare[1:], strict=True))
            result[platform] = {
                "bare_ms": round(statistics.median(bare[1:]) * 1000),
                "linkdue_ms": round(statistics.median(ours[1:]) * 1000),
                "ratio": round(statistics.median(ratios), 2),
                "ratios": [round(ratios[0], 2), round(ratios[-1], 2)],
            }
    return result


def _platforms() -> list[tuple[str, list[str]]]:
    """Without a screen, and where Xvfb or a screen is there, on X11."""
    found: list[tuple[str, list[str]]] = [("offscreen", [])]
    if os.environ.get("DISPLAY"):
        found.append(("xcb", []))
    return found


def _seconds(command: list[str], environment: dict[str, str]) -> float:
    started = time.perf_counter()
    # No timeout: waiting with one polls, and is wrong by up to 50 ms.
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def measure_idle() -> dict[str, object]:
    """Wake-ups (voluntary context switches) and processor seconds of the idle window."""
    if not Path("/proc/self/status").exists():
        return {"skipped": "needs /proc"}
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        many_orders.fill(data, 1000)
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        command = [sys.executable, "-m", "desktop", "--data-dir", str(data)]
        program = subprocess.Popen(command, cwd=ROOT, env=environment)
        try:
            time.sleep(5)
            before = _usage(program.pid)
            time.sleep(IDLE_SECONDS)
            after = _usage(program.pid)
        finally:
            program.terminate()
            program.wait()
    return {
        "seconds": IDLE_SECONDS,
        "wake_ups": after[0] - before[0],
        "cpu_seconds": round(after[1] - before[1], 3),
    }


def _usage(pid: int) -> tuple[int, float]:
    """Voluntary context switches and processor seconds of all threads so far."""
    switches = 0
    for status in Path(f"/proc/{pid}/task").glob("*/status"):
        for line in status.read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("voluntary_ctxt_switches"):
                switches += int(line.split()[1])
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return switches, (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure_due() -> dict[str, object]:
    """Median seconds of `due --all --json` on 10,000 orders, against the same verb on none."""
    with tempfile.TemporaryDirectory() as folder:
        full, empty = Path(folder) / "full", Path(folder) / "empty"
        many_orders.fill(full, 10_000)
        many_orders.fill(empty, 0)
        times: dict[str, list[float]] = {"full": [], "empty": []}
        for _ in range(5):
            for name, data in (("full", full), ("empty", empty)):
                command = [sys.executable, "-m", "desktop", "--data-dir", str(data)]
                environment = os.environ | {"PYTHONPATH": str(ROOT)}
                times[name].append(_seconds([*command, "due", "--all", "--json"], environment))
    full_time, empty_time = (statistics.median(times[name]) for name in ("full", "empty"))
    return {
        "due_10000_ms": round(full_time * 1000),
        "due_none_ms": round(empty_time * 1000),
        "ratio": round(full_time / empty_time, 2),
    }


MEASURES: dict[str, Callable[[], dict[str, object]]] = {
    "start": measure_start,
    "idle": measure_idle,
    "due": measure_due,
    "orders": orders.measure,
    "files": files.measure,
    "hostile": hostile.measure,
}


def main(names: list[str]) -> int:
    """Take the measures asked for."""
    if (
        "start" in (names or MEASURES)
        and not os.environ.get("DISPLAY")
        and shutil.which("xvfb-run")
    ):
        again = ["xvfb-run", "-a", sys.executable, "-m", "bench", *names]
        return subprocess.run(again, check=False).returncode
    unknown = set(names) - set(MEASURES)
    if unknown:
        print(__doc__)
        return 2
    print(json.dumps({name: MEASURES[name]() for name in names or MEASURES}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
