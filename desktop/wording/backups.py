"""Texts about backups: when and why they were taken, their content, what a restore changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from desktop.base.storage import TRANSFER_FILE_ENDING
from desktop.domain.backups import Backup, BackupReason, Restored, TableDifference
from desktop.services.backups import BackupOutcome
from desktop.wording import amounts, moments
from desktop.wording.i18n import _, ngettext

_TABLES = (
    "orders",
    "projects",
    "accounts",
    "partners",
    "receipts",
    "cashback",
    "sightings",
    "comparisons",
    "evidence",
)


def reason(why: BackupReason) -> str:
    """Return why a backup was taken."""
    return {
        BackupReason.ASKED: _("on request"),
        BackupReason.START: _("daily"),
        BackupReason.CHANGES: _("after changes"),
        BackupReason.MIGRATION: _("before an update"),
        BackupReason.IMPORT: _("before an import"),
        BackupReason.RESTORE: _("before a restore"),
        BackupReason.MANY: _("before a bulk change"),
    }[why]


def when(backup: Backup, now: datetime | None = None) -> str:
    """Return when a backup was taken, to the minute: ``today 09:30``."""
    return moments.minute(backup.at, now)


def counts(backup: Backup) -> str:
    """Return the numbers of orders and projects in a backup."""
    return _("{orders}, {projects}").format(
        orders=things("orders", backup.counts.get("orders", 0)),
        projects=things("projects", backup.counts.get("projects", 0)),
    )


def details(backup: Backup) -> str:
    """Return a backup's counts, its size, and why it was taken."""
    return _("{counts} · {size} · {reason}").format(
        counts=counts(backup), size=amounts.size(backup.size), reason=reason(backup.reason)
    )


def last(backup: Backup | None, now: datetime) -> str:
    """Return when the last backup was taken, or that there is none."""
    if backup is None:
        return _("No backup yet")
    return moments.tidy(_("Last backup you can restore: {when}").format(when=when(backup, now)))


def restoring(backup: Backup, now: datetime) -> str:
    """Return the heading above the changes that a restore would make."""
    text = _("Restoring the backup of {when} would change:")
    return moments.tidy(text.format(when=when(backup, now)))


def list_of(sentences: Sequence[str]) -> str:
    """Return one sentence unchanged, several as a bulleted list."""
    if len(sentences) == 1:
        return sentences[0]
    return "\n".join(f"• {sentence}" for sentence in sentences)


def restored_title(done: Restored, now: datetime) -> str:
    """Return the headline after a restore, worded differently for a transfer file."""
    if done.backup.path.suffix.lower() == TRANSFER_FILE_ENDING:
        text = _("Now using the records created {when}")
    else:
        text = _("Backup of {when} restored")
    return moments.tidy(text.format(when=when(done.backup, now)))


def restored_text(done: Restored) -> str:
    """Return the restored backup's counts, and the path of an unreadable file it replaced."""
    if done.aside is None:
        return counts(done.backup)
    return _("{counts}. The earlier file is kept: {path}").format(
        counts=counts(done.backup), path=done.aside
    )


def differences(tables: Mapping[str, TableDifference]) -> list[str]:
    """Return what a restore would change, a sentence each; one sentence if nothing changes."""
    lines = [
        text.format(things=things(table, count))
        for table in _TABLES
        if table in tables
        for count, text in (
            (tables[table].fewer, _("{things} fewer")),
            (tables[table].more, _("{things} more")),
            (tables[table].changed, _("{things} changed back")),
        )
        if count
    ]
    return lines or [_("Nothing would change: the records are identical.")]


def things(table: str, count: int) -> str:
    """Return a number of records of a table."""
    match table:
        case "orders":
            text = ngettext("{count} order", "{count} orders", count)
        case "projects":
            text = ngettext("{count} project", "{count} projects", count)
        case "accounts":
            text = ngettext("{count} account", "{count} accounts", count)
        case "partners":
            text = ngettext("{count} partner", "{count} partners", count)
        case "receipts":
            text = ngettext("{count} cashback receipt", "{count} cashback receipts", count)
        case "sightings":
            text = ngettext(
                "{count} attempt in the console", "{count} attempts in the console", count
            )
        case "comparisons":
            text = ngettext(
                "{count} comparison with the console", "{count} comparisons with the console", count
            )
        case "evidence":
            text = ngettext("{count} piece of evidence", "{count} pieces of evidence", count)
        case _:
            text = ngettext(
                "cashback received for {count} order", "cashback received for {count} orders", count
            )
    return text.format(count=count)


def created(done: BackupOutcome) -> str:
    """Return that a backup was created, with its path."""
    text = _("Backup made and checked: {path} ({counts})").format(
        path=done.backup.path, counts=counts(done.backup)
    )
    if done.second is None:
        return text
    return text + "\n" + _("Also copied to: {path}").format(path=done.second.path)


def restored(done: Restored) -> str:
    """Return what was restored, and how to undo it."""
    text = _("Backup of {when} restored ({counts})").format(
        when=moments.table_moment(done.backup.at), counts=counts(done.backup)
    )
    if done.before is not None:
        back = _("To undo this, restore {path}").format(path=done.before.path)
    elif done.aside is not None:
        back = _("The earlier file is kept: {path}").format(path=done.aside)
    else:
        return text
    return f"{text}\n{back}"
