"""kill -9 during writes: the file stays sound, every acknowledged action complete.

One process has everything loaded and forks a writer for each round; the writer acknowledges each
action through a pipe after it returned, and is killed at a random moment.
"""

from __future__ import annotations

import os
import random
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop.services.workspace import Workspace
from tests.builders import make_account, make_order, make_project
from tests.faults.conftest import Figure
from tests.faults.ledger import Ledger
from tests.faults.reach import Reach

ROOT = Path(__file__).parents[2]
NUMBERS = ("202609010001", "202609010002")

_TEMPLATE = """
import os, sys, signal
from dataclasses import replace
from pathlib import Path
from desktop.services.workspace import Workspace
from desktop.records.store import Store
from tests.builders import make_order
Store.preload()
folder = Path({folder!r})
signal.signal(signal.SIGCHLD, signal.SIG_IGN)

def done(act, subject):
    os.write(1, b"%s %s\\n" % (act.encode(), str(subject).encode()))

def write(number):
    workspace = Workspace.open(folder)
    while True:
        order = workspace.save_order(make_order(number=str(number), note="n" * 300))
        done("add-order", number)
        workspace.associate(order)
        done("associate", number)
        if number % 3 == 0:
            workspace.undo()
            done("undo", number)
        workspace.save_draft("form", {{"number": number}})
        done("draft", number)
        project = workspace.book().projects[0]
        renamed = next(n for n in {numbers!r} if n != project.number)
        workspace.save_project(replace(project, number=renamed))  # ten orders follow
        done("correct-project", renamed)
        workspace.set_setting("number", str(number))
        done("setting", number)
        number += 1

for line in sys.stdin:
    child = os.fork()
    if child == 0:
        write(int(line))
    os.write(1, b"pid %d\\n" % child)
"""


class Writers:
    """The process that forks writers, and their acknowledgements."""

    def __init__(self, folder: Path) -> None:
        code = _TEMPLATE.format(folder=str(folder), numbers=NUMBERS)
        self._process = subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )
        self._half_line = b""

    def start(self, number: int) -> None:
        """Start a new writer with this order number."""
        assert self._process.stdin is not None
        self._process.stdin.write(b"%d\n" % number)

    def read(self, wait: float) -> list[list[str]]:
        """Return the lines acknowledged since the last call; wait `wait` seconds at most."""
        assert self._process.stdout is not None
        if not select.select([self._process.stdout], [], [], wait)[0]:
            return []
        data = os.read(self._process.stdout.fileno(), 1 << 16)
        assert data, "the process that forks has died"
        *lines, self._half_line = (self._half_line + data).split(b"\n")
        return [line.decode().split() for line in lines]

    def close(self) -> None:
        """End the process after its last writer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


def _prepare(folder: Path) -> None:
    """Record an account, a project and ten orders that name the project."""
    workspace = Workspace.open(folder)
    workspace.save_account(make_account())
    workspace.save_project(make_project(number=NUMBERS[0]))
    for number in range(10):
        workspace.save_order(
            make_order(
                number=str(90_000_000 + number),
                project=NUMBERS[0],
            )
        )
    workspace.close()


@contextmanager
def _opened(folder: Path) -> Iterator[Workspace]:
    workspace = Workspace.open(folder)
    try:
        yield workspace
    finally:
        workspace.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither fork nor SIGKILL")
def test_kills_at_random_moments(fast_folder: Path, figure: Figure) -> None:
    """A change that was saved must be there, and complete, after a crash or a forced quit."""
    folder = fast_folder / "random"
    _prepare(folder)
    ledger = Ledger()
    with _opened(folder) as workspace:
        ledger.follow_file(workspace.data_file)
    chance = random.Random(20260910)
    writers = Writers(folder)
    acknowledged = more = 0
    kills = Reach.of_run().kills
    try:
        for number in range(kills):
            lines = _killed(writers, 10_000_000 + number * 10_000, chance)
            acknowledged += len(lines)
            more += _check_file(folder, lines, ledger)
    finally:
        writers.close()
    with _opened(folder) as workspace:  # replay the whole journal once more, from its first entry
        assert len(Ledger().follow_file(workspace.data_file)) == ledger.last
    figure(
        f"kills at random | {kills} kills | {acknowledged} acknowledged actions, 0 lost | "
        f"{more} more that were not acknowledged yet"
    )
    assert acknowledged > kills


def _killed(writers: Writers, first: int, chance: random.Random) -> list[list[str]]:
    """Let a writer write briefly and kill it; return the actions it acknowledged."""
    writers.start(first)
    lines: list[list[str]] = []
    immediately = chance.random() < 0.1  # as long as it opens the file
    while not (pid := next((int(w[1]) for w in lines if w[0] == "pid"), 0)) or (
        not immediately and len(lines) < 2
    ):
        lines += writers.read(10)
    time.sleep(chance.uniform(0, 0.03))
    os.kill(pid, signal.SIGKILL)
    while _alive(pid):
        time.sleep(0.001)
    while late := writers.read(0):
        lines += late
    return [words for words in lines if words[0] != "pid"]


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _check_file(folder: Path, lines: list[list[str]], ledger: Ledger) -> int:
    """Check the file and the acknowledged actions; return the number of further ones (0 or 1)."""
    kept = {name: [int(w[1]) for w in lines if w[0] == name] for name in ("draft", "setting")}
    acknowledged = [(act, subject) for act, subject in lines if act not in kept]
    with _opened(folder) as workspace:
        assert workspace.check().ok
        actions = ledger.follow_file(workspace.data_file)
        assert actions[: len(acknowledged)] == acknowledged
        assert len(actions) <= len(acknowledged) + 1
        found = {
            "draft": workspace.draft("form").get("number"),
            "setting": workspace.setting("number"),
        }
    for name, numbers in kept.items():
        if numbers:
            assert int(found[name] or 0) in (numbers[-1], numbers[-1] + 1)
    return len(actions) - len(acknowledged)
