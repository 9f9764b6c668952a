"""Texts about the differences between the records and the console's lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.domain import money
from desktop.domain.book import Book
from desktop.domain.compare import (
    ConsoleList,
    Difference,
    DifferenceKind,
    Differences,
    Fact,
    LastCompared,
)
from desktop.wording import amounts, glossary, moments
from desktop.wording.errors import files
from desktop.wording.i18n import _, ngettext
from desktop.wording.records import fields, orders

if TYPE_CHECKING:
    from desktop.exchange.console_list import ConsoleReading
    from desktop.exchange.snapshot import ImportRefused

_LIST_LIMIT = 5
"""How many unreadable lines, or order numbers, are listed; more are counted."""


def list_name(listed: ConsoleList) -> str:
    """Return the console's name of a list."""
    if listed is ConsoleList.TO_ASSOCIATE:
        return _("To associate (待关联)")
    return _("Associated (已关联)")


def kind(value: DifferenceKind) -> str:
    """Return the heading for a kind of differences."""
    return {
        DifferenceKind.ASSOCIATED_THERE: _("Associated in the console, not here"),
        DifferenceKind.OPEN_THERE: _("Associated here, still to associate in the console"),
        DifferenceKind.STILL_OFFERED: _("To associate in the console, ruled out here"),
        DifferenceKind.MISSING: _("In the console, missing here"),
        DifferenceKind.FIELD: _("Recorded differently"),
        DifferenceKind.NOT_LISTED: _("Open here, in neither list of the console"),
    }[value]


def advice(value: DifferenceKind) -> str:
    """Return what to consider before resolving differences of a kind; empty for nothing."""
    return {
        DifferenceKind.STILL_OFFERED: _(
            "The console has the last word: it still offers these orders, so try it now."
        ),
        DifferenceKind.NOT_LISTED: _(
            "They may have been cancelled or refunded, or be on a page that wasn't copied."
        ),
    }.get(value, "")


def headline(differences: Differences) -> str:
    """Return the number of differences."""
    count = len(differences.found)
    if not count:
        return _("Nothing differs")
    return ngettext("{count} difference", "{count} differences", count).format(count=f"{count:,}")


def same(differences: Differences) -> str:
    """Return how many orders are the same here and in the console."""
    text = ngettext("{count} order is the same.", "{count} orders are the same.", differences.same)
    return text.format(count=f"{differences.same:,}")


def doubts(differences: Differences) -> list[str]:
    """Return the orders that could not be compared, a sentence for each reason."""
    lines = []
    if differences.in_both:
        text = _("In both lists, so not compared: {numbers}. Please copy both lists again.")
        lines.append(text.format(numbers=_numbers(differences.in_both)))
    if differences.undecided:
        text = ngettext(
            "{count} order open here isn't among those to associate. Whether the console has it "
            "as associated can't be said: a list or a line is missing.",
            "{count} orders open here aren't among those to associate. Whether the console has "
            "them as associated can't be said: a list or a line is missing.",
            len(differences.undecided),
        )
        lines.append(text.format(count=f"{len(differences.undecided):,}"))
    return lines


def read(reading: ConsoleReading) -> str:
    """Return how many orders of a list were read."""
    count = len(reading.rows)
    if not count and not reading.problems:
        return _("This list is empty")
    return ngettext("{count} order read", "{count} orders read", count).format(count=f"{count:,}")


def refused(problem: ImportRefused) -> str:
    """Return why nothing of a pasted list can be read, and what to paste instead."""
    if problem.code in ("no-header", "no-rows"):
        return _(
            "No order number can be read here. Paste the list with its header row, or order "
            "numbers one a line."
        )
    return files.unreadable(problem)


def problems(reading: ConsoleReading, listed: ConsoleList | None = None) -> list[str]:
    """Return the lines that could not be read, and how many more there are.

    Each names the list `listed`, if it is given.
    """
    from desktop.wording import imports

    lines = [imports.located(problem) for problem in reading.problems[:_LIST_LIMIT]]
    more = len(reading.problems) - _LIST_LIMIT
    if more > 0:
        text = ngettext("{count} more problem.", "{count} more problems.", more)
        lines.append(text.format(count=more))
    if listed is None:
        return lines
    name = list_name(listed)
    return [_("{list}: {text}").format(list=name, text=line) for line in lines]


def title(difference: Difference) -> str:
    """Return what was bought, as far as the records or the console show it."""
    if difference.here is not None:
        return orders.title(difference.here.order)
    return glossary.short(difference.there.title, 60) if difference.there is not None else ""


def fact(difference: Difference) -> str:
    """Return which fact differs; empty if the difference is about the whole order."""
    return fields.label(difference.field) if difference.field else ""


def here(difference: Difference, book: Book) -> str:
    """Return the fact or the status of the order in the records."""
    if difference.field:
        return _fact(difference.fact_here)
    if difference.elsewhere:
        account = book.accounts.get(difference.elsewhere)
        name = difference.elsewhere if account is None else glossary.account(account)
        return _("logged under {account}").format(account=name)
    if difference.here is None:
        return _("not logged")
    status = glossary.verdict(difference.here.verdict)
    if difference.here.deadline is not None:
        until = moments.deadline_in_table(difference.here.deadline)
        return _("{status}, deadline {moment}").format(status=status, moment=until)
    return status


def there(difference: Difference) -> str:
    """Return the fact or the status of the order in the console."""
    if difference.field:
        return _fact(difference.fact_there)
    if difference.there is None:
        return _("in neither list")
    if difference.there.listed is ConsoleList.TO_ASSOCIATE:
        return _("to associate")
    if difference.there.associated_at is None:
        return _("associated")
    at = moments.table_moment(difference.there.associated_at)
    return _("associated {moment}").format(moment=at)


def action(difference: Difference) -> str:
    """Return the label of the button that resolves a difference."""
    if difference.kind is DifferenceKind.MISSING and not difference.can_apply:
        return _("Show the order") if difference.elsewhere else _("Log it…")
    return {
        DifferenceKind.ASSOCIATED_THERE: _("Mark as associated"),
        DifferenceKind.OPEN_THERE: _("Mark as not associated"),
        DifferenceKind.STILL_OFFERED: _("Associate now"),
        DifferenceKind.MISSING: _("Log it"),
        DifferenceKind.FIELD: _("Use the console's"),
        DifferenceKind.NOT_LISTED: _("Mark as cancelled"),
    }[difference.kind]


def action_for_all(value: DifferenceKind, count: int) -> str:
    """Return the label of the button that resolves all differences of a kind."""
    text = {
        DifferenceKind.ASSOCIATED_THERE: _("Mark all {count} as associated"),
        DifferenceKind.OPEN_THERE: _("Mark all {count} as not associated"),
        DifferenceKind.MISSING: _("Log all {count}"),
    }.get(value, _("Fill in all {count} blanks"))
    return text.format(count=f"{count:,}")


def done(value: DifferenceKind, count: int) -> str:
    """Return the text of the toast after differences of a kind were resolved."""
    text = {
        DifferenceKind.ASSOCIATED_THERE: ngettext(
            "{count} order marked as associated", "{count} orders marked as associated", count
        ),
        DifferenceKind.OPEN_THERE: ngettext(
            "{count} order marked as not associated",
            "{count} orders marked as not associated",
            count,
        ),
        DifferenceKind.MISSING: ngettext("{count} order logged", "{count} orders logged", count),
        DifferenceKind.NOT_LISTED: ngettext(
            "{count} order marked as cancelled", "{count} orders marked as cancelled", count
        ),
    }.get(value) or ngettext("{count} order edited", "{count} orders edited", count)
    return text.format(count=f"{count:,}")


def form_fields(difference: Difference, uid: str) -> Mapping[str, str]:
    """Return the facts of an order in the console's list, as texts for the order form."""
    row = difference.there
    values = {"account": uid, "number": difference.number}
    if row is not None:
        values |= {"product": row.title, "project": row.project or ""}
        values |= {name: _field_text(getattr(row, name)) for name in _FIELDS}
    return {name: text for name, text in values.items() if text}


_FIELDS = ("created_at", "paid_at", "payable", "cash_paid")


def home_line(last: LastCompared, now: datetime, *, several: bool) -> str:
    """Return when an account was last compared, with its name if there are `several`."""
    text = _("Never compared")
    if last.at is not None:
        text = _("Compared {moment}").format(moment=moments.minute(last.at, now))
    if several:
        text = _("{account}: {text}").format(account=glossary.account(last.account), text=text)
    return moments.tidy(text)


def last_compared(at: datetime | None, now: datetime) -> str:
    """Return when an account was last compared."""
    if at is None:
        return _("Never compared with the console")
    text = _("Last compared with the console {moment}")
    return moments.tidy(text.format(moment=moments.minute(at, now)))


def nudge(last: LastCompared, now: datetime) -> str:
    """Return the advice to compare an account with the console again."""
    name = glossary.account(last.account)
    if last.at is None:
        text = _("{account} was never compared with the console. Check that nothing is missing.")
        return text.format(account=name)
    text = _("{account} was last compared with the console {moment}. Check that nothing differs.")
    return moments.tidy(text.format(account=name, moment=moments.minute(last.at, now)))


def _numbers(numbers: Sequence[str]) -> str:
    return " ".join(numbers[:_LIST_LIMIT]) + (" …" if len(numbers) > _LIST_LIMIT else "")


def _fact(value: Fact) -> str:
    if value is None:
        return _("nothing")
    if isinstance(value, datetime):
        return moments.table_moment(value)
    return amounts.yuan(value) if isinstance(value, int) else value


def _field_text(value: Fact) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return moments.table_moment(value)
    return money.format_yuan(value) if isinstance(value, int) else value
