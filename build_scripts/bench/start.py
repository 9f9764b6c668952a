"""The start of the program: to its first painted frame, against a bare Qt window, and in parts."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import many_orders

ROOT = Path(__file__).resolve().parents[2]
RUNS = 11

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

_IN_PARTS = """
import time
passed = [("interpreter", time.time())]
def mark(name):
    passed.append((name, time.time()))
import json, os, sys
sys.argv[1:] = ["--data-dir", {folder!r}]
import PySide6.QtWidgets
mark("qt_import")
import desktop.app as app
import desktop.ui.kit.first_paint as first_paint
mark("own_imports")
from PySide6.QtCore import QEvent
def open_data(cls, *arguments, open_data=app.Workspace.open.__func__, **named):
    mark("application")
    workspace = open_data(cls, *arguments, **named)
    mark("opening")
    return workspace
app.Workspace.open = classmethod(open_data)
def show(self, show=app.MainWindow.show):
    mark("building")
    show(self)
app.MainWindow.show = show
def eventFilter(self, watched, event):
    if event.type() is QEvent.Type.UpdateRequest:
        watched.event(event)
        mark("first_paint")
        print(json.dumps(passed), flush=True)
        os._exit(0)
    return False
first_paint._FirstPaint.eventFilter = eventFilter
from desktop.__main__ import main
main()
"""
PARTS = (
    "interpreter",
    "qt_import",
    "own_imports",
    "application",
    "opening",
    "building",
    "first_paint",
)
"""In order: Python, Qt, our modules, `QApplication` and theme, the data, the window, a frame."""


def measure() -> dict[str, object]:
    """Return times to the first frame, with 1,000 orders and bare, their ratio, and parts."""
    result: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        many_orders.fill(data, 1000)
        for platform in _platforms():
            environment = os.environ | {"QT_QPA_PLATFORM": platform, "PYTHONPATH": str(ROOT)}
            environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a user's second start is compiled
            result[platform] = _compare(data, environment)
    return result


def _compare(data: Path, environment: dict[str, str]) -> dict[str, object]:
    ours, bare = [], []
    parts: dict[str, list[float]] = {name: [] for name in PARTS}
    for _ in range(RUNS):
        bare.append(seconds([sys.executable, "-c", _BARE], environment))
        code = _LINKDUE.format(folder=str(data))
        ours.append(seconds([sys.executable, "-c", code], environment))
        for name, took in _in_parts(data, environment).items():
            parts[name].append(took)
    ratios = sorted(o / b for o, b in zip(ours[1:], bare[1:], strict=True))
    return {
        "bare_ms": _median_ms(bare),
        "linkdue_ms": _median_ms(ours),
        "ratio": round(statistics.median(ratios), 2),
        "ratios": [round(ratios[0], 2), round(ratios[-1], 2)],
        "parts_ms": {name: _median_ms(times) for name, times in parts.items()},
    }


def _median_ms(times: list[float]) -> int:
    """Return the median in milliseconds, without the first run, which compiles."""
    return round(statistics.median(times[1:]) * 1000)


def _in_parts(data: Path, environment: dict[str, str]) -> dict[str, float]:
    """Return the seconds that each part of one start took."""
    code = _IN_PARTS.format(folder=str(data))
    before = time.time()
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE
    )
    parts = {}
    for name, moment in json.loads(done.stdout):
        parts[name] = moment - before
        before = moment
    return parts


def _platforms() -> list[str]:
    """List Qt's platform without a screen and, where Xvfb or a screen is there, X11."""
    return ["offscreen", *(["xcb"] if os.environ.get("DISPLAY") else [])]


def seconds(command: list[str], environment: dict[str, str]) -> float:
    """Run a command in the checkout and return how long it took."""
    started = time.perf_counter()
    # No timeout: waiting with one polls, and is wrong by up to 50 ms.
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started
