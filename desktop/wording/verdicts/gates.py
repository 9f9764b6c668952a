"""Texts of the gate: its decision, the reason, and the questions only the user can answer."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.domain import beijing
from desktop.domain.cases import ValidityFacts
from desktop.domain.gate import Decision, Gate
from desktop.wording import moments
from desktop.wording.i18n import _
from desktop.wording.verdicts import reasons


@dataclass(frozen=True, slots=True)
class Question:
    """A line of the checklist; `id` is stored with the answer, `rule` is the rule it checks."""

    id: str
    rule: str
    text: str
    advice: str


def headline(gate: Gate) -> str:
    """Return the decision and what to do, in one line."""
    return moments.tidy(_headline(gate))


def explanation(gate: Gate) -> str:
    """Return the reason for the decision, in one or two sentences."""
    return moments.tidy(_explanation(gate))


def _headline(gate: Gate) -> str:
    if gate.decision is Decision.GO:
        return _("You may order now")
    if gate.decision is Decision.WAIT and gate.safe_from is not None:
        return _("Wait {left}, then order and pay after {moment}.").format(
            left=moments.time_left(gate.safe_from, gate.now),
            moment=moments.deadline(gate.safe_from, gate.now),
        )
    return _("Don't order yet")


def _explanation(gate: Gate) -> str:
    if gate.decision is Decision.GO and gate.deadline_if_paid_now is not None:
        today = gate.deadline_if_paid_now <= beijing.end_of_day(gate.now)
        text = (
            _("If you pay now, associate the order by {deadline}.")
            if today
            else _("If you pay now, associate the order by {deadline} – ideally today.")
        )
        return text.format(deadline=moments.deadline(gate.deadline_if_paid_now, gate.now))
    if gate.decision is Decision.WAIT and gate.safe_from is not None:
        return _(
            "If you pay now, you have only {left} to associate the order. If you pay after "
            "{moment}, you get a full new period."
        ).format(
            left=moments.time_left(gate.safe_from, gate.now),
            moment=moments.deadline(gate.safe_from, gate.now),
        )
    return _stop(gate)


def _stop(gate: Gate) -> str:
    failed = next((r for r in gate.reasons if r.holds is False), None)
    if failed is None:
        return ""
    if gate.project is None:
        return reasons.sentence(failed, gate.now)
    if isinstance(failed.facts, ValidityFacts):
        return _(
            "Project {project} expires {until}: too soon to order, pay and associate. Request a "
            "new project number first."
        ).format(
            project=gate.project,
            until=moments.deadline(failed.facts.valid_until, gate.now),
        )
    return _(
        "The association period ends very soon, and no project is valid long enough after "
        "that. Request a new project number first."
    )


def questions() -> tuple[Question, ...]:
    """Return the questions before buying that only the user can answer."""
    return (
        Question(
            "project-account",
            "same-account",
            _("The project was requested for the account you order with"),
            _("Ask your partner which account the project belongs to before you order."),
        ),
        Question(
            "ram-permission",
            "ram-permission",
            _("You order with the main account, or your RAM user is allowed to associate orders"),
            _("Without that permission, a RAM user can't associate the order once it is paid."),
        ),
        Question(
            "affiliate",
            "exclusive-with-affiliate",
            _("You aren't ordering through a 云大使 referral link"),
            _("Open the console without the referral link: the two can't be combined."),
        ),
    )
