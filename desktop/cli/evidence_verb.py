"""The verb `evidence`: adds, lists, voids and checks files of evidence."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from desktop.cli.refusal import Refused
from desktop.cli.terminal import put_json, put_line, put_table
from desktop.domain import beijing, money
from desktop.domain.evidence import (
    EvidenceRefused,
    FileState,
    subject_of_order,
    subject_of_project,
    subject_of_receipt,
)
from desktop.domain.evidence_records import Evidence, EvidenceSubject, SubjectKind
from desktop.domain.receipts import MatchedReceipt
from desktop.domain.timestamps import format_instant
from desktop.services.workspace import Workspace
from desktop.wording import amounts
from desktop.wording import evidence as words
from desktop.wording.i18n import _, labelled

_NONE = 1 << 62
"""A key that no receipt has, for a receipt without a row in `receipts`: it has no evidence."""


def evidence(workspace: Workspace, call: argparse.Namespace) -> int:
    """Run the action `call.act`. Raises Refused if it is ambiguous or not possible."""
    action = {"add": _add, "list": _list, "void": _void, "check": _check}[call.act]
    return action(workspace, call)


def piece_data(workspace: Workspace, piece: Evidence) -> dict[str, Any]:
    """Return a piece of evidence with the keys of docs/command-line.md."""
    subject, book = piece.subject, workspace.book()
    is_order = subject.kind is SubjectKind.ORDER
    project = next((p for p in book.projects if _is(subject, SubjectKind.PROJECT, p.key)), None)
    receipt = next((r for r in book.receipts if _is(subject, SubjectKind.RECEIPT, r.key)), None)
    account = subject.account if is_order else None if project is None else project.account
    return {
        "sha256": piece.sha256,
        "kind": subject.kind.value,
        "account": account,
        "order": subject.order if is_order else None,
        "project": None if project is None else project.number,
        "received_at": None if receipt is None else format_instant(receipt.received_at),
        "amount": None if receipt is None else money.format_yuan(receipt.amount),
        "name": piece.name,
        "note": piece.note,
        "media_type": piece.media_type.value,
        "bytes": piece.size,
        "added_at": format_instant(piece.added_at),
        "voided_at": None if piece.voided_at is None else format_instant(piece.voided_at),
        "void_reason": piece.void_reason,
    }


def changed_files_data(found: Sequence[tuple[Evidence, FileState]]) -> list[dict[str, str]]:
    """Return the pieces whose files are missing or changed, each with the state of its file."""
    return [{"sha256": piece.sha256, "state": state.value} for piece, state in found]


def _add(workspace: Workspace, call: argparse.Namespace) -> int:
    subject = _subject(workspace, call)
    if subject is None:
        raise Refused(_("Say what it is evidence for: --order, --project or --receipt."))
    try:
        piece = workspace.evidence.add(subject, call.what, name=call.name, note=call.note)
    except EvidenceRefused as problem:
        raise Refused(words.refused(problem)) from problem
    _put(workspace, [piece], as_json=call.json)
    return 0


def _list(workspace: Workspace, call: argparse.Namespace) -> int:
    subject = _subject(workspace, call)
    if subject is None:
        found = workspace.evidence.all()
    elif isinstance(subject, EvidenceSubject):
        found = workspace.evidence.of(subject)
    else:
        found = workspace.evidence.of_receipt(subject)
    _put(workspace, found, as_json=call.json)
    return 0


def _void(workspace: Workspace, call: argparse.Namespace) -> int:
    subject = _subject(workspace, call)
    if isinstance(subject, MatchedReceipt):
        subject = subject_of_receipt(subject.receipt.key or _NONE)
    digest = str(call.what).lower()
    found = [
        piece
        for piece in workspace.evidence.all()
        if piece.sha256.startswith(digest)
        and piece.voided_at is None
        and subject in (None, piece.subject)
    ]
    if not found:
        raise Refused(_("There is no evidence with this fingerprint that counts."))
    if len(found) > 1:
        raise Refused(
            _("More than one piece of evidence fits. Please add --order, --project or --receipt.")
        )
    _put(workspace, [workspace.evidence.void(found[0], call.reason)], as_json=call.json)
    return 0


def _check(workspace: Workspace, call: argparse.Namespace) -> int:
    found = workspace.evidence.check()
    if call.json:
        for piece, state in found:
            put_json(piece_data(workspace, piece) | {"state": state.value})
    else:
        for piece, state in found:
            name = f"{words.name(piece)} ({words.short_digest(piece)})"
            put_line(labelled(name, words.state(state)))
    if found:
        raise Refused(words.not_as_kept(len(found)))
    if not call.json:
        put_line(_("Every file of evidence is as it was kept."))
    return 0


def _subject(
    workspace: Workspace, call: argparse.Namespace
) -> EvidenceSubject | MatchedReceipt | None:
    """Return the subject that the call names, or None if it names none.

    Raises Refused if the subject is not recorded or ambiguous.
    """
    book = workspace.book()
    if call.order is not None:
        orders = [
            order
            for order in book.orders_numbered(call.order)
            if call.account in (None, order.account)
        ]
        order = _one(orders, _("Order {number} isn't in LinkDue. Please check the number."), call)
        return subject_of_order(order.account, order.number)
    if call.project is not None:
        projects = [
            project
            for project in book.projects
            if project.number == call.project and call.account in (None, project.account)
        ]
        missing = _("Project {number} isn't in LinkDue yet. Please add it first.")
        return subject_of_project(_one(projects, missing, call).key or 0)
    if call.receipt is not None:
        receipts = [
            matched
            for matched in workspace.cashback.receipts()
            if matched.receipt.amount == call.receipt
            and call.at in (None, matched.receipt.received_at)
        ]
        if len(receipts) != 1:
            raise Refused(
                _("{count} receipts of {amount} are logged. Please say which with --at.").format(
                    count=len(receipts), amount=amounts.yuan(call.receipt)
                )
            )
        return receipts[0]
    return None


def _one(found: Sequence[Any], missing: str, call: argparse.Namespace) -> Any:
    number = call.order or call.project
    if not found:
        raise Refused(missing.format(number=number))
    if len(found) > 1:
        raise Refused(
            _("More than one account has {number}. Please add --account UID.").format(number=number)
        )
    return found[0]


def _is(subject: EvidenceSubject, kind: SubjectKind, key: int | None) -> bool:
    return subject.kind is kind and subject.key == key


def _put(workspace: Workspace, found: Sequence[Evidence], *, as_json: bool) -> None:
    if as_json:
        for piece in found:
            put_json(piece_data(workspace, piece))
        return
    if not found:
        put_line(_("There is no evidence yet."))
        return
    head = (_("added"), _("name"), _("for"), _("size"), _("fingerprint"), _("voided"))
    now = workspace.clock()
    rows = [
        (
            f"{beijing.day_of(piece.added_at):%Y-%m-%d}",
            words.name(piece),
            _about(piece_data(workspace, piece)),
            amounts.size(piece.size),
            piece.sha256[:12],
            words.voided(piece, now) or "–",
        )
        for piece in found
    ]
    put_table([head, *rows])


def _about(data: dict[str, Any]) -> str:
    return str(data["order"] or data["project"] or data["amount"] or "–")
