"""The shim sees every change of the program's files; otherwise the fault tests prove nothing."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.faults.disk import Disk
from tests.faults.scenes import SCENES, Scene
from tests.faults.shim import FaultKind, environment
from tests.faults.stage import ROOT, Stage

LOG = SCENES["log an order"]


def test_sqlite_goes_through_the_shim(stage: Stage) -> None:
    """One action writes, syncs, creates and removes files; each call is counted and recorded."""
    root, report, events = stage.record(LOG)
    found = Counter(event.what for event in events)
    assert found["W"] > 50
    assert found["S"] >= 2
    assert found["C"] >= 1
    assert found["U"] >= 1
    stage.judge(LOG, root, report.done)


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_nothing_bypasses_the_shim(stage: Stage, scene: Scene) -> None:
    """The recorded changes, applied to the first state, give the bytes that the program left."""
    root, report, events = stage.record(scene)
    disk = Disk(root, stage.rehearsal(scene).beginning, report.inodes)
    for event in events:
        disk.happen(event)
    for file in disk.files:
        file.sync()
    left = {str(path): path.read_bytes() if path.is_file() else None for path in root.rglob("*")}
    assert disk.cut(len(disk.pending), lambda file: file.synced) == left | {str(root): None}


_WRITING = """
import os, sqlite3, sys
from pathlib import Path
folder = Path(sys.argv[1])
connection = sqlite3.connect(folder / "a.sqlite3")
try:
    connection.execute("CREATE TABLE t (a)")
    (folder / "b").write_text("text")
    print("written")
except (OSError, sqlite3.Error) as error:
    print(type(error).__name__)
"""


def written(
    folder: Path, library: Path | None, **settings: object
) -> subprocess.CompletedProcess[str]:
    """Run a separate process, with the shim's settings in its environment."""
    folder.mkdir(exist_ok=True)
    under = os.environ if library is None else environment(library, folder=folder, **settings)
    command = [sys.executable, "-c", _WRITING, str(folder)]
    return subprocess.run(command, cwd=ROOT, env=under, capture_output=True, text=True, check=False)


def test_a_program_takes_its_settings_from_the_environment(tmp_path: Path, library: Path) -> None:
    """Kill and failure strike at the requested call, and never without a request."""
    folder = tmp_path.resolve() / "files"
    count = tmp_path / "count"
    count.write_bytes(bytes(8))
    assert written(folder, library, count=count).stdout == "written\n"
    calls = int.from_bytes(count.read_bytes(), sys.byteorder)
    assert calls > 5
    assert written(folder / "x", library, at=calls + 99, how=int(FaultKind.KILL)).returncode == 0
    assert written(folder / "y", library, at=3, how=int(FaultKind.KILL)).returncode == -9
    full = written(folder / "z", library, at=2, how=int(FaultKind.FAIL), error=errno.ENOSPC)
    assert full.stdout == "OperationalError\n"


def test_without_the_shim_nothing_is_counted(tmp_path: Path) -> None:
    """The count comes from the shim alone."""
    count = tmp_path / "count"
    count.write_bytes(bytes(8))
    assert written(tmp_path / "files", None).stdout == "written\n"
    assert count.read_bytes() == bytes(8)
