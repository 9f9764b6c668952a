"""Why a row of a table or of JSON is no order."""

from __future__ import annotations

from desktop.exchange.document.table import Row
from desktop.exchange.snapshot import Facts, shown


class RowProblem(Exception):
    """A row is no order: a code says why, with the facts of the row."""

    def __init__(self, code: str, facts: Facts) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def problem_of(
    row: Row, code: str, field: str, sheet: str = "", more: Facts | None = None
) -> RowProblem:
    """Return the problem of a table's row, with what stands in the field, and what is known of it.

    `more` are facts that tell what the field may mean.
    """
    value = row.cells.get(field) or row.empty.get(field, "")
    facts: dict[str, str | int] = {"field": field, "value": shown(value), **(more or {})}
    if sheet:
        facts["sheet"] = sheet
    for name in ("product", "title", "number"):
        cell = row.cells.get(name)
        if cell:
            facts = {name: shown(cell), **facts}
    return RowProblem(code, facts)
