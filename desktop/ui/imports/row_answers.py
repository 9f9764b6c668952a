"""What the user has said of single rows of an import so far, and what becomes of the plan by it."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.exchange.merge_plan import DOUBTS, MergePlan, OrderName
from desktop.exchange.options import Place
from desktop.exchange.snapshot import Problem

Decision = tuple[OrderName, str, Place]
"""What can be decided: the value that a row has for a field of an order, or with an empty name of
the field the order itself."""


class RowAnswers:
    """The answers of one source. What is not answered stays as it is safe: kept, or left out."""

    def __init__(self) -> None:
        self._decided: dict[Decision, bool] = {}
        self._texts: dict[Place, dict[str, str]] = {}
        self._names_left_out: set[str] = set()
        self._awaited: set[Place] = set()

    def any_given(self) -> bool:
        """Return whether the user has answered anything."""
        return bool(self._decided or self._texts or self._names_left_out)

    # Conflicts and doubts

    def decide(self, decision: Decision, *, taken: bool) -> None:
        """Note whether the file's value, or the doubtful order, is taken.

        Of several rows with values for one field, one is taken; the others are open again.
        """
        order, field, _place = decision
        if taken and field:
            for other in [each for each in self._decided if each[:2] == (order, field)]:
                del self._decided[other]
        self._decided[decision] = taken

    def decided(self, decision: Decision) -> bool | None:
        """Return whether something was taken; None while nobody has said."""
        return self._decided.get(decision)

    def settle(self, found: MergePlan) -> MergePlan:
        """Return the plan with what was decided; doubtful orders wait for an answer."""
        taken = {decision for decision, value in self._decided.items() if value}
        doubtful = {each.name for each in found.planned if each.doubt}
        wanted = {name for name, field, _place in taken if not field}
        left_out = doubtful - wanted
        return found.resolved(taken, left_out) if taken or left_out else found

    # Texts that are read in place of what stands in the file

    def texts(self) -> Mapping[Place, Mapping[str, str]]:
        """Return the texts given, by row and fact."""
        return {place: dict(texts) for place, texts in self._texts.items()}

    def say(self, place: Place, field: str, text: str) -> None:
        """Note what a fact of a row is; the row is to be read again."""
        self._texts.setdefault(place, {})[field] = text
        self._awaited.add(place)

    def take_back(self, place: Place) -> None:
        """Forget what was said of a row."""
        self._texts.pop(place, None)
        self._awaited.add(place)

    def has_said(self, place: Place) -> bool:
        """Return whether something was said of a row."""
        return place in self._texts

    @property
    def await_reading(self) -> bool:
        """Whether any row was not read since something was said of it."""
        return bool(self._awaited)

    def is_awaited(self, place: Place) -> bool:
        """Return whether a row was not read since something was said of it."""
        return place in self._awaited

    def were_read(self) -> None:
        """Note that all rows were read as was said."""
        self._awaited.clear()

    # Names of accounts

    def leave_name_out(self, name: str) -> None:
        """Note that orders of this name are nobody's here."""
        self._names_left_out.add(name)

    def name_was_left_out(self, name: str) -> bool:
        """Return whether orders of this name stay out."""
        return name in self._names_left_out

    def take_name_in(self, name: str) -> None:
        """Forget that orders of a name were to stay out."""
        self._names_left_out.discard(name)


def decision_of(problem: Problem) -> Decision | None:
    """Return the order, and its field where one is in conflict, that a problem leaves open."""
    facts, name = problem.facts, name_of(problem)
    if problem.code in DOUBTS:
        return name, "", ("", 0)
    if problem.code == "conflict" and facts.get("record") == "order":
        return name, str(facts["field"]), place_of(problem)
    return None


def name_of(problem: Problem) -> OrderName:
    """Return account and number of the order that a problem is about, as far as it names them."""
    return str(problem.facts.get("account", "")), str(problem.facts.get("number", ""))


def place_of(problem: Problem) -> Place:
    """Return the row that a problem is about."""
    return str(problem.facts.get("sheet", "")), problem.row
