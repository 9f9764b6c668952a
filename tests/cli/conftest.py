"""The command line as a script meets it: a separate process, text in and text out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PLATFORM = {"QT_QPA_PLATFORM": "windows" if os.name == "nt" else "offscreen"}
"""On Windows, the platform without a screen has no fonts, and every session has a screen."""


@dataclass(frozen=True)
class Answer:
    """The exit status and output of one call."""

    status: int
    out: str
    err: str

    @property
    def data(self) -> list[dict[str, Any]]:
        """Return the JSON objects of the output, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Answer]


class Commands:
    """Calls the program, each time in a separate process.

    The first call of a verb is a complete start as a user's is; where the system can fork, later
    ones do not load the common modules again.
    """

    _ALWAYS_STARTED = ("smoke", "request")
    """The verbs that use Qt, much of whose state belongs to a newly started process."""

    def __init__(self) -> None:
        self._called: set[str] = set()
        self._forking: subprocess.Popen[str] | None = None

    def call(self, verb: str, arguments: list[str], folder: Path) -> Answer:
        """Call the program; its output goes through files in the folder."""
        started = verb in self._ALWAYS_STARTED or verb not in self._called
        self._called.add(verb)
        if started or not hasattr(os, "fork"):
            return self._start(arguments)
        return self._fork(arguments, folder)

    def close(self) -> None:
        """End the process that forks."""
        if self._forking is not None:
            self._forking.communicate()

    @staticmethod
    def _start(arguments: list[str]) -> Answer:
        done = subprocess.run(
            [sys.executable, "-m", "desktop", *arguments],
            cwd=ROOT,
            env=os.environ | PLATFORM,
            capture_output=True,
            encoding="utf-8",
            timeout=240,
            check=False,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    def _fork(self, arguments: list[str], folder: Path) -> Answer:
        if self._forking is None:
            self._forking = subprocess.Popen(
                [sys.executable, "-m", "tests.cli.forking"],
                cwd=ROOT,
                env=os.environ | PLATFORM,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                encoding="utf-8",
            )
        assert self._forking.stdin is not None
        assert self._forking.stdout is not None
        with tempfile.TemporaryDirectory(dir=folder) as answers:
            out, err = Path(answers, "out"), Path(answers, "err")
            call = {"arguments": arguments, "out": str(out), "err": str(err)}
            self._forking.stdin.write(json.dumps(call) + "\n")
            self._forking.stdin.flush()
            status = int(self._forking.stdout.readline())
            return Answer(status, out.read_text("utf-8"), err.read_text("utf-8"))


@pytest.fixture(scope="session")
def commands() -> Iterator[Commands]:
    """Return the caller of the program."""
    commands = Commands()
    yield commands
    commands.close()


@pytest.fixture
def run(commands: Commands, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return a function that calls the program on a data folder of this test."""

    def call(verb: object, *arguments: object, folder: Path | None = None) -> Answer:
        words = ["--lang", "en", "--data-dir", str(folder or tmp_path / "data")]
        words += [str(verb), *map(str, arguments)]
        return commands.call(str(verb), words, tmp_path_factory.getbasetemp())

    return call
