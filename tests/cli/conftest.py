"""The command line as a user's script meets it: another process, text in and text out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PLATFORM = {"QT_QPA_PLATFORM": "windows" if os.name == "nt" else "offscreen"}
"""On Windows, the platform without a screen has no fonts, and every session has a screen."""


@dataclass(frozen=True)
class Answer:
    """What one call answered."""

    status: int
    out: str
    err: str

    @property
    def data(self) -> list[dict[str, Any]]:
        """Return the JSON objects of the answer, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Answer]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Call the program on a data folder of the test's own."""

    def call(*arguments: object, folder: Path | None = None) -> Answer:
        command = [sys.executable, "-m", "desktop", "--lang", "en"]
        command += ["--data-dir", str(folder or tmp_path / "data"), *map(str, arguments)]
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=os.environ | PLATFORM,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    return call
