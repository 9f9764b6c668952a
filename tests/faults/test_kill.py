"""kill -9 in the middle of writing: the file is sound and every acknowledged act is there.

One process has everything loaded and forks a writer for each round; the writer acknowledges each act
through a pipe after it returned, and is killed at a random moment.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop.desk import Desk
from desktop.domain.model import Account

ROOT = Path(__file__).parents[2]
ROUNDS = 200
UID = "1000000000000001"

_TEMPLATE = """
import os, sys, signal
from datetime import UTC, datetime
from pathlib import Path
from desktop.desk import Desk
from desktop.domain.model import Billing, Order, OrderStatus
import sqlite_utils
folder = Path({folder!r})
signal.signal(signal.SIGCHLD, signal.SIG_IGN)

def write(first):
    desk = Desk.open(folder)
    created = datetime(2026, 9, 1, tzinfo=UTC)
    number = first
    while True:
        order = desk.save_order(Order(account={uid!r}, number=str(number), kind="New",
            billing=Billing.PREPAID, status=OrderStatus.PAID, created_at=created, note="n" * 300))
        os.write(1, b"A%d\\n" % number)
        order = desk.associate(order)
        os.write(1, b"S%d\\n" % number)
        if number % 3 == 0:
            desk.undo()
            os.write(1, b"U%d\\n" % number)
        desk.save_draft("form", {{"number": str(number)}})
        os.write(1, b"D%d\\n" % number)
        number += 1

for line in sys.stdin:
    child = os.fork()
    if child == 0:
        write(int(line))
    os.write(1, b"P%d\\n" % child)
"""


@pytest.mark.skipif(os.name != "posix", reason="fork and SIGKILL are POSIX's")
def test_two_hundred_kills(tmp_path: Path) -> None:
    """A change the user saw saved must be there after a crash, a power cut, a forced quit."""
    folder = tmp_path / "data"
    desk = Desk.open(folder)
    desk.save_account(Account(uid=UID))
    desk.close()
    chance = random.Random(20260910)
    template = subprocess.Popen(
        [sys.executable, "-c", _TEMPLATE.format(folder=str(folder), uid=UID)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert template.stdin is not None
    assert template.stdout is not None
    acknowledged = 0
    try:
        for number in range(ROUNDS):
            acknowledged += _one_round(template, folder, 10_000_000 + number * 10_000, chance)
    finally:
        template.stdin.close()
        template.wait()
        template.stdout.close()
    print(f"{ROUNDS} kills, {acknowledged} acknowledged acts, none lost")
    assert acknowledged > ROUNDS


def _one_round(
    template: subprocess.Popen[str], folder: Path, first: int, chance: random.Random
) -> int:
    """Let a writer write for a moment, kill it, look; how many acts it had acknowledged."""
    assert template.stdin is not None
    assert template.stdout is not None
    template.stdin.write(f"{first}\n")
    template.stdin.flush()
    lines: list[str] = []
    while not lines or not lines[-1].startswith("P"):
        lines.append(template.stdout.readline())
    pid = int(lines.pop()[1:])
    while len(lines) < 1:
        lines.append(template.stdout.readline())
    time.sleep(chance.uniform(0, 0.03))
    os.kill(pid, signal.SIGKILL)
    while Path(f"/proc/{pid}").exists() if Path("/proc").exists() else _alive(pid):
        time.sleep(0.001)
    lines += _rest(template)
    _look(folder, lines)
    return len(lines)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _rest(template: subprocess.Popen[str]) -> list[str]:
    """What the killed writer had still acknowledged."""
    import select  # noqa: PLC0415 - POSIX only

    assert template.stdout is not None
    descriptor = template.stdout.fileno()
    os.set_blocking(descriptor, False)
    try:
        text = template.stdout.read() or ""
    except TypeError:
        text = ""
    finally:
        os.set_blocking(descriptor, True)
    assert not select.select([descriptor], [], [], 0)[0]
    return text.splitlines()


def _look(folder: Path, lines: list[str]) -> None:
    """The file is sound, and holds every act that was acknowledged, and at most one more."""
    desk = Desk.open(folder)
    try:
        connection = desk.store._connection
        assert connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        for line in lines:
            kind, number = line[0], line[1:].strip()
            row = connection.execute(
                "SELECT associated_at FROM orders WHERE number = ?", [number]
            ).fetchone()
            assert row is not None, line
            undone = int(number) % 3 == 0
            if kind == "S" and not undone:
                assert row[0] is not None, line
            if kind == "U":
                assert row[0] is None, line
        drafts = [int(line[1:]) for line in lines if line.startswith("D")]
        if drafts:
            assert int(desk.draft("form")["number"]) >= drafts[-1]
    finally:
        desk.close()
