"""Reading the typed form of a project as a record; all problems are reported together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from desktop.domain.beijing import start_of_day
from desktop.domain.book import Book
from desktop.domain.identifiers import PROJECT_NUMBER
from desktop.domain.model import Project, ProjectStatus
from desktop.domain.rates import with_rates
from desktop.forms import parsing
from desktop.forms.parsing import InputError
from desktop.forms.read_moment import HALF_A_YEAR, Moment, read_moment
from desktop.ui.projects.rates_entry import read_rates, rows_of

T = TypeVar("T")

YES = "yes"
"""The value of a ticked check box; an unticked one is empty."""


def read_project(
    values: Mapping[str, str], base: Project, now: datetime
) -> Project | list[InputError]:
    """Return the project as typed, or its problems; `base` has the values not in the form.

    Problems of rates name the fields as `read_rates` does.
    """
    reader = _EntryReader(values, now)
    status = ProjectStatus(values["status"])
    number = reader.number(needed=status is ProjectStatus.ACTIVE)
    created = reader.created(needed=number is not None and status is ProjectStatus.ACTIVE)
    until = reader.valid_until(created)
    promised = read_rates(
        values["rate"],
        rows_of(values),
        values.get("excluded", ""),
        now,
        base.excluded_products,
    )
    reader.problems += promised.problems
    if reader.problems:
        return reader.problems
    return replace(
        with_rates(base, promised.rates, promised.excluded),
        number=number,
        partner=values["partner"].strip() or None,
        status=status,
        created_at=created,
        created_assumed=created is not None and values["assumed"] == YES,
        valid_until=until,
        renewals=values.get("renewals", YES) == YES,
        title=values["title"].strip(),
        note=values["note"].strip(),
    )


def last_moment(field: str, text: str, now: datetime) -> datetime:
    """Return a typed end of validity in UTC; a day without time means its start, to be safe.

    Raises InputError if the text is not an unambiguous moment or day.
    """
    read = read_moment(text, now=now, ahead=HALF_A_YEAR)
    if isinstance(read, Moment) and read.at is None:
        return start_of_day(read.day)
    return parsing.moment(field, text, now, ahead=HALF_A_YEAR)


def default_end(created: str, book: Book, now: datetime) -> datetime | None:
    """Return when a project with this typed creation expires (UTC), or None if it is invalid."""
    try:
        instant = parsing.moment("created", created, now)
    except InputError:
        return None
    return book.valid_until(Project(account="00000", created_at=instant))


class _EntryReader:
    """Reads the fields one by one and collects their problems."""

    def __init__(self, values: Mapping[str, str], now: datetime) -> None:
        self.values = values
        self.now = now
        self.problems: list[InputError] = []

    def collect(self, read: Callable[[], T]) -> T | None:
        try:
            return read()
        except InputError as problem:
            self.problems.append(problem)
            return None

    def number(self, *, needed: bool) -> str | None:
        text = self.values["number"]
        if not text.strip() and not needed:
            return None
        return self.collect(lambda: parsing.identifier("number", text, PROJECT_NUMBER))

    def created(self, *, needed: bool) -> datetime | None:
        text = self.values["created"]
        if not text.strip() and not needed:
            return None
        created = self.collect(lambda: parsing.moment("created", text, self.now))
        if created is not None and created > self.now:
            self.problems.append(InputError("created", "in-the-future"))
        return created

    def valid_until(self, created: datetime | None) -> datetime | None:
        text = self.values["valid_until"]
        if not text.strip():
            return None
        until = self.collect(lambda: last_moment("valid_until", text, self.now))
        if until is not None and created is not None and until <= created:
            self.problems.append(InputError("valid_until", "before-creation"))
        return until
