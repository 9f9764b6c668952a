"""Tools of the operating system, called by their place and never through a shell."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

SYSTEM_FOLDERS = ("/usr/bin", "/bin", "/run/current-system/sw/bin")
"""Only root writes to these; the last is NixOS's."""
_SECONDS = 20
_MOST = 4 << 20
"""Bytes that are read of what a tool says; a crontab has some thousands at most."""
_LIBRARY_PATH = "LD_LIBRARY_PATH"
"""Set for the frozen program, whose libraries a tool of the system must not be given."""


@dataclass(frozen=True, slots=True)
class ToolAnswer:
    """What a tool said: `status` is its exit status, None where it is missing or was stopped."""

    status: int | None
    output: bytes = b""
    errors: bytes = b""

    @property
    def ok(self) -> bool:
        """Whether the tool did what was asked."""
        return self.status == 0

    @property
    def complaint(self) -> str:
        """What it complained of, in the system's words; bounded, for people."""
        return (self.errors or self.output).decode("utf-8", "replace").strip()[:500]


RunTool = Callable[[Sequence[str], bytes], ToolAnswer]
"""Runs a tool, named by the first word, with the given bytes as its input; tests give their own."""


def run_tool(words: Sequence[str], given: bytes = b"") -> ToolAnswer:
    """Run a tool of the system to its end and return what it said; raises nothing.

    The first word is its file name alone: it is looked for where only the system's administrator
    can put something. It is stopped after 20 seconds. Files stand between, not pipes: what the tool
    starts and leaves running would keep a pipe open, and this process waiting.
    """
    place = system_tool(words[0])
    if place is None:
        return ToolAnswer(None, errors=f"{words[0]} is not there".encode())
    try:
        with TemporaryFile() as told, TemporaryFile() as output, TemporaryFile() as errors:
            told.write(given)
            told.seek(0)
            done = subprocess.run(  # noqa: S603 - a list of words, no shell
                [place, *words[1:]],
                stdin=told,
                stdout=output,
                stderr=errors,
                cwd=str(Path(place).parent),
                env=_environment(),
                check=False,
                timeout=_SECONDS,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            return ToolAnswer(done.returncode, _said(output), _said(errors))
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        return ToolAnswer(None, errors=str(error).encode("utf-8", "replace"))


def _said(file: IO[bytes]) -> bytes:
    """Return what a tool wrote. Raises ValueError if that is more than is ever needed."""
    file.seek(0)
    said = file.read(_MOST + 1)
    if len(said) > _MOST:
        raise ValueError("the tool said too much")
    return said


def system_tool(name: str) -> str | None:
    """Return the whole path of a tool; None where the system has none of this name."""
    if Path(name).name != name:
        return None
    folders = (_windows_folder(),) if sys.platform == "win32" else SYSTEM_FOLDERS
    for folder in folders:
        if (Path(folder) / name).is_file():
            return str(Path(folder) / name)
    return None


def _windows_folder() -> str:
    """Return Windows' folder of its own tools, as Windows says and not a variable."""
    if sys.platform != "win32":
        return ""
    import ctypes

    room = ctypes.create_unicode_buffer(260)
    ctypes.windll.kernel32.GetSystemDirectoryW(room, len(room))
    return room.value


def _environment() -> dict[str, str]:
    """Return this process's variables, but for the language and where to find libraries."""
    variables = dict(os.environ) | {"LC_ALL": "C"}
    before = variables.pop(f"{_LIBRARY_PATH}_ORIG", None)
    if before is not None:
        variables[_LIBRARY_PATH] = before
    elif getattr(sys, "frozen", False):
        variables.pop(_LIBRARY_PATH, None)
    return variables
