"""Why: the rules that led to an answer, each with its facts. Faces turn them into sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

Fact = str | int | bool | datetime | None


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule applied: its id on the rules page, whether it holds (None: only the user or the
    console can tell), and the facts it was applied to. `case` says which branch of the rule spoke.
    """

    rule: str
    holds: bool | None
    case: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
