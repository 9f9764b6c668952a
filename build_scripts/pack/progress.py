"""Progress output of a build, with the seconds since the start, and quiet runs of tools."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

_STARTED = time.monotonic()


def log(text: str) -> None:
    """Print one line of progress."""
    print(f"{time.monotonic() - _STARTED:6.1f} s  {text}", flush=True)


def run(
    command: Sequence[str | Path],
    *,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> str:
    """Run a tool and return its output; if it fails, print the output and end the build."""
    arguments = [str(word) for word in command]
    done = subprocess.run(
        arguments,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        print(done.stdout + done.stderr)
        command_line = " ".join(arguments)
        raise SystemExit(f"{arguments[0]} failed with status {done.returncode}: {command_line}")
    return done.stdout


def size_mb(path: Path) -> float:
    """Return the size in MB of a file, or of all files below a folder."""
    files = [path] if path.is_file() else [p for p in path.rglob("*") if not p.is_symlink()]
    return sum(file.stat().st_size for file in files if file.is_file()) / 1e6
