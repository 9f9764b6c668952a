"""Running a verb: each one uses the workspace and prints the result."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from desktop.base.storage import StorageError
from desktop.cli import answers, money
from desktop.cli.card_verb import card
from desktop.cli.compare import compare
from desktop.cli.evidence_verb import changed_files_data, evidence
from desktop.cli.pdf_writers import PdfWriters
from desktop.cli.refusal import Refused
from desktop.cli.remind import remind
from desktop.cli.report import report
from desktop.cli.request_verb import request
from desktop.cli.statement_verb import statement
from desktop.cli.terminal import plain_paths, put_error, put_json, put_line, put_lines
from desktop.domain.assessment import Assessment
from desktop.domain.backups import BackupReason
from desktop.domain.journal import DuplicateRecord
from desktop.domain.model import Order
from desktop.exchange.snapshot import ExportRefused, ImportRefused
from desktop.services.backups import BackupOutcome, restore_backup
from desktop.services.clock import system_clock
from desktop.services.files import ImportReport
from desktop.services.workspace import Workspace
from desktop.system.lock_file import holder
from desktop.wording import backups, calendar, imports, reminders
from desktop.wording import evidence as evidence_words
from desktop.wording.errors import database, files, validation
from desktop.wording.i18n import _, language

DONE, FAILED = 0, 1


_READING = ("due", "explain", "gate", "cashback", "export", "request", "report", "check")
"""Verbs that only read, and therefore also work in a read-only folder."""


def run(call: argparse.Namespace, folder: Path, writers: PdfWriters | None = None) -> int:
    """Carry out one verb on the data in `folder` and return the exit status.

    `writers` write PDFs and may load Qt; without them, a PDF is refused.
    """
    try:
        _refuse_other_computer(folder)
        if call.verb == "restore":  # also if the data cannot be opened
            return _restore(folder, call)
        reads = (
            call.verb in _READING
            or (call.verb == "remind" and call.dry_run)
            or (call.verb == "receipt" and call.amount is None)
            or (call.verb == "compare" and not call.note)
            or (call.verb == "card" and not call.take)
            or (call.verb == "statement" and call.out is None and call.take is None)
            or (call.verb == "evidence" and call.act in ("list", "check"))
        )
        workspace = Workspace.open_to_read(folder) if reads else Workspace.open(folder)
        try:
            return (_VERBS | _pdf_verbs(writers))[call.verb](workspace, call)
        finally:
            workspace.close()
    except BrokenPipeError:
        sys.stderr.close()  # nobody reads the output any more
        return FAILED
    except Exception as problem:  # noqa: BLE001 - one line for the user, never a traceback
        put_error(_one_line(problem))
        return FAILED


def _pdf_verbs(
    writers: PdfWriters | None,
) -> dict[str, Callable[[Workspace, argparse.Namespace], int]]:
    """Return the verbs that can write a PDF."""
    return {
        "request": partial(request, write_pdf=None if writers is None else writers.request),
        "report": partial(report, write_pdf=None if writers is None else writers.document),
    }


def _refuse_other_computer(folder: Path) -> None:
    """Raise Refused if another computer has the data open: their locks and logs do not combine."""
    found = holder(folder)
    if found is not None and found.elsewhere:
        raise Refused(" ".join(validation.busy(found.host)))


def _one_line(problem: Exception) -> str:
    if isinstance(problem, StorageError):
        return " ".join(database.database(problem))
    if isinstance(problem, ImportRefused):
        nameless = problem.code == "account-needed" and "account" not in problem.facts
        how = _(" Add --account UID.") if nameless else ""
        return files.unreadable(problem) + how
    if isinstance(problem, DuplicateRecord):
        return validation.duplicate(problem)
    if isinstance(problem, Refused):
        return str(problem)
    if isinstance(problem, OSError):
        return files.file(problem)
    if isinstance(problem, ExportRefused):
        return files.unwritable(problem)
    return validation.unexpected(problem)


def _import(workspace: Workspace, call: argparse.Namespace) -> int:
    report = workspace.files.import_file(call.file, call.account, dry_run=call.dry_run)
    plan = report.plan
    if call.json:
        put_json(_import_data(report))
        return DONE
    for problem in plan.problems:
        put_line(imports.located(problem))
    for note in plan.notes:
        put_line(imports.located(note))
    put_line(imports.counts(plan))
    if call.dry_run:
        put_line(_("This was a dry run: nothing was written."))
    return DONE


def _import_data(report: ImportReport) -> dict[str, Any]:
    plan = report.plan
    return {
        "added": plan.added,
        "updated": plan.updated,
        "unchanged": plan.unchanged,
        "conflict": plan.conflict,
        "problems": [{"row": p.row, "message": files.row(p)} for p in plan.problems],
        "notes": [imports.located(note) for note in plan.notes],
    }


def _due(workspace: Workspace, call: argparse.Namespace) -> int:
    now: datetime = call.now or workspace.clock()
    until = None if call.within is None else now + call.within
    orders = workspace.book().orders.values() if call.all else workspace.open_orders(now, until)
    chosen = workspace.assess_all(orders, now)
    if until is not None:
        chosen = [a for a in chosen if a.deadline is not None and a.deadline <= until]
    chosen.sort(key=_by_deadline)
    if call.json:
        for assessment in chosen:
            put_json(answers.verdict_data(assessment))
    else:
        answers.put_due(chosen, workspace.book())
        upcoming = workspace.reminders.next_ring(now)
        if upcoming is not None:
            put_line(reminders.next_ring(upcoming, now))
    return DONE


def _by_deadline(a: Assessment) -> tuple[bool, float, str, str]:
    at = a.deadline
    return at is None, 0.0 if at is None else at.timestamp(), a.order.account, a.order.number


def _explain(workspace: Workspace, call: argparse.Namespace) -> int:
    assessment = workspace.assess(_find(workspace, call), call.now)
    if call.json:
        results = answers.reasons_data(assessment.reasons)
        put_json(answers.verdict_data(assessment) | {"reasons": results})
    else:
        answers.put_explanation(assessment, workspace.book())
    return DONE


def _gate(workspace: Workspace, call: argparse.Namespace) -> int:
    if call.uid not in workspace.book().accounts:
        raise Refused(
            _("Account {uid} isn't in LinkDue yet. Please add it first.").format(uid=call.uid)
        )
    gate = workspace.gate(call.uid, call.now, call.margin)
    if call.json:
        put_json(answers.gate_data(gate))
    else:
        answers.put_gate(gate, workspace.book())
    return DONE


def _associate(workspace: Workspace, call: argparse.Namespace) -> int:
    order = _find(workspace, call)
    if call.undo:
        if order.associated_at is None:
            raise Refused(
                _("Order {number} isn't marked as associated, so there is nothing to undo.").format(
                    number=order.number
                )
            )
        changed = workspace.undo_association(order)
    else:
        project = call.project
        if (
            project is not None
            and workspace.book().project_numbered(project, order.account) is None
        ):
            raise Refused(
                _("Project {number} isn't in LinkDue yet. Please add it first.").format(
                    number=project
                )
            )
        changed = workspace.associate(order, project, call.at)
    assessment = workspace.assess(changed)
    if call.json:
        put_json(answers.verdict_data(assessment))
    else:
        answers.put_explanation(assessment, workspace.book())
    return DONE


def _export(workspace: Workspace, call: argparse.Namespace) -> int:
    count = workspace.files.export(call.file, language(), calendar.describe)
    if call.json:
        put_json({"file": str(call.file), "orders": count})
    else:
        put_line(imports.written(str(call.file), count))
    return DONE


def _backup(workspace: Workspace, call: argparse.Namespace) -> int:
    if call.file is None:
        outcome = workspace.backups.take(BackupReason.ASKED)
    else:
        if call.file.exists() and call.file.samefile(workspace.data_file):
            raise Refused(
                _("{path} is the data file itself. Please choose another name.").format(
                    path=call.file
                )
            )
        outcome = BackupOutcome(workspace.backups.take_to(call.file.absolute()))
    if outcome.second_problem is not None:
        put_error(" ".join(database.backup(outcome.second_problem)))
    if call.json:
        put_json(answers.backup_data(outcome.backup) | {"second": _second(outcome)})
    else:
        put_lines(backups.created(plain_paths(outcome)).split("\n"))
    return DONE


def _second(outcome: BackupOutcome) -> str | None:
    return None if outcome.second is None else str(outcome.second.path)


def _restore(folder: Path, call: argparse.Namespace) -> int:
    source = call.file.absolute()
    try:
        done = restore_backup(source, folder, system_clock())
    except StorageError as problem:
        if problem.path == source:
            raise Refused(" ".join(database.backup(problem))) from problem
        raise
    if call.json:
        put_json(
            answers.backup_data(done.backup)
            | {
                "before": None if done.before is None else str(done.before.path),
                "aside": None if done.aside is None else str(done.aside),
            }
        )
    else:
        put_lines(backups.restored(plain_paths(done)).split("\n"))
    return DONE


def _check(workspace: Workspace, call: argparse.Namespace) -> int:
    report = workspace.check()
    changed = workspace.evidence.check() if report.ok else []
    if call.json:
        put_json(
            {
                "ok": report.ok and not changed,
                "schema": report.schema,
                "problems": list(report.problems),
                "rows": dict(report.rows),
                "evidence": changed_files_data(changed),
            }
        )
    elif report.ok:
        put_line(_("The data file is in order: {path}").format(path=workspace.data_file))
    if not report.ok:
        raise Refused(_("The data file is damaged: {problem}").format(problem=report.problems[0]))
    if changed:
        raise Refused(evidence_words.not_as_kept(len(changed)))
    return DONE


def _find(workspace: Workspace, call: argparse.Namespace) -> Order:
    """Return the order that the call names. Raises Refused if there is none, or more than one."""
    found = workspace.book().orders_numbered(call.number)
    if call.account is not None:
        found = [order for order in found if order.account == call.account]
    if not found:
        raise Refused(
            _("Order {number} isn't in LinkDue. Please check the number.").format(
                number=call.number
            )
        )
    if len(found) > 1:
        raise Refused(
            _("More than one account has an order {number}. Please add --account UID.").format(
                number=call.number
            )
        )
    return found[0]


_VERBS: dict[str, Callable[[Workspace, argparse.Namespace], int]] = {
    "import": _import,
    "due": _due,
    "explain": _explain,
    "gate": _gate,
    "associate": _associate,
    "compare": compare,
    "card": card,
    "cashback": money.cashback,
    "remind": remind,
    "receipt": money.receipt,
    "statement": statement,
    "evidence": evidence,
    "export": _export,
    "backup": _backup,
    "check": _check,
}
