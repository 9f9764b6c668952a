"""Virtual environments from locked versions; a stamp file marks a finished one."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from machine import install_packages, is_debian

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "build_scripts" / "locks"
STAMP = "linkdue-setup"


@dataclass(frozen=True)
class Environment:
    """A virtual environment and the lock that fills it."""

    folder: Path
    lock: Path

    @property
    def python(self) -> Path:
        """The environment's interpreter."""
        return venv_python(self.folder, sys.platform)

    def is_ready(self) -> bool:
        """Return whether the set-up was finished for this lock and this Python."""
        return is_stamped(self.folder / STAMP, self._stamp_text())

    def make(self) -> None:
        """Make the environment from scratch; the stamp comes last: a broken set-up is repeated."""
        name = self.folder.relative_to(ROOT)
        if Path(sys.prefix).resolve() == self.folder.resolve():
            sys.exit(f"{name} must be made again: run this with python3, not with its own Python.")
        print(
            f"Setting up {name} (only the first time, or when the lock changes) …",
            flush=True,
        )
        command = [sys.executable, "-m", "venv", "--clear", str(self.folder)]
        if subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode:
            if not is_debian():
                sys.exit(
                    "Python's venv module does not work here; please repair or reinstall Python."
                )
            install_packages(["python3-venv"], "Python's venv module")
            subprocess.run(command, check=True)
        pip = [str(self.python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--require-hashes", "-r", str(self.lock)], check=True)
        (self.folder / STAMP).write_text(self._stamp_text(), encoding="utf-8")

    def _stamp_text(self) -> str:
        return stamp_text(self.lock.read_bytes(), sys.version_info[:3])


DEVELOPMENT = Environment(ROOT / ".venv", LOCKS / "dev.txt")
"""For running, testing and checking."""
BUILD = Environment(ROOT / "build" / "venv", LOCKS / "build.txt")
"""For freezing: the dependencies that ship and the build tools, without the test tools."""


def stamp_text(lock_file: bytes, version: tuple[int, ...]) -> str:
    """Return the content of the stamp: it changes with the lock and with Python's version."""
    return f"{hashlib.sha256(lock_file).hexdigest()} {'.'.join(map(str, version))}"


def is_stamped(stamp: Path, expected: str) -> bool:
    """Return whether the stamp file exists with the expected content."""
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == expected


def venv_python(venv: Path, platform: str) -> Path:
    """Return an environment's interpreter."""
    return venv / ("Scripts/python.exe" if platform == "win32" else "bin/python")
