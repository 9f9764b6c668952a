"""The log of faults and crashes in the data folder: places in the program, never anybody's data.

The message of an exception may hold an order number, an amount or a path with the user's name, and
so may what Qt prints: neither is written anywhere, nor printed where a desktop keeps it in a log.
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
"""Takes an exception that nobody caught: its class, itself, where it happened."""

LOG_NAME = "faults.log"
CRASH_NAME = "crash.tmp"
"""Where a hard crash leaves its places; the next start takes them into the log without paths."""
INTERRUPTED = 130
"""The exit status of a program that was ended by Ctrl+C, as shells count it."""
SIZE_LIMIT = 256 * 1024
_PLACE = re.compile(r'  File "(?P<path>[^"]*)", line (?P<line>\d+) in (?P<name>[\w<>.]+)')
_CAUSE = re.compile(r"(Fatal Python error|Windows fatal exception): (?P<cause>[\w .-]+)")


def write_fault(folder: Path, details: str) -> None:
    """Append a fault to the log, which begins anew at 256 KiB; do nothing where that fails."""
    file = folder / LOG_NAME
    with suppress(OSError):
        append = not file.exists() or file.stat().st_size <= SIZE_LIMIT
        with os.fdopen(open_own(file, append=append), "w", encoding="utf-8") as log:
            log.write(f"{datetime.now(UTC).isoformat(timespec='seconds')}\n{details}\n\n")


def places(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Return where a fault happened in the program, without message, values or data."""
    found: list[str] = []
    while trace is not None:  # `traceback` would open the sources, where the disk may be at fault
        code = trace.tb_frame.f_code
        found.append(f"  {_file_name(code.co_filename)}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return "\n".join([_program(), *found, kind.__name__])


def keep_quiet(folder: Path) -> None:
    """Write every fault that nobody catches into the log of `folder`, and not to the console."""

    def log(details: str) -> None:
        write_fault(folder, details)

    install_hooks(lambda kind, _error, trace: log(places(kind, trace)), log)


def install_hooks(take: Hook, log: Callable[[str], None]) -> None:
    """Give every exception that nobody catches to `take`, on any thread; Python prints none.

    Where `take` fails itself – its window may be gone –, the places go to `log`, as those of
    exceptions that Python cannot raise always do. Ctrl+C ends the program.
    """

    def hook(
        kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.exit(INTERRUPTED)
        try:
            take(kind, error, trace)
        except Exception:  # noqa: BLE001 - Python would print both with their messages
            with suppress(Exception):
                log(places(kind, trace))

    def unraisable(args: sys.UnraisableHookArgs) -> None:
        with suppress(Exception):
            log(places(args.exc_type, args.exc_traceback))

    sys.excepthook = hook
    threading.excepthook = lambda args: hook(args.exc_type, args.exc_value, args.exc_traceback)
    sys.unraisablehook = unraisable


class CrashLog:
    """The file for the places of a hard crash, written by the interpreter when no code can run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: TextIO | None = None

    def start(self) -> None:
        """Take what the last run left into the log, and be ready for a crash of this one."""
        import faulthandler

        self.collect()
        with suppress(OSError):
            self._file = os.fdopen(open_own(self._folder / CRASH_NAME), "w", encoding="utf-8")
            faulthandler.enable(self._file)

    def stop(self) -> None:
        """Remove the crash file: the run ended well."""
        if self._file is not None:
            import faulthandler

            faulthandler.disable()
            self._file.close()
            self._file = None
            with suppress(OSError):
                (self._folder / CRASH_NAME).unlink()

    def collect(self) -> None:
        """Write the places of a crash that left some into the log; the file is then gone."""
        file = self._folder / CRASH_NAME
        with suppress(OSError):
            text = read_own(file).decode("utf-8", errors="replace")
            if text.strip():
                write_fault(self._folder, _crash_places(text))
        with suppress(OSError):
            file.unlink()


def quiet_messages(write: Callable[[str], None]) -> Callable[[object, object, str], None]:
    """Return a handler for Qt's messages that keeps only their kind and category."""

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
