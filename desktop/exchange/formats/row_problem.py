"""The error for a row of a table or of JSON that cannot be read as an order."""

from __future__ import annotations

from desktop.exchange.document.table import Row
from desktop.exchange.snapshot import Facts, shown


class RowProblem(Exception):
    """A row cannot be read as an order; `code` says why, `facts` come from the row."""

    def __init__(self, code: str, facts: Facts) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def problem_of(
    row: Row, code: str, field: str, sheet: str = "", more: Facts | None = None
) -> RowProblem:
    """Return the error for a field of a row, with its value and the order's number and product.

    `more` are facts about what the field may mean.
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
