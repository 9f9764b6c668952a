"""The commands that start this program, with no folder in `sys.path` that others may write to."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
_START = """\
import sys
from importlib.util import module_from_spec, spec_from_file_location
sys.path += {folders!r}
spec = spec_from_file_location("desktop", {file!r}, submodule_search_locations=[{package!r}])
package = module_from_spec(spec)
sys.modules["desktop"] = package
spec.loader.exec_module(package)
from desktop.__main__ import main
sys.exit(main({arguments!r}))
"""
"""Loads the package by its path: if its folder were in `sys.path`, it could hide other modules."""
_WINDOW_PROGRAM = "LinkDue"
_VERBS_PROGRAM = "linkdue-cli"


def child_command(*arguments: str) -> list[str]:
    """Return the command that starts this program as a child process, from any current folder.

    ``-E -P`` makes Python ignore its environment variables and the current folder. This process's
    package folders come last in `sys.path`, where they hide nothing of the standard library.
    """
    if getattr(sys, "frozen", False):
        return [sys.executable, *arguments]
    return [sys.executable, "-E", "-P", "-c", _start(arguments, _trusted_folders())]


def persistent_command(*arguments: str, window: bool = False) -> list[str]:
    """Return a command that the system can store and run after this process has ended.

    It does not depend on how this process was started, so that a stored command can be compared
    with it. It finds only the packages in the interpreter's default `sys.path`. On Windows it
    runs the program that opens no console.
    """
    program = Path(sys.executable)
    quiet = sys.platform == "win32"
    if getattr(sys, "frozen", False):
        name = _WINDOW_PROGRAM if window or quiet else _VERBS_PROGRAM
        return [str(program.with_name(name + program.suffix)), *arguments]
    if quiet and (without_console := program.with_name("pythonw.exe")).is_file():
        program = without_console
    return [str(program), "-E", "-P", "-c", _start(arguments, [])]


def _start(arguments: Sequence[str], folders: Sequence[str]) -> str:
    """Return the code that starts the program, in one line: a crontab allows no line breaks."""
    return "; ".join(_START.splitlines()).format(
        folders=list(folders),
        file=str(_PACKAGE / "__init__.py"),
        package=str(_PACKAGE),
        arguments=list(arguments),
    )


def _trusted_folders() -> list[str]:
    """Return the folders in this process's `sys.path`, without the current folder."""
    folders = [Path(entry) for entry in sys.path if entry]
    with suppress(OSError):  # the current folder may have been deleted
        here = Path.cwd()
        folders = [path for path in folders if path.resolve() != here]
    return [str(path) for path in folders if path.is_absolute()]
