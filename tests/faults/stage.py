"""The stage on which tests play scenes: the worker, the folders, and the check of what is left."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from typing import Any

from desktop.base.temporary_files import TEMPORARY_ENDING
from tests.faults.scenes import SCENES, Sandbox, Scene, make_world
from tests.faults.shim import Event, Fault, environment, recorded
from tests.faults.states import State, read_state, reopen_and_check

ROOT = Path(__file__).parents[2]
ACKNOWLEDGED = "A"
"""The event of a recording that marks an acknowledgement by the program."""


@dataclass(frozen=True)
class RunReport:
    """The report of one run: acknowledged steps, errors, number of calls, exit status."""

    done: int
    errors: list[dict[str, Any]]
    count: int | None
    """The number of calls; None if the run did not reach its end."""
    unexpected: str
    status: int
    inodes: dict[str, int]
    """The inode numbers of the files before the run, by path."""

    @property
    def missed(self) -> bool:
        """Whether the backup before an action was missed although the action was done."""
        return any(error["kind"] != "close" and error["count"] is None for error in self.errors)

    @property
    def killed(self) -> bool:
        """Whether the shim killed the run."""
        return self.status == -9


@dataclass
class Rehearsal:
    """A scene, the folder that it begins with, and the states after each step."""

    scene: Scene
    beginning: Path
    states: list[State] = field(default_factory=list)


class Stage:
    """Plays scenes in the worker, each time in a fresh copy of the scene's folder."""

    def __init__(self, folder: Path, library: Path) -> None:
        self.folder = folder
        self._rehearsals: dict[str, Rehearsal] = {}
        self._kinds: dict[tuple[str, str], list[str]] = {}
        self._worker = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.worker"],
            cwd=ROOT,
            env=environment(library),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def close(self) -> None:
        """End the worker."""
        self._worker.communicate()

    def rehearsal(self, scene: Scene) -> Rehearsal:
        """Return the scene with its folder and the states after its steps without a fault."""
        if scene.name not in self._rehearsals:
            self._rehearsals[scene.name] = self._rehearse(scene)
        return self._rehearsals[scene.name]

    def _rehearse(self, scene: Scene) -> Rehearsal:
        name = scene.name.replace(" ", "-")
        rehearsal = Rehearsal(scene, self.folder / f"{name}.begin")
        sandbox = Sandbox(rehearsal.beginning)
        sandbox.root.mkdir()
        if not scene.empty:
            make_world(sandbox)
        scene.prepare(sandbox)
        sandbox.close()
        with scene.program():
            self._play_through(rehearsal)
        return rehearsal

    def _play_through(self, rehearsal: Rehearsal) -> None:
        scene = rehearsal.scene
        rehearsal.states.append(reopen_and_check(self._copy(rehearsal), scene.start))
        copy = Sandbox(self._copy(rehearsal), scene.start)
        for step in scene.steps:
            step(copy)
            rehearsal.states.append(read_state(copy.root))
        copy.close()
        assert reopen_and_check(copy.root) == rehearsal.states[-1]
        shutil.rmtree(copy.root)

    def play(self, scene: Scene, fault: Fault, weak: str = "") -> tuple[Path, RunReport]:
        """Play a scene once with a fault; return the folder that it leaves, and the report."""
        root = self._copy(self.rehearsal(scene))
        inodes = {str(path): path.stat().st_ino for path in root.rglob("*")}
        request = {
            "scene": scene.name,
            "root": str(root),
            "weak": weak,
            "how": int(fault.kind),
            "at": fault.at,
            "error": fault.error,
            "record": fault.record,
        }
        assert self._worker.stdin is not None
        assert self._worker.stdout is not None
        self._worker.stdin.write(json.dumps(request) + "\n")
        self._worker.stdin.flush()
        answer = json.loads(self._worker.stdout.readline())
        messages: list[dict[str, Any]] = answer["messages"]
        of = {what: [s for s in messages if s["what"] == what] for what in ("done", "error", "end")}
        return root, RunReport(
            len(of["done"]),
            of["error"],
            of["end"][0]["count"] if of["end"] else None,
            next((s["error"] for s in messages if s["what"] == "unexpected"), ""),
            answer["status"],
            inodes,
        )

    def record(self, scene: Scene, weak: str = "") -> tuple[Path, RunReport, list[Event]]:
        """Play a scene without a fault; also return the recording of its file calls."""
        record = self.folder / "recording"
        root, report = self.play(scene, Fault(record=str(record)), weak)
        events = list(recorded(record))
        record.unlink()
        assert report.done == len(scene.steps), report
        assert report.count == sum(event.what != ACKNOWLEDGED for event in events)
        return root, report, events

    def kinds_of_calls(self, scene: Scene, weak: str = "") -> list[str]:
        """Return the kind of each call of the scene, rehearsal without a fault."""
        return [what for what in self._kinds_of_events(scene, weak) if what != ACKNOWLEDGED]

    def _kinds_of_events(self, scene: Scene, weak: str) -> list[str]:
        """Return the kinds of calls, with the acknowledgements between them."""
        if (scene.name, weak) not in self._kinds:
            events = self.record(scene, weak)[2]
            self._kinds[scene.name, weak] = [event.what for event in events]
        return self._kinds[scene.name, weak]

    def shared_start(self, scene: Scene, whats: Sequence[str], weak: str) -> int:
        """Return how many calls (or events) at the start of the scene another test strikes at.

        They are the calls in common with the scene `begins_as`, which is tried with all its calls.
        """
        if not scene.begins_as:
            return 0
        others = self._kinds_of_events(SCENES[scene.begins_as], weak)
        if ACKNOWLEDGED not in whats:
            others = [what for what in others if what != ACKNOWLEDGED]
        alike = (one == other for one, other in zip(whats, others, strict=False))
        return sum(1 for _call in takewhile(bool, alike))

    def judge(
        self, scene: Scene, root: Path, done: int, *, failed: bool = False, missed: bool = False
    ) -> None:
        """Check that the folder holds all acknowledged steps, and of the next step all or nothing.

        After an error, the backup before an action may exist twice, or be missing if it was
        reported as `missed`.
        """
        states = self.rehearsal(scene).states
        with scene.program():
            found = reopen_and_check(root, scene.start)
        before, after = states[done], states[min(done + 1, len(states) - 1)]
        reached = [state for state in (before, after) if found.rows == state.rows]
        assert reached, [found.difference(state) for state in (before, after)]
        _judge_files(found, before, after)
        least = states[max(done - 1, 0)] if missed else before if failed else reached[0]
        _judge_backups(found, states[: done + 2], least, failed)

    def _copy(self, rehearsal: Rehearsal) -> Path:
        copy = self.folder / f"{rehearsal.scene.name.replace(' ', '-')}.play"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(rehearsal.beginning, copy)
        return copy


def _judge_files(found: State, before: State, after: State) -> None:
    """Check that each file is as before or after the step; unfinished files are named so."""
    for name in found.files | before.files | after.files:
        content = found.files.get(name)
        if not name.endswith(TEMPORARY_ENDING):
            assert content in (before.files.get(name), after.files.get(name)), name


def _judge_backups(found: State, states: list[State], least: State, failed: bool) -> None:
    """Check that each backup holds an actual state, and that none is missing."""
    moments = [content for state in states for content in state.backups.values()]
    for name, content in found.backups.items():
        assert content in moments, name
    thinned_out = least.backups.keys() - states[-1].backups.keys()
    if thinned_out - found.backups.keys():  # not deleted before the newer one is complete
        assert states[-1].backups.keys() <= found.backups.keys()
    for name in least.backups.keys() - thinned_out:
        there = found.backups.values() if failed else [found.backups.get(name)]
        assert least.backups[name] in there, name
