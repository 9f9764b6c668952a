"""The default data folder."""

from __future__ import annotations

import sys
from pathlib import Path

MARKER = "linkdue-portable"
"""With a file of this name beside it, the program is portable: the data is beside it as well."""
PORTABLE_FOLDER = "LinkDue data"
_MARKERS = (MARKER, f"{MARKER}.txt")
"""Windows' editor adds an ending, which its file manager hides."""
_APPLICATION = ".app"


def default_data_folder() -> Path:
    """Return the folder beside a portable program, else `user_data_folder`; none is created."""
    return portable_data_folder() or user_data_folder()


def user_data_folder() -> Path:
    """Return the user's data folder for LinkDue, by the operating system's conventions."""
    from platformdirs import user_data_path

    return user_data_path("LinkDue", appauthor=False, roaming=False)


def portable_data_folder(program: Path | None = None) -> Path | None:
    """Return the data folder of a portable program; None if it has no marker beside it.

    `program` is the program's folder, by default that of the running program.
    """
    folder = program or program_folder()
    if folder is None or not any((folder / name).is_file() for name in _MARKERS):
        return None
    return folder / PORTABLE_FOLDER


def program_folder() -> Path | None:
    """Return the folder that the program lies in; None for an installed Python package.

    For a frozen program it is the folder of its executable, on macOS that of the application;
    else the source tree. Users cannot put files into a folder of installed packages.
    """
    if getattr(sys, "frozen", False):
        folder = Path(sys.executable).resolve().parent
        return next((p.parent for p in folder.parents if p.suffix == _APPLICATION), folder)
    root = Path(__file__).resolve().parents[2]
    return root if (root / "pyproject.toml").is_file() else None
