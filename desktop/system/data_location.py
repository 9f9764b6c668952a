"""Unsafe locations for the database: a synced folder, a network drive, a hard-linked file."""

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
"""The list of mounted file systems on Linux."""
_DRIVE_REMOTE = 4  # GetDriveTypeW's result for a network drive


class LocationProblem(StrEnum):
    """Why a location is unsafe for the data."""

    SYNCED = "synced"
    NETWORK = "network"
    HARD_LINKED = "two-names"


@dataclass(frozen=True, slots=True)
class LocationWarning:
    """An unsafe location; if it is synced, with the syncing program's name and its root folder."""

    problem: LocationProblem
    service: str = ""
    root: Path | None = None


def check_location(
    data: Path, environment: Mapping[str, str] = os.environ
) -> LocationWarning | None:
    """Return a warning if a data file's location is unsafe, without opening the file; else None."""
    folder = data.parent
    synced = synced_folder(folder, environment)
    if synced is not None:
        return synced
    if _on_network(folder):
        return LocationWarning(LocationProblem.NETWORK)
    try:
        is_linked = data.stat().st_nlink > 1
    except OSError:
        return None
    return LocationWarning(LocationProblem.HARD_LINKED) if is_linked else None


def synced_folder(
    folder: Path, environment: Mapping[str, str] = os.environ
) -> LocationWarning | None:
    """Return the program that syncs a folder, with its root folder; None if there is none."""
    for path in dict.fromkeys((folder.absolute(), _resolved(folder))):
        above = [path, *path.parents]
        for service in _services():
            root = _by_environment(service, above, environment) or _by_name(service, above)
            root = root or _by_marker(service, above)
            if root is not None:
                return LocationWarning(LocationProblem.SYNCED, service["name"], root)
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
        if path == home or path in home.parents:  # programs keep their settings there
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
    """Return a folder's file system type by the list of mounts; empty if unknown."""
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
    except (OSError, RuntimeError):  # a cycle of symbolic links
        return path.absolute()
