"""Texts about importing a file, before and after, and about exporting to one."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import TYPE_CHECKING

from desktop.exchange import options
from desktop.exchange.field_merge import FieldDifference
from desktop.exchange.merge_plan import MergePlan
from desktop.exchange.snapshot import Problem
from desktop.wording.errors import files
from desktop.wording.i18n import _, clauses, language, ngettext
from desktop.wording.records import fields

if TYPE_CHECKING:
    from desktop.exchange.document.table import Table

LIST_LIMIT = 8
"""How many problems are listed; if there are more, the file itself is probably wrong."""


def counts(plan: MergePlan) -> str:
    """Return the numbers of new, updated, unchanged and conflicting orders."""
    return _(
        "{added} new, {updated} updated, {unchanged} unchanged, {conflict} in conflict"
    ).format(
        added=plan.added,
        updated=plan.updated,
        unchanged=plan.unchanged,
        conflict=plan.conflict,
    )


def counted(plan: MergePlan) -> str:
    """Return the same counts without those that are zero."""
    parts = (
        (plan.added, _("{count} new")),
        (plan.updated, _("{count} updated")),
        (plan.unchanged, _("{count} unchanged")),
        (plan.conflict, _("{count} in conflict")),
    )
    return clauses(*(text.format(count=count) for count, text in parts if count)) or _("no order")


def summary(plan: MergePlan, file: str) -> str:
    """Return the counts of orders that were imported from a file."""
    return _("Read from {file}: {counts}.").format(file=file, counts=counted(plan))


def lines(plan: MergePlan) -> list[str]:
    """Return the file's first problems, how many more there are, and how it was read."""
    problems = plan.problems
    listed = [located(problem) for problem in problems[:LIST_LIMIT]]
    more = len(problems) - LIST_LIMIT
    if more > 0:
        listed.append(
            ngettext("{count} more problem.", "{count} more problems.", more).format(count=more)
        )
    return listed + notes(plan)


def notes(plan: MergePlan, without: Container[str] = ()) -> list[str]:
    """Return how the file was read, one note a line: what was not used, guessed or added up.

    `without` contains the codes of notes that are shown elsewhere.
    """
    return remarks([note for note in plan.notes if note.code not in without])


def remarks(problems: Sequence[Problem]) -> list[str]:
    """Return the first remarks, one a line, and how many more there are."""
    listed = [located(note) for note in problems[:LIST_LIMIT]]
    more = len(problems) - LIST_LIMIT
    if more > 0:
        text = ngettext("{count} more remark.", "{count} more remarks.", more)
        listed.append(text.format(count=more))
    return listed


def columns(table: Table, meanings: Mapping[int, str]) -> str:
    """Return the meaning of each column of a table, and the unused columns."""
    pairs = [
        _("{title} → {fact}").format(title=title.strip(), fact=fields.label(meanings[place]))
        for place, title in enumerate(table.titles)
        if meanings.get(place)
    ]
    unused = [title for title in table.with_facts(meanings).unused if title]
    text = _("Columns used: {columns}.").format(columns=" · ".join(pairs))
    if unused:
        text += " " + _("Not used: {columns}.").format(columns=" · ".join(unused))
    return text


def located(problem: Problem) -> str:
    """Return a problem with its row and sheet."""
    text = files.row(problem)
    sheet = problem.facts.get("sheet")
    if problem.row == 0:
        named = sheet is None or problem.code.startswith("sheet-")
        return text if named else _("Sheet “{sheet}”: {text}").format(sheet=sheet, text=text)
    if sheet is not None:
        line = _("Sheet “{sheet}”, row {row}: {text}")
        return line.format(sheet=sheet, row=problem.row, text=text)
    return _("Row {row}: {text}").format(row=problem.row, text=text)


def changed(differences: Sequence[FieldDifference]) -> str:
    """Return which facts of an order an import fills in or changes."""
    line = _("{field}: {recorded} → {offered}.")
    between = "" if language() == "zh_CN" else " "
    return between.join(
        line.format(
            field=fields.label(d.field),
            recorded=fields.value(d.field, d.recorded),
            offered=fields.value(d.field, d.offered),
        )
        for d in differences
    )


def encoding(name: str) -> str:
    """Return the common name of an encoding."""
    return {
        "utf-8": "UTF-8",
        "gb18030": _("Chinese (GBK, GB18030)"),
        "utf-16-le": "UTF-16",
        "utf-16-be": "UTF-16 BE",
        "big5": _("Traditional Chinese (Big5)"),
    }.get(name, name)


def zone(name: str) -> str:
    """Return the name of a zone for times without one."""
    return {options.BEIJING_TIME: _("Beijing time"), options.UTC_TIME: "UTC"}[name]


def written(file: str, count: int) -> str:
    """Return that orders were written to a file."""
    text = ngettext(
        "Written to {file}: {count} order.", "Written to {file}: {count} orders.", count
    )
    return text.format(file=file, count=count)
