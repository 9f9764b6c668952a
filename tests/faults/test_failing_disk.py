"""A disk that becomes full, broken or read-only at any moment: nothing recorded is lost."""

from __future__ import annotations

import errno
from dataclasses import dataclass

import pytest

from tests.faults.conftest import Figure
from tests.faults.reach import Reach
from tests.faults.scenes import SCENES, Scene
from tests.faults.shim import Fault, How
from tests.faults.stage import Stage, Told


@dataclass(frozen=True)
class DiskFailure:
    """A way in which the disk fails, and the kinds of error that the program may report for it."""

    how: How
    error: int
    reported_as: frozenset[str]


FAILURES = {
    "full": DiskFailure(How.FAIL, errno.ENOSPC, frozenset({"no-space", "file"})),
    "full after half a write": DiskFailure(How.HALF, errno.ENOSPC, frozenset({"no-space", "file"})),
    "input/output error": DiskFailure(How.FAIL, errno.EIO, frozenset({"unreachable", "file"})),
    "one input/output error": DiskFailure(
        How.FAIL_ONCE, errno.EIO, frozenset({"unreachable", "file"})
    ),
    "read-only": DiskFailure(How.FAIL, errno.EROFS, frozenset({"read-only", "file"})),
}
ALIKE = ("full", "full after half a write", "input/output error", "read-only")
"""Lasting failures that differ little: in a sample they share the calls."""


@pytest.mark.parametrize("failure", FAILURES.values(), ids=FAILURES)
@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_failing_from_each_call_on(
    stage: Stage, figure: Figure, scene: Scene, failure: DiskFailure
) -> None:
    """The failing action reports why and succeeds later; nothing else changes."""
    [name] = (name for name, one in FAILURES.items() if one is failure)
    reach = Reach.of_run()
    if name in ALIKE:
        reach = reach.shared(ALIKE.index(name), len(ALIKE))
    tried, told, lost = fail_everywhere(stage, scene, failure, reach)
    figure(f"disk {name} | {scene.name} | {tried} runs | {told} troubles told | {len(lost)} wrong")
    assert not lost, lost[:3]
    assert told > 0


def fail_everywhere(
    stage: Stage, scene: Scene, failure: DiskFailure, reach: Reach, weak: str = ""
) -> tuple[int, int, list[str]]:
    """Fail from each call on; return the number of runs, of reported errors, and what was wrong."""
    kinds = stage.kinds_of_calls(scene, weak)
    points = reach.rarer(3).points(kinds, stage.struck_elsewhere(scene, kinds, weak))
    lost: list[str] = []
    count = 0
    for at in sorted(points):
        fault = Fault(failure.how, at, failure.error)
        root, told = stage.play(scene, fault, weak)
        count += len(told.troubles)
        try:
            _check(scene, told, failure)
            troubled = bool(told.troubles)
            stage.judge(scene, root, told.done, troubled=troubled, missed=told.missed)
            if failure.error == errno.ENOSPC:  # deleting always works on a full disk
                assert not list(root.rglob("*.part"))
        except Exception as error:  # noqa: BLE001 - whatever is wrong, count it
            lost.append(f"{fault.word} of {len(kinds)}: {error!r}")
    return len(points), count, lost


def _check(scene: Scene, told: Told, failure: DiskFailure) -> None:
    assert not told.unexpected, told.unexpected
    assert told.status == 0, told
    assert told.done == len(scene.steps), told
    for one in told.troubles:
        assert one["kind"] in failure.reported_as | {"close"}, one
        assert len(one["words"].split()) > 4, one
