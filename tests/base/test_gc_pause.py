"""The garbage collector is paused while any thread has a pause, and resumes afterwards."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from desktop.base import gc_pause


@pytest.fixture(autouse=True)
def searching() -> Iterator[None]:
    """Collect as Python does by default, before and after."""
    gc.enable()
    yield
    gc.enable()
    gc.unfreeze()


def test_it_stays_off_until_the_last_pause_is_over() -> None:
    """The end of the first of two pauses would resume it for the other."""
    gc_pause.begin_pause()
    with gc_pause.paused():
        gc_pause.end_pause()
        assert not gc.isenabled()
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0
    gc_pause.unfreeze()
    assert gc.get_freeze_count() == 0


def test_who_had_it_off_before_has_it_off_afterwards() -> None:
    """A start collects nothing before the first frame, whatever is counted meanwhile."""
    gc.disable()
    with gc_pause.paused():
        pass
    assert not gc.isenabled()


def test_it_begins_after_the_pauses() -> None:
    """The first frame may appear while the orders are still counted on another thread."""
    gc.disable()
    with gc_pause.paused():
        gc_pause.enable()
        assert not gc.isenabled()
    assert gc.isenabled()
