"""Anything a user may bring, told apart by what is in it, never by its name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from desktop.domain.programme import Programme
from desktop.exchange import alibaba_json, order_table, own_json, strict_json
from desktop.exchange.file_text import read_bytes, text_of
from desktop.exchange.snapshot import Snapshot, Unreadable
from desktop.exchange.spreadsheet import is_spreadsheet, read_rows
from desktop.exchange.table import looks_like_table, of_rows, read_table

_OWN_KEYS = frozenset({"format", "accounts", "partners", "projects", "orders", "cashback"})
_TABLE_RULE = re.compile(r"^[ \t|+]*-{2,}[ \t|+-]*\r?$", re.MULTILINE)
_BOX = "│┃┌┏╔"


def read_file(
    path: Path, programme: Programme, account: str | None, known: Mapping[str, str] | None = None
) -> Snapshot:
    """The records in a file: a spreadsheet, or whatever `read_text` takes. Arguments as there."""
    data = read_bytes(path)
    if not is_spreadsheet(data):
        return read_text(text_of(data), programme, account, known)
    table = of_rows(enumerate(read_rows(data), 1))
    return order_table.read(table, programme, account, known or {})


def read_text(
    text: str, programme: Programme, account: str | None, known: Mapping[str, str] | None = None
) -> Snapshot:
    """The records in a text: LinkDue's own JSON, that of Alibaba Cloud's API, or a table of orders.

    `account` is the UID that the orders belong to where the text itself does not say; `known` are
    the UIDs of accounts by the names that a table may call them. Raises Unreadable where nothing
    can be taken in; problems of single rows are in the snapshot.
    """
    if text.lstrip()[:1] not in ("{", "[", "<") and looks_like_table(text):
        return order_table.read(read_table(text), programme, account, known or {})
    _refuse_other_formats(text)
    values = strict_json.parse(text)
    if any(_is_own(value) for value in values):
        if len(values) > 1:
            raise Unreadable("schema", {"place": "", "problem": "several-documents"})
        return own_json.read(values[0])
    data = values[0] if len(values) == 1 else values
    return alibaba_json.read(data, programme, account)


def _is_own(value: object) -> bool:
    return isinstance(value, dict) and not _OWN_KEYS.isdisjoint(value)


def _refuse_other_formats(text: str) -> None:
    start = text.lstrip()[:1]
    if start in ("{", "["):
        return
    if start == "<":
        raise Unreadable("html")
    if start in _BOX or _TABLE_RULE.search(text[:4096]):
        raise Unreadable("text-table")
    raise Unreadable("no-header")
