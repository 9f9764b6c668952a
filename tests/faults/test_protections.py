"""Tests of the fault tests: with each protection disabled, they must fail.

The weakened programs are in weakened.py.
"""

from __future__ import annotations

import pytest

from tests.faults.conftest import Figure
from tests.faults.reach import Reach
from tests.faults.scenes import SCENES
from tests.faults.stage import Stage
from tests.faults.test_kill_at_each import kill_everywhere
from tests.faults.test_power_cut import cut_everywhere

SAMPLE = Reach(stride=29, by_chance=2, kills=0, sparse=True)


@pytest.mark.parametrize(
    ("weak", "scene"),
    [
        ("journal in memory", "associate many, then undo"),
        ("journal off", "associate many, then undo"),
        ("journal apart", "associate many, then undo"),
        ("order index apart", "associate many, then undo"),
        ("export in place", "export csv"),
    ],
)
def test_kills_notice(stage: Stage, figure: Figure, weak: str, scene: str) -> None:
    """Without it, some kill leaves part of an action or a broken file."""
    kills, lost = kill_everywhere(stage, SCENES[scene], SAMPLE, weak)
    figure(f"protection removed | {weak} | {scene} | {len(lost)} of {kills} kills noticed it")
    assert lost


@pytest.mark.parametrize(
    ("weak", "scene"),
    [
        ("synchronous off", "log an order"),
        ("synchronous normal", "log an order"),
        ("journal in memory", "associate many, then undo"),
        ("journal off", "associate many, then undo"),
        ("journal apart", "associate many, then undo"),
        ("order index apart", "associate many, then undo"),
        ("export not synced", "export csv"),
    ],
)
def test_power_cuts_notice(stage: Stage, figure: Figure, weak: str, scene: str) -> None:
    """Without it, some power cut loses an acknowledged action, or leaves part of one."""
    tried, lost = cut_everywhere(stage, SCENES[scene], SAMPLE, weak)
    figure(f"protection removed | {weak} | {scene} | {len(lost)} of {tried} power cuts noticed it")
    assert lost
