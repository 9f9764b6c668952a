"""Finding the account of each row of a table, by UID, by name or by the user's choice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from desktop.domain import identifiers
from desktop.exchange.document.order_words import is_empty_cell
from desktop.exchange.document.table import Row, Table
from desktop.exchange.formats.row_problem import RowProblem, problem_of
from desktop.exchange.options import ReadOptions
from desktop.exchange.snapshot import ImportRefused, Problem, shown

INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
"""A translation table that removes invisible characters."""
_NAME_AND_UID = re.compile(
    r"(?P<name>.*?)\s*[(（\[【<]\s*(?:UID|ID)?[:：]?\s*(?P<uid>\d{5,20})\s*[)）\]】>]"
)
_UID_AND_NAME = re.compile(r"(?P<uid>\d{5,20})\s*[(（\[【<](?P<name>.*)[)）\]】>]")


def _names(table: Table) -> set[str]:
    """Return the different cells of the account column that are not empty."""
    place = next((at for at, fact in table.facts.items() if fact == "account"), None)
    if place is None:
        return set()
    cells = {cells[place].strip() for _, cells in table.lines if place < len(cells)}
    return {cell for cell in cells if not is_empty_cell(cell)}


class AccountColumn:
    """Finds the accounts of one table; `known` maps names of recorded accounts to UIDs."""

    def __init__(self, table: Table, choices: ReadOptions, known: Mapping[str, str]) -> None:
        self._choices = choices
        self._known = known
        self._sheet = table.sheet
        self._found: dict[str, tuple[str, str]] = {}
        names = _names(table)
        self._only_name = self._find_only_name(names)
        self._assumed = ""
        self._mixed = any(not self._is_chosen(name) for name in names)

    def of(self, row: Row) -> tuple[str, str]:
        """Return the UID of a row's account, and the name in the row that may be recorded with it.

        Raises RowProblem, `account-unknown` if the name belongs to no known account, and
        ImportRefused `account-needed` if the row names none and no account is chosen. A row without
        a name belongs to the chosen account only if no other row names another one: in merged cells
        and failed formulas, an empty cell does not mean the chosen account.
        """
        if row.fault:
            raise self._problem(row, row.fault, "number")
        cell = row.cells.get("account")
        if cell is None:
            if self._choices.account is None:
                raise ImportRefused("account-needed")
            if self._mixed:
                raise self._problem(row, "missing", "account")
            return self._choices.account, ""
        found = self._found.get(cell)
        if found is None:
            found = self._found[cell] = self._resolve(row, cell.translate(INVISIBLE).strip("`"))
        return found

    def _resolve(self, row: Row, cell: str) -> tuple[str, str]:
        uid = identifiers.clean(cell)
        problem = identifiers.ACCOUNT_UID.problem(uid)
        if problem is None and (self._is_known(uid) or not identifiers.ACCOUNT_UID.unusual(uid)):
            return uid, ""
        if problem in ("scientific", "wrong-length"):
            raise self._problem(row, problem, "account")
        named = _NAME_AND_UID.fullmatch(cell) or _UID_AND_NAME.fullmatch(cell)
        if named is not None:
            uid = identifiers.clean(named["uid"])
            return uid, "" if self._is_known(uid) else named["name"].strip()
        if cell in self._known:
            return self._known[cell], cell
        chosen = self._choices.accounts.get(cell)
        if chosen is None and self._choices.account_chosen and cell == self._only_name:
            chosen = self._choices.account
            self._assumed = cell
        if chosen is None:
            raise self._problem(row, "account-unknown", "account")
        return chosen, ""

    def _is_known(self, uid: str) -> bool:
        return uid == self._choices.account or uid in self._known.values()

    def _is_chosen(self, name: str) -> bool:
        """Return whether a cell names the chosen account."""
        uid = self._known.get(name) or identifiers.clean(name)
        return self._choices.account in (None, uid) or name == self._only_name

    def _find_only_name(self, names: set[str]) -> str:
        """Return the only name in the account column, which may stand for the chosen account.

        Empty if the table has several names, or if there are several accounts.
        """
        if len({*self._known.values(), self._choices.account}) > 1 or len(names) != 1:
            return ""
        (name,) = names
        return "" if identifiers.ACCOUNT_UID.problem(identifiers.clean(name)) is None else name

    def notes(self) -> Iterator[Problem]:
        """Yield a remark if an unknown name was taken for the chosen account."""
        if self._assumed:
            facts = {"name": shown(self._assumed), "account": self._choices.account or ""}
            yield Problem(0, "account-assumed", facts)

    def new_accounts(self, uids: Iterable[str]) -> Iterator[Problem]:
        """Yield a remark on each account that is not recorded, unless none is recorded yet."""
        for uid in uids:
            if self._known and not self._is_known(uid):
                yield Problem(0, "account-new", {"account": uid})

    def _problem(self, row: Row, code: str, field: str) -> RowProblem:
        return problem_of(row, code, field, self._sheet)
