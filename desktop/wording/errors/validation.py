"""The sentences that say what is wrong with something typed or asked for, and what to do next."""

from __future__ import annotations

from desktop.domain.identifiers import ACCOUNT_UID, ORDER_NUMBER, PROJECT_NUMBER, IdKind
from desktop.domain.journal import DuplicateRecord
from desktop.wording.i18n import _


def entry(code: str, field: str = "") -> str:
    """Return why something typed cannot be taken, and what to do."""
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
        "no-such-day": _("There is no such day. Please check the month and the day."),
        "half-day-doubt": _(
            "This could be in the morning or in the afternoon. Please write it like 14:20."
        ),
        "weekday-doubt": _("The day of the week doesn't fit the date. Please check both."),
        "day-missing": _("The day is missing. Please write it like 2026-09-01 14:20."),
        "no-such-moment": _("This date or time does not exist. Please check it."),
        "in-the-future": _("This moment has not come yet. Please check the date and time."),
        "before-creation": _("This is earlier than the creation. Please check both times."),
        "before-project": _(
            "This is earlier than the project's creation. Please check both times."
        ),
        "not-money": _("This is not an amount. Please write it like 2040.00."),
        "paid-when": _("Not paid yet? Choose “unpaid”, or enter when it was paid."),
        "negative-amount": _("Only refunds have negative amounts. Please check the sign."),
        "separator-doubt": _(
            "Commas and points could be swapped in this amount. Please write it like 2040.00."
        ),
        "other-currency": _("This amount isn't in yuan. Please enter what it is in yuan."),
        "unknown-unit": _("This unit isn't known. Please write the amount like 2040.00."),
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
    """Return a hint on a UID that is accepted but looks unlike every example."""
    return _("Most account UIDs have 16 digits. Please compare it with the console.")


def unusual_order() -> str:
    """Return a hint on an order number that is accepted but looks unlike every example."""
    return _("Most order numbers have 15 digits. Please compare it with the console.")


def unusual_project() -> str:
    """Return a hint on a project number that is accepted but looks unlike every example."""
    return _("Most project numbers have 12 digits and begin with 20. Please compare it.")


def duplicate(problem: DuplicateRecord) -> str:
    """Return what is recorded already."""
    return {
        "accounts": _("An account with this UID is recorded already."),
        "partners": _("A partner of this name is recorded already."),
        "projects": _("This project number is recorded already for this account."),
        "orders": _("This order number is recorded already for this account."),
    }.get(problem.table, _("This is recorded already."))


def unexpected(problem: BaseException) -> str:
    """Return what to say of a fault of the program itself, without any of the user's data."""
    return _("LinkDue made a mistake ({name}). Nothing was lost; please try again.").format(
        name=type(problem).__name__
    )


def busy(host: str) -> tuple[str, str]:
    """Return why data that another window has open is not opened, and what to do.

    `host` is the computer of that window, empty for this one.
    """
    if not host:
        return (
            _("Another window has this data open, but does not answer."),
            _("Close it, or end it in the system's list of programs, and try again."),
        )
    return (
        _("This data is open on the computer “{host}”.").format(host=host),
        _(
            "Two computers that write the same file would damage it. Close LinkDue there and "
            "try again. Only if that computer is off, or LinkDue was not closed there "
            "properly, open it here."
        ),
    )


def undo_conflict() -> tuple[str, str]:
    """Return why an action cannot be undone any more, and what to do."""
    return (
        _("This step cannot be taken: a record was changed since, or has left the bin."),
        _("Please correct the record by hand. The history (Ctrl+H) shows what was done."),
    )


def restore_conflict() -> tuple[str, str]:
    """Return why an order cannot be restored from the trash, and what to do."""
    return (
        _("An order with the same number was logged meanwhile, so it cannot be restored."),
        _("Delete the other one first, or leave this one in the bin."),
    )


def too_many(count: int, most: int) -> tuple[str, str]:
    """Return why an action on very many orders is not done, and what to do."""
    return (
        _("{count} orders are selected; one act takes {most} at most.").format(
            count=f"{count:,}", most=f"{most:,}"
        ),
        _("Search for the ones you mean, and select fewer."),
    )
