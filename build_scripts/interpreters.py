"""The Pythons that LinkDue can be run with, and another of them where the one started cannot.

Qt for Python has no libraries for every Python: a machine's newest may be too new for the version
that LinkDue needs, its system's own too old. This file is read by those as well.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence

FIRST, LAST = (3, 11), (3, 13)
"""What `requires-python` in `pyproject.toml` says."""


def is_supported(version: tuple[int, ...]) -> bool:
    """Tell whether LinkDue runs with a Python of this version."""
    return FIRST <= version[:2] <= LAST


def hand_over(script: str, arguments: Sequence[str]) -> int:
    """Run a script with another Python of this machine, or say how to get one.

    Return the exit status, 2 where there is none.
    """
    command = find_other(sys.platform)
    if command is None:
        print(advice(sys.platform, sys.version.split()[0]))
        return 2
    return subprocess.run([*command, script, *arguments], check=False).returncode


def find_other(platform: str) -> list[str] | None:
    """Return how the newest Python that fits is started here; None where there is none."""
    return next((command for command in _commands(platform) if _starts(command)), None)


def advice(platform: str, version: str) -> str:
    """Return what to install beside a Python of this version, which cannot run LinkDue."""
    install = {
        "win32": "py install 3.13   (or: winget install Python.Python.3.13)",
        "darwin": "brew install python@3.13   (or the installer from python.org)",
    }.get(platform, "python3.13 from your system's packages, or: uv python install 3.13")
    return (
        f"LinkDue needs Python 3.11, 3.12 or 3.13; this is {version}. Nothing was changed.\n"
        f"Please install one beside it, then type the same again:\n  {install}"
    )


def _commands(platform: str) -> Iterator[list[str]]:
    for minor in range(LAST[1], FIRST[1] - 1, -1):
        if platform == "win32":
            yield ["py", f"-3.{minor}"]
        yield [f"python3.{minor}"]


def _starts(command: Sequence[str]) -> bool:
    """Tell whether a command is there and starts a Python that fits.

    Launchers – `py`, pyenv's – are found for versions as well that they do not have.
    """
    if shutil.which(command[0]) is None:
        return False
    asked = [*command, "-c", "import sys; print(*sys.version_info[:2])"]
    answer = subprocess.run(
        asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False
    )
    found = tuple(int(part) for part in answer.stdout.split() if part.isdigit())
    return answer.returncode == 0 and is_supported(found)
