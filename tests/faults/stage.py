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

from desktop.base.left_behind import TEMPORARY_ENDING
from tests.faults.scenes import SCENES, Room, Scene, make_world
from tests.faults.shim import Event, Fault, environment, recorded
from tests.faults.states import State, look, look_over

ROOT = Path(__file__).parents[2]
SAID = "A"
"""The event of a recording that marks an acknowledgement by the program."""


@dataclass(frozen=True)
class Told:
    """The report of one run: acknowledged steps, errors, number of calls, exit status."""

    done: int
    troubles: list[dict[str, Any]]
    count: int | None
    """The number of calls; None if the run did not reach its end."""
    unexpected: str
    status: int
    inodes: dict[str, int]
    """The inode numbers of the files before the run, by path."""

    @property
    def missed(self) -> bool:
        """Whether the backup before an action was missed although the action was done."""
        return any(
            trouble["kind"] != "close" and trouble["count"] is None for trouble in self.troubles
        )

    @property
    def killed(self) -> bool:
        """Whether the shim killed the run."""
        return self.status == -9


@dataclass
class Played:
    """A scene, the folder that it begins with, and the states after each step."""

    scene: Scene
    beginning: Path
    states: list[State] = field(default_factory=list)


class Stage:
    """Plays scenes in the worker, each time in a fresh copy of the scene's folder."""

    def __init__(self, folder: Path, library: Path) -> None:
        self.folder = folder
        self._played: dict[str, Played] = {}
        self._whats: dict[tuple[str, str], list[str]] = {}
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

    def rehearsed(self, scene: Scene) -> Played:
        """Return the scene with its folder and the states after its steps without a fault."""
        if scene.name not in self._played:
            self._played[scene.name] = self._rehearse(scene)
        return self._played[scene.name]

    def _rehearse(self, scene: Scene) -> Played:
        name = scene.name.replace(" ", "-")
        played = Played(scene, self.folder / f"{name}.begin")
        room = Room(played.beginning)
        room.root.mkdir()
        if not scene.empty:
            make_world(room)
        scene.prepare(room)
        room.close()
        with scene.program():
            self._play_through(played)
        return played

    def _play_through(self, played: Played) -> None:
        scene = played.scene
        played.states.append(look_over(self._copy(played), scene.start))
        copy = Room(self._copy(played), scene.start)
        for step in scene.steps:
            step(copy)
            played.states.append(look(copy.root))
        copy.close()
        assert look_over(copy.root) == played.states[-1]
        shutil.rmtree(copy.root)

    def play(self, scene: Scene, fault: Fault, weak: str = "") -> tuple[Path, Told]:
        """Play a scene once with a fault; return the folder that it leaves, and the report."""
        root = self._copy(self.rehearsed(scene))
        inodes = {str(path): path.stat().st_ino for path in root.rglob("*")}
        order = {
            "scene": scene.name,
            "root": str(root),
            "weak": weak,
            "how": int(fault.how),
            "at": fault.at,
            "error": fault.error,
            "record": fault.record,
        }
        assert self._worker.stdin is not None
        assert self._worker.stdout is not None
        self._worker.stdin.write(json.dumps(order) + "\n")
        self._worker.stdin.flush()
        answer = json.loads(self._worker.stdout.readline())
        said: list[dict[str, Any]] = answer["said"]
        of = {what: [s for s in said if s["what"] == what] for what in ("done", "trouble", "end")}
        return root, Told(
            len(of["done"]),
            of["trouble"],
            of["end"][0]["count"] if of["end"] else None,
            next((s["error"] for s in said if s["what"] == "unexpected"), ""),
            answer["status"],
            inodes,
        )

    def record(self, scene: Scene, weak: str = "") -> tuple[Path, Told, list[Event]]:
        """Play a scene without a fault; also return the recording of its file calls."""
        record = self.folder / "recording"
        root, told = self.play(scene, Fault(record=str(record)), weak)
        events = list(recorded(record))
        record.unlink()
        assert told.done == len(scene.steps), told
        assert told.count == sum(event.what != SAID for event in events)
        return root, told, events

    def kinds_of_calls(self, scene: Scene, weak: str = "") -> list[str]:
        """Return the kind of each call of the scene, played without a fault."""
        return [what for what in self._whats_of(scene, weak) if what != SAID]

    def _whats_of(self, scene: Scene, weak: str) -> list[str]:
        """Return the kinds of calls, with the acknowledgements between them."""
        if (scene.name, weak) not in self._whats:
            events = self.record(scene, weak)[2]
            self._whats[scene.name, weak] = [event.what for event in events]
        return self._whats[scene.name, weak]

    def struck_elsewhere(self, scene: Scene, whats: Sequence[str], weak: str) -> int:
        """Return how many calls (or events) at the start of the scene another test strikes at.

        They are the calls in common with the scene `begins_as`, which is tried with all its calls.
        """
        if not scene.begins_as:
            return 0
        others = self._whats_of(SCENES[scene.begins_as], weak)
        if SAID not in whats:
            others = [what for what in others if what != SAID]
        alike = (one == other for one, other in zip(whats, others, strict=False))
        return sum(1 for _call in takewhile(bool, alike))

    def judge(
        self, scene: Scene, root: Path, done: int, *, troubled: bool = False, missed: bool = False
    ) -> None:
        """Check that the folder holds all acknowledged steps, and of the next step all or nothing.

        After an error, the backup before an action may exist twice, or be missing if it was
        reported as `missed`.
        """
        states = self.rehearsed(scene).states
        with scene.program():
            found = look_over(root, scene.start)
        before, after = states[done], states[min(done + 1, len(states) - 1)]
        reached = [state for state in (before, after) if found.rows == state.rows]
        assert reached, [found.difference(state) for state in (before, after)]
        _judge_files(found, before, after)
        least = states[max(done - 1, 0)] if missed else before if troubled else reached[0]
        _judge_backups(found, states[: done + 2], least, troubled)

    def _copy(self, played: Played) -> Path:
        copy = self.folder / f"{played.scene.name.replace(' ', '-')}.play"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(played.beginning, copy)
        return copy


def _judge_files(found: State, before: State, after: State) -> None:
    """Check that each file is as before or after the step; unfinished files are named so."""
    for name in found.files | before.files | after.files:
        content = found.files.get(name)
        if not name.endswith(TEMPORARY_ENDING):
            assert content in (before.files.get(name), after.files.get(name)), name


def _judge_backups(found: State, states: list[State], least: State, troubled: bool) -> None:
    """Check that each backup holds an actual state, and that none is missing."""
    moments = [content for state in states for content in state.backups.values()]
    for name, content in found.backups.items():
        assert content in moments, name
    thinned_out = least.backups.keys() - states[-1].backups.keys()
    if thinned_out - found.backups.keys():  # not deleted before the newer one is complete
        assert states[-1].backups.keys() <= found.backups.keys()
    for name in least.backups.keys() - thinned_out:
        there = found.backups.values() if troubled else [found.backups.get(name)]
        assert least.backups[name] in there, name
