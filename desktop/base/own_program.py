"""How the program calls itself: no folder that strangers may write to is in the search path."""

from __future__ import annotations

import sys
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


def own_program(*arguments: str) -> list[str]:
    """Return the command that starts this program with arguments, whatever the current folder is.

    Python is told to ignore its variables and to leave the current folder out (``-E -P``). What
    this process finds its packages by comes last, where it hides nothing of the standard library.
    """
    if getattr(sys, "frozen", False):
        return [sys.executable, *arguments]
    start = _START.format(
        folders=_trusted_folders(),
        file=str(_PACKAGE / "__init__.py"),
        package=str(_PACKAGE),
        arguments=list(arguments),
    )
    return [sys.executable, "-E", "-P", "-c", start]


def _trusted_folders() -> list[str]:
    """List the folders of packages in this process's path, without the one it was started in."""
    folders = [Path(entry) for entry in sys.path if entry]
    with suppress(OSError):  # the current folder may be gone
        here = Path.cwd()
        folders = [path for path in folders if path.resolve() != here]
    return [str(path) for path in folders if path.is_absolute()]
