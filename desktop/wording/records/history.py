"""The acts of the journal in words: what was done, and what was taken back or done again."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.domain.journal import JournalEntry
from desktop.wording.i18n import _


def sentence(entry: JournalEntry) -> str:
    """What an entry of the journal did, with what it was about."""
    done = what(entry)
    if entry.act == "undo":
        return _("Taken back: {act}").format(act=done)
    if entry.act == "redo":
        return _("Done again: {act}").format(act=done)
    return done


def what(entry: JournalEntry) -> str:
    """The act at the start: of an undo and a redo the one that it is about."""
    return _texts().get(entry.origin, entry.origin).format(subject=entry.subject or "…")


def _texts() -> Mapping[str, str]:
    return {
        "add-account": _("Account {subject} added"),
        "correct-account": _("Account {subject} corrected"),
        "add-partner": _("Partner {subject} added"),
        "correct-partner": _("Partner {subject} corrected"),
        "add-project": _("Project {subject} added"),
        "correct-project": _("Project {subject} corrected"),
        "request-sent": _("Request to {subject} marked as sent"),
        "answer": _("A question of the checklist answered"),
        "add-order": _("Order {subject} logged"),
        "correct-order": _("Order {subject} corrected"),
        "associate": _("Marked as associated: {subject}"),
        "undo-associate": _("Association taken back: {subject}"),
        "pay": _("Payment logged: {subject}"),
        "cancel": _("Marked as cancelled: {subject}"),
        "set-window": _("Window changed: {subject}"),
        "console-refused": _("Refusal of the console noted: {subject}"),
        "delete-order": _("Deleted: {subject}"),
        "restore-order": _("Restored from the bin: {subject}"),
        "empty-bin": _("Removed from the bin after 90 days: {subject}"),
        "import": _("Imported from {subject}"),
        "salvage": _("Saved from a damaged file"),
        "lost": _("An act that could not be read again"),
    }
