"""The Python versions that LinkDue runs with, and the search for one of them on this machine.

Qt for Python has no libraries for every Python: a machine's newest may be too new for the version
that LinkDue needs, its system's own too old. These versions must be able to run this file, too.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence

FIRST, LAST = (3, 11), (3, 13)
"""The versions of `requires-python` in `pyproject.toml`."""


def is_supported(version: tuple[int, ...]) -> bool:
    """Return whether LinkDue runs with a Python of this version."""
    return FIRST <= version[:2] <= LAST


def run_with_supported(script: str, arguments: Sequence[str]) -> int:
    """Run a script with a supported Python of this machine and return its exit status.

    If there is none, print how to get one and return 2.
    """
    command = find_supported(sys.platform)
    if command is None:
        print(advice(sys.platform, sys.version.split()[0]))
        return 2
    return subprocess.run([*command, script, *arguments], check=False).returncode


def find_supported(platform: str) -> list[str] | None:
    """Return the command that starts the newest supported Python; None if there is none."""
    return next((command for command in _commands(platform) if _starts(command)), None)


def advice(platform: str, version: str) -> str:
    """Return the message that a Python of this version cannot run LinkDue, and what to install."""
    install = {
        "win32": "py install 3.13   (or: winget install Python.Python.3.13)",
        "darwin": "brew install python@3.13   (or the installer from python.org)",
    }.get(platform, "python3.13 from your system's packages, or: uv python install 3.13")
    return (
        f"LinkDue needs Python 3.11, 3.12 or 3.13; this is {version}. Nothing was changed.\n"
        f"Please install one beside it, then run the same command again:\n  {install}"
    )


def _commands(platform: str) -> Iterator[list[str]]:
    for minor in range(LAST[1], FIRST[1] - 1, -1):
        if platform == "win32":
            yield ["py", f"-3.{minor}"]
        yield [f"python3.{minor}"]


def _starts(command: Sequence[str]) -> bool:
    """Return whether a command exists and starts a supported Python.

    The launchers `py` and pyenv's exist also for versions that are not installed.
    """
    if shutil.which(command[0]) is None:
        return False
    query = [*command, "-c", "import sys; print(*sys.version_info[:2])"]
    answer = subprocess.run(
        query, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False
    )
    found = tuple(int(part) for part in answer.stdout.split() if part.isdigit())
    return answer.returncode == 0 and is_supported(found)
