"""Texts for the journal's entries: actions, undo and redo."""

from __future__ import annotations

import re
from collections.abc import Mapping

from desktop.domain.journal import ActionName, JournalEntry
from desktop.wording.i18n import _, listed

_NUMBERS = re.compile(r"\d+(, \d+)+( …)?")
"""The subject of an entry about several orders: their numbers."""


def sentence(entry: JournalEntry) -> str:
    """Return what an entry of the journal did, with its subject."""
    done = action_text(entry)
    if entry.action is ActionName.UNDO:
        return _("Undone: {act}").format(act=done)
    if entry.action is ActionName.REDO:
        return _("Redone: {act}").format(act=done)
    return done


def action_text(entry: JournalEntry) -> str:
    """Return the action itself: for an undo or redo, the one that it undoes or redoes."""
    first = entry.first_action
    if first is None:
        return _("A change by a newer version of LinkDue")
    if not entry.subject and first in _without_partner():
        return _without_partner()[first]
    return _texts()[first].format(subject=_subject(entry.subject) or "…")


def _subject(written: str) -> str:
    """Return an entry's subject; several order numbers with the language's comma."""
    return listed(written.split(", ")) if _NUMBERS.fullmatch(written) else written


def _without_partner() -> Mapping[ActionName, str]:
    """Return the texts for a request without a partner, which is optional."""
    return {
        ActionName.REQUEST_COPIED: _("Copy the request"),
        ActionName.REQUEST_SENT: _("Mark the request as sent"),
        ActionName.DELETE_REQUEST: _("Delete the request"),
    }


def _texts() -> Mapping[ActionName, str]:
    return {
        ActionName.ADD_ACCOUNT: _("Add account “{subject}”"),
        ActionName.CORRECT_ACCOUNT: _("Edit account “{subject}”"),
        ActionName.ADD_PARTNER: _("Add partner “{subject}”"),
        ActionName.CORRECT_PARTNER: _("Edit partner “{subject}”"),
        ActionName.ADD_PROJECT: _("Add project {subject}"),
        ActionName.CORRECT_PROJECT: _("Edit project {subject}"),
        ActionName.REQUEST_COPIED: _("Copy request to “{subject}”"),
        ActionName.REQUEST_SENT: _("Mark request to “{subject}” as sent"),
        ActionName.ANSWER: _("Answer a question before buying"),
        ActionName.ADD_ORDER: _("Log order {subject}"),
        ActionName.CORRECT_ORDER: _("Edit order {subject}"),
        ActionName.ASSOCIATE: _("Mark order {subject} as associated"),
        ActionName.UNDO_ASSOCIATE: _("Mark order {subject} as not associated"),
        ActionName.PAY: _("Log payment of order {subject}"),
        ActionName.CANCEL: _("Mark order {subject} as cancelled"),
        ActionName.ADD_RECEIPT: _("Log cashback received: {subject}"),
        ActionName.MATCH_RECEIPT: _("Match cashback received: {subject}"),
        ActionName.CORRECT_RECEIPT: _("Edit cashback received: {subject}"),
        ActionName.DELETE_RECEIPT: _("Delete cashback received: {subject}"),
        ActionName.IMPORT_RECEIPTS: _("Log cashback received from “{subject}”"),
        ActionName.CLAIM: _("Save statement “{subject}”"),
        ActionName.TAKE_STATEMENT: _("Log your partner's answers from “{subject}”"),
        ActionName.DELETE_REQUEST: _("Delete request to “{subject}”"),
        ActionName.ADD_EVIDENCE: _("Add evidence “{subject}”"),
        ActionName.DESCRIBE_EVIDENCE: _("Edit evidence “{subject}”"),
        ActionName.VOID_EVIDENCE: _("Void evidence “{subject}”"),
        ActionName.SET_WINDOW: _("Change association period of order {subject}"),
        ActionName.CONSOLE_REFUSED: _("Log the console's refusal of order {subject}"),
        ActionName.TAKE_ADVICE: _("Take the advice on the association period of “{subject}”"),
        ActionName.COMPARE: _("Compare “{subject}” with the console"),
        ActionName.DELETE_ORDER: _("Delete order {subject}"),
        ActionName.RESTORE_ORDER: _("Restore order {subject} from the bin"),
        ActionName.EMPTY_TRASH: _("Removed from the bin after 90 days: {subject}"),
        ActionName.IMPORT: _("Import “{subject}”"),
        ActionName.SALVAGE: _("Recover from a damaged file"),
        **dict.fromkeys(
            # A salvage may have lost the entry that an undo or a redo refers to.
            (ActionName.LOST, ActionName.UNDO, ActionName.REDO),
            _("A change that can no longer be read"),
        ),
    }
