"""A folder of files that are stored under their digests and never rewritten.

This module writes each file whole and synced. The digest in a name shows whether the file is one of
them or was put there by somebody else. Names are built from records alone – 64 hex digits and an
ending – and never from the name of a user's file.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from desktop.base.atomic_file import (
    commit_new,
    free_names,
    rename_new,
    sync_folder,
    temporary,
)
from desktop.base.progress import CancelToken
from desktop.base.regular_file import open_regular, read_up_to
from desktop.base.temporary_files import STALE_AFTER, sweep_folder
from desktop.domain.evidence import EvidenceUnreadable, FileState

PATIENCE = timedelta(days=1)
"""How long a file without a record is kept: its record may be about to be written."""
_NAME = re.compile(r"(?P<sha256>[0-9a-f]{64})(-kept(-\d+)?)?\.(png|jpg|webp|pdf)", re.ASCII)
_CHUNK = 1 << 20
_TRIES = 3
_GONE = (errno.ENOENT, errno.ENOTDIR)
_NO_FILE = (errno.ELOOP, errno.EINVAL, errno.EISDIR, errno.ENXIO, errno.EMLINK)
"""The system's errors for a link, a FIFO, a device or a folder of that name."""


class NamedFile(Protocol):
    """The facts of a record that identify a file of evidence."""

    @property
    def sha256(self) -> str:
        """The digest of its content, in 64 hex digits."""

    @property
    def size(self) -> int:
        """Its size in bytes."""

    @property
    def file_name(self) -> str:
        """The name it is stored under."""


class EvidenceFiles:
    """The files of evidence in one folder, created with the first file. Safe on any thread."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, file_name: str) -> Path:
        """Return the path of a file. Raises ValueError if the name is not one of evidence."""
        if not _NAME.fullmatch(file_name):
            raise ValueError("no name of evidence")
        return self.folder / file_name

    def put(self, content: bytes, file_name: str) -> Path:
        """Make sure that the file exists, whole and synced; return its path.

        Another file of this name is renamed. Raises OSError; then there is no such file, or the
        former one.
        """
        path = self.path(file_name)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for _try in range(_TRIES):
            if self._is_sound(path, len(content)):
                with suppress(OSError):
                    os.utime(path)  # so that it is not swept before its record is written
                return path
            self._set_aside(path)
            with temporary(path) as fresh:
                fresh.write_bytes(content)
                with suppress(FileExistsError):  # another process was faster: check its file
                    commit_new(fresh, [path])
                    sync_folder(self.folder.parent)
                    return path
        raise OSError(errno.EEXIST, "another file of this name keeps appearing", str(path))

    def _is_sound(self, path: Path, size: int) -> bool:
        return os.path.lexists(path) and _state(path, size) is FileState.SOUND

    def _set_aside(self, path: Path) -> None:
        """Rename a file, link or folder that has the name of a file of evidence but is none."""
        if os.path.lexists(path):
            for kept in free_names(self.folder, f"{path.stem}-kept", path.suffix):
                with suppress(FileExistsError):
                    if stat.S_ISREG(path.lstat().st_mode):
                        rename_new(path, kept)
                    else:
                        path.rename(kept)
                    return

    def state(self, piece: NamedFile, cancel: CancelToken | None = None) -> FileState:
        """Read the whole file of a piece of evidence, and return its state. Raises Cancelled."""
        return _state(self.path(piece.file_name), piece.size, cancel)

    def read(self, piece: NamedFile) -> bytes:
        """Return the content of a piece of evidence, after comparing its digest.

        Raises EvidenceUnreadable if it is not as recorded.
        """
        path = self.path(piece.file_name)
        try:
            content = read_up_to(path, piece.size, follow_links=False)
        except OSError as error:
            raise EvidenceUnreadable(_state_of_error(error)) from error
        if len(content) != piece.size or hashlib.sha256(content).hexdigest() != piece.sha256:
            raise EvidenceUnreadable(FileState.CHANGED)
        return content

    def is_present(self, piece: NamedFile) -> bool:
        """Return whether there is a regular file of this name and size; it is not read."""
        try:
            found = self.path(piece.file_name).lstat()
        except OSError:
            return False
        return stat.S_ISREG(found.st_mode) and found.st_size == piece.size

    def touch(self, piece: NamedFile) -> None:
        """Set a file's time to now, so that it is not swept. Raises nothing."""
        with suppress(OSError):
            os.utime(self.path(piece.file_name))

    def names(self) -> Iterator[str]:
        """Yield the names in the folder that are names of evidence."""
        with suppress(FileNotFoundError, NotADirectoryError), os.scandir(self.folder) as found:
            for entry in found:
                if _NAME.fullmatch(entry.name):
                    yield entry.name

    def sweep(self, digests: Collection[str]) -> int:
        """Delete files whose digest is not in `digests`, and return how many were deleted.

        Files of the last day stay: their records may be about to be written. Raises nothing.
        """
        sweep_folder(self.folder, "", STALE_AFTER)
        gone = 0
        with suppress(OSError):
            for name in list(self.names()):
                found = _NAME.fullmatch(name)
                path = self.folder / name
                if found is None or found["sha256"] in digests:
                    continue
                with suppress(OSError):
                    age = time.time() - path.lstat().st_mtime
                    if age > PATIENCE.total_seconds():
                        path.unlink()
                        gone += 1
        return gone


def _state(path: Path, size: int, cancel: CancelToken | None = None) -> FileState:
    digest, read = hashlib.sha256(), 0
    try:
        with open_regular(path, follow_links=False) as file:
            while chunk := file.read(_CHUNK):
                if cancel is not None:
                    cancel.check()
                read += len(chunk)
                if read > size:
                    return FileState.CHANGED
                digest.update(chunk)
    except OSError as error:
        return _state_of_error(error)
    same = read == size and path.name.startswith(digest.hexdigest())
    return FileState.SOUND if same else FileState.CHANGED


def _state_of_error(error: OSError) -> FileState:
    if error.errno in _GONE:
        return FileState.MISSING
    return FileState.CHANGED if error.errno in (*_NO_FILE, errno.EFBIG) else FileState.UNREADABLE
