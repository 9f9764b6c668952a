"""Error messages for typed values and for actions that cannot be done."""

from __future__ import annotations

from desktop.domain.identifiers import ACCOUNT_UID, ORDER_NUMBER, PROJECT_NUMBER, IdKind
from desktop.domain.journal import DuplicateRecord
from desktop.wording.i18n import _


def entry(code: str, field: str = "") -> str:
    """Return why a typed value is refused, and what to do."""
    texts = {
        "empty": _("This is required. Please fill it in."),
        "scientific": _(
            "A spreadsheet shortened this number (as in 2.36E+14). Copy it from the console "
            "again as text."
        ),
        "not-digits": _("Only digits can go here. Please check for letters or other characters."),
        "wrong-length": _length(field),
        "time-missing": _("The time is missing. Write it like this: 2026-09-01 14:20."),
        "day-month-doubt": _(
            "Day and month could be mixed up here. Write it like this: 2026-09-01 14:20."
        ),
        "not-a-moment": _("This isn't a date and time. Write it like this: 2026-09-01 14:20."),
        "not-a-day": _("This isn't a date. Write it like this: 2026-09-01."),
        "no-such-day": _("There is no such day. Please check the month and the day."),
        "half-day-doubt": _(
            "This could be in the morning or in the afternoon. Please write it like 14:20."
        ),
        "weekday-doubt": _("The day of the week doesn't fit the date. Please check both."),
        "day-missing": _("The day is missing. Please write it like 2026-09-01 14:20."),
        "no-such-moment": _("This date or time doesn't exist. Please check it."),
        "in-the-future": _("This time is still in the future. Please check the date and time."),
        "before-creation": _("This is earlier than the creation time. Please check both times."),
        "before-project": _(
            "This is earlier than the project's creation time. Please check both times."
        ),
        "not-money": _("This isn't an amount. Write it like this: 2040.00."),
        "zero-amount": _("The amount can't be 0. Please enter what came in."),
        "paid-when": _("Please enter when it was paid, or choose “Not paid yet”."),
        "created-when": _(
            "Was it ordered before or after the project was created? Please enter when."
        ),
        "negative-amount": _("Only refunds can have negative amounts. Please check the sign."),
        "separator-doubt": _(
            "Commas and points could be swapped in this amount. Please write it like 2040.00."
        ),
        "other-currency": _("This amount isn't in yuan. Please enter what it is in yuan."),
        "unknown-unit": _("This unit isn't known. Please write the amount like 2040.00."),
        "finer-than-fen": _("Use at most two decimal places."),
        "not-a-rate": _("This isn't a rate. Write it like this: 5%."),
        "rate-out-of-range": _("The rate must be between 0% and 100%."),
        "product-twice": _("This product already has a rate. Please keep only one for each day."),
        "since-when": _("From which day? The rate from the beginning is the one above."),
        "rate-too-fine": _("Use at most four decimal places."),
        "year-out-of-range": _("The year is out of range. Please check the date."),
        "not-an-instant": _("This isn't a date and time. Write it like this: 2026-09-01 14:20."),
        "unknown-word": _("LinkDue doesn't know this word. Please write it as the console does."),
        "not-text": _("This isn't text. Please export it again."),
        "own-parent": _(
            "An order can't be its own original order. Please enter the order it renews or changes."
        ),
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
    return _("Wrong number of digits: it should have {shortest} to {longest}.").format(
        shortest=kind.shortest, longest=kind.longest
    )


def unusual_uid() -> str:
    """Return a hint about a UID that is accepted but unusual."""
    return _("Account UIDs usually have 16 digits. Please compare it with the console.")


def unusual_order() -> str:
    """Return a hint about an order number that is accepted but unusual."""
    return _("Order numbers usually have 15 digits. Please compare it with the console.")


def unusual_project() -> str:
    """Return a hint about a project number that is accepted but unusual."""
    return _("Project numbers usually have 12 digits and begin with 20. Please check it.")


def duplicate(problem: DuplicateRecord) -> str:
    """Return which record exists already."""
    return {
        "accounts": _("You already have an account with this UID."),
        "partners": _("You already have a partner with this name."),
        "projects": _("This project number is already in LinkDue for this account."),
        "orders": _("This order number is already logged for this account."),
    }.get(problem.table, _("This is already in LinkDue."))


def unexpected(problem: BaseException) -> str:
    """Return the message for a fault of the program itself, without any user data."""
    return _(
        "Something went wrong in LinkDue ({name}). Nothing was lost; please try again."
    ).format(name=type(problem).__name__)


def busy(host: str) -> tuple[str, str]:
    """Return why data that is open in another window is not opened, and what to do.

    `host` is the computer of that window, empty for this one.
    """
    if not host:
        return (
            _(
                "LinkDue already has this data open in another window, but that window isn't "
                "responding."
            ),
            _("Close it, or end it in the system's task manager, then try again."),
        )
    return (
        _("This data is open on computer “{host}”.").format(host=host),
        _(
            "If two computers write to the same file, it gets damaged. Close LinkDue there and "
            "try again. Open it here only if that computer is off or LinkDue was not closed "
            "properly there."
        ),
    )


def undo_conflict() -> tuple[str, str]:
    """Return why an action can no longer be undone, and what to do."""
    return (
        _("This step is no longer possible: a record has changed since, or has left the bin."),
        _("Please edit the record by hand. The history (Ctrl+H) shows what changed."),
    )


def restore_conflict() -> tuple[str, str]:
    """Return why an order cannot be restored from the bin, and what to do."""
    return (
        _(
            "Another order with the same number has been logged since, so this one can't be "
            "restored."
        ),
        _("Delete the other order first, or leave this one in the bin."),
    )


def too_many(count: int, limit: int) -> tuple[str, str]:
    """Return why an action on too many orders is refused, and what to do."""
    return (
        _("{count} orders are selected; at most {most} can be changed at once.").format(
            count=f"{count:,}", most=f"{limit:,}"
        ),
        _("Search for the ones you need, or select fewer."),
    )
