"""The output of the verbs: JSON objects for programs, tables and sentences for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from desktop.about.build import made_with, this_build
from desktop.cli.terminal import put_line, put_lines, put_table
from desktop.domain import beijing, money
from desktop.domain.assessment import Assessment
from desktop.domain.backups import Backup
from desktop.domain.book import Book
from desktop.domain.gate import Gate
from desktop.domain.rule_result import RuleResult
from desktop.domain.timestamps import format_instant
from desktop.wording import about, glossary, moments
from desktop.wording.i18n import _, listed
from desktop.wording.records import orders
from desktop.wording.verdicts import explanation, gates, reasons


def verdict_data(a: Assessment) -> dict[str, Any]:
    """Return a verdict with the keys of docs/command-line.md."""
    expected = a.expected_cashback
    return {
        "account": a.order.account,
        "number": a.order.number,
        "verdict": a.verdict.value,
        "project": a.project,
        "deadline": _instant(a.deadline),
        "recommended_by": _instant(a.recommended_by),
        "capped_by": a.capped_by,
        "anchor": None if a.anchor is None else a.anchor.value,
        "seconds_left": a.seconds_left,
        "borderline": a.borderline,
        "expected_cashback": None if expected is None else money.format_yuan(expected),
    }


def gate_data(gate: Gate) -> dict[str, Any]:
    """Return the gate's answer with the keys of docs/command-line.md."""
    return {
        "account": gate.account,
        "decision": gate.decision.value,
        "project": gate.project,
        "deadline_if_paid_now": _instant(gate.deadline_if_paid_now),
        "safe_from": _instant(gate.safe_from),
        "reasons": reasons_data(gate.reasons),
    }


def backup_data(backup: Backup) -> dict[str, Any]:
    """Return a backup's file, moment, reason, size, schema and row counts."""
    return {
        "file": str(backup.path),
        "at": format_instant(backup.at),
        "reason": backup.reason.value,
        "size": backup.size,
        "schema": backup.schema,
        "rows": backup.counts,
    }


def reasons_data(items: Iterable[RuleResult]) -> list[dict[str, Any]]:
    """Return the rule results, each with its sentence in the chosen language, with dates."""
    return [
        {"rule": item.rule, "holds": item.holds, "text": reasons.sentence(item, None)}
        for item in items
    ]


def put_due(assessments: Sequence[Assessment], book: Book) -> None:
    """Print a table of orders, or a line that says there are none."""
    if not assessments:
        put_line(_("No orders to associate."))
        return
    head = (_("deadline"), _("left"), _("order"), _("account"), _("product"), _("status"), _("why"))
    put_table([head, *(_due_row(a, book) for a in assessments)])


def _due_row(a: Assessment, book: Book) -> tuple[str, ...]:
    account = book.accounts.get(a.order.account)
    return (
        "–" if a.deadline is None else moments.deadline_in_table(a.deadline),
        "–" if a.deadline is None else moments.time_left(a.deadline, a.now),
        a.order.number,
        a.order.account if account is None else glossary.account(account),
        orders.title(a.order),
        glossary.verdict(a.verdict),
        "–" if a.capped_by is None else orders.why(a),
    )


def put_explanation(a: Assessment, book: Book) -> None:
    """Print a verdict in words, with its rules, their evidence, and counterfactuals."""
    put_lines(explanation.lines(a, book, a.now))


def put_gate(gate: Gate, book: Book) -> None:
    """Print the gate's answer in words, then the rules."""
    put_line(gates.headline(gate))
    put_line(gates.explanation(gate))
    put_lines(explanation.reason_lines(gate.reasons, gate.now, book))


def version_text(now: datetime) -> str:
    """Return the version with its age, and a second line with the components it is built with."""
    parts = listed(f"{name} {version}" for name, version in made_with().items())
    return f"{about.version_line(this_build(), beijing.day_of(now))}\n{parts}"


def _instant(value: datetime | None) -> str | None:
    return None if value is None else format_instant(value)
