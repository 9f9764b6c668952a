"""Measure the start of the program to its first painted frame, in parts and against a bare window.

Times depend on what else the machine does; processor time (user and system), given next to them,
does so much less. Ratios are computed pair by pair within one run. The parts are Python itself, Qt,
our modules, `QApplication` with the theme, the data, the window and its first frame. The start has
settled when the rest of the home page is loaded and the event loop is idle.
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
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench import many_orders
from bench.screen import Screen, Shown
from desktop.system.start_marker import end_start

ROOT = Path(__file__).resolve().parents[2]
RUNS = 11
ORDERS = 1000

_BARE = """
import os, sys
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def event(self, event):
        done = super().event(event)
        if {leave} and event.type() is QEvent.Type.Paint:
            QTimer.singleShot(0, self, lambda: os._exit(0))
        return done
app = QApplication([])
window = Window()
window.resize(1200, 760)
window.show()
app.exec()
"""
"""A paint event starts a timer of 0 ms; when that fires, the frame is painted."""

_LINKDUE = """
import os, sys, time
MARKS = [("interpreter", time.time(), time.process_time())]
def mark(name):
    MARKS.append((name, time.time(), time.process_time()))
sys.argv[1:] = ["--data-dir", {folder!r}]
from desktop.__main__ import main
import gc
gc.disable()
from desktop.system.qt_signatures import defer_signatures
defer_signatures()
import PySide6.QtGui, PySide6.QtWidgets
mark("qt_import")
import desktop.app as app
mark("own_imports")
from PySide6.QtCore import QAbstractEventDispatcher, QTimer
def leave():
    import json
    print(json.dumps([MARKS, memory()]), flush=True)
    os._exit(0)
def memory():
    with open("/proc/self/status") as status:
        return next(int(row.split()[1]) for row in status if row.startswith("VmRSS"))
def painted():
    if MARKS[-1][0] != "building":
        return  # already handled: several event filters report the frame
    mark("first_paint")
    if not {settled}:
        leave()
    QAbstractEventDispatcher.instance().aboutToBlock.connect(idle)
def idle():
    if MARKS[-1][0] == "first_paint" and WINDOW[0].pages["home"].backup_line is not None:
        mark("settled")
        QTimer.singleShot({rest_ms}, leave)
WINDOW = []
def open_data(cls, *arguments, open_data=app.Workspace.open.__func__, **named):
    mark("application")
    workspace = open_data(cls, *arguments, **named)
    mark("opening")
    return workspace
app.Workspace.open = classmethod(open_data)
def show(self, show=app.MainWindow.show):
    mark("building")
    WINDOW.append(self)
    show(self)
app.MainWindow.show = show
import desktop.ui.kit.first_paint as first_paint
def eventFilter(self, watched, event, wait=first_paint._FirstPaint.eventFilter):
    if event.type() in first_paint._PAINTING and MARKS[-1][0] == "building":
        QTimer.singleShot(0, painted)  # before what the program does then
    return wait(self, watched, event)
first_paint._FirstPaint.eventFilter = eventFilter
main()
"""
_REST_MS = 2500
"""Time from the last frame to measuring the memory: by then the writing modules are loaded."""
_PEERS = {"homebank": ["homebank"], "grisbi": ["grisbi"]}
"""Finance programs in C with GTK, for comparison."""
_FROZEN = ROOT / "dist" / sys.platform / "LinkDue" / "LinkDue"
"""The program that users install, made by `dev.py build freeze`."""


def measure() -> dict[str, object]:
    """Return the figures of LinkDue with 1,000 orders and of a bare window, and their ratios."""
    result: dict[str, object] = {"processors": os.cpu_count(), "load": os.getloadavg()[0]}
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        many_orders.fill(data, ORDERS)
        environment = os.environ | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a user's second start is compiled
        result["offscreen"] = _compare(data, environment)
        if os.environ.get("DISPLAY") and sys.platform.startswith("linux"):
            home = Path(folder) / "home"
            home.mkdir()
            environment |= {"QT_QPA_PLATFORM": "xcb", "GDK_BACKEND": "x11", "HOME": str(home)}
            result["x11"] = _compare_peers(data, environment)
    return result


def _compare(data: Path, environment: Mapping[str, str]) -> dict[str, object]:
    """Measure starts without a screen, alternately: bare, ours, and ours until it has settled."""
    bare, ours = [], []
    parts: dict[str, list[float]] = {}
    cpu_parts: dict[str, list[float]] = {}
    settled, memory = [], []
    for _ in range(RUNS):
        bare.append(_time_start([sys.executable, "-c", _BARE.format(leave=True)], environment))
        ours.append(_time_start([sys.executable, "-c", _script(data)], environment))
        marks, _kilobytes = _marks(data, environment, settled=False)
        for name, wall, cpu in marks:
            parts.setdefault(name, []).append(wall)
            cpu_parts.setdefault(name, []).append(cpu)
        marks, kilobytes = _marks(data, environment, settled=True)
        settled.append(sum(wall for _name, wall, _cpu in marks))
        memory.append(kilobytes / 1024)
    return {
        **_ratios(bare, ours),
        "settled_ms": _median_ms(settled),
        "memory_mb": round(statistics.median(memory)),
        "parts_ms": {name: _median_ms(times) for name, times in parts.items()},
        "parts_cpu_ms": {name: _median_ms(times) for name, times in cpu_parts.items()},
    }


def _compare_peers(data: Path, environment: Mapping[str, str]) -> dict[str, object]:
    """Measure starts on the screen, alternately, also of the installed peers."""
    try:
        screen = Screen()
    except OSError as problem:
        return {"skipped": str(problem)}
    commands: dict[str, Sequence[str]] = {
        "bare": [sys.executable, "-c", _BARE.format(leave=False)],
        "linkdue": [sys.executable, "-m", "desktop", "--data-dir", str(data)],
        **{name: line for name, line in _PEERS.items() if shutil.which(line[0])},
    }
    if _FROZEN.exists():
        commands["frozen"] = [str(_FROZEN), "--data-dir", str(data)]
    times_by_name: dict[str, list[Shown]] = {name: [] for name in commands}
    for _ in range(RUNS):
        end_start(data)  # the program is killed before it could do so itself
        for name, command in commands.items():
            times_by_name[name].append(screen.time(command, environment, plain=name == "bare"))
    result: dict[str, object] = {}
    for name, times in times_by_name.items():
        if name != "bare":
            result[f"{name} : bare"] = _ratios(times_by_name["bare"], times, name)
    return result


def _ratios(
    bare: Sequence[Shown], ours: Sequence[Shown], name: str = "linkdue"
) -> dict[str, object]:
    """Return medians and ratios without the first run, which compiles the modules."""
    pairs = list(zip(ours[1:], bare[1:], strict=True))
    walls = sorted(one.seconds / other.seconds for one, other in pairs)
    cpus = sorted(one.cpu / other.cpu for one, other in pairs)
    return {
        "bare_ms": _median_ms([one.seconds for one in bare]),
        f"{name}_ms": _median_ms([one.seconds for one in ours]),
        "ratio": round(statistics.median(walls), 2),
        "ratios": [round(walls[0], 2), round(walls[-1], 2)],
        "bare_cpu_ms": _median_ms([one.cpu for one in bare]),
        f"{name}_cpu_ms": _median_ms([one.cpu for one in ours]),
        "cpu_ratio": round(statistics.median(cpus), 2),
    }


def _median_ms(times: Sequence[float]) -> int:
    """Return the median in milliseconds without the first run, which compiles the modules."""
    return round(statistics.median(times[1:]) * 1000)


def _script(data: Path, *, settled: bool = False) -> str:
    end_start(data)
    return _LINKDUE.format(folder=str(data), settled=settled, rest_ms=_REST_MS)


def _marks(
    data: Path, environment: Mapping[str, str], *, settled: bool
) -> tuple[list[tuple[str, float, float]], int]:
    """Return wall and processor seconds of each part of one start, and the memory in KB."""
    code = _script(data, settled=settled)
    at, used = time.time(), 0.0
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=dict(environment),
        check=True,
        stdout=subprocess.PIPE,
        timeout=60,
    )
    marks, kilobytes = json.loads(done.stdout)
    parts = []
    for name, moment, cpu in marks:
        parts.append((name, moment - at, cpu - used))
        at, used = moment, cpu
    return parts, kilobytes


def _time_start(command: Sequence[str], environment: Mapping[str, str]) -> Shown:
    """Run a command in the checkout; return its wall and processor seconds."""
    started = time.perf_counter()
    quiet = subprocess.DEVNULL
    program = subprocess.Popen(command, cwd=ROOT, env=dict(environment), stdout=quiet)
    _pid, status, usage = os.wait4(program.pid, 0)
    program.returncode = os.waitstatus_to_exitcode(status)
    if status:
        raise subprocess.CalledProcessError(program.returncode, "a start")
    return Shown(time.perf_counter() - started, usage.ru_utime + usage.ru_stime)


def seconds(command: list[str], environment: dict[str, str]) -> float:
    """Run a command in the checkout and return how long it took."""
    started = time.perf_counter()
    # No timeout: waiting with one polls, and is wrong by up to 50 ms.
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started
