"""How far a long job has come, told to whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

Watch = Callable[[int, int], object]
"""Gets how many are done and how many there are. What it raises ends the job."""
_EVERY = 200


def watched(items: Sequence[T], watch: Watch | None) -> Iterator[T]:
    """The items one after the other, with word of it every now and then."""
    if watch is None:
        yield from items
        return
    count = len(items)
    for at, item in enumerate(items):
        if at % _EVERY == 0:
            watch(at, count)
        yield item
