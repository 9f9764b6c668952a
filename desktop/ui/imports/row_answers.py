"""The user's answers to single rows of an import, and the plan with these answers applied."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.domain.model import OrderName
from desktop.exchange.merge_plan import DOUBTS, MergePlan
from desktop.exchange.options import Place
from desktop.exchange.snapshot import Problem
from desktop.ui.imports.row_questions import TAKE

Decision = tuple[OrderName, str, Place]
"""The subject of a decision: the value that a row has for a field of an order, or the order itself
if the name of the field is empty."""


class RowAnswers:
    """The answers for one source. Without an answer, the record is kept or the row excluded."""

    def __init__(self) -> None:
        self._decided: dict[Decision, bool] = {}
        self._texts: dict[Place, dict[str, str]] = {}
        self._excluded_names: set[str] = set()
        self._awaited: set[Place] = set()

    def any_given(self) -> bool:
        """Return whether the user has answered anything."""
        return bool(self._decided or self._texts or self._excluded_names)

    def answer(self, problem: Problem, place: Place, value: str) -> None:
        """Record the answer to the problem of a row: a decision, or a text for its field."""
        decision = decision_of(problem)
        if decision is not None:
            self.decide(decision, accepted=value == TAKE)
        else:
            self.set_answer(place, str(problem.facts["field"]), value)

    # Conflicts and doubts

    def decide(self, decision: Decision, *, accepted: bool) -> None:
        """Record whether the file's value, or the doubtful order, is imported.

        If several rows have values for one field, only one can be imported; the others are open
        again.
        """
        order, field, _place = decision
        if accepted and field:
            for other in [each for each in self._decided if each[:2] == (order, field)]:
                del self._decided[other]
        self._decided[decision] = accepted

    def decided(self, decision: Decision) -> bool | None:
        """Return whether the user decided to import it; None if not decided."""
        return self._decided.get(decision)

    def settle(self, found: MergePlan) -> MergePlan:
        """Return the plan with the decisions applied; undecided doubtful orders are excluded."""
        accepted = {decision for decision, value in self._decided.items() if value}
        doubtful = {each.name for each in found.planned if each.doubt}
        wanted = {name for name, field, _place in accepted if not field}
        left_out = doubtful - wanted
        return found.resolved(accepted, left_out) if accepted or left_out else found

    # Texts that replace cells of the file

    def texts(self) -> Mapping[Place, Mapping[str, str]]:
        """Return the texts by row and fact."""
        return {place: dict(texts) for place, texts in self._texts.items()}

    def set_answer(self, place: Place, field: str, text: str) -> None:
        """Set the text of a fact of a row; the row must then be read again."""
        self._texts.setdefault(place, {})[field] = text
        self._awaited.add(place)

    def withdraw(self, place: Place) -> None:
        """Remove the texts of a row; the row must then be read again."""
        self._texts.pop(place, None)
        self._awaited.add(place)

    def has_answer(self, place: Place) -> bool:
        """Return whether a row has a text."""
        return place in self._texts

    @property
    def any_awaited(self) -> bool:
        """Whether any row has an answer that the plan does not include yet."""
        return bool(self._awaited)

    def is_awaited(self, place: Place) -> bool:
        """Return whether a row has an answer that the plan does not include yet."""
        return place in self._awaited

    def mark_read(self) -> None:
        """Record that the plan includes all answers."""
        self._awaited.clear()

    # Names of accounts

    def exclude_name(self, name: str) -> None:
        """Exclude orders of an account name, since none of the accounts has it."""
        self._excluded_names.add(name)

    def is_excluded(self, name: str) -> bool:
        """Return whether orders of an account name are excluded."""
        return name in self._excluded_names

    def include_name(self, name: str) -> None:
        """Include orders of an account name again."""
        self._excluded_names.discard(name)


def decision_of(problem: Problem) -> Decision | None:
    """Return the decision that a problem asks for; None if it asks for none."""
    facts, name = problem.facts, name_of(problem)
    if problem.code in DOUBTS:
        return name, "", ("", 0)
    if problem.code == "conflict" and facts.get("record") == "order":
        return name, str(facts["field"]), place_of(problem)
    return None


def name_of(problem: Problem) -> OrderName:
    """Return account and number of a problem's order; empty where it does not name them."""
    return str(problem.facts.get("account", "")), str(problem.facts.get("number", ""))


def place_of(problem: Problem) -> Place:
    """Return the row of a problem."""
    return str(problem.facts.get("sheet", "")), problem.row
