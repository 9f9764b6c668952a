"""What taking in a file would do or did, and what was written to one, in words."""

from __future__ import annotations

from desktop.exchange.merge import MergePlan, Outcome
from desktop.exchange.snapshot import Problem
from desktop.wording import problems
from desktop.wording.language import _, ngettext

SHOWN = 8
"""So many problems are listed; more than that is the file's fault, not the rows'."""


def counts(plan: MergePlan) -> str:
    """The counts, of orders."""
    return _(
        "{added} added, {updated} updated, {unchanged} unchanged, {conflict} in conflict"
    ).format(
        added=plan.added,
        updated=plan.updated,
        unchanged=plan.unchanged,
        conflict=plan.conflict,
    )


def summary(plan: MergePlan, file: str) -> str:
    """What was done with a file."""
    return _("{file} was read: {counts}.").format(file=file, counts=counts(plan))


def lines(plan: MergePlan) -> list[str]:
    """The file's problems, one a line, and how many more there are."""
    found = plan.problems
    listed = [located(problem) for problem in found[:SHOWN]]
    more = len(found) - SHOWN
    if more > 0:
        listed.append(
            ngettext("{count} more problem.", "{count} more problems.", more).format(count=more)
        )
    return listed


def located(problem: Problem) -> str:
    """A problem with the row it was met in."""
    text = problems.row(problem)
    if problem.row == 0:
        return text
    return _("Row {row}: {text}").format(row=problem.row, text=text)


def outcome(value: Outcome) -> str:
    """What becomes of an order of the file."""
    return {
        Outcome.ADDED: _("new"),
        Outcome.UPDATED: _("updated"),
        Outcome.UNCHANGED: _("the same"),
        Outcome.CONFLICT: _("in conflict"),
    }[value]


def written(file: str, count: int) -> str:
    """That orders were written to a file."""
    text = ngettext(
        "Written to {file}: {count} order.", "Written to {file}: {count} orders.", count
    )
    return text.format(file=file, count=count)
