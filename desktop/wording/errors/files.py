"""Why a file, or a row of it, could not be read or written, and what to do next."""

from __future__ import annotations

import errno

from desktop.base.disk import DiskFull
from desktop.exchange.snapshot import ExportRefused, Facts, ImportRefused, Problem
from desktop.wording.errors import database, validation
from desktop.wording.i18n import _
from desktop.wording.records import fields


def unreadable(problem: ImportRefused) -> str:
    """Why a file was refused whole, and what to do."""
    if problem.code == "no-rows" and "problem" in problem.facts:
        return _no_rows(problem.facts)
    text = {
        "file-missing": _("There is no such file. Please check its name."),
        "file-is-folder": _("This is a folder. Please choose a file."),
        "file-forbidden": _("The file may not be read. Please check its permissions."),
        "file-unreadable": _("The file could not be read. Please check the disk and try again."),
        "file-too-large": _("The file is too large. Please export a shorter period."),
        "empty-file": _("The file is empty. Please export it again."),
        "spreadsheet-too-large": _(
            "The spreadsheet is too large: unpacked, it takes more than {largest_mb} MB. Please export "
            "a shorter period."
        ),
        "spreadsheet-encrypted": _(
            "The spreadsheet is protected by a password. Please save it without one."
        ),
        "spreadsheet-broken": _("The spreadsheet cannot be read. Please save it again, or as CSV."),
        "not-text": _("The file is not a text. Please choose a CSV or JSON file."),
        "no-header": _(
            "This is neither JSON nor a table with a column for the order number. Please export the "
            "order list again, with its header."
        ),
        "line-too-long": _(
            "Line {line} of the file is far too long for an order. Please export it again."
        ),
        "too-many-rows": _("The table has more than {most} rows. Please export a shorter period."),
        "too-many-values": _(
            "The file has far more in it than a list of orders. Please export a shorter period."
        ),
        "broken-table": _("The table breaks off in line {line}. Please export it again."),
        "no-rows": _("The file has no order that can be read. Please export it again."),
        "account-needed": _(
            "The file does not say which account it belongs to. Please choose the account."
        ),
        "account-misfit": _("The account does not fit this file. Please check its UID."),
        "unknown-account": _(
            "The file speaks of account {account}, which it does not describe and nobody recorded. "
            "Please add the account first."
        ),
        "api-error": _(
            "The file holds an error message instead of orders ({code}: {message}). Please run the "
            "query again."
        ),
        "text-table": _(
            "The file holds a text table instead of JSON. Please export it again without "
            "“--output cols=…”."
        ),
        "html": _("The file holds a web page instead of JSON. Please export it again."),
        "newer-version": _(
            "The file was written by a newer LinkDue. Please install the newest version."
        ),
        "not-known-json": _(
            "The file is JSON, but neither LinkDue's own nor the orders of QueryOrders, GetOrders "
            "or GetOrderDetail."
        ),
        "schema": _("The file does not fit LinkDue's format at {place}: {problem}."),
        "too-deep": _(
            "The file's JSON is nested more than {levels} levels deep, as no list of orders is. "
            "Please export it again."
        ),
        "too-long-value": _(
            "The file's JSON holds a value far too long for an order. Please export it again."
        ),
        "duplicate-key": _(
            "The file's JSON says “{key}” twice of one thing, so it is not clear which counts. Please "
            "export it again."
        ),
        "odd-number": _(
            "The file's JSON holds a number that cannot be right: {number}. Please export it again."
        ),
        "odd-text": _(
            "The file's JSON holds signs that are no text: {text}. Please export it again."
        ),
        "broken-json": _(
            "The file's JSON breaks off in line {line}, column {column}. Please export it again."
        ),
    }.get(problem.code, _("The file is not JSON that LinkDue can read ({code})."))
    return text.format(**({"code": problem.code} | dict(problem.facts)))


def _no_rows(facts: Facts) -> str:
    """That no row can be read, and what is the matter with the first."""
    first = Problem(int(facts["row"]), str(facts["problem"]), facts)
    return _("No order in the file can be read. Row {row}: {text}").format(
        row=first.row, text=row(first)
    )


def unwritable(problem: ExportRefused) -> str:
    """What a format cannot hold, and which one can."""
    text = {
        "too-many-orders": _(
            "A spreadsheet holds {most} orders at most. Please export as CSV or JSON."
        ),
        "text-too-long": _(
            "Order {number} has a text of more than {longest} characters, which no spreadsheet cell "
            "holds. Please shorten it, or export as CSV or JSON."
        ),
        "too-many-to-print": _(
            "{count} orders are too many for a PDF: it takes {most} at most. Please narrow the list, or "
            "export as a table."
        ),
    }[problem.code]
    return text.format(**problem.facts)


def row(problem: Problem) -> str:
    """What is the matter with one row of a file."""
    facts: dict[str, str | int] = {"number": "?", "field": "?", "value": ""}
    facts.update(problem.facts)
    field = str(facts["field"])
    facts["why"] = validation.entry(problem.code, field)
    facts["field"] = fields.label(field)
    for name in ("recorded", "offered"):
        if name in facts:
            facts[name] = fields.value(field, str(facts[name]))
    if problem.code == "conflict" and facts.get("record") != "order":
        text = _(
            "{record} {number}: {field} is recorded as {recorded}, the file says {offered}. The "
            "recorded value stays."
        )
    else:
        text = _row_text(problem.code)
    return text.format(**facts)


def _row_text(code: str) -> str:
    return {
        "conflict": _(
            "Order {number}: {field} is recorded as {recorded}, the file says {offered}. The "
            "recorded value stays."
        ),
        "pages-missing": _("This is page {page} of {pages}; {missing} orders are missing."),
        "missing": _("{field} is missing."),
        "scientific": _(
            "A spreadsheet has shortened {field} to {value}. Please export it again as text."
        ),
        "currency": _("The amount is not in CNY ({value}). Please enter it by hand."),
        "parts-differ": _(
            "The parts of order {number} differ in {field}; the first one was taken."
        ),
        "not-an-order": _("This is not an order."),
        "order-not-recorded": _(
            "Order {number} is not recorded, and a bill does not say when it was created. "
            "Please import the order list first."
        ),
        "lines-of-no-order": _(
            "{count} lines of the bill belong to no prepaid order (usage, refunds, corrections) and "
            "were left out."
        ),
        "day-month-doubt": _(
            "Day and month could be swapped in {field}: {value}. Please write it like "
            "2026-09-01 14:20."
        ),
    }.get(code, _("{field} cannot be read: {value}. {why}"))


def file(problem: OSError) -> str:
    """Why a file could not be read or written, and what to do."""
    name = problem.filename or ""
    if isinstance(problem, FileNotFoundError):
        text = _("There is no such file or folder: {name}. Please check the name.")
    elif isinstance(problem, PermissionError):
        text = _("This place may not be used: {name}. Please choose another one.")
    elif isinstance(problem, IsADirectoryError):
        text = _("This is a folder: {name}. Please give a file's name.")
    elif isinstance(problem, DiskFull):
        text = _("The disk is full: {name}.") + " " + database.room(problem.needed, problem.free)
    elif problem.errno == errno.ENOSPC:
        text = _("The disk is full: {name}. Please free some space and try again.")
    elif problem.errno == errno.EROFS:
        text = _("This disk cannot be written: {name}. Please choose another place.")
    else:
        text = _("The file could not be used: {name} ({reason}). Please try another place.")
    return text.format(name=name, reason=problem.strerror or "")
