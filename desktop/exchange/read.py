"""Anything a user may bring, told apart by what is in it, never by its name.

First a file or a text is opened as a `Document`, which says what it was taken for; then its records
are read, as the user chose.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.base.progress import Progress
from desktop.domain.programme import Programme
from desktop.exchange.document import strict_json
from desktop.exchange.document.encoding import LARGEST, decode, read_bytes
from desktop.exchange.document.spreadsheet import is_spreadsheet, read_rows
from desktop.exchange.document.table import Table, find_regular_table, find_table, of_rows
from desktop.exchange.formats import alibaba_json, linkdue_json, order_table
from desktop.exchange.formats.alibaba_body import bodies
from desktop.exchange.formats.order_text import find_orders
from desktop.exchange.formats.partner_order import is_partner_row
from desktop.exchange.options import ReadOptions
from desktop.exchange.snapshot import ImportRefused, Snapshot

_OWN_KEYS = frozenset({"format", "accounts", "partners", "projects", "orders", "cashback"})
_TABLE_RULE = re.compile(r"^[ \t|+]*-{2,}[ \t|+-]*\r?$", re.MULTILINE)
_BOX = "│┃┌┏╔"


@dataclass(frozen=True, slots=True)
class Document:
    """What a file or a text holds: a table, or JSON values where it is none.

    `encoding` is the one its bytes were read with, None where they were no text. Of values is said
    whether they name their accounts, and whether their moments have no zone.
    """

    table: Table | None = None
    values: tuple[object, ...] = ()
    encoding: str | None = None
    named: bool = False
    zoneless: bool = True


def open_file(
    path: Path, choices: ReadOptions | None = None, progress: Progress | None = None
) -> Document:
    """The document in a file: a spreadsheet, or whatever `open_text` takes. Raises ImportRefused.

    `progress` is asked now and then while a table is read.
    """
    data = read_bytes(path)
    if is_spreadsheet(data):
        return Document(of_rows(enumerate(read_rows(data, progress), 1)))
    text, encoding = decode(data, None if choices is None else choices.encoding)
    return replace(open_text(text, progress), encoding=encoding)


def open_text(text: str, progress: Progress | None = None) -> Document:
    """The document in a text: JSON, a table of orders, or sentences with orders in them.

    `progress` is asked now and then while a table is read. Raises ImportRefused where nothing can be taken
    in.
    """
    if not text or text.isspace():
        raise ImportRefused("empty-file")
    if len(text) > LARGEST:
        raise ImportRefused("file-too-large", {"largest_mb": LARGEST >> 20})
    start = text.lstrip()[:1]
    if start in ("{", "["):
        values = tuple(strict_json.parse(text))
        partners = _are_partners(values)
        named = partners or any(map(_is_own, values))
        return Document(values=values, named=named, zoneless=partners)
    if start == "<":
        raise ImportRefused("html")
    table = find_table(text, progress)
    if table is None and (start in _BOX or _TABLE_RULE.search(text[:4096])):
        raise ImportRefused("text-table")
    table = table or find_orders(text) or find_regular_table(text)
    if table is None:
        raise ImportRefused("no-header")
    return Document(table)


def read(
    document: Document,
    programme: Programme,
    choices: ReadOptions | None = None,
    known: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Snapshot:
    """The records in a document.

    `known` are the UIDs of accounts by the names that a table may call them. Raises ImportRefused
    where nothing can be taken in; problems of single rows are in the snapshot. `progress` is told how
    far the rows of a table are read.
    """
    choices = choices or ReadOptions()
    if document.table is not None:
        table = document.table
        if choices.columns is not None:
            table = table.taken_for(choices.columns)
        return order_table.read(table, programme, choices, known or {}, progress)
    values = document.values
    if any(_is_own(value) for value in values):
        if len(values) > 1:
            raise ImportRefused("schema", {"place": "", "problem": "several-documents"})
        return linkdue_json.read(values[0])
    return alibaba_json.read(_one(values), programme, choices)


def _one(values: tuple[object, ...]) -> object:
    return values[0] if len(values) == 1 else list(values)


def _are_partners(values: tuple[object, ...]) -> bool:
    """Whether these are answers to a partner, the only JSON whose moments have no zone."""
    if any(map(_is_own, values)):
        return False
    with suppress(ImportRefused):
        return any(is_partner_row(row) for body in bodies(_one(values)) for row in body.rows)
    return False


def _is_own(value: object) -> bool:
    return isinstance(value, dict) and not _OWN_KEYS.isdisjoint(value)
