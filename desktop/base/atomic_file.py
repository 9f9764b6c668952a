"""Files that are there as a whole or not at all, under names that nothing else had."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from desktop.base.disk import FULL, DiskFull
from desktop.base.left_behind import LEFT_BEHIND, TEMPORARY_ENDING, name_within, sweep
from desktop.base.regular_file import refuse_special

_NO_LINKS = frozenset(
    {errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
)
"""What systems answer where a file cannot have two names."""


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file – text as UTF-8 – through a temporary one beside it, synced, then renamed.

    Raises OSError that names the file, DiskFull if there is no room; what was there before is then
    as it was. A FIFO or a device is not replaced.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        refuse_special(path)
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
    """Yield an empty file beside `path`, to be filled and given to `commit`; remove what is left.

    Its name starts with a dot, names `path` and ends with `TEMPORARY_ENDING`; what begins with the
    same name, as logs do, is removed as well. Only the user may read it. Raises OSError if
    it cannot be made.
    """
    import tempfile

    sweep(path, LEFT_BEHIND)
    handle, name = tempfile.mkstemp(
        dir=path.parent, prefix=f".{name_within(path.name)}.", suffix=TEMPORARY_ENDING
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
    """Make sure that `file` is on the disk and give it the name `path`, in place of what had it.

    After a power cut one of the two is there, whole. Raises OSError; nothing is renamed then.
    """
    sync_file(file)
    file.replace(path)
    sync_folder(path.parent)


def commit_new(file: Path, names: Iterable[Path]) -> Path:
    """Make sure that `file` is on the disk and give it the first of `names` that nothing has.

    Whatever other processes do at the same time, none of them gets that name, and nothing is
    replaced. Returns the name. Raises OSError if the file cannot be renamed, FileExistsError if no
    name was free.
    """
    sync_file(file)
    for path in names:
        with suppress(FileExistsError):
            rename_new(file, path)
            sync_folder(path.parent)
            return path
    raise FileExistsError(errno.EEXIST, "no free name", str(file))


def rename_new(file: Path, path: Path) -> None:
    """Give `file` the name `path`.

    Raises FileExistsError if something has it already, OSError if it cannot be renamed.
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


def keep_new(file: Path, path: Path) -> None:
    """Give `file` a second name, or a copy where the file system has no such thing.

    Raises FileExistsError if something has that name already, OSError if it cannot be made.
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
    """Yield names in a folder that nothing has now: the stem, then with -2, -3 … after it.

    Another process may take one at any moment: give them to `commit_new` or `rename_new`.
    """
    for number in range(1, 1 << 20):
        path = folder / f"{stem}{ending}" if number == 1 else folder / f"{stem}-{number}{ending}"
        if not os.path.lexists(path):
            yield path


def sync_file(file: Path) -> None:
    """Make sure that a file's content is on the disk. Raises OSError if it is not."""
    with file.open("r+b") as written:
        _sync(written.fileno())


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
