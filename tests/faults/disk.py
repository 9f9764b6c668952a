"""The possible contents of a disk after a power cut, derived from a recording of all file calls.

Synced data is there. Of unsynced data anything may be there: none of it, all, some writes and not
others, some 512-byte sectors of a write. Names (created, renamed, removed) are there in order up to
any point, as journalling file systems keep them, but may be there before the bytes of their files.
A write never harms sectors that it does not touch (SQLite's "powersafe overwrite").
"""

from __future__ import annotations

import hashlib
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.shim import Event

SECTOR = 512
Choose = Callable[[int], bool]
"""Return whether the n-th sector of an unsynced write is on the disk."""


@dataclass(frozen=True)
class Change:
    """An unsynced change of a file: bytes at an offset, or (no bytes) its length."""

    place: int
    data: bytes | None

    def apply(self, content: bytearray, there: Choose = lambda _sector: True) -> None:
        """Apply the change, or only the sectors in `there`; the length is as if all were there."""
        if self.data is None:
            del content[self.place :]
            content.extend(bytes(self.place - len(content)))
            return
        end = self.place + len(self.data)
        content.extend(bytes(max(0, end - len(content))))
        at = self.place
        while at < end:
            sector = at // SECTOR
            stop = min(end, (sector + 1) * SECTOR)
            if there(sector - self.place // SECTOR):
                content[at:stop] = self.data[at - self.place : stop - self.place]
            at = stop


@dataclass
class File:
    """A file's bytes on the disk, and its changes since the last sync."""

    synced: bytes = b""
    pending: list[Change] = field(default_factory=list)

    def sync(self) -> None:
        """Write all changes to the disk."""
        self.synced = _written(self)
        self.pending = []


Names = dict[str, int]
"""The number of the file behind each path; 0 for a folder."""
Found = dict[str, bytes | None]
"""Every path with its bytes; None for a folder."""


@dataclass(frozen=True)
class Naming:
    """A name created, renamed, linked or removed; `number` is the file's."""

    what: str
    first: str
    second: str
    number: int

    def apply(self, names: Names) -> None:
        """Apply the change to `names`."""
        match self.what:
            case "C" | "M":
                names[self.first] = self.number
            case "U":
                names.pop(self.first, None)
            case "L":
                names[self.second] = names[self.first]
            case "R":
                for name in [name for name in names if name.startswith(f"{self.first}/")]:
                    names[self.second + name[len(self.first) :]] = names.pop(name)
                names[self.second] = names.pop(self.first)

    def is_in(self, folder: str) -> bool:
        """Return whether the event changes this folder."""
        return folder in {str(Path(name).parent) for name in (self.first, self.second) if name}


class Disk:
    """A simulated disk: begins with the synced files of a folder, then replays events.

    `inodes` are the numbers that the system gave to the files when the recording began.
    """

    def __init__(self, root: Path, beginning: Path, inodes: dict[str, int]) -> None:
        self.files: list[File] = [File()]  # number 0 is for folders
        self.names: Names = {str(root): 0}
        self.pending: list[Naming] = []
        """Changes of names that no sync of a folder has covered."""
        self._numbers: dict[int, int] = {}  # a system reuses the inode number of a deleted file
        for path in sorted(beginning.rglob("*")):
            name = str(root / path.relative_to(beginning))
            self.names[name] = 0
            if not path.is_dir():
                self.names[name] = self._new(inodes[name], path.read_bytes())

    def _new(self, inode: int, content: bytes = b"") -> int:
        self.files.append(File(content))
        self._numbers[inode] = len(self.files) - 1
        return len(self.files) - 1

    def happen(self, event: Event) -> None:
        """Apply the next event of the recording."""
        match event.what:
            case "W":
                self._file(event).pending.append(Change(event.place, event.data))
            case "T":
                self._file(event).pending.append(Change(event.place, None))
            case "S":
                self._file(event).sync()
            case "D":
                self._sync_names(event.data.decode())
            case "C":
                self.pending.append(Naming("C", *event.names, self._new(event.inode)))
            case "M" | "R" | "L" | "U":
                self.pending.append(Naming(event.what, *event.names, 0))

    def _file(self, event: Event) -> File:
        return self.files[self._numbers[event.inode]]

    def _sync_names(self, folder: str) -> None:
        """Write the folder's names to the disk, and every change of a name before them."""
        last = max(
            (n for n, naming in enumerate(self.pending, 1) if naming.is_in(folder)), default=0
        )
        for naming in self.pending[:last]:
            naming.apply(self.names)
        del self.pending[:last]

    def cut(self, names: int, content: Callable[[File], bytes]) -> Found:
        """Return the contents after a power cut; `names` of the unsynced name changes survived."""
        found = dict(self.names)
        for naming in self.pending[:names]:
            naming.apply(found)
        return {
            name: content(self.files[number]) if number else None for name, number in found.items()
        }

    def cuts(self, chance: random.Random, some: int, sectors: Sequence[int]) -> Iterator[Found]:
        """Return possible contents if the power fails now; `some` of them are random.

        Of the last write, so many `sectors` are there.
        """
        every = len(self.pending)
        yield self.cut(0, lambda file: file.synced)
        yield self.cut(every, lambda file: file.synced)
        yield self.cut(every, _written)
        yield self.cut(0, _written)
        for there in sectors:
            yield self.cut(every, _torn(there))
        for _ in range(some):
            yield self.cut(chance.randint(0, every), _by_chance(chance))


def _written(file: File) -> bytes:
    content = bytearray(file.synced)
    for change in file.pending:
        change.apply(content)
    return bytes(content)


def _torn(sectors: int) -> Callable[[File], bytes]:
    """Truncate the last write of each file."""

    def content(file: File) -> bytes:
        found = bytearray(file.synced)
        for change in file.pending[:-1]:
            change.apply(found)
        for change in file.pending[-1:]:
            change.apply(found, lambda sector: sector < sectors)
        return bytes(found)

    return content


def _by_chance(chance: random.Random) -> Callable[[File], bytes]:
    """Let random writes survive, be dropped, or survive in part."""

    def content(file: File) -> bytes:
        found = bytearray(file.synced)
        for change in file.pending:
            match chance.choice(("all", "all", "nothing", "length", "part")):
                case "all":
                    change.apply(found)
                case "length":
                    change.apply(found, lambda _sector: False)
                case "part":
                    change.apply(found, lambda _sector: chance.random() < 0.5)
        return bytes(found)

    return content


def mark(found: Found) -> bytes:
    """Return a text that is the same for the same contents."""
    digest = hashlib.sha256()
    for name, data in sorted(found.items()):
        digest.update(f"{name} {-1 if data is None else len(data)}\n".encode())
        digest.update(data or b"")
    return digest.digest()


def lay_out(found: Found, root: Path) -> None:
    """Write the contents into the folder `root`."""
    shutil.rmtree(root, ignore_errors=True)
    for name, data in sorted(found.items()):
        path = Path(name)
        folder = path if data is None else path.parent
        folder.mkdir(exist_ok=True, parents=True)
        if data is not None:
            path.write_bytes(data)
