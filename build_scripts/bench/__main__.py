"""Run the measurements and print the results as one JSON object.

    dev.py bench [start|idle|due|orders|files|hostile …]      all if none is named

start: time from process start to first painted frame, alternating with a bare QApplication with an
empty QMainWindow, and its parts: interpreter, Qt's import, own imports, application, opening,
building, first paint; on a screen also for the frozen program, if it was built, and for HomeBank
and Grisbi, if they are installed.
idle: wake-ups and processor time of the untouched window in 30 seconds. due: the verb `due` on
10,000 orders. orders: the page of orders with up to a million of them. files: import and export of
100,000 orders. hostile: thousands of attacks, and hostile files in the import dialog (Linux).
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

from bench import attacks, files, hostile, many_orders, orders, start
from bench.start import ROOT, seconds

IDLE_SECONDS = 30


def measure_idle() -> dict[str, object]:
    """Measure wake-ups (voluntary context switches) and processor seconds of the idle window."""
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
    """Return the voluntary context switches and processor seconds of all threads of a process."""
    switches = 0
    for status in Path(f"/proc/{pid}/task").glob("*/status"):
        for line in status.read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("voluntary_ctxt_switches"):
                switches += int(line.split()[1])
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return switches, (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure_due() -> dict[str, object]:
    """Measure the verb `due --all --json` on 10,000 orders, compared with none."""
    with tempfile.TemporaryDirectory() as folder:
        full, empty = Path(folder) / "full", Path(folder) / "empty"
        many_orders.fill(full, 10_000)
        many_orders.fill(empty, 0)
        times: dict[str, list[float]] = {"full": [], "empty": []}
        for _ in range(5):
            for name, data in (("full", full), ("empty", empty)):
                command = [sys.executable, "-m", "desktop", "--data-dir", str(data)]
                environment = os.environ | {"PYTHONPATH": str(ROOT)}
                times[name].append(seconds([*command, "due", "--all", "--json"], environment))
    full_time, empty_time = (statistics.median(times[name]) for name in ("full", "empty"))
    return {
        "due_10000_ms": round(full_time * 1000),
        "due_none_ms": round(empty_time * 1000),
        "ratio": round(full_time / empty_time, 2),
    }


MEASURES: dict[str, Callable[[], dict[str, object]]] = {
    "start": start.measure,
    "idle": measure_idle,
    "due": measure_due,
    "orders": orders.measure,
    "files": files.measure,
    "hostile": lambda: {"attacks": attacks.measure(), "import dialog": hostile.measure()},
}


def main(names: list[str]) -> int:
    """Run the named measurements and return the exit status."""
    if (
        "start" in (names or MEASURES)
        and not os.environ.get("DISPLAY")
        and shutil.which("xvfb-run")
    ):
        under_xvfb = ["xvfb-run", "-a", sys.executable, "-m", "bench", *names]
        return subprocess.run(under_xvfb, check=False).returncode
    unknown = set(names) - set(MEASURES)
    if unknown:
        print(__doc__)
        return 2
    print(json.dumps({name: MEASURES[name]() for name in names or MEASURES}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
