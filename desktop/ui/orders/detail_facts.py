"""The facts of one order in its card: numbers and sums, rules, records and history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout

from desktop.domain.assessment import Assessment, Verdict
from desktop.domain.counterfactual import Remark, RemarkKind, counterfactual
from desktop.domain.order_rows import OrderRow
from desktop.ui.kit.buttons import CopyButton, CopyIcon, LinkButton
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.sizes import growth
from desktop.ui.orders.fold import Fold
from desktop.ui.shared.context import Context
from desktop.ui.shared.verdict_view import CounterfactualView, RuleResultsView
from desktop.ui.theme.tokens import XS, S
from desktop.wording import amounts, moments, statements
from desktop.wording.i18n import _, clauses, labelled, ngettext, pgettext
from desktop.wording.records import order_facts, rates
from desktop.wording.verdicts import explanation

PROBLEMS = (
    Verdict.NOT_ELIGIBLE,
    Verdict.MISSED,
    Verdict.NEEDS_PROJECT,
    Verdict.CHECK_CONSOLE,
)
"""Verdicts that the card explains first."""
_LINE = 28
_MAX_LENGTH = 4000
"""Characters shown of one fact; the form shows a longer note in full."""


def number_line(number: str) -> QHBoxLayout:
    """Return a line with an order's number and a copy icon."""
    row = QHBoxLayout()
    row.setSpacing(XS)
    row.addWidget(PlainLabel(number, Role.MUTED, wrap=False, selectable=True))
    copy = _("Copy order number {number}").format(number=number)
    row.addWidget(CopyIcon(copy, _("Copied"), number))
    row.addStretch(1)
    return row


def numbers(context: Context, a: Assessment, *, editable: bool) -> QGridLayout:
    """Return the numbers and sums of an order, one per line.

    If its cashback is unknown and it is `editable`, a link opens the form for what is missing.
    """
    order = a.order
    grid = QGridLayout()
    grid.setHorizontalSpacing(S)
    grid.setVerticalSpacing(0)
    grid.setColumnStretch(1, 1)
    project = order.project or a.project
    number = _("Copy order number {number}").format(number=order.number)
    _add_fact(grid, pgettext("fact", "Order"), order.number, number)
    if project:
        copy = _("Copy project number {number}").format(number=project)
        _add_fact(grid, pgettext("fact", "Project"), project, copy)
    if order.payable is not None:
        _add_fact(grid, _("Payable"), amounts.yuan(order.payable))
    cashback = rates.cashback_text(a)
    if cashback:
        _add_fact(grid, _("Cashback"), cashback)
    link = _missing_fact_link(context, a) if editable and a.cashback_unknown else None
    if link is not None:
        grid.addWidget(link, grid.rowCount(), 1, Qt.AlignmentFlag.AlignLeft)
    return grid


def _missing_fact_link(context: Context, a: Assessment) -> LinkButton | None:
    """Return a link to the form of the order or of the project that lacks an amount or a rate."""
    if a.order.payable is None and a.order.cash_paid is None:
        return LinkButton(_("Enter the amount"), lambda: context.order_form_wanted.emit(a.order))
    number = a.project or a.order.project
    book = context.workspace.book()
    project = None if number is None else book.project_numbered(number, a.order.account)
    if project is None:
        return None
    return LinkButton(_("Enter the rate"), lambda: context.project_form_wanted.emit(project))


def _add_fact(grid: QGridLayout, label: str, text: str, copy: str = "") -> None:
    row, name = grid.rowCount(), PlainLabel(label, Role.MUTED)
    grid.setRowMinimumHeight(row, round(_LINE * growth(name.fontMetrics())))
    grid.addWidget(name, row, 0)
    grid.addWidget(PlainLabel(text, wrap=not copy, selectable=True), row, 1)
    if copy:
        grid.addWidget(CopyIcon(copy, _("Copied"), text), row, 2)


def proof(context: Context, assessment: Assessment, *, unfolded: bool) -> Fold:
    """Return a fold with the rules behind the verdict, and with what would change it."""
    book = context.workspace.book()

    def add(column: QVBoxLayout) -> None:
        column.addWidget(RuleResultsView(assessment, book, narrow=True, failing_first=unfolded))
        text = explanation.as_text(assessment, book)
        copy = CopyButton(_("Copy explanation"), _("Copied"), text)
        column.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeft)
        remarks = counterfactual(assessment, book)
        if unfolded:
            remarks = tuple(of_kind(RemarkKind.WOULD, remarks))
        column.addWidget(CounterfactualView(remarks, assessment.now))

    fold = Fold(_("Why"), _summary(assessment), add)
    if unfolded:
        fold.unfold_soon()
    return fold


def add_facts(context: Context, column: QVBoxLayout, line: OrderRow, now: datetime) -> None:
    """Add all recorded facts of an order, and its history, latest entry first."""
    order, book = line.order, context.workspace.book()
    history = context.workspace.history_of(order)
    origins = order_facts.origins(history)
    for fact in order_facts.facts(order, book):
        if not fact.text:
            continue
        label = fact.label
        if fact.name in origins:
            label = f"{label} · {order_facts.origin(origins[fact.name], now)}"
        column.addWidget(PlainLabel(label, Role.SMALL))
        column.addWidget(PlainLabel(fact.text[:_MAX_LENGTH], selectable=True))
    answer = context.workspace.statements.answer(order)
    if answer is not None:
        column.addWidget(PlainLabel(_("Partner's answer"), Role.SMALL))
        column.addWidget(PlainLabel(statements.fact(answer, now), selectable=True))
    if history:
        column.addSpacing(S)
        column.addWidget(PlainLabel(_("History"), Role.STRONG))
    for entry, change in reversed(history):
        what = order_facts.action(entry)
        changed = order_facts.differences(change, order, book)
        if changed:
            what = labelled(what, clauses(*changed))
        column.addWidget(PlainLabel(what))
        column.addWidget(PlainLabel(moments.minute(entry.at, now), Role.SMALL))


def of_kind(kind: RemarkKind, remarks: Sequence[Remark]) -> tuple[Remark, ...]:
    """Return the remarks of one kind."""
    return tuple(remark for remark in remarks if remark.kind is kind)


def _summary(assessment: Assessment) -> str:
    """Return the number of rules that an order meets or fails, in a few words."""
    found = Counter(result.holds for result in assessment.reasons)
    met, failed, open_ones = found[True], found[False], found[None]
    if assessment.verdict not in (*PROBLEMS, Verdict.WAITING_PAYMENT):
        # The rules that are not met did not decide the verdict.
        return ngettext("{count} rule met", "{count} rules met", met).format(count=met)
    if assessment.verdict is Verdict.WAITING_PAYMENT:  # what is not paid yet has not failed
        text = ngettext("{met} met, {count} open", "{met} met, {count} open", failed + open_ones)
        return text.format(met=met, count=failed + open_ones)
    parts = [ngettext("{count} met", "{count} met", met).format(count=met)] if met else []
    if failed:
        parts.append(ngettext("{count} not met", "{count} not met", failed).format(count=failed))
    if open_ones:
        text = ngettext("{count} not certain", "{count} not certain", open_ones)
        parts.append(text.format(count=open_ones))
    return clauses(*parts)
