"""The result of one rule with its facts; verdicts and the gate list the results they used."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from desktop.domain.cases import (
    Case,
    CreationFacts,
    ExpiredFacts,
    ProjectCreationFacts,
    RuleFacts,
    ValidityFacts,
    WindowFacts,
)


class RuleResult(NamedTuple):
    """One rule applied to an order or an account.

    `rule` is its id in the programme, `holds` whether it is fulfilled (None if only the user or
    the console can know), `facts` the values it was applied to.
    """

    rule: str
    holds: bool | None
    facts: RuleFacts

    @property
    def case(self) -> Case:
        """Return the branch of the rule that decided."""
        return self.facts.case

    @property
    def assumed(self) -> bool:
        """Return whether one of the facts is a safe assumption."""
        if isinstance(self.facts, CreationFacts | ProjectCreationFacts):
            return self.facts.assumed
        return isinstance(self.facts, ValidityFacts) and not self.facts.recorded

    @property
    def ends_at(self) -> datetime | None:
        """Return when (UTC) the rule's project validity or window ends; None for other rules."""
        if isinstance(self.facts, ValidityFacts | ExpiredFacts):
            return self.facts.valid_until
        return self.facts.window_end if isinstance(self.facts, WindowFacts) else None

    @property
    def instants(self) -> tuple[datetime, ...]:
        """Return every instant (UTC) among the facts."""
        return tuple(value for value in self.facts if isinstance(value, datetime))
