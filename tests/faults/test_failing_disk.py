"""A disk that becomes full, broken or read-only at any moment: nothing recorded is lost."""

from __future__ import annotations

import errno
from dataclasses import dataclass

import pytest

from tests.faults.conftest import Figure
from tests.faults.reach import Reach
from tests.faults.scenes import SCENES, Scene
from tests.faults.shim import Fault, FaultKind
from tests.faults.stage import RunReport, Stage


@dataclass(frozen=True)
class DiskFailure:
    """A way in which the disk fails, and the kinds of error that the program may report for it."""

    kind: FaultKind
    error: int
    reported_as: frozenset[str]


FAILURES = {
    "full": DiskFailure(FaultKind.FAIL, errno.ENOSPC, frozenset({"no-space", "file"})),
    "full after half a write": DiskFailure(
        FaultKind.HALF, errno.ENOSPC, frozenset({"no-space", "file"})
    ),
    "input/output error": DiskFailure(
        FaultKind.FAIL, errno.EIO, frozenset({"unreachable", "file"})
    ),
    "one input/output error": DiskFailure(
        FaultKind.FAIL_ONCE, errno.EIO, frozenset({"unreachable", "file"})
    ),
    "read-only": DiskFailure(FaultKind.FAIL, errno.EROFS, frozenset({"read-only", "file"})),
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
    tried, reported, lost = fail_everywhere(stage, scene, failure, reach)
    figure(f"disk {name} | {scene.name} | {tried} runs | {reported} errors | {len(lost)} wrong")
    assert not lost, lost[:3]
    assert reported > 0


def fail_everywhere(
    stage: Stage, scene: Scene, failure: DiskFailure, reach: Reach, weak: str = ""
) -> tuple[int, int, list[str]]:
    """Fail from each call on; return the number of runs, of reported errors, and what was wrong."""
    kinds = stage.kinds_of_calls(scene, weak)
    points = reach.rarer(3).points(kinds, stage.shared_start(scene, kinds, weak))
    lost: list[str] = []
    count = 0
    for at in sorted(points):
        fault = Fault(failure.kind, at, failure.error)
        root, report = stage.play(scene, fault, weak)
        count += len(report.errors)
        try:
            _check(scene, report, failure)
            failed = bool(report.errors)
            stage.judge(scene, root, report.done, failed=failed, missed=report.missed)
            if failure.error == errno.ENOSPC:  # deleting always works on a full disk
                assert not list(root.rglob("*.part"))
        except Exception as error:  # noqa: BLE001 - whatever is wrong, count it
            lost.append(f"{fault.label} of {len(kinds)}: {error!r}")
    return len(points), count, lost


def _check(scene: Scene, report: RunReport, failure: DiskFailure) -> None:
    assert not report.unexpected, report.unexpected
    assert report.status == 0, report
    assert report.done == len(scene.steps), report
    for one in report.errors:
        assert one["kind"] in failure.reported_as | {"close"}, one
        assert len(one["words"].split()) > 4, one
