"""What came of reading a damaged file, in words."""

from __future__ import annotations

from pathlib import Path

from desktop.domain.salvaged import Salvaged
from desktop.wording import backups
from desktop.wording.i18n import _, ngettext

_TABLES = ("orders", "projects", "accounts", "partners", "receipts", "cashback", "evidence")


def found(done: Salvaged) -> list[str]:
    """Return how much the new file holds, by kind."""
    return [backups.things(table, done.counts[table]) for table in _TABLES if table in done.counts]


def doubts(done: Salvaged) -> list[str]:
    """Return what was lost or is not certain; nothing where all was read."""
    lines = []
    if done.from_journal:
        text = ngettext(
            "{count} record was missing and has been restored from the history.",
            "{count} records were missing and have been restored from the history.",
            done.from_journal,
        )
        lines.append(text.format(count=done.from_journal))
    if done.unreadable:
        text = ngettext(
            "{count} row couldn't be read.", "{count} rows couldn't be read.", done.unreadable
        )
        lines.append(text.format(count=done.unreadable))
    if done.differing:
        text = ngettext(
            "{count} record doesn't match the history. Please check the records.",
            "{count} records don't match the history. Please check the records.",
            done.differing,
        )
        lines.append(text.format(count=done.differing))
    if done.invented_uids:
        lines.append(
            _("The UIDs of some accounts are lost. Please correct these: {uids}").format(
                uids=_(", ").join(done.invented_uids)
            )
        )
    return lines


def kept(aside: Path | None) -> str:
    """Return where the damaged file is now."""
    if aside is None:
        return ""
    return _("The damaged file is kept: {path}").format(path=aside)
