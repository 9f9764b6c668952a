"""The verb `compare`: prints how an account's orders differ from the console's two lists."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop.cli.refusal import Refused
from desktop.cli.terminal import put_json, put_line, put_table
from desktop.domain import money
from desktop.domain.book import Book
from desktop.domain.compare import ConsoleList, Difference, Differences, Fact
from desktop.domain.timestamps import format_instant
from desktop.exchange.console_list import ConsoleReading
from desktop.services.workspace import Workspace
from desktop.wording import comparing
from desktop.wording.errors import files
from desktop.wording.i18n import _, clauses, labelled

STDIN = Path("-")
_MONEY = ("payable", "cash_paid")


def compare(workspace: Workspace, call: argparse.Namespace) -> int:
    """Print what differs; with `--note`, record that the account was compared.

    Raises Refused if the account is not recorded or no list is given, ImportRefused and OSError
    if a list cannot be read.
    """
    if call.account not in workspace.book().accounts:
        raise Refused(
            _("Account {uid} isn't in LinkDue yet. Please add it first.").format(uid=call.account)
        )
    readings = _readings(workspace, call)
    if call.note and len(readings) < len(ConsoleList):
        raise Refused(_("Only both lists make a comparison that can be noted."))
    lists = workspace.comparing.lists(readings)
    found = workspace.comparing.compare(call.account, lists, call.now)
    if call.note:
        workspace.comparing.note(call.account)
    last = workspace.comparing.last_compared(call.account)
    if call.json:
        put_json(_data(call.account, found, readings, last))
    else:
        _put(found, readings, workspace.book())
        put_line(comparing.last_compared(last, workspace.clock()))
    return 0


def _readings(
    workspace: Workspace, call: argparse.Namespace
) -> Mapping[ConsoleList, ConsoleReading]:
    sources = {
        ConsoleList.TO_ASSOCIATE: call.to_associate,
        ConsoleList.ASSOCIATED: call.associated,
    }
    given = {listed: source for listed, source in sources.items() if source is not None}
    if not given:
        raise Refused(_("No list is given. Add --to-associate FILE, --associated FILE or both."))
    if list(given.values()).count(STDIN) > 1:
        raise Refused(_("Only one list can come from standard input."))
    return {
        listed: workspace.comparing.read(
            _from_stdin() if source == STDIN else source, listed, call.account
        )
        for listed, source in given.items()
    }


def _from_stdin() -> str:
    """Read standard input, detecting its encoding as for a file, whatever the terminal's is."""
    from desktop.exchange.document.encoding import LARGEST, decode

    return decode(sys.stdin.buffer.read(LARGEST + 1))[0]


def _data(
    uid: str,
    found: Differences,
    readings: Mapping[ConsoleList, ConsoleReading],
    last: datetime | None,
) -> dict[str, Any]:
    """Return a comparison with the keys of docs/command-line.md."""
    return {
        "account": uid,
        "differences": [_difference(each) for each in found.found],
        "same": found.same,
        "in_both": list(found.in_both),
        "undecided": list(found.undecided),
        "problems": [
            {"list": listed.value, "row": problem.row, "message": files.row(problem)}
            for listed, reading in readings.items()
            for problem in reading.problems
        ],
        "last_compared": None if last is None else format_instant(last),
    }


def _difference(each: Difference) -> dict[str, Any]:
    here: str | None = None if each.here is None else each.here.verdict.value
    there: str | None = None if each.there is None else each.there.listed.value
    if each.field:
        here, there = _fact(each.field, each.fact_here), _fact(each.field, each.fact_there)
    return {
        "kind": each.kind.value,
        "number": each.number,
        "field": each.field or None,
        "here": here,
        "there": there,
        "elsewhere": each.elsewhere or None,
    }


def _fact(name: str, value: Fact) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return format_instant(value)
    return money.format_yuan(value) if name in _MONEY else str(value)


def _put(found: Differences, readings: Mapping[ConsoleList, ConsoleReading], book: Book) -> None:
    for listed, reading in readings.items():
        put_line(labelled(comparing.list_name(listed), comparing.read(reading)))
        for line in comparing.problems(reading):
            put_line(line)
    put_line(clauses(comparing.headline(found), comparing.same(found)))
    for line in comparing.doubts(found):
        put_line(line)
    if found.found:
        head = (_("order"), _("fact"), _("here"), _("console"), _("what differs"))
        put_table([head, *(_row(each, book) for each in found.found)])


def _row(each: Difference, book: Book) -> tuple[str, ...]:
    return (
        each.number,
        comparing.fact(each) or "–",
        comparing.here(each, book),
        comparing.there(each),
        comparing.kind(each.kind),
    )
