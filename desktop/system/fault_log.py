"""What is kept of faults and crashes, in the data folder: places in the program, never anybody's data.

The message of an exception may hold an order number, an amount or a path with the user's name, and so
may what Qt prints: neither is written anywhere, nor printed where a desktop keeps it in a log.
"""

from __future__ import annotations

import re
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TextIO

from desktop import __version__

LOG_NAME = "faults.log"
CRASH_NAME = "crash.tmp"
"""Where a hard crash leaves its places; taken into the log, without its paths, by the next start."""
_LARGEST = 256 * 1024
_PLACE = re.compile(r'  File "(?P<path>[^"]*)", line (?P<line>\d+) in (?P<name>[\w<>.]+)')
_CAUSE = re.compile(r"(Fatal Python error|Windows fatal exception): (?P<cause>[\w .-]+)")


def write_fault(folder: Path, details: str) -> None:
    """Append a fault to the log; begins anew at 256 KiB. Where it cannot be written, nothing."""
    file = folder / LOG_NAME
    with suppress(OSError):
        mode = "w" if file.exists() and file.stat().st_size > _LARGEST else "a"
        with file.open(mode, encoding="utf-8") as log:
            log.write(f"{datetime.now(UTC).isoformat(timespec='seconds')}\n{details}\n\n")


def places(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Where a fault happened, in the program's own words: no message, no values, nobody's data."""
    found = [
        f"  {_file_name(frame.filename)}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(trace)
    ]
    return "\n".join([_program(), *found, kind.__name__])


def keep_quiet(folder: Path) -> None:
    """From now on every fault that nobody caught goes into the log of `folder`, and not to the console."""

    def take(
        kind: type[BaseException], _error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.exit(130)
        write_fault(folder, places(kind, trace))

    sys.excepthook = take
    threading.excepthook = lambda args: take(args.exc_type, args.exc_value, args.exc_traceback)
    sys.unraisablehook = lambda args: take(args.exc_type, args.exc_value, args.exc_traceback)


class CrashLog:
    """Where the interpreter writes the places of a hard crash, which no Python code can any more."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: TextIO | None = None

    def start(self) -> None:
        """Take what the last run left into the log, and be ready for a crash of this one."""
        import faulthandler

        self.collect()
        with suppress(OSError):
            self._file = (self._folder / CRASH_NAME).open("w", encoding="utf-8")
            faulthandler.enable(self._file)

    def stop(self) -> None:
        """The run ended well: nothing is left."""
        import faulthandler

        if self._file is not None:
            faulthandler.disable()
            self._file.close()
            self._file = None
            with suppress(OSError):
                (self._folder / CRASH_NAME).unlink()

    def collect(self) -> None:
        """Write the places of a crash that left some into the log; the file is then gone."""
        file = self._folder / CRASH_NAME
        with suppress(OSError):
            text = file.read_text(encoding="utf-8", errors="replace")
            if text.strip():
                write_fault(self._folder, _crash_places(text))
            file.unlink()


def quiet_messages(write: Callable[[str], None]) -> Callable[[object, object, str], None]:
    """A handler for Qt's messages, of which only kind and category are kept."""

    def handle(kind: object, context: object, _message: str) -> None:
        name = getattr(kind, "name", "")
        if name not in ("QtDebugMsg", "QtInfoMsg"):
            write(f"{_program()}\n  {getattr(context, 'category', '') or 'default'}\n{name}")

    return handle


def _crash_places(text: str) -> str:
    cause = _CAUSE.search(text)
    found = [
        f"  {_file_name(place['path'])}:{place['line']} {place['name']}"
        for place in _PLACE.finditer(text)
    ]
    return "\n".join([_program(), *found, "crash" if cause is None else cause["cause"].strip()])


def _program() -> str:
    return f"LinkDue {__version__}, Python {sys.version.split()[0]}"


def _file_name(path: str) -> str:
    return path.replace("\\", "/").rsplit("/", 1)[-1]
