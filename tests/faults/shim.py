"""Building, configuring and reading the shim between a program and its files (shim.c).

The shim is loaded with LD_PRELOAD and counts the calls that change files below one folder. A
process gets its settings from the environment, or sets them itself through `Shim`.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

SOURCE = Path(__file__).with_name("shim.c")


class FaultKind(IntEnum):
    """What happens at the chosen call; the numbers are those of shim.c."""

    NOTHING = 0
    KILL = 1
    """SIGKILL instead of the call."""
    KILL_HALF = 2
    """SIGKILL after the first half of the write."""
    FAIL = 3
    """The errno, for this call and every later one."""
    FAIL_ONCE = 4
    HALF = 5
    """Half of the data is written, then as with FAIL: the way a disk fills up."""


@dataclass(frozen=True)
class Fault:
    """A fault: what happens, at which call (from 1; 0 never), with which errno.

    `record` is the file for the recording.
    """

    kind: FaultKind = FaultKind.NOTHING
    at: int = 0
    error: int = 0
    record: str = ""

    @property
    def label(self) -> str:
        """The fault in words, for a report."""
        what = errno.errorcode.get(self.error, "")
        return f"{self.kind.name.lower()}{' ' if what else ''}{what} at call {self.at}"


@dataclass(frozen=True)
class Event:
    """One recorded event.

    `what`: W write, T truncate, S sync of a file, D sync of a folder, C create, M make a folder, R
    rename, L link, U unlink, F a call that failed, A acknowledged by the program itself.
    """

    what: str
    inode: int
    place: int
    data: bytes

    @property
    def names(self) -> tuple[str, str]:
        """The paths of a C, M, R, L or U."""
        first, _, second = self.data.decode().partition("\0")
        return first, second


def compiler() -> str | None:
    """Return the C compiler, or None where the shim cannot be used."""
    if not sys.platform.startswith("linux"):
        return None
    return shutil.which("gcc") or shutil.which("cc") or shutil.which("clang")


def build(folder: Path) -> Path:
    """Compile the shim into a folder; return the library."""
    library = folder / "faults.so"
    command = [compiler() or "cc", "-O1", "-Wall", "-shared", "-fPIC", "-o", str(library)]
    subprocess.run([*command, str(SOURCE), "-ldl", "-lpthread"], check=True)
    return library


def environment(library: Path, **settings: object) -> dict[str, str]:
    """Return the environment of a process under the shim.

    Settings: `folder`, `at`, `how`, `count`.
    """
    named = {f"FAULTS_{name.upper()}": str(value) for name, value in settings.items()}
    return os.environ | {"LD_PRELOAD": str(library)} | named


class Shim:
    """The shim under which this process was started."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(None)
        self._library.faults_count.restype = ctypes.c_long
        self._record = ""

    def arm(self, folder: Path, fault: Fault) -> None:
        """Count from zero the calls that change anything below `folder`, and strike."""
        self._record = fault.record
        self._library.faults_arm(
            os.fsencode(folder.resolve()),
            ctypes.c_long(fault.at),
            int(fault.kind),
            fault.error,
            os.fsencode(fault.record),
        )

    def disarm(self) -> int:
        """Stop counting and striking; return the calls so far."""
        count = self.count
        self._library.faults_arm(b"", ctypes.c_long(0), 0, 0, b"")
        return count

    @property
    def count(self) -> int:
        """Return the calls since the shim was armed."""
        return int(self._library.faults_count())

    def acknowledge(self) -> None:
        """Record that something was acknowledged now."""
        if self._record:
            with Path(self._record).open("ab") as file:
                file.write(b"A 0 0 0\n")


def recorded(path: Path) -> Iterator[Event]:
    """Return the events of a recording, first to last."""
    data = path.read_bytes()
    at = 0
    while at < len(data):
        end = data.index(b"\n", at)
        what, inode, place, size = data[at:end].split()
        at = end + 1 + int(size)
        yield Event(what.decode(), int(inode), int(place), data[end + 1 : at])
