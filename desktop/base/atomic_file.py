"""Files that are there as a whole or not at all."""

from __future__ import annotations

import errno
import glob
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

from desktop.base.disk import FULL, DiskFull

TEMPORARY_ENDING = ".part"
"""The ending of what is being written."""
LEFT_BEHIND = timedelta(hours=1)
"""After this, nobody works any more on what is unfinished."""


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file – text as UTF-8 – through a temporary one beside it, synced, then renamed.

    Raises OSError that names the file, DiskFull where there is no room; what was there before is then
    as it was.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        with temporary(path) as file:
            file.write_bytes(data)
            commit(file, path)
    except OSError as error:
        if error.errno in FULL:
            raise DiskFull(path, len(data)) from error
        if error.errno is None:
            raise
        raise type(error)(error.errno, error.strerror, str(path)) from error


@contextmanager
def temporary(path: Path) -> Iterator[Path]:
    """An empty file beside `path` to be filled and given to `commit`; gone at the end if it was not.

    Its name starts with a dot, names `path` and ends with `TEMPORARY_ENDING`; what begins with the same
    name, as logs do, goes as well. Only the user may read it.
    """
    sweep(path, LEFT_BEHIND)
    handle, name = tempfile.mkstemp(
        dir=path.parent, prefix=f".{path.name}.", suffix=TEMPORARY_ENDING
    )
    os.close(handle)
    file = Path(name)
    try:
        yield file
    finally:
        for left in path.parent.glob(f"{glob.escape(file.name)}*"):
            with suppress(OSError):
                left.unlink()


def sweep(path: Path, older_than: timedelta = timedelta()) -> None:
    """Remove what was to become `path` and was left behind by a program that was killed.

    With an age, only what nobody can still be working on. Raises nothing.
    """
    sweep_folder(path.parent, f"{path.name}.", older_than)


def sweep_folder(folder: Path, beginning: str, older_than: timedelta) -> None:
    """Remove what was to become a file whose name has this beginning; see `sweep`."""
    with suppress(OSError):
        for left in folder.glob(f".{glob.escape(beginning)}*{TEMPORARY_ENDING}*"):
            if time.time() - left.stat().st_mtime >= older_than.total_seconds():
                left.unlink()


def commit(file: Path, path: Path) -> None:
    """Make sure that `file` is on the disk and give it the name `path`, in place of what had it.

    After a power cut one of the two is there, whole. Raises OSError; nothing is renamed then.
    """
    with file.open("r+b") as written:
        _sync(written.fileno())
    file.replace(path)
    sync_folder(path.parent)


def _sync(file: int) -> None:
    """Have a file on the disk itself: a Mac's fsync stops at the drive's own memory."""
    if sys.platform == "darwin":
        import fcntl

        with suppress(OSError):  # a network drive cannot
            fcntl.fcntl(file, fcntl.F_FULLFSYNC)
            return
    os.fsync(file)


def sync_folder(folder: Path) -> None:
    """Make sure that names given in a folder are on the disk; Windows does so by itself.

    File systems that cannot (some network drives) are left to their own ways, as are folders that
    may be written and not read. Raises OSError where the disk fails.
    """
    if os.name != "posix":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)
