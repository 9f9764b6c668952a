"""Writes the actions of the journal: what was done, and what was taken back or done again."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.domain.journal import ActionName, JournalEntry
from desktop.wording.i18n import _


def sentence(entry: JournalEntry) -> str:
    """Write what an entry of the journal did, with what it was about."""
    done = what(entry)
    if entry.action is ActionName.UNDO:
        return _("Taken back: {act}").format(act=done)
    if entry.action is ActionName.REDO:
        return _("Done again: {act}").format(act=done)
    return done


def what(entry: JournalEntry) -> str:
    """Write the action at the start: of an undo and a redo the one that it is about."""
    first = entry.first_action
    if first is None:
        return _("A change by a newer version of LinkDue")
    return _texts()[first].format(subject=entry.subject or "…")


def _texts() -> Mapping[ActionName, str]:
    return {
        ActionName.ADD_ACCOUNT: _("Account {subject} added"),
        ActionName.CORRECT_ACCOUNT: _("Account {subject} corrected"),
        ActionName.ADD_PARTNER: _("Partner {subject} added"),
        ActionName.CORRECT_PARTNER: _("Partner {subject} corrected"),
        ActionName.ADD_PROJECT: _("Project {subject} added"),
        ActionName.CORRECT_PROJECT: _("Project {subject} corrected"),
        ActionName.REQUEST_SENT: _("Request to {subject} marked as sent"),
        ActionName.ANSWER: _("A question of the checklist answered"),
        ActionName.ADD_ORDER: _("Order {subject} logged"),
        ActionName.CORRECT_ORDER: _("Order {subject} corrected"),
        ActionName.ASSOCIATE: _("Marked as associated: {subject}"),
        ActionName.UNDO_ASSOCIATE: _("Association taken back: {subject}"),
        ActionName.PAY: _("Payment logged: {subject}"),
        ActionName.CANCEL: _("Marked as cancelled: {subject}"),
        ActionName.SET_WINDOW: _("Window changed: {subject}"),
        ActionName.CONSOLE_REFUSED: _("Refusal of the console noted: {subject}"),
        ActionName.DELETE_ORDER: _("Deleted: {subject}"),
        ActionName.RESTORE_ORDER: _("Restored from the bin: {subject}"),
        ActionName.EMPTY_BIN: _("Removed from the bin after 90 days: {subject}"),
        ActionName.IMPORT: _("Imported from {subject}"),
        ActionName.SALVAGE: _("Saved from a damaged file"),
        **dict.fromkeys(
            # A salvage may have lost what an undo or a redo was about.
            (ActionName.LOST, ActionName.UNDO, ActionName.REDO),
            _("An act that could not be read again"),
        ),
    }
