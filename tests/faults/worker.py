"""The process that plays scenes under the shim; it loads everything once and forks for each.

It reads requests from standard input, one JSON object a line, and answers each with another.
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
from tests.faults.scenes import SCENES, Sandbox, Scene, start
from tests.faults.shim import Fault, FaultKind, Shim
from tests.faults.weakened import WEAKENED

Send = Callable[..., None]


def main() -> None:
    """Play the requested scenes until the input ends."""
    Store.preload()
    with tempfile.TemporaryDirectory() as folder:  # caches are filled before the first fork
        start(Path(folder)).close()
    for line in sys.stdin:
        request = json.loads(line)
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            _play(request, writing)
        os.close(writing)
        # read while the child writes, so that the pipe never fills up
        with os.fdopen(reading, encoding="utf-8") as answers:
            messages = [json.loads(line) for line in answers]
        _, status = os.waitpid(child, 0)
        answer = {"messages": messages, "status": os.waitstatus_to_exitcode(status)}
        print(json.dumps(answer), flush=True)


def _play(request: dict[str, Any], writing: int) -> None:
    """Play the scene in the child, report what was acknowledged, and end the process."""

    def send(what: str, **facts: object) -> None:
        os.write(writing, (json.dumps({"what": what} | facts) + "\n").encode())

    WEAKENED[request["weak"]]()
    shim, root = Shim(), Path(request["root"])
    fault = Fault(FaultKind(request["how"]), request["at"], request["error"], request["record"])
    shim.arm(root, fault)
    try:
        scene = SCENES[request["scene"]]
        with scene.program():
            play(scene, Sandbox(root, scene.start), shim, send, locked=not request["weak"])
        send("end", count=shim.disarm())
    except BaseException as error:  # noqa: BLE001 - whatever it is, report it
        shim.disarm()
        send("unexpected", error=f"{type(error).__name__}: {error}")
    os._exit(0)


def play(scene: Scene, sandbox: Sandbox, shim: Shim, send: Send, *, locked: bool) -> None:
    """Play every step and acknowledge each. After an error the fault is over: repeat the step.

    A missed backup is reported as an error, too, but its step counts as done. With `locked`, check
    after each step that the data file is still locked.
    """
    for number, step in enumerate(scene.steps, 1):
        try:
            missed = _missed(sandbox, step(sandbox))
            if missed is not None:
                send("error", kind=missed.kind.value, words=_words(missed), count=None)
        except (StorageError, OSError) as error:
            kind = error.kind.value if isinstance(error, StorageError) else "file"
            send("error", kind=kind, words=_words(error), count=shim.disarm())
            step(sandbox)
        assert not locked or not sandbox.open or holds_its_lock(sandbox), (
            "the lock of the data file is gone"
        )
        shim.acknowledge()
        send("done", number=number)
    try:
        sandbox.close()
    except (StorageError, OSError) as error:
        send("error", kind="close", words=_words(error), count=shim.disarm())


def _missed(sandbox: Sandbox, result: object) -> StorageError | None:
    """Return the problem with the backup of a step that was done, if any."""
    if isinstance(result, BackupOutcome):
        return result.second_problem
    return sandbox.workspace.backups.missed if sandbox.open else None


def holds_its_lock(sandbox: Sandbox) -> bool:
    """Return whether this process still locks the data file, so that others do not recover its log.

    POSIX drops the lock silently when the process opens and closes the data file directly.
    """
    inode = (sandbox.data / "linkdue.sqlite3").stat().st_ino
    locks = Path("/proc/locks").read_text(encoding="ascii").splitlines()
    return any(f":{inode} " in line for line in locks)


def _words(error: Exception) -> str:
    """Return the message that the user would see."""
    if isinstance(error, StorageError):
        return " ".join(database.database(error))
    assert isinstance(error, OSError)
    return files.file(error)


if __name__ == "__main__":
    main()
