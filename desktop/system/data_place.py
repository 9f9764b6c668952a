"""Places where a database should not lie: a synced folder, a network drive, a file of two names."""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from desktop.base.resources import resource

_TABLE = "synced_folders.toml"
_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "davfs", "fuse.davfs2"}
MOUNTS = Path("/proc/self/mounts")
"""Where Linux lists what is mounted."""
_DRIVE_REMOTE = 4  # what Windows calls a network drive


class DataPlace(StrEnum):
    """What is odd about where the data lies."""

    SYNCED = "synced"
    NETWORK = "network"
    TWO_NAMES = "two-names"


@dataclass(frozen=True, slots=True)
class PlaceWarning:
    """A warning of such a place, with the syncing program's name and the folder that it syncs.

    The latter two are empty for the other kinds of places.
    """

    place: DataPlace
    service: str = ""
    root: Path | None = None


def check_place(data: Path, environment: Mapping[str, str] = os.environ) -> PlaceWarning | None:
    """Return what is odd about the place of a data file, by names alone; None where nothing is."""
    folder = data.parent
    synced = synced_folder(folder, environment)
    if synced is not None:
        return synced
    if _on_network(folder):
        return PlaceWarning(DataPlace.NETWORK)
    try:
        twice = data.stat().st_nlink > 1
    except OSError:
        return None
    return PlaceWarning(DataPlace.TWO_NAMES) if twice else None


def synced_folder(folder: Path, environment: Mapping[str, str] = os.environ) -> PlaceWarning | None:
    """Return the program that syncs a folder, with the root of what it syncs; None for none."""
    for path in dict.fromkeys((folder.absolute(), _resolved(folder))):
        above = [path, *path.parents]
        for service in _services():
            root = _by_environment(service, above, environment) or _by_name(service, above)
            root = root or _by_marker(service, above)
            if root is not None:
                return PlaceWarning(DataPlace.SYNCED, service["name"], root)
    return None


@cache
def _services() -> tuple[dict[str, Any], ...]:
    with resource(_TABLE).open("rb") as file:
        return tuple(tomllib.load(file)["service"])


def _by_environment(
    service: dict[str, Any], above: Iterable[Path], environment: Mapping[str, str]
) -> Path | None:
    named = [
        _resolved(Path(value))
        for name in service["environment"]
        if (value := environment.get(name))
    ]
    home = Path.home()
    roots = {root for root in named if root != home and root not in home.parents}
    return next((path for path in above if _resolved(path) in roots), None)


def _by_name(service: dict[str, Any], above: Iterable[Path]) -> Path | None:
    for path in above:
        names = [part.casefold() for part in path.parts]
        for pattern in service["parts"]:
            wanted = pattern.casefold().split("/")
            last = names[-len(wanted) :]
            if len(last) == len(wanted) and all(map(fnmatchcase, last, wanted)):
                return path
    return None


def _by_marker(service: dict[str, Any], above: Iterable[Path]) -> Path | None:
    home = Path.home()
    for path in above:
        if path == home or path in home.parents:  # there, programs keep their own settings
            continue
        if any((path / marker).exists() for marker in service["markers"]):
            return path
    return None


def _on_network(folder: Path) -> bool:
    if sys.platform == "win32":
        if str(folder).startswith("\\\\"):
            return True
        import ctypes

        drive = f"{folder.drive}\\"
        return bool(ctypes.windll.kernel32.GetDriveTypeW(drive) == _DRIVE_REMOTE)
    return _mounted_as(folder, _mounts()) in _NETWORK


def _mounts() -> str:
    try:
        return MOUNTS.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _mounted_as(folder: Path, mounts: str) -> str:
    """Return the kind of file system of a folder, as Linux lists them; empty where unknown."""
    above = [str(path) for path in (_resolved(folder), *_resolved(folder).parents)]
    kinds = {}
    for line in mounts.splitlines():
        match line.split(" "):
            case [_device, place, kind, *_]:
                kinds[place.replace("\\040", " ")] = kind
    return next((kinds[path] for path in above if path in kinds), "")


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # a loop of links
        return path.absolute()
