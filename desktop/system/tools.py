"""Running the operating system's tools, by absolute path and never through a shell."""

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
"""Writable by root only; the last is NixOS's."""
_SECONDS = 20
_OUTPUT_LIMIT = 4 << 20
"""Bytes of a tool's output; a crontab has some thousands at most."""
_LIBRARY_PATH = "LD_LIBRARY_PATH"
"""Set for the frozen program; the system's tools must not load its libraries."""


@dataclass(frozen=True, slots=True)
class ToolAnswer:
    """A tool's output; `status` is its exit status, None if it is missing or was stopped."""

    status: int | None
    output: bytes = b""
    errors: bytes = b""

    @property
    def ok(self) -> bool:
        """Whether the tool succeeded."""
        return self.status == 0

    @property
    def error_text(self) -> str:
        """The tool's error message, at most 500 characters."""
        return (self.errors or self.output).decode("utf-8", "replace").strip()[:500]


RunTool = Callable[[Sequence[str], bytes], ToolAnswer]
"""Runs a command, its first word a tool's name, with the bytes as its input; tests pass a fake."""


def run_tool(command: Sequence[str], stdin: bytes = b"") -> ToolAnswer:
    """Run a tool of the system to its end and return its output; raise nothing.

    The first word is a file name: it is looked up only in folders that administrators control. The
    tool is stopped after 20 seconds. Its streams are files, not pipes: a background process that
    the tool leaves behind would keep a pipe open and this process waiting.
    """
    path = system_tool(command[0])
    if path is None:
        return ToolAnswer(None, errors=f"{command[0]} is not there".encode())
    try:
        with TemporaryFile() as source, TemporaryFile() as output, TemporaryFile() as errors:
            source.write(stdin)
            source.seek(0)
            done = subprocess.run(  # noqa: S603 - a list of words, no shell
                [path, *command[1:]],
                stdin=source,
                stdout=output,
                stderr=errors,
                cwd=str(Path(path).parent),
                env=_environment(),
                check=False,
                timeout=_SECONDS,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            return ToolAnswer(done.returncode, _content(output), _content(errors))
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        return ToolAnswer(None, errors=str(error).encode("utf-8", "replace"))


def _content(file: IO[bytes]) -> bytes:
    """Return what a tool wrote. Raises ValueError if it is more than `_OUTPUT_LIMIT` bytes."""
    file.seek(0)
    content = file.read(_OUTPUT_LIMIT + 1)
    if len(content) > _OUTPUT_LIMIT:
        raise ValueError("the tool's output is too long")
    return content


def system_tool(name: str) -> str | None:
    """Return the absolute path of a tool; None if the system has none of this name."""
    if Path(name).name != name:
        return None
    folders = (_windows_folder(),) if sys.platform == "win32" else SYSTEM_FOLDERS
    for folder in folders:
        if (Path(folder) / name).is_file():
            return str(Path(folder) / name)
    return None


def _windows_folder() -> str:
    """Return Windows' system folder, from the API and not from a variable."""
    if sys.platform != "win32":
        return ""
    import ctypes

    buffer = ctypes.create_unicode_buffer(260)
    ctypes.windll.kernel32.GetSystemDirectoryW(buffer, len(buffer))
    return buffer.value


def _environment() -> dict[str, str]:
    """Return this process's variables, with language C and without the program's libraries."""
    variables = dict(os.environ) | {"LC_ALL": "C"}
    before = variables.pop(f"{_LIBRARY_PATH}_ORIG", None)
    if before is not None:
        variables[_LIBRARY_PATH] = before
    elif getattr(sys, "frozen", False):
        variables.pop(_LIBRARY_PATH, None)
    return variables
