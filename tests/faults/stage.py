"""Where scenes are played for the tests: the worker, the folders, the verdict on the rest."""

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
from tests.faults.scenes import SCENES, Room, Scene, make_world
from tests.faults.shim import Event, Fault, environment, recorded
from tests.faults.states import State, look, look_over

ROOT = Path(__file__).parents[2]
SAID = "A"
"""In a recording: the program has acknowledged something."""


@dataclass(frozen=True)
class Told:
    """What one run reported: its acknowledged steps, its errors, its calls, and how it ended."""

    done: int
    troubles: list[dict[str, Any]]
    count: int | None
    """Calls in all; None where it did not come to its end."""
    unexpected: str
    status: int
    inodes: dict[str, int]
    """The numbers of the files before it began, by their paths."""

    @property
    def missed(self) -> bool:
        """Whether a backup before an action was missed, with the action done all the same."""
        return any(
            trouble["kind"] != "close" and trouble["count"] is None for trouble in self.troubles
        )

    @property
    def killed(self) -> bool:
        """Whether the shim killed it."""
        return self.status == -9


@dataclass
class Played:
    """A scene with the states that its steps lead to, and the folder that it begins with."""

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
        """Return the scene's beginning, and the states its steps lead to without a fault."""
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
        """Play a scene once with a fault; return the folder it leaves and what it reported."""
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
        """Play a scene where nothing goes wrong, to its end; also all that it did to its files."""
        record = self.folder / "recording"
        root, told = self.play(scene, Fault(record=str(record)), weak)
        events = list(recorded(record))
        record.unlink()
        assert told.done == len(scene.steps), told
        assert told.count == sum(event.what != SAID for event in events)
        return root, told, events

    def kinds_of_calls(self, scene: Scene, weak: str = "") -> list[str]:
        """Return what each call of the scene is, where nothing goes wrong."""
        return [what for what in self._whats_of(scene, weak) if what != SAID]

    def _whats_of(self, scene: Scene, weak: str) -> list[str]:
        """Return the same, with what the program said between its calls."""
        if (scene.name, weak) not in self._whats:
            events = self.record(scene, weak)[2]
            self._whats[scene.name, weak] = [event.what for event in events]
        return self._whats[scene.name, weak]

    def struck_elsewhere(self, scene: Scene, whats: Sequence[str], weak: str) -> int:
        """Return with how many calls (or events) the scene begins that another test strikes at.

        They are the same in the scene that it begins as, which is tried with all its calls.
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
        """Check that the folder holds what was acknowledged, and of the next step all or nothing.

        After an error, a backup that goes before an action may be there twice, or be missing where
        it was told that it was `missed`.
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
    """Check that each file is as before or after the step; half-made ones are named so."""
    for name in found.files | before.files | after.files:
        content = found.files.get(name)
        if not name.endswith(TEMPORARY_ENDING):
            assert content in (before.files.get(name), after.files.get(name)), name


def _judge_backups(found: State, states: list[State], least: State, troubled: bool) -> None:
    """Check that each backup is of a moment that was, and that none is missing."""
    moments = [content for state in states for content in state.backups.values()]
    for name, content in found.backups.items():
        assert content in moments, name
    thinned_out = least.backups.keys() - states[-1].backups.keys()
    if thinned_out - found.backups.keys():  # not before the newer one is there
        assert states[-1].backups.keys() <= found.backups.keys()
    for name in least.backups.keys() - thinned_out:
        there = found.backups.values() if troubled else [found.backups.get(name)]
        assert least.backups[name] in there, name
