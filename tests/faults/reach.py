"""The extent of the fault tests, chosen by the variable LINKDUE_FAULTS.

Unset, they try a sample that fits into a run of all tests; with ``wide`` every call that is no
plain write; with ``all`` every call.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace

VARIABLE = "LINKDUE_FAULTS"
_TOO_FEW_TO_SHARE = 12


@dataclass(frozen=True)
class Reach:
    """The calls to strike at: every `stride`-th write, with `by_chance` random disks at each point.

    In addition every call that is no write or is next to one that is not; with `sparse`, of those
    with the same neighbours only the first or the last, alternately. `part` is this test's share of
    the calls, as (index, count), where several tests share them. A torn write keeps each number of
    its `sectors`.
    """

    stride: int
    by_chance: int
    kills: int
    sparse: bool = False
    part: tuple[int, int] = (0, 1)
    sectors: Sequence[int] = range(1, 8)

    @classmethod
    def of_run(cls) -> Reach:
        """Return the extent that this run asks for."""
        match os.environ.get(VARIABLE, ""):
            case "all":
                return cls(stride=1, by_chance=8, kills=2000)
            case "wide":
                return cls(stride=11, by_chance=2, kills=500)
            case _:
                return cls(stride=59, by_chance=1, kills=120, sparse=True, sectors=(1, 7))

    def rarer(self, times: int) -> Reach:
        """Return a smaller extent, for tests that try many things at each point."""
        return self if self.stride == 1 else replace(self, stride=times * self.stride)

    def shared(self, part: int, of: int) -> Reach:
        """Return the share `part` of `of` tests with the same calls; all of it unless sparse."""
        return replace(self, part=(part, of)) if self.sparse else self

    def points(self, calls: Sequence[str], elsewhere: int = 0) -> set[int]:
        """Return the numbers (from 1) of the calls to strike at, chosen by their kinds.

        A sample leaves out the first `elsewhere` calls, at which another test strikes.
        """
        first: dict[tuple[str, ...], int] = {}
        last: dict[tuple[str, ...], int] = {}
        begin = elsewhere if self.sparse else 0
        chosen = {n for n in range(self.stride, len(calls) + 1, self.stride) if n > begin}
        for number, what in list(enumerate(calls, 1))[begin:]:
            around = (*calls[max(0, number - 2) : number - 1], what, *calls[number : number + 1])
            if self.sparse:
                first.setdefault(around, number)
                last[around] = number
            elif {*around} != {"W"}:
                chosen.add(number)
        chosen |= {(first, last)[turn % 2][around] for turn, around in enumerate(first)}
        part, of = self.part if len(chosen) > _TOO_FEW_TO_SHARE else (0, 1)
        return set(sorted(chosen)[part::of])
