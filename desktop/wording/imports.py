"""What taking in a file would do or did, and what was written to one, in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from desktop.exchange import options
from desktop.exchange.field_merge import FieldDifference
from desktop.exchange.merge import MergePlan, Outcome
from desktop.exchange.snapshot import Problem
from desktop.wording.errors import files
from desktop.wording.i18n import _, ngettext
from desktop.wording.records import fields

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
    text = files.row(problem)
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


def outcome_of(problem: Problem) -> str:
    """What becomes of what there is a problem with."""
    if problem.code == "conflict":
        return outcome(Outcome.CONFLICT)
    if problem.row == 0 or problem.code == "parts-differ":
        return _("note")
    return _("cannot be read")


def conflicting(problem: Problem) -> tuple[str, str]:
    """What is recorded and what the file says, of a conflict; empty for any other problem."""
    facts = problem.facts
    if problem.code != "conflict":
        return "", ""
    difference = FieldDifference(*(str(facts[name]) for name in ("field", "recorded", "offered")))
    return side_by_side([difference])


def side_by_side(differences: Sequence[FieldDifference]) -> tuple[str, str]:
    """What is recorded, and what the file says instead."""
    text = _("{field}: {value}")

    def all_of(said: Callable[[FieldDifference], str]) -> str:
        return " · ".join(
            text.format(field=fields.label(d.field), value=fields.value(d.field, said(d)))
            for d in differences
        )

    return all_of(lambda d: d.recorded), all_of(lambda d: d.offered)


def changed(differences: Sequence[FieldDifference]) -> str:
    """What an import fills or changes of an order."""
    one = _("{field}: {recorded} becomes {offered}.")
    return " ".join(
        one.format(
            field=fields.label(d.field),
            recorded=fields.value(d.field, d.recorded),
            offered=fields.value(d.field, d.offered),
        )
        for d in differences
    )


def encoding(name: str) -> str:
    """An encoding as people know it."""
    return {
        "utf-8": "UTF-8",
        "gb18030": _("Chinese (GBK, GB18030)"),
        "utf-16-le": "UTF-16",
        "utf-16-be": "UTF-16 BE",
        "big5": _("Traditional Chinese (Big5)"),
    }.get(name, name)


def zone(name: str) -> str:
    """A zone that times without one may be in."""
    return {options.BEIJING_TIME: _("Beijing time"), options.UTC_TIME: "UTC"}[name]


def written(file: str, count: int) -> str:
    """That orders were written to a file."""
    text = ngettext(
        "Written to {file}: {count} order.", "Written to {file}: {count} orders.", count
    )
    return text.format(file=file, count=count)
