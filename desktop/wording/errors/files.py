"""Error messages for files and rows that could not be read or written."""

from __future__ import annotations

import errno

from desktop.base.disk import DiskFull
from desktop.exchange.snapshot import ExportRefused, Facts, ImportRefused, Problem
from desktop.wording.errors import database, validation
from desktop.wording.i18n import _
from desktop.wording.records import fields


def unreadable(problem: ImportRefused) -> str:
    """Return why a file was refused, and what to do."""
    if problem.code == "no-rows" and "problem" in problem.facts:
        return _no_rows(problem.facts)
    if problem.code == "account-needed" and "account" in problem.facts:
        return row(Problem(0, "account-unknown", {"value": problem.facts["account"]}))
    text = {
        "file-missing": _("There is no such file. Please check its name."),
        "file-is-folder": _("This is a folder. Please choose a file."),
        "file-forbidden": _(
            "You don't have permission to read this file. Please check its permissions."
        ),
        "file-unreadable": _("The file couldn't be read. Please check the disk and try again."),
        "file-too-large": _("The file is too large. Please export a shorter period."),
        "empty-file": _("The file is empty. Please export it again."),
        "spreadsheet-too-large": _(
            "The spreadsheet is too large: more than {largest_mb} MB when unpacked. Please "
            "export a shorter period."
        ),
        "spreadsheet-encrypted": _(
            "The spreadsheet is password-protected. Please save it without a password."
        ),
        "spreadsheet-broken": _(
            "The spreadsheet can't be read. Please save it again, or save it as CSV."
        ),
        "only-hidden-sheets": _(
            "Only hidden sheets have rows ({sheets}). Please unhide the sheet with the orders "
            "and save the file again."
        ),
        "not-text": _("This isn't a text file. Please choose a CSV or JSON file."),
        "no-header": _(
            "This is neither JSON nor a table with an order number column. Please copy or "
            "export the order list again with its header row."
        ),
        "no-table": _("This isn't a table. Please choose a CSV file or a spreadsheet."),
        "no-statement": _(
            "This isn't a statement from LinkDue: a column is missing. Please choose the file "
            "your partner sent back."
        ),
        "payments-columns": _(
            "LinkDue can't tell which columns are the date and the amount. Please choose them "
            "under “What each column is…”."
        ),
        "no-creation": _(
            "LinkDue can't tell which column is the time of creation. Please choose it under "
            "“What each column is…”. Columns not used: {unused}."
        ),
        "kind-needed": _(
            "There is no column for the order type. If all orders are new purchases, please "
            "choose “All are new purchases”. Otherwise add the column, with types such as 新购 "
            "or 续费."
        ),
        "bill-without-orders": _(
            "This bill has neither order numbers nor cash paid (账单详情 never does), so it "
            "can't be matched to orders. Please use the bill details (账单明细) or the order "
            "list."
        ),
        "bill-without-order-lines": _(
            "All {count} lines of the bill are usage, refunds, adjustments or commission, so "
            "none belongs to an order. Please use the order list."
        ),
        "line-too-long": _(
            "Line {line} of the file is far too long to be an order. Please export it again."
        ),
        "too-many-rows": _("The table has more than {most} rows. Please export a shorter period."),
        "too-many-values": _(
            "The file has far more in it than an order list. Please export a shorter period."
        ),
        "broken-table": _("The table breaks off at line {line}. Please export it again."),
        "no-rows": _("There are no readable orders in it. Please copy or export it again."),
        "account-needed": _(
            "It isn't clear which account these orders belong to. Please choose one."
        ),
        "account-misfit": _("This account doesn't match the file. Please check its UID."),
        "unknown-account": _(
            "The file mentions account {account}, which is neither described in it nor in "
            "LinkDue yet. Please add the account first."
        ),
        "api-error": _(
            "The file contains an error message instead of orders ({code}: {message}). Please "
            "run the query again."
        ),
        "text-table": _(
            "The file contains a text table instead of JSON. Please export it again without "
            "“--output cols=…”."
        ),
        "html": _("The file contains a web page instead of JSON. Please export it again."),
        "newer-version": _(
            "The file was saved by a newer version of LinkDue. Please install the latest version."
        ),
        "not-known-json": _(
            "The file is JSON, but neither LinkDue's own nor the result of QueryOrders, "
            "GetOrders or GetOrderDetail. Please choose another file."
        ),
        "partner-card": _(
            "This is a partner's card, not a list of orders. Please choose “Open a partner's "
            "card…” on the page “Project numbers”."
        ),
        "schema": _("The file doesn't match LinkDue's format at {place}: {problem}."),
        "too-deep": _(
            "The JSON in the file is nested more than {levels} levels deep, which no order list "
            "is. Please export it again."
        ),
        "too-long-value": _(
            "The JSON in the file contains a value far too long for an order. Please export it "
            "again."
        ),
        "duplicate-key": _(
            "The JSON in the file gives “{key}” twice in the same place, so it isn't clear which "
            "one counts. Please export it again."
        ),
        "odd-number": _(
            "The JSON in the file contains a number that can't be right: {number}. Please export "
            "it again."
        ),
        "odd-text": _(
            "The JSON in the file contains characters that aren't text: {text}. Please export it "
            "again."
        ),
        "broken-json": _(
            "The JSON in the file breaks off at line {line}, column {column}. Please export it "
            "again."
        ),
    }.get(
        problem.code,
        _("The file isn't JSON that LinkDue can read ({code}). Please export it again."),
    )
    return text.format(**({"code": problem.code} | dict(problem.facts)))


def _no_rows(facts: Facts) -> str:
    """Return that no row can be read, and why the first one cannot."""
    first = Problem(int(facts["row"]), str(facts["problem"]), facts)
    return _("No order in the file can be read. Row {row}: {text}").format(
        row=first.row, text=row(first)
    )


def unwritable(problem: ExportRefused) -> str:
    """Return why a format cannot hold the data, and which one can."""
    text = {
        "too-many-orders": _(
            "A spreadsheet can take at most {most} orders. Please export as CSV or JSON instead."
        ),
        "text-too-long": _(
            "Order {number} has a text longer than {longest} characters, too long for a "
            "spreadsheet cell. Please shorten it, or export as CSV or JSON."
        ),
        "too-many-to-print": _(
            "{count} orders are too many for a PDF ({most} at most). Please narrow the list, or "
            "export a table."
        ),
    }[problem.code]
    return text.format(**problem.facts)


_DOUBTFUL_TIMES = ("paid-in-future", "paid-before-created", "unpaid-with-payment")


def row(problem: Problem) -> str:
    """Return the problem or the remark about one row of a file."""
    facts: dict[str, str | int] = {"number": "?", "field": "?", "value": ""}
    facts.update(problem.facts)
    field = str(facts["field"])
    facts["why"] = validation.entry(problem.code, field)
    facts["field"] = fields.label(field)
    if problem.code in _DOUBTFUL_TIMES:
        facts["value"] = fields.value(field, str(facts["value"]))
    for name in ("recorded", "offered"):
        if name in facts:
            facts[name] = fields.value(field, str(facts[name]))
    if problem.code == "conflict" and facts.get("record") != "order":
        text = _(
            "{record} {number}: {field} is {recorded} in LinkDue and {offered} in the file. "
            "LinkDue keeps its value."
        )
    elif problem.code == "separator-doubt" and "after" in facts:
        text = _(
            "{field} could be {value}, or the beginning of {value},{after} that its comma parted. "
            "Please write it with two decimals, like 2040.00."
        )
    else:
        text = _row_text(problem.code)
    return text.format(**facts)


def _row_text(code: str) -> str:
    return {
        "conflict": _(
            "Order {number}: {field} is {recorded} in LinkDue and {offered} in the file. LinkDue "
            "keeps its value."
        ),
        "pages-missing": _(
            "This is page {page} of {pages}. Orders still missing: {missing}. "
            "Please import the other pages, too."
        ),
        "missing": _("{field} is missing."),
        "scientific": _(
            "The spreadsheet shortened {field} to {value}. Format that column as text and export "
            "the list again."
        ),
        "currency": _("The amount isn't in CNY ({value}). Please enter it by hand."),
        "parts-differ": _(
            "The parts of order {number} disagree on {field}; the first one was used."
        ),
        "not-an-order": _("This isn't an order."),
        "order-not-recorded": _(
            "Order {number} isn't in LinkDue yet, and a bill doesn't say when it was created. "
            "Please import the order list first."
        ),
        "lines-of-no-order": _(
            "{count} lines of the bill don't belong to a prepaid order (usage, refunds, "
            "adjustments) and were left out."
        ),
        "too-many-cells": _(
            "This row has more cells than there are titles, so its values may be in the wrong "
            "columns. Please put quotation marks around texts with commas."
        ),
        "broken-quotes": _(
            "LinkDue can't tell which quotation marks in this row belong to the text. Please "
            "correct them and import again."
        ),
        "columns-differ": _(
            "Two columns have the same title and say different things. Please delete one of them."
        ),
        "other-account": _("Order {value} belongs to account {account} and was left out."),
        "lines-disagree": _(
            "Order {number} is listed several times with different values for {field}, so it "
            "isn't compared."
        ),
        "account-unknown": _(
            "The file says these orders belong to “{value}”, but there is no account with that "
            "name. Please choose whose orders they are."
        ),
        "separator-doubt": _(
            "{field} isn't clear: {value}. Its comma or point could separate thousands or "
            "decimals. Please write it like 2040.00."
        ),
        "unknown-unit": _(
            "LinkDue doesn't know the unit in {field}: {value}. Please write it in yuan."
        ),
        "half-day-doubt": _(
            "The time doesn't fit “am” or “pm” in {field}: {value}. Please write it like "
            "2026-09-01 14:20."
        ),
        "weekday-doubt": _(
            "The day of the week doesn't fit the date in {field}: {value}. Please check the date."
        ),
        "day-missing": _(
            "The date is missing in {field}: {value}. Please write it like 2026-09-01 14:20."
        ),
        "paid-in-future": _(
            "Order {number} would have been paid on {value}, which is still to come. Please "
            "check the payment time."
        ),
        "paid-before-created": _(
            "Order {number} would have been paid on {value}, before it was created. Please check "
            "both times."
        ),
        "unpaid-with-payment": _(
            "Order {number} is unpaid in the file but has a payment time, {value}. Please check it."
        ),
        "columns-unused": _("Not used: {columns}."),
        "columns-guessed": _(
            "These columns have no title that LinkDue knows, so their meaning is assumed from "
            "their contents: {columns}. Please check them."
        ),
        "lines-skipped": _("Lines above the orders that were left out: {count}."),
        "kinds-unknown": _(
            "LinkDue doesn't know these order types and keeps them as they are: {kinds}. The "
            "console has the last word on whether they need associating."
        ),
        "account-new": _("Account {account} is not recorded yet, and will be added."),
        "account-assumed": _("“{name}” was taken for account {account}."),
        "line-repeated": _("Order {number} is in the file {count} times, and counts once."),
        "parts-added": _(
            "Order {number} has {count} different lines. Their amounts were added up; the rest "
            "is from the first line."
        ),
        "sheet-hidden": _("Sheet “{sheet}” is hidden and was left out."),
        "sheet-empty": _("Sheet “{sheet}” is empty."),
        "sheet-without-orders": _("Sheet “{sheet}” has no order numbers and was left out."),
        "day-month-doubt": _(
            "Day and month could be mixed up in {field}: {value}. Write it like this: 2026-09-01 "
            "14:20."
        ),
    }.get(code, _("{field} can't be read: {value}. {why}"))


def file(problem: OSError) -> str:
    """Return why a file could not be read or written, and what to do."""
    name = problem.filename or ""
    if isinstance(problem, FileNotFoundError):
        text = _("No such file or folder: {name}. Please check the name.")
    elif isinstance(problem, PermissionError):
        text = _(
            "You don't have permission to use this location: {name}. Please choose another one."
        )
    elif isinstance(problem, IsADirectoryError):
        text = _("This is a folder: {name}. Please enter a file name.")
    elif isinstance(problem, DiskFull):
        text = (
            _("The disk is full: {name}.")
            + " "
            + database.space_needed(problem.needed, problem.free)
        )
    elif problem.errno == errno.ENOSPC:
        text = _("The disk is full: {name}. Free up some space and try again.")
    elif problem.errno == errno.EROFS:
        text = _("This disk can't be written to: {name}. Please choose another location.")
    else:
        text = _("The file couldn't be used: {name} ({reason}). Please try another location.")
    return text.format(name=name, reason=problem.strerror or "")
