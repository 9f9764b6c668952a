"""How far the tests go: a sample by default, everything with LINKDUE_FAULTS=all."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Reach:
    """How much is tried: every `stride`-th write and all else, and `by_chance` random disks."""

    stride: int
    by_chance: int
    kills: int

    @classmethod
    def of_run(cls) -> Reach:
        """Return the reach that the environment asks for."""
        whole = os.environ.get("LINKDUE_FAULTS") == "all"
        return cls(stride=1, by_chance=8, kills=2000) if whole else cls(11, 2, 500)

    def rarer(self, times: int) -> Reach:
        """Return a smaller reach, for tests that try many things at each point."""
        return self if self.stride == 1 else replace(self, stride=times * self.stride)

    def points(self, calls: Sequence[str]) -> set[int]:
        """Return the numbers (from 1) of the calls to strike at, by what they are.

        Of a row of writes the first and the last are always among them.
        """
        chosen = set()
        for number, what in enumerate(calls, 1):
            beside = {*calls[max(0, number - 2) : number - 1], *calls[number : number + 1]}
            if what != "W" or beside != {"W"} or number % self.stride == 0:
                chosen.add(number)
        return chosen
