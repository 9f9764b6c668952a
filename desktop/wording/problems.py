"""What went wrong and what to do next, for every problem a user can meet."""

from __future__ import annotations

import errno

from desktop.desk import DatabaseProblem, DuplicateRecord, ProblemKind
from desktop.domain.identifiers import ACCOUNT_UID, ORDER_NUMBER, PROJECT_NUMBER, IdKind
from desktop.exchange.snapshot import Facts, Problem, Unreadable, Unwritable
from desktop.room import DiskFull
from desktop.system.moved_note import NOTE
from desktop.system.paths import MARKER, portable_data_folder
from desktop.wording import amounts, fields
from desktop.wording.language import _


def entry(code: str, field: str = "") -> str:
    """Why something typed cannot be taken, and what would do."""
    texts = {
        "empty": _("This is needed. Please fill it in."),
        "scientific": _(
            "A spreadsheet has shortened this number (like 2.36E+14). Copy it from the console "
            "again, as text."
        ),
        "not-digits": _("Only digits belong here. Please check for letters or signs."),
        "wrong-length": _length(field),
        "time-missing": _("The time of day is missing. Please write it like 2026-09-01 14:20."),
        "day-month-doubt": _(
            "Day and month could be swapped here. Please write it like 2026-09-01 14:20."
        ),
        "not-a-moment": _("This is not a date and time. Please write it like 2026-09-01 14:20."),
        "no-such-moment": _("This date or time does not exist. Please check it."),
        "in-the-future": _("This moment has not come yet. Please check the date and time."),
        "before-creation": _("This is earlier than the creation. Please check both times."),
        "before-project": _(
            "This is earlier than the project's creation. Please check both times."
        ),
        "not-money": _("This is not an amount. Please write it like 2040.00."),
        "finer-than-fen": _("An amount has two decimal places at most."),
        "not-a-rate": _("This is not a rate. Please write it like 5%."),
        "rate-out-of-range": _("A rate is between 0% and 100%."),
        "rate-too-fine": _("This rate has too many decimal places."),
        "year-out-of-range": _("The year is out of range. Please check the date."),
        "not-an-instant": _("This is not a date and time. Please write it like 2026-09-01 14:20."),
        "unknown-word": _("This word is not known. Please write it as the console does."),
        "not-text": _("This is not a text. Please export it again."),
        "own-parent": _("An order cannot be its own parent. Please enter the related order."),
    }
    return texts.get(code, code)


def _length(field: str) -> str:
    kinds: dict[str, IdKind] = {
        "uid": ACCOUNT_UID,
        "account": ACCOUNT_UID,
        "project": PROJECT_NUMBER,
        "number": ORDER_NUMBER,
    }
    kind = kinds.get(field, ORDER_NUMBER)
    return _("This has too few or too many digits: {shortest} to {longest} are expected.").format(
        shortest=kind.shortest, longest=kind.longest
    )


def unusual_uid() -> str:
    """A hint on a UID that is accepted but looks unlike every example."""
    return _("Most account UIDs have 16 digits. Please compare it with the console.")


def unusual_order() -> str:
    """A hint on an order number that is accepted but looks unlike every example."""
    return _("Most order numbers have 15 digits. Please compare it with the console.")


def unusual_project() -> str:
    """A hint on a project number that is accepted but looks unlike every example."""
    return _("Most project numbers have 12 digits and begin with 20. Please compare it.")


def duplicate(problem: DuplicateRecord) -> str:
    """What is recorded already."""
    return {
        "accounts": _("An account with this UID is recorded already."),
        "partners": _("A partner of this name is recorded already."),
        "projects": _("This project number is recorded already for this account."),
        "orders": _("This order number is recorded already for this account."),
    }.get(problem.table, _("This is recorded already."))


def database(problem: DatabaseProblem) -> tuple[str, str]:
    """The cause and the next step for trouble with the data file. The file is as it was."""
    cause, cure = {
        ProblemKind.NEWER: (
            _("The data was written by a newer LinkDue: {path}"),
            _("Install the newest LinkDue, or choose another data folder with --data-dir."),
        ),
        ProblemKind.FOREIGN: (
            _("This file is not a LinkDue data file: {path}"),
            _("Move it elsewhere, or choose another data folder with --data-dir."),
        ),
        ProblemKind.DAMAGED: (
            _("The data file is damaged: {path}"),
            _(
                "Restore a backup, or save what can be read into a new file. The damaged one is kept."
            ),
        ),
        ProblemKind.ALTERED: (
            _("Another program has changed how the data file is built: {path}"),
            _(
                "Restore a backup, or save what can be read into a new file. The changed one is kept."
            ),
        ),
        ProblemKind.STRAY_LOG: (
            _("The log beside the data file belongs to another file: {path}"),
            _("Put the file back that was there before, or set the log aside. Nothing is deleted."),
        ),
        ProblemKind.UPDATE_FAILED: (
            _("The update could not convert the data; your data is as it was: {path}"),
            _("Go on with the version of LinkDue before this one, and report the fault."),
        ),
        ProblemKind.READ_ONLY: (
            _("The data file cannot be written: {path}"),
            _(
                "Allow writing to the file and its folder, or choose another folder with --data-dir."
            ),
        ),
        ProblemKind.LOCKED: (
            _("Another program holds the data file: {path}"),
            _("Close the other program and try again."),
        ),
        ProblemKind.NO_SPACE: (
            _("The disk is full; nothing was changed: {path}"),
            room(problem.needed, problem.free),
        ),
        ProblemKind.UNREACHABLE: (
            _("The data folder cannot be reached: {path}"),
            _("Connect the disk or correct the folder, and try again."),
        ),
        ProblemKind.MOVED: (
            _("The data was moved away from here: {path}"),
            _(
                "The note “{note}” beside it says where to. Open it there, or remove the note to begin "
                "anew here."
            ).format(note=NOTE),
        ),
        ProblemKind.GONE: (
            _("The data file is not where it was: {path}"),
            _("Put it back or connect the disk and try again, or restore a backup."),
        ),
        ProblemKind.UNVERIFIED: (
            _("What was written could not be read again as it was: {path}"),
            _("The disk may be failing. Please choose another one for the copies."),
        ),
    }[problem.kind]
    if problem.kind in _PLACE_TROUBLE and problem.path.parent == portable_data_folder():
        cure = _(
            "A file “{marker}” lies beside the program, so the data belongs beside it, too. Put the "
            "program into a folder that you may write, or remove that file to keep the data in your "
            "user's folder."
        ).format(marker=MARKER)
    return cause.format(path=problem.path), cure


_PLACE_TROUBLE = (ProblemKind.READ_ONLY, ProblemKind.UNREACHABLE)


def backup(problem: DatabaseProblem) -> tuple[str, str]:
    """The cause and the next step for trouble with a backup, or with the place where backups are."""
    cause, cure = {
        ProblemKind.NEWER: (
            _("A newer LinkDue took this backup: {path}"),
            _("Install the newest LinkDue to restore it, or choose another backup."),
        ),
        ProblemKind.FOREIGN: (
            _("This file is not a backup of LinkDue: {path}"),
            _("Please choose another file."),
        ),
        ProblemKind.DAMAGED: (
            _("This backup is damaged: {path}"),
            _("Please choose another one. Your data is as it was."),
        ),
        ProblemKind.ALTERED: (
            _("Another program has changed how this backup is built: {path}"),
            _("Please choose another one. Your data is as it was."),
        ),
        ProblemKind.READ_ONLY: (
            _("The place for backups cannot be written: {path}"),
            _("Allow writing there, or choose another place."),
        ),
        ProblemKind.NO_SPACE: (
            _("There is no room for a backup: {path}"),
            room(problem.needed, problem.free),
        ),
        ProblemKind.UNREACHABLE: (
            _("The backup, or the place for backups, cannot be reached: {path}"),
            _("Connect the disk or correct the name, and try again."),
        ),
    }.get(problem.kind, database(problem))
    return cause.format(path=problem.path), cure


def room(needed: int, free: int | None) -> str:
    """What to do where a disk is full: how much is needed, how much there is (bytes; None: not known)."""
    if free is None:
        text = _("About {needed} are needed. Free some space and try again.")
    elif free < needed:
        text = _("About {needed} are needed, {free} are free. Free some space and try again.")
    else:
        text = _(
            "About {needed} are needed. The disk has {free}, but takes no more: perhaps a quota is used "
            "up. Free some space and try again."
        )
    return text.format(needed=amounts.size(needed), free=amounts.size(free or 0))


def unreadable(problem: Unreadable) -> str:
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


def unwritable(problem: Unwritable) -> str:
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
    facts["why"] = entry(problem.code, field)
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
        text = _("The disk is full: {name}.") + " " + room(problem.needed, problem.free)
    elif problem.errno == errno.ENOSPC:
        text = _("The disk is full: {name}. Please free some space and try again.")
    elif problem.errno == errno.EROFS:
        text = _("This disk cannot be written: {name}. Please choose another place.")
    else:
        text = _("The file could not be used: {name} ({reason}). Please try another place.")
    return text.format(name=name, reason=problem.strerror or "")


def unexpected(problem: BaseException) -> str:
    """A fault of the program itself, without any of the user's data."""
    return _("LinkDue made a mistake ({name}). Nothing was lost; please try again.").format(
        name=type(problem).__name__
    )


def busy(host: str) -> tuple[str, str]:
    """Why the data is not opened: another window has it, on the computer `host` (empty: on this one)."""
    if not host:
        return (
            _("Another window has this data open, but does not answer."),
            _("Close it, or end it in the system's list of programs, and try again."),
        )
    return (
        _("This data is open on the computer “{host}”.").format(host=host),
        _(
            "Two computers that write the same file would damage it. Close LinkDue there and try again. "
            "Only if that computer is off, or LinkDue was not closed there properly, open it here."
        ),
    )


def undo_conflict() -> tuple[str, str]:
    """Cause and cure where an act cannot be taken back any more."""
    return (
        _("This step cannot be taken: a record was changed since, or has left the bin."),
        _("Please correct the record by hand. The history (Ctrl+H) shows what was done."),
    )


def restore_conflict() -> tuple[str, str]:
    """Why an order cannot be taken out of the bin."""
    return (
        _("An order with the same number was logged meanwhile, so it cannot be restored."),
        _("Delete the other one first, or leave this one in the bin."),
    )


def too_many(count: int, most: int) -> tuple[str, str]:
    """Why an act on very many orders is not done."""
    return (
        _("{count} orders are selected; one act takes {most} at most.").format(
            count=f"{count:,}", most=f"{most:,}"
        ),
        _("Search for the ones you mean, and select fewer."),
    )
