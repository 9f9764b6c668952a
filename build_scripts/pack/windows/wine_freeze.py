"""Freezes the program for Windows on Linux: the same spec, run by Windows' Python under Wine."""

from __future__ import annotations

import shutil

from environments import BUILD

from pack.layout import PLACE, PLACE_VARIABLE, ROOT, WORK, tree
from pack.progress import log, size_mb
from pack.pyinstaller import SPEC, steady_environment, touch, write_build_facts
from pack.windows.python import windows_python
from pack.windows.wine import chinese_windows, missing_tools, on_windows

_SECONDS = 900


def make_windows_tree(*, may_skip: bool) -> None:
    """Make the tree for Windows; if Wine is not available, skip it or end the build."""
    if missing := missing_tools():
        message = "Wine needs these, which could not be installed: " + ", ".join(missing)
        if not may_skip:
            raise SystemExit(message)
        log(f"nothing is frozen for Windows. {message}")
        return
    python = windows_python(BUILD)
    log("Windows' Python is ready")
    write_build_facts("win32")
    folder = tree("win32")
    shutil.rmtree(folder.parent, ignore_errors=True)
    places = {"--distpath": folder.parent, "--workpath": WORK / "freeze-win32"}
    options = [word for option, path in places.items() for word in (option, on_windows(path))]
    command = (python, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN")
    with chinese_windows() as windows:
        windows.run_checked(
            (*command, *options, on_windows(SPEC)), seconds=_SECONDS, variables=_variables()
        )
    touch(folder)
    log(f"frozen for Windows: {size_mb(folder):.1f} MB in {folder.relative_to(PLACE)}")


def _variables() -> dict[str, str]:
    """Return the variables that make builds reproducible and set the module path."""
    steady = steady_environment()
    return {name: steady[name] for name in ("PYTHONHASHSEED", "SOURCE_DATE_EPOCH")} | {
        "PYTHONPATH": ";".join(map(on_windows, (ROOT, ROOT / "build_scripts"))),
        "PYTHONUTF8": "1",
        PLACE_VARIABLE: on_windows(PLACE),
    }
