"""After a power cut, the disk holds every acknowledged action, and no part of another."""

from __future__ import annotations

import random

import pytest

from tests.faults.conftest import Figure
from tests.faults.disk import Disk, lay_out, mark
from tests.faults.reach import Reach
from tests.faults.scenes import SCENES, Scene
from tests.faults.stage import Stage


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_a_power_cut_anywhere(stage: Stage, figure: Figure, scene: Scene) -> None:
    """What the program reported as saved must be there after a power cut."""
    tried, lost = cut_everywhere(stage, scene, Reach.of_run())
    figure(f"power cut | {scene.name} | {tried} states of the disk | {len(lost)} wrong")
    assert not lost, lost[0]
    assert tried > 5


def cut_everywhere(
    stage: Stage, scene: Scene, reach: Reach, weak: str = ""
) -> tuple[int, list[str]]:
    """Cut the power after every recorded event; return the tried states, and what was wrong."""
    root, report, events = stage.record(scene, weak)
    disk = Disk(root, stage.rehearsal(scene).beginning, report.inodes)
    chance = random.Random(scene.name)
    seen: set[tuple[bytes, int]] = set()
    lost: list[str] = []
    done = 0
    whats = [event.what for event in events]
    points = reach.points(whats, stage.shared_start(scene, whats, weak))
    for number, event in enumerate(events, 1):
        disk.happen(event)
        done += event.what == "A"
        if number not in points:
            continue
        for found in disk.cuts(chance, reach.by_chance, reach.sectors):
            state = mark(found), done
            if state in seen:
                continue
            seen.add(state)
            lay_out(found, root)
            try:
                stage.judge(scene, root, done)
            except Exception as error:  # noqa: BLE001 - whatever is wrong, count it
                lost.append(f"after event {number} of {len(events)}: {error!r}")
    return len(seen), lost
