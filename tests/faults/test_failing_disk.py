"""A disk that is full, broken or read-only from any moment on: the program says so, and loses nothing."""

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
class Trouble:
    """How the disk fails, and as what the program may tell it."""

    how: How
    error: int
    told_as: frozenset[str]


TROUBLES = {
    "full": Trouble(How.FAIL, errno.ENOSPC, frozenset({"no-space", "file"})),
    "full after half a write": Trouble(How.HALF, errno.ENOSPC, frozenset({"no-space", "file"})),
    "input/output error": Trouble(How.FAIL, errno.EIO, frozenset({"unreachable", "file"})),
    "one input/output error": Trouble(How.FAIL_ONCE, errno.EIO, frozenset({"unreachable", "file"})),
    "read-only": Trouble(How.FAIL, errno.EROFS, frozenset({"read-only", "file"})),
}
ALIKE = ("full", "full after half a write", "input/output error", "read-only")
"""Those that go on, and differ little: a sample lets them share the calls."""


@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES)
@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_failing_from_each_call_on(
    stage: Stage, figure: Figure, scene: Scene, trouble: Trouble
) -> None:
    """The act that fails says why, the same act goes well once the disk does, nothing else changes."""
    [name] = (name for name, one in TROUBLES.items() if one is trouble)
    reach = Reach.of_run()
    if name in ALIKE:
        reach = reach.shared(ALIKE.index(name), len(ALIKE))
    tried, told, lost = fail_everywhere(stage, scene, trouble, reach)
    figure(f"disk {name} | {scene.name} | {tried} runs | {told} troubles told | {len(lost)} wrong")
    assert not lost, lost[:3]
    assert told > 0


def fail_everywhere(
    stage: Stage, scene: Scene, trouble: Trouble, reach: Reach, weak: str = ""
) -> tuple[int, int, list[str]]:
    """Let the disk fail from each call on; the runs, the troubles told, and what was wrong."""
    kinds = stage.kinds_of_calls(scene, weak)
    points = reach.rarer(3).points(kinds)
    lost: list[str] = []
    count = 0
    for at in sorted(points):
        fault = Fault(trouble.how, at, trouble.error)
        root, told = stage.play(scene, fault, weak)
        count += len(told.troubles)
        try:
            _check(scene, told, trouble)
            troubled = bool(told.troubles)
            stage.judge(scene, root, told.done, troubled=troubled, missed=told.missed)
            if trouble.error == errno.ENOSPC:  # there is always room to take a file away
                assert not list(root.rglob("*.part"))
        except Exception as error:  # noqa: BLE001 - whatever is wrong, it is counted
            lost.append(f"{fault.word} of {len(kinds)}: {error!r}")
    return len(points), count, lost


def _check(scene: Scene, told: Told, trouble: Trouble) -> None:
    assert not told.unexpected, told.unexpected
    assert told.status == 0, told
    assert told.done == len(scene.steps), told
    for one in told.troubles:
        assert one["kind"] in trouble.told_as | {"close"}, one
        assert len(one["words"].split()) > 4, one
