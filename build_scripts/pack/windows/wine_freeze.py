"""Freezes the program for Windows on Linux: the same specification, run by Python under Wine."""

from __future__ import annotations

import shutil

from environments import BUILD

from pack.layout import PLACE, PLACE_VARIABLE, ROOT, WORK, tree
from pack.progress import say, size_mb
from pack.pyinstaller import SPEC, steady_environment, touch, write_build_facts
from pack.windows.python import windows_python
from pack.windows.wine import chinese_windows, lacking, on_windows

_SECONDS = 900


def make_windows_tree(*, may_skip: bool) -> None:
    """Make the tree for Windows; without Wine, end the build unless it may be skipped."""
    if missing := lacking():
        said = "Wine needs these, which cannot be had here: " + ", ".join(missing)
        if not may_skip:
            raise SystemExit(said)
        say(f"nothing is frozen for Windows. {said}")
        return
    python = windows_python(BUILD)
    say("Windows' Python is ready")
    write_build_facts("win32")
    folder = tree("win32")
    shutil.rmtree(folder.parent, ignore_errors=True)
    places = {"--distpath": folder.parent, "--workpath": WORK / "freeze-win32"}
    options = [word for option, path in places.items() for word in (option, on_windows(path))]
    command = (python, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN")
    with chinese_windows() as windows:
        windows.must(
            (*command, *options, on_windows(SPEC)), seconds=_SECONDS, variables=_variables()
        )
    touch(folder)
    say(f"frozen for Windows: {size_mb(folder):.1f} MB in {folder.relative_to(PLACE)}")


def _variables() -> dict[str, str]:
    """Return what makes two builds the same, and where the program is found."""
    steady = steady_environment()
    return {name: steady[name] for name in ("PYTHONHASHSEED", "SOURCE_DATE_EPOCH")} | {
        "PYTHONPATH": ";".join(map(on_windows, (ROOT, ROOT / "build_scripts"))),
        "PYTHONUTF8": "1",
        PLACE_VARIABLE: on_windows(PLACE),
    }
