"""The process that plays scenes under the shim; it loads everything once and forks for each.

It reads orders from standard input, one JSON object a line, and answers each with another.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop.base.storage import StorageError
from desktop.records.store import Store
from desktop.records.tables import migrations  # noqa: F401 - loaded once, for all
from desktop.services.backups import BackupOutcome
from desktop.wording.errors import database, files
from tests.faults.scenes import SCENES, Room, Scene, start
from tests.faults.shim import Fault, How, Shim
from tests.faults.weakened import WEAKENED

Say = Callable[..., None]


def main() -> None:
    """Play the requested scenes until the input ends."""
    Store.preload()
    with tempfile.TemporaryDirectory() as folder:  # caches are filled before the first fork
        start(Path(folder)).close()
    for line in sys.stdin:
        order = json.loads(line)
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            _play(order, writing)
        os.close(writing)
        with os.fdopen(
            reading, encoding="utf-8"
        ) as answers:  # while the child writes, so that the pipe never fills up
            said = [json.loads(answer) for answer in answers]
        _, status = os.waitpid(child, 0)
        print(json.dumps({"said": said, "status": os.waitstatus_to_exitcode(status)}), flush=True)


def _play(order: dict[str, Any], writing: int) -> None:
    """Play the scene in the child, report what was acknowledged, and end the process."""

    def say(what: str, **facts: object) -> None:
        os.write(writing, (json.dumps({"what": what} | facts) + "\n").encode())

    WEAKENED[order["weak"]]()
    shim, root = Shim(), Path(order["root"])
    fault = Fault(How(order["how"]), order["at"], order["error"], order["record"])
    shim.arm(root, fault)
    try:
        scene = SCENES[order["scene"]]
        with scene.program():
            play(scene, Room(root, scene.start), shim, say, locked=not order["weak"])
        say("end", count=shim.stand_aside())
    except BaseException as error:  # noqa: BLE001 - whatever it is, report it
        shim.stand_aside()
        say("unexpected", error=f"{type(error).__name__}: {error}")
    os._exit(0)


def play(scene: Scene, room: Room, shim: Shim, say: Say, *, locked: bool) -> None:
    """Play every step and acknowledge each. After an error the fault is over: repeat the step.

    A missed backup is reported as an error, too, but its step counts as done. With `locked`, check
    after each step that the data file is still locked.
    """
    for number, step in enumerate(scene.steps, 1):
        try:
            missed = _missed(room, step(room))
            if missed is not None:
                say("trouble", kind=missed.kind.value, words=_words(missed), count=None)
        except (StorageError, OSError) as trouble:
            kind = trouble.kind.value if isinstance(trouble, StorageError) else "file"
            say("trouble", kind=kind, words=_words(trouble), count=shim.stand_aside())
            step(room)
        assert not locked or not room.open or holds_its_lock(room), (
            "the lock of the data file is gone"
        )
        shim.said()
        say("done", number=number)
    try:
        room.close()
    except (StorageError, OSError) as trouble:
        say("trouble", kind="close", words=_words(trouble), count=shim.stand_aside())


def _missed(room: Room, result: object) -> StorageError | None:
    """Return the problem with the backup of a step that was done, if any."""
    if isinstance(result, BackupOutcome):
        return result.second_problem
    return room.workspace.backups.missed if room.open else None


def holds_its_lock(room: Room) -> bool:
    """Return whether this process still locks the data file, so that others do not recover its log.

    POSIX drops the lock silently when the process opens and closes the data file directly.
    """
    inode = (room.data / "linkdue.sqlite3").stat().st_ino
    locks = Path("/proc/locks").read_text(encoding="ascii").splitlines()
    return any(f":{inode} " in line for line in locks)


def _words(trouble: Exception) -> str:
    """Return the message that the user would see."""
    if isinstance(trouble, StorageError):
        return " ".join(database.database(trouble))
    assert isinstance(trouble, OSError)
    return files.file(trouble)


if __name__ == "__main__":
    main()
