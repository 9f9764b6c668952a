"""What taking in a file did, in words."""

from __future__ import annotations

from desktop.desk import ImportReport
from desktop.wording import problems
from desktop.wording.language import _, ngettext

SHOWN = 8
"""So many problems are listed; more than that is the file's fault, not the rows'."""


def summary(report: ImportReport, file: str) -> str:
    """The counts, of orders."""
    plan = report.plan
    counts = _(
        "{added} added, {updated} updated, {unchanged} unchanged, {conflict} in conflict"
    ).format(
        added=plan.added,
        updated=plan.updated,
        unchanged=plan.unchanged,
        conflict=plan.conflict,
    )
    return _("{file} was read: {counts}.").format(file=file, counts=counts)


def lines(report: ImportReport) -> list[str]:
    """The file's problems, one a line, and how many more there are."""
    found = report.plan.problems
    listed = [_located(problem.row, problems.row(problem)) for problem in found[:SHOWN]]
    more = len(found) - SHOWN
    if more > 0:
        listed.append(
            ngettext("{count} more problem.", "{count} more problems.", more).format(count=more)
        )
    return listed


def _located(row: int, text: str) -> str:
    return text if row == 0 else _("Row {row}: {text}").format(row=row, text=text)
