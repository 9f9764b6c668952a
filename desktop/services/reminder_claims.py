"""Claiming due reminders: the claims and log lines that one check writes, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from desktop.base.settings import SettingKey
from desktop.domain.assessment import Verdict, assess
from desktop.domain.book import Book
from desktop.domain.reminder_log import LogEntry, LogReason, ReminderOutcome
from desktop.domain.reminder_moments import ReminderMoment
from desktop.domain.reminder_plan import ReminderKind
from desktop.domain.reminders import ReminderStatus, by_deadline
from desktop.domain.timestamps import format_instant
from desktop.domain.trash import purge_cutoff
from desktop.forms.stored_settings import stored_instant
from desktop.records.store import Store
from desktop.records.tables.reminders import Claim, Expected, ReminderRows

_CHECK_TIME_PRECISION = timedelta(minutes=5)
"""How exactly the time of the last check is stored."""
_Key = tuple[ReminderMoment, ReminderKind, LogReason]


def needs_writing(store: Store, statuses: Iterable[ReminderStatus], now: datetime) -> bool:
    """Return whether a check at `now` (UTC) has anything to write."""
    last = _last_check(store)
    if last is None or not timedelta() <= now - last < _CHECK_TIME_PRECISION:
        return True
    if any(one.due for one in statuses) or store.reminders.expected(now):
        return True
    return bool(_held(store, statuses))


def claim_due(
    store: Store,
    rows: ReminderRows,
    statuses: Sequence[ReminderStatus],
    now: datetime,
    book: Callable[[], Book],
    silent: bool,
) -> tuple[list[ReminderStatus], list[int]]:
    """Claim the reminders due at `now` (UTC), inside the open transaction, and write the log.

    Returns the due reminders by deadline, and the numbers of their lines in the log.
    """
    due = by_deadline(one for one in statuses if one.due)
    last = _last_check(store)
    for key, held in _held(store, statuses).items():
        rows.log(_entry(now, key, held, ReminderOutcome.HELD))
    for key, slept in _slept_through(due, last).items():
        rows.log(_entry(now, key, slept, ReminderOutcome.SKIPPED))
    _log_gone(store, rows, statuses, now, last, book)
    outcome = ReminderOutcome.SILENT if silent else ReminderOutcome.CLAIMED
    groups: dict[_Key, list[str]] = {}
    for one in due:
        assert one.current is not None  # every due reminder has a moment
        expected = None if one.next is None else one.next.at
        rows.claim([Claim(one.subject.name, one.current.at, expected)])
        key = one.current, one.subject.kind, LogReason.NONE
        groups.setdefault(key, []).append(one.subject.name)
    entries = [rows.log(_entry(now, key, names, outcome)) for key, names in groups.items()]
    rows.set_setting(SettingKey.REMINDERS_LOOKED_AT, format_instant(now))
    _prune(store, rows, now)
    return due, entries


def _held(store: Store, statuses: Iterable[ReminderStatus]) -> dict[_Key, list[str]]:
    """Return the reminders that are held back and not in the log yet."""
    found: dict[_Key, list[str]] = {}
    for one in statuses:
        if one.held_by is not None and one.current is not None:
            key = one.current, one.subject.kind, LogReason(one.held_by.value)
            found.setdefault(key, []).append(one.subject.name)
    logged = store.reminders.is_logged
    return {
        key: names
        for key, names in found.items()
        if not logged(key[0].at, key[1], key[0].step, ReminderOutcome.HELD)
    }


def _slept_through(due: Iterable[ReminderStatus], last: datetime | None) -> dict[_Key, list[str]]:
    """Return the moments since the last check that a later moment of the subject replaces."""
    found: dict[_Key, list[str]] = {}
    for one in due:
        for moment in one.skipped:
            if last is not None and moment.at > last:
                key = moment, one.subject.kind, LogReason.ASLEEP
                found.setdefault(key, []).append(one.subject.name)
    return found


def _log_gone(
    store: Store,
    rows: ReminderRows,
    statuses: Iterable[ReminderStatus],
    now: datetime,
    last: datetime | None,
    book: Callable[[], Book],
) -> None:
    """Log the reminders that were expected to ring but whose subject is gone, with the reason."""
    expected = rows.expected(now)
    if not expected:
        return
    there = {one.subject.name: one for one in statuses}
    gone = [one for one in expected if one.subject not in there]
    groups: dict[_Key, list[str]] = {}
    for one in gone:
        reason = _why_gone(one, book(), now)
        slept = last is None or last < one.moment
        if reason is LogReason.HANDLED or slept:
            key = ReminderMoment(one.moment, ""), one.kind, reason
            groups.setdefault(key, []).append(one.subject)
    for key, names in groups.items():
        rows.log(_entry(now, key, names, ReminderOutcome.SKIPPED))
    waiting = {name for name, one in there.items() if one.open}
    rows.forget_expected([one for one in expected if one.subject not in waiting])


def _why_gone(expected: Expected, book: Book, now: datetime) -> LogReason:
    """Return whether a subject was handled, or its deadline passed while no check ran."""
    _kind, _, name = expected.subject.partition("/")
    account, _, number = name.partition("/")
    if expected.kind is not ReminderKind.ORDER:
        return LogReason.HANDLED
    order = book.order(account, number)
    if order is not None and assess(order, book, now).verdict is Verdict.MISSED:
        return LogReason.ASLEEP
    return LogReason.HANDLED


def _prune(store: Store, rows: ReminderRows, now: datetime) -> None:
    """Delete rows older than 90 days; a clock that is wrong for a day deletes nothing."""
    kept = store.setting(SettingKey.REMINDERS_PRUNED_AT)
    before, pruned_at = purge_cutoff(now, stored_instant(kept))
    if before is not None:
        rows.prune(before)
    if kept != (at := format_instant(pruned_at)):
        rows.set_setting(SettingKey.REMINDERS_PRUNED_AT, at)


def _entry(now: datetime, key: _Key, names: Sequence[str], outcome: ReminderOutcome) -> LogEntry:
    moment, kind, reason = key
    return LogEntry(now, moment.at, kind, moment.step, outcome, reason, names[0], len(names))


def _last_check(store: Store) -> datetime | None:
    return stored_instant(store.setting(SettingKey.REMINDERS_LOOKED_AT))
