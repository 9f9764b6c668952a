"""Atomic file operations: writing, renaming and linking files without replacing others."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from desktop.base.disk import DISK_FULL_ERRNOS, DiskFull
from desktop.base.regular_file import refuse_special
from desktop.base.temporary_files import STALE_AFTER, TEMPORARY_ENDING, bounded_name, sweep

_NO_LINKS = frozenset(
    {errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
)
"""Errors of `os.link` on file systems without hard links."""


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file – text as UTF-8 – through a temporary one beside it, synced, then renamed.

    Raises OSError that names the file, DiskFull if the disk is full; an existing file is then
    unchanged. A FIFO or a device is not replaced.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        refuse_special(path)
        with temporary(path) as file:
            file.write_bytes(data)
            commit(file, path)
    except OSError as error:
        if error.errno in DISK_FULL_ERRNOS:
            raise DiskFull(path, len(data)) from error
        if error.errno is None:
            raise
        raise type(error)(error.errno, error.strerror, str(path)) from error


@contextmanager
def temporary(path: Path) -> Iterator[Path]:
    """Yield a new empty file beside `path`, to be filled and given to `commit`; then remove it.

    Its name is a dot, the name of `path`, a random part and `TEMPORARY_ENDING`. SQLite's logs
    beside it are removed as well. Only the user may read it. Raises OSError if it cannot be
    created.
    """
    import tempfile

    sweep(path, STALE_AFTER)
    handle, name = tempfile.mkstemp(
        dir=path.parent, prefix=f".{bounded_name(path.name)}.", suffix=TEMPORARY_ENDING
    )
    os.close(handle)
    file = Path(name)
    try:
        yield file
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            with suppress(OSError):
                file.with_name(f"{file.name}{ending}").unlink(missing_ok=True)


def commit(file: Path, path: Path) -> None:
    """Sync `file` and rename it to `path`, replacing an existing file.

    After a power cut, `path` is either the old or the new file, complete. Raises OSError if the
    file cannot be synced or renamed; `path` is then unchanged.
    """
    sync_file(file)
    file.replace(path)
    sync_folder(path.parent)


def commit_new(file: Path, names: Iterable[Path]) -> Path:
    """Sync `file`, rename it to the first of `names` that is free, and return that name.

    Safe against other processes that do the same: no file is replaced. Raises OSError if the file
    cannot be renamed, FileExistsError if no name was free.
    """
    sync_file(file)
    for path in names:
        with suppress(FileExistsError):
            rename_new(file, path)
            sync_folder(path.parent)
            return path
    raise FileExistsError(errno.EEXIST, "no free name", str(file))


def rename_new(file: Path, path: Path) -> None:
    """Rename `file` to `path` without replacing anything.

    Raises FileExistsError if `path` exists, OSError if the file cannot be renamed.
    """
    if os.name == "nt":
        file.rename(path)  # fails if the name is taken
        return
    try:
        os.link(file, path)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        path.touch(mode=0o600, exist_ok=False)
        try:
            file.replace(path)
        except OSError:
            path.unlink()
            raise
    else:
        file.unlink()


def link_or_copy(file: Path, path: Path) -> None:
    """Make a hard link `path` to `file`, or a copy if the file system has no hard links.

    Raises FileExistsError if `path` exists, OSError if neither can be made.
    """
    try:
        os.link(file, path)
    except FileExistsError:
        raise
    except OSError:
        import shutil

        with temporary(path) as copy:
            shutil.copyfile(file, copy)
            commit_new(copy, [path])


def free_names(folder: Path, stem: str, ending: str) -> Iterator[Path]:
    """Yield free names in a folder: the stem with its ending, then with -2, -3 … after the stem.

    Another process may create one of them at any time: pass them to `commit_new` or `rename_new`.
    """
    for number in range(1, 1 << 20):
        path = folder / f"{stem}{ending}" if number == 1 else folder / f"{stem}-{number}{ending}"
        if not os.path.lexists(path):
            yield path


def sync_file(file: Path) -> None:
    """Sync a file's content to the disk. Raises OSError if that fails."""
    with file.open("r+b") as written:
        _sync(written.fileno())


def _sync(file: int) -> None:
    """Sync a file; on macOS also flush the drive's own cache, which fsync does not."""
    if sys.platform == "darwin":
        import fcntl

        with suppress(OSError):  # not supported by network drives
            fcntl.fcntl(file, fcntl.F_FULLFSYNC)
            return
    os.fsync(file)


def sync_folder(folder: Path) -> None:
    """Sync the names of a folder's files to the disk; Windows does so by itself.

    Does nothing if the file system cannot do it (some network drives) or the folder is writable
    but not readable. Raises OSError if the disk fails.
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
