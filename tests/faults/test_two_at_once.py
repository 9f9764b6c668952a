"""Two programs write simultaneously and one is killed: the other loses nothing it recorded."""

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from desktop.services.workspace import Workspace
from tests.builders import make_account
from tests.faults.conftest import Figure
from tests.faults.ledger import Ledger

ROOT = Path(__file__).parents[2]
ACTIONS = 150

_WRITER = """
import sys
from pathlib import Path
from desktop.services.workspace import Workspace
from tests.builders import make_order
folder, first, count = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
workspace = Workspace.open(folder)
print("ready", flush=True)
sys.stdin.readline()
for number in range(first, first + count):
    workspace.save_order(make_order(number=str(number)))
    print(number, flush=True)
workspace.close()
"""


def _writer(folder: Path, first: int, count: int) -> subprocess.Popen[str]:
    """Start a program that has the data open and waits for its signal to write."""
    words = (sys.executable, "-c", _WRITER, str(folder), str(first), str(count))
    pipe = subprocess.PIPE
    writer = subprocess.Popen(words, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)
    assert writer.stdout is not None
    assert writer.stdout.readline() == "ready\n"
    return writer


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_two_programs_write_and_one_is_killed(tmp_path: Path, figure: Figure) -> None:
    """The window and a scheduled verb wait for each other, and everything acknowledged is there."""
    with closing(Workspace.open(tmp_path)) as workspace:
        workspace.save_account(make_account())
    stays = _writer(tmp_path, 20_000_000, ACTIONS)
    killed = _writer(tmp_path, 30_000_000, 1_000_000)
    with stays, killed:
        for one in (stays, killed):
            assert one.stdin is not None
            one.stdin.write("go\n")
            one.stdin.flush()
        assert stays.stdout is not None
        assert killed.stdout is not None
        lines = [killed.stdout.readline() for _ in range(ACTIONS // 3)]
        killed.send_signal(signal.SIGKILL)
        lines += [line for line in killed.stdout if line.endswith("\n")]
        lines += stays.stdout.readlines()
        assert stays.wait() == 0
    with closing(Workspace.open(tmp_path)) as workspace:
        assert workspace.check().ok
        Ledger().follow_file(workspace.data_file)
        there = {order.number for order in workspace.book().orders.values()}
    acknowledged = {line.strip() for line in lines}
    assert acknowledged <= there
    assert len(there - acknowledged) <= 1
    figure(f"two programs at once, one killed | {len(acknowledged)} acknowledged actions | 0 lost")
