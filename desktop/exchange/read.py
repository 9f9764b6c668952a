"""Any file a user may bring, told apart by what is in it, never by its name."""

from __future__ import annotations

import re
from pathlib import Path

from desktop.domain.programme import Programme
from desktop.exchange import alibaba_json, own_json, strict_json
from desktop.exchange.file_text import read_text
from desktop.exchange.snapshot import Snapshot, Unreadable

_OWN_KEYS = frozenset({"format", "accounts", "partners", "projects", "orders", "cashback"})
_TABLE_RULE = re.compile(r"^[ \t|+]*-{2,}[ \t|+-]*\r?$", re.MULTILINE)
_BOX = "│┃┌┏╔"


def read_file(path: Path, programme: Programme, account: str | None) -> Snapshot:
    """The records of the file at `path`, in LinkDue's own JSON or that of Alibaba Cloud's API.

    `account` is the UID that the orders belong to where the file itself does not say. Raises
    Unreadable where nothing can be taken in; problems of single rows are in the snapshot.
    """
    text = read_text(path)
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
    raise Unreadable("not-json")
