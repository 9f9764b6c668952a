"""Files that are there as a whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from desktop.room import FULL, DiskFull


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file – text as UTF-8 – through a temporary one beside it, synced, then renamed.

    Raises OSError that names the file, DiskFull where there is no room; what was there before is then as it was.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        _write(path, data)
    except OSError as error:
        if error.errno in FULL:
            raise DiskFull(path, len(data)) from error
        if error.errno is None:
            raise
        raise type(error)(error.errno, error.strerror, str(path)) from error


def _write(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
