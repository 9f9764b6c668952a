"""How the program calls itself: no folder that strangers may write to is in the search path."""

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
"""The package is loaded by its place: put into the path, its folder would come before others."""
_WINDOW_PROGRAM = "LinkDue"
_VERBS_PROGRAM = "linkdue-cli"


def own_program(*arguments: str) -> list[str]:
    """Return the command that starts this program with arguments, whatever the current folder is.

    Python is told to ignore its variables and to leave the current folder out (``-E -P``). What
    this process finds its packages by comes last, where it hides nothing of the standard library.
    """
    if getattr(sys, "frozen", False):
        return [sys.executable, *arguments]
    return [sys.executable, "-E", "-P", "-c", _start(arguments, _trusted_folders())]


def lasting_program(*arguments: str, window: bool = False) -> list[str]:
    """Return a command that starts this program long after this process, from nobody's folder.

    It is the same whichever way this process was started, so that what others keep can be compared
    with it. Of Python's packages it finds those that this Python finds without being told.
    Where a console would open for it, as on Windows, the program without one is taken.
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
    """Return the start as one line: there are files that take no more of a command."""
    return "; ".join(_START.splitlines()).format(
        folders=list(folders),
        file=str(_PACKAGE / "__init__.py"),
        package=str(_PACKAGE),
        arguments=list(arguments),
    )


def _trusted_folders() -> list[str]:
    """List the folders of packages in this process's path, without the one it was started in."""
    folders = [Path(entry) for entry in sys.path if entry]
    with suppress(OSError):  # the current folder may be gone
        here = Path.cwd()
        folders = [path for path in folders if path.resolve() != here]
    return [str(path) for path in folders if path.is_absolute()]
