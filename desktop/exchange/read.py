"""Reading a file or a text of any format; the format is detected by content, never by file name.

A file or a text is first opened as a `Document`, which shows how it was understood. Then its
records are read, with the options that the user chose.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.base.progress import Progress
from desktop.domain.programme import Programme
from desktop.exchange.document import strict_json
from desktop.exchange.document.encoding import LARGEST, decode, read_bytes
from desktop.exchange.document.spreadsheet import Sheet, is_spreadsheet, read_sheets
from desktop.exchange.document.table import Table, find_regular_table, find_table, table_from_rows
from desktop.exchange.formats import alibaba_json, order_table
from desktop.exchange.formats.alibaba_body import bodies
from desktop.exchange.formats.linkdue.read import read as read_own
from desktop.exchange.formats.order_text import find_orders
from desktop.exchange.formats.partner_card import is_card
from desktop.exchange.formats.partner_order import is_partner_row
from desktop.exchange.options import ReadOptions
from desktop.exchange.snapshot import ImportRefused, Problem, Snapshot

_OWN_KEYS = frozenset({"format", "accounts", "partners", "projects", "orders", "cashback"})
_TABLE_RULE = re.compile(r"^[ \t|+]*-{2,}[ \t|+-]*\r?$", re.MULTILINE)
_BOX = "│┃┌┏╔"
_JSON_LINE = re.compile(r"^[ \t]*[{\[]", re.MULTILINE)
_HEAD = 4096
"""Characters that are searched for log lines before JSON, and for the rules of a text table."""
_START_LIMIT = 8
"""Lines of a log that are tried as JSON; ``[WARN] …`` begins like it, too."""


@dataclass(frozen=True, slots=True)
class Document:
    """The content of a file or a text: a table, else JSON values.

    `further` are the other sheets of a workbook that hold orders. `encoding` is the one the bytes
    were decoded with, None if they are no text. `named` tells whether the values name their
    accounts, `zoneless` whether their moments have no zone. `notes` list what was skipped.
    """

    table: Table | None = None
    values: tuple[object, ...] = ()
    encoding: str | None = None
    named: bool = False
    zoneless: bool = True
    further: tuple[Table, ...] = ()
    notes: tuple[Problem, ...] = ()


def open_file(
    path: Path, choices: ReadOptions | None = None, progress: Progress | None = None
) -> Document:
    """Return the document in a file: a spreadsheet, or a text as for `open_text`.

    `progress` is called now and then while a table is read. Raises ImportRefused if the file holds
    neither.
    """
    data = read_bytes(path)
    if is_spreadsheet(data):
        return open_sheets(read_sheets(data, progress))
    text, encoding = decode(data, None if choices is None else choices.encoding)
    return replace(open_text(text, progress), encoding=encoding)


def open_text(text: str, progress: Progress | None = None) -> Document:
    """Return the document in a text: JSON, a table of orders, or sentences with orders in them.

    `progress` is called now and then while a table is read. Raises ImportRefused if there is
    nothing to import.
    """
    if not text or text.isspace():
        raise ImportRefused("empty-file")
    if len(text) > LARGEST:
        raise ImportRefused("file-too-large", {"largest_mb": LARGEST >> 20})
    start = text.lstrip()[:1]
    if start in ("{", "["):
        try:
            return _of_values(strict_json.parse(text))
        except ImportRefused:
            logged = _json_after_log(text)
            if logged is None:
                raise
            return logged
    logged = _json_after_log(text)
    if logged is not None:
        return logged
    if start == "<":
        raise ImportRefused("html")
    ruled = start in _BOX or _TABLE_RULE.search(text[:_HEAD]) is not None
    if ruled and "|" in text.lstrip().partition("\n")[0]:
        raise ImportRefused("text-table")
    table = find_table(text, progress)
    if table is None and ruled:
        raise ImportRefused("text-table")
    table = table or find_orders(text) or find_regular_table(text)
    if table is None:
        raise ImportRefused("no-header")
    return Document(table)


def _of_values(values: Sequence[object], notes: tuple[Problem, ...] = ()) -> Document:
    found = tuple(values)
    if any(map(is_card, found)):
        raise ImportRefused("partner-card")
    partners = _are_partners(found)
    named = partners or any(map(_is_own, found))
    return Document(values=found, named=named, zoneless=partners, notes=notes)


def _json_after_log(text: str) -> Document | None:
    """Return the JSON that follows lines of a tool's log; None if there is none."""
    starts = [match.start() for match in _JSON_LINE.finditer(text[:_HEAD])][:_START_LIMIT]
    for at in starts:
        before = text[:at]
        if not before or before.isspace():
            continue
        with suppress(ImportRefused):
            values = strict_json.parse(text[at:])
            if any(isinstance(value, dict | list) for value in values):
                count = sum(bool(line.strip()) for line in before.splitlines())
                return _of_values(values, (Problem(0, "lines-skipped", {"count": count}),))
    return None


def open_sheets(sheets: Sequence[Sheet]) -> Document:
    """Return the sheets of a workbook that hold orders, with a note on every other sheet.

    Raises ImportRefused if none holds any, with the reason for the first sheet.
    """
    tables: list[Table] = []
    notes: list[Problem] = []
    refusal: ImportRefused | None = None
    for sheet in sheets:
        facts = {"sheet": sheet.name}
        if sheet.hidden:
            notes.append(Problem(0, "sheet-hidden", facts))
            continue
        if not sheet.rows:
            notes.append(Problem(0, "sheet-empty", facts))
            continue
        try:
            tables.append(table_from_rows(enumerate(sheet.rows, 1), sheet.name))
        except ImportRefused as problem:
            refusal = refusal or problem
            notes.append(Problem(0, "sheet-without-orders", facts))
    numbered = [table for table in tables if "number" in table.facts.values()]
    orders = [table for table in numbered if not table.guessed] or numbered
    if not orders:
        if tables:
            return Document(tables[0], notes=tuple(notes))
        raise refusal or ImportRefused("no-header")
    others = [table for table in tables if table not in orders]
    notes += [Problem(0, "sheet-without-orders", {"sheet": table.sheet}) for table in others]
    alone = len(sheets) == 1
    first, *further = (replace(each, sheet="") if alone else each for each in orders)
    return Document(first, further=tuple(further), notes=tuple(notes))


def read(
    document: Document,
    programme: Programme,
    choices: ReadOptions | None = None,
    known: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Snapshot:
    """Return the records in a document.

    `known` maps the names of accounts in a table to UIDs. `progress` is called with the rows read
    so far. Raises ImportRefused if there is nothing to import; problems of single rows are in the
    snapshot.
    """
    choices = choices or ReadOptions()
    if document.table is not None:
        found = _read_tables(
            document.table, document.further, programme, choices, known or {}, progress
        )
    elif any(_is_own(value) for value in document.values):
        if len(document.values) > 1:
            raise ImportRefused("schema", {"place": "", "problem": "several-documents"})
        found = read_own(document.values[0])
    else:
        found = alibaba_json.read(_one(document.values), programme, choices)
    return replace(found, notes=document.notes + found.notes) if document.notes else found


def _read_tables(
    first: Table,
    further: Sequence[Table],
    programme: Programme,
    choices: ReadOptions,
    known: Mapping[str, str],
    progress: Progress | None,
) -> Snapshot:
    """Return the records of all tables.

    The user chose columns for the first table; they also apply to others with the same titles.
    """
    found: Snapshot | None = None
    for each in (first, *further):
        chosen = choices.columns if each.titles == first.titles else None
        table = each if chosen is None else each.with_facts(chosen)
        one = order_table.read(table, programme, choices, known, progress)
        found = one if found is None else found.combined_with(one)
    return found or Snapshot()


def _one(values: tuple[object, ...]) -> object:
    return values[0] if len(values) == 1 else list(values)


def _are_partners(values: tuple[object, ...]) -> bool:
    """Return whether these are a partner's query results, the only JSON with zoneless moments."""
    if any(map(_is_own, values)):
        return False
    with suppress(ImportRefused):
        return any(is_partner_row(row) for body in bodies(_one(values)) for row in body.rows)
    return False


def _is_own(value: object) -> bool:
    return isinstance(value, dict) and not _OWN_KEYS.isdisjoint(value)
