"""Texts about the data that was recovered from a damaged file."""

from __future__ import annotations

from desktop.domain.salvaged import Salvaged
from desktop.wording import backups
from desktop.wording.i18n import _, listed, ngettext

_TABLES = ("orders", "projects", "accounts", "partners", "receipts", "cashback", "evidence")


def found(salvaged: Salvaged) -> list[str]:
    """Return the number of recovered records of each kind."""
    return [
        backups.things(table, salvaged.counts[table])
        for table in _TABLES
        if table in salvaged.counts
    ]


def doubts(salvaged: Salvaged) -> list[str]:
    """Return what was lost or is uncertain; empty if everything was read."""
    lines = []
    if salvaged.from_journal:
        text = ngettext(
            "{count} record was missing and has been restored from the history.",
            "{count} records were missing and have been restored from the history.",
            salvaged.from_journal,
        )
        lines.append(text.format(count=salvaged.from_journal))
    if salvaged.unreadable:
        text = ngettext(
            "{count} row couldn't be read.", "{count} rows couldn't be read.", salvaged.unreadable
        )
        lines.append(text.format(count=salvaged.unreadable))
    if salvaged.differing:
        text = ngettext(
            "{count} record doesn't match the history. Please check the records.",
            "{count} records don't match the history. Please check the records.",
            salvaged.differing,
        )
        lines.append(text.format(count=salvaged.differing))
    if salvaged.invented_uids:
        lines.append(
            _("The UIDs of some accounts are lost. Please correct these: {uids}").format(
                uids=listed(salvaged.invented_uids)
            )
        )
    return lines
