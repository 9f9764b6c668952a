"""kill -9 at each change of a file: the action is then complete, or not there at all."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.faults.conftest import Figure
from tests.faults.reach import Reach
from tests.faults.scenes import SCENES, Sandbox, Scene
from tests.faults.shim import Fault, FaultKind
from tests.faults.stage import Stage


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_killed_at_each_call(stage: Stage, figure: Figure, scene: Scene) -> None:
    """A crash or forced quit at the worst moment loses nothing that was saved."""
    kills, lost = kill_everywhere(stage, scene, Reach.of_run())
    figure(f"kill at each call | {scene.name} | {kills} kills | {len(lost)} wrong")
    assert not lost, lost[0]
    assert kills > 5


def kill_everywhere(
    stage: Stage, scene: Scene, reach: Reach, weak: str = ""
) -> tuple[int, list[str]]:
    """Kill at each call and half-way through each write; return the kills and what was wrong.

    A sample kills before a write or half-way through it, alternately.
    """
    kinds = stage.kinds_of_calls(scene, weak)
    lost: list[str] = []
    kills = 0
    points = reach.points(kinds, stage.shared_start(scene, kinds, weak))
    for turn, at in enumerate(sorted(points)):
        ways = (FaultKind.KILL, FaultKind.KILL_HALF) if kinds[at - 1] == "W" else (FaultKind.KILL,)
        for kind in ways[turn % len(ways) :][:1] if reach.sparse else ways:
            fault = Fault(kind, at)
            root, report = stage.play(scene, fault, weak)
            assert report.killed, report
            kills += 1
            try:
                stage.judge(scene, root, report.done)
                tidy_up(scene, root)
            except Exception as error:  # noqa: BLE001 - whatever is wrong, count it
                lost.append(f"{fault.label} of {len(kinds)}: {error!r}")
    return kills, lost


def tidy_up(scene: Scene, root: Path) -> None:
    """Repeat the step some hours later; it must remove half-written files."""
    some_hours_ago = time.time() - 3 * 3600
    for path in root.rglob("*.part"):
        os.utime(path, (some_hours_ago, some_hours_ago))
    if scene.repeatable:
        sandbox = Sandbox(root)
        scene.steps[-1](sandbox)
        sandbox.close()
        assert not list(root.rglob("*.part"))
