"""Virtual environments from locked versions, made once and known by their stamp."""

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
        """Tell whether the set-up was finished for this lock and this Python."""
        return is_stamped(self.folder / STAMP, self._wanted())

    def make(self) -> None:
        """Make it anew. The stamp comes last, so that half a job is done again."""
        name = self.folder.relative_to(ROOT)
        if Path(sys.prefix).resolve() == self.folder.resolve():
            sys.exit(f"{name} must be made anew: run this with python3, not with the one in it.")
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
        (self.folder / STAMP).write_text(self._wanted(), encoding="utf-8")

    def _wanted(self) -> str:
        return stamp_text(self.lock.read_bytes(), sys.version_info[:3])


DEVELOPMENT = Environment(ROOT / ".venv", LOCKS / "dev.txt")
"""For running, testing and checking."""
BUILD = Environment(ROOT / "build" / "venv", LOCKS / "build.txt")
"""For freezing: what ships and what makes it, and nothing that only tests need."""


def stamp_text(lock_file: bytes, version: tuple[int, ...]) -> str:
    """Return what a finished set-up leaves behind: it changes with the lock and with Python."""
    return f"{hashlib.sha256(lock_file).hexdigest()} {'.'.join(map(str, version))}"


def is_stamped(stamp: Path, wanted: str) -> bool:
    """Tell whether the set-up was finished for this lock and this Python."""
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted


def venv_python(venv: Path, platform: str) -> Path:
    """Return an environment's interpreter."""
    return venv / ("Scripts/python.exe" if platform == "win32" else "bin/python")
