"""The log of faults and crashes in the data folder: locations in the program, never user data.

The message of an exception, or of Qt, may contain an order number, an amount or a path with the
user's name. So messages are neither written nor printed: desktops log what programs print.
"""

from __future__ import annotations

import os
import re
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TextIO

from desktop import __version__
from desktop.base.regular_file import open_own, read_own

Hook = Callable[[type[BaseException], BaseException | None, TracebackType | None], None]
"""Receives an uncaught exception: its class, the exception and its traceback."""

LOG_NAME = "faults.log"
CRASH_NAME = "crash.tmp"
"""The interpreter writes a hard crash here; the next start copies it to the log without paths."""
INTERRUPTED = 130
"""The exit status after Ctrl+C, by the convention of shells."""
SIZE_LIMIT = 256 * 1024
_PLACE = re.compile(r'  File "(?P<path>[^"]*)", line (?P<line>\d+) in (?P<name>[\w<>.]+)')
_CAUSE = re.compile(r"(Fatal Python error|Windows fatal exception): (?P<cause>[\w .-]+)")


def write_fault(folder: Path, details: str) -> None:
    """Append a fault to the log, which is truncated at 256 KiB; ignore errors."""
    file = folder / LOG_NAME
    with suppress(OSError):
        append = not file.exists() or file.stat().st_size <= SIZE_LIMIT
        with os.fdopen(open_own(file, append=append), "w", encoding="utf-8") as log:
            log.write(f"{datetime.now(UTC).isoformat(timespec='seconds')}\n{details}\n\n")


def fault_details(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Return the locations in a traceback and the exception's class, without its message."""
    found: list[str] = []
    while trace is not None:  # not `traceback`: it opens the source files, and the disk may fail
        code = trace.tb_frame.f_code
        found.append(f"  {_file_name(code.co_filename)}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return "\n".join([_program(), *found, kind.__name__])


def log_uncaught_exceptions(folder: Path) -> None:
    """Write every uncaught exception to the log in `folder` instead of the console."""

    def log(details: str) -> None:
        write_fault(folder, details)

    install_hooks(lambda kind, _error, trace: log(fault_details(kind, trace)), log)


def install_hooks(handle: Hook, log: Callable[[str], None]) -> None:
    """Pass every uncaught exception, on any thread, to `handle` instead of printing it.

    If `handle` fails, as its window may be closed, the locations are passed to `log`; so are those
    of unraisable exceptions. Ctrl+C ends the program.
    """

    def hook(
        kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.exit(INTERRUPTED)
        try:
            handle(kind, error, trace)
        except Exception:  # noqa: BLE001 - Python would print both with their messages
            with suppress(Exception):
                log(fault_details(kind, trace))

    def unraisable(args: sys.UnraisableHookArgs) -> None:
        with suppress(Exception):
            log(fault_details(args.exc_type, args.exc_traceback))

    sys.excepthook = hook
    threading.excepthook = lambda args: hook(args.exc_type, args.exc_value, args.exc_traceback)
    sys.unraisablehook = unraisable


class CrashLog:
    """The file that the interpreter's `faulthandler` writes a hard crash to."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: TextIO | None = None

    def start(self) -> None:
        """Copy a crash of the last run to the log, and enable `faulthandler` for this run."""
        import faulthandler

        self.collect()
        with suppress(OSError):
            self._file = os.fdopen(open_own(self._folder / CRASH_NAME), "w", encoding="utf-8")
            faulthandler.enable(self._file)

    def stop(self) -> None:
        """Disable `faulthandler` and remove the crash file: the run ended normally."""
        if self._file is not None:
            import faulthandler

            faulthandler.disable()
            self._file.close()
            self._file = None
            with suppress(OSError):
                (self._folder / CRASH_NAME).unlink()

    def collect(self) -> None:
        """Copy the locations in the crash file, if it has any, to the log; remove the file."""
        file = self._folder / CRASH_NAME
        with suppress(OSError):
            text = read_own(file).decode("utf-8", errors="replace")
            if text.strip():
                write_fault(self._folder, _crash_places(text))
        with suppress(OSError):
            file.unlink()


def qt_message_handler(write: Callable[[str], None]) -> Callable[[object, object, str], None]:
    """Return a Qt message handler that passes on only the kind and category of a message."""

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
