"""Where the data lies when the user does not say."""

from __future__ import annotations

import sys
from pathlib import Path

MARKER = "linkdue-portable"
"""A file of this name beside the program keeps the data beside the program, too."""
PORTABLE_FOLDER = "LinkDue data"
_MARKERS = (MARKER, f"{MARKER}.txt")
"""Windows' editor adds an ending, and its file manager hides it."""
_APPLICATION = ".app"


def default_data_folder() -> Path:
    """Return the folder beside a portable program, else `user_data_folder`; none is created."""
    return portable_data_folder() or user_data_folder()


def user_data_folder() -> Path:
    """Return the user's data folder for LinkDue, where the operating system wants it."""
    from platformdirs import user_data_path

    return user_data_path("LinkDue", appauthor=False, roaming=False)


def portable_data_folder(program: Path | None = None) -> Path | None:
    """Return the data folder of a portable program; None where no marker lies beside it.

    `program` is the folder of the program where it is not the one that runs.
    """
    folder = program or program_folder()
    if folder is None or not any((folder / name).is_file() for name in _MARKERS):
        return None
    return folder / PORTABLE_FOLDER


def program_folder() -> Path | None:
    """Return the folder that the program lies in; None for an installed Python package.

    Of a frozen program it is the folder of its executable, on macOS the one with the application;
    else the source tree. A folder of installed packages is not the user's to put things into.
    """
    if getattr(sys, "frozen", False):
        folder = Path(sys.executable).resolve().parent
        return next((p.parent for p in folder.parents if p.suffix == _APPLICATION), folder)
    root = Path(__file__).resolve().parents[2]
    return root if (root / "pyproject.toml").is_file() else None
