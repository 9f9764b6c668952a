"""Why: the rules that led to an answer, each with its facts. Faces turn them into sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

Fact = str | int | bool | datetime | None


@dataclass(frozen=True, slots=True)
class RuleResult:
    """One rule applied to an order or an account.

    `rule` is its id on the rules page, `holds` whether it does (None: only the user or the console
    can tell), `case` the branch of the rule that spoke, `facts` what it was applied to.
    """

    rule: str
    holds: bool | None
    case: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
