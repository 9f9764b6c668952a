"""The verb `report`: prints or saves the report of a month, or the pack for a dispute."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from desktop.base.atomic_file import write_whole
from desktop.base.paper_document import PaperDocument
from desktop.cli.money import figures_data, receipt_data
from desktop.cli.pdf_writers import DocumentPdfWriter
from desktop.cli.refusal import Refused
from desktop.cli.terminal import put_json, put_line, put_lines, put_table
from desktop.domain import money
from desktop.domain.book import Book
from desktop.domain.dispute import Dispute, in_dispute
from desktop.domain.evidence import EvidenceUnreadable
from desktop.domain.month_report import MonthReport, ReportedOrder
from desktop.domain.timestamps import format_instant
from desktop.services.workspace import Workspace
from desktop.wording import amounts, dispute, glossary, month_report
from desktop.wording.i18n import _, listed


def report(
    workspace: Workspace, call: argparse.Namespace, write_pdf: DocumentPdfWriter | None
) -> int:
    """Print or save the report of a month, or a dispute.

    Raises Refused if there is nothing to report, OSError if the file cannot be written.
    """
    ending = "" if call.to is None else call.to.suffix.lower()
    if (ending == ".zip") != call.dispute and ending:
        raise Refused(_("A pack for a dispute is a .zip, a report of a month a .pdf or .xlsx."))
    if call.dispute:
        return _dispute(workspace, call, write_pdf)
    if call.month is None:
        raise Refused(_("Please say which month, for example 2026-09."))
    found = workspace.reports.month(call.month, call.now)
    if call.to is not None:
        document = month_report.document(found, workspace.book())
        if ending == ".xlsx":
            workspace.reports.save_workbook(call.to, document)
        else:
            write_whole(call.to, _pdf(document, write_pdf))
    if call.json:
        put_json(_month_data(found) | {"file": _text(call.to)})
    elif call.to is not None:
        put_line(_("Report saved to {file}").format(file=call.to))
    else:
        _put_month(found, workspace.book())
    return 0


def _dispute(
    workspace: Workspace, call: argparse.Namespace, write_pdf: DocumentPdfWriter | None
) -> int:
    orders = in_dispute(
        workspace.cashback.orders(call.now),
        month=call.month,
        partner=call.partner,
        numbers=call.order or (),
    )
    partners = sorted({order.partner or "–" for order in orders})
    if not orders:
        raise Refused(_("Nothing is outstanding for these orders."))
    if len(partners) > 1:
        text = _("These orders are of several partners: {names}. Please add --partner NAME.")
        raise Refused(text.format(names=listed(partners)))
    found = workspace.reports.dispute(orders, call.now)
    if call.to is not None:
        document = dispute.document(found, workspace.book())
        pdf = _pdf(document, write_pdf)
        try:
            workspace.reports.save_pack(call.to, found, document, pdf, dispute.document_name())
        except EvidenceUnreadable:
            raise Refused(dispute.evidence_changed()) from None
    if call.json:
        put_json(_dispute_data(found) | {"file": _text(call.to)})
    elif call.to is not None:
        put_line(_("Pack saved to {file}").format(file=call.to))
    else:
        _put_orders(found.orders)
    return 0


def _pdf(document: PaperDocument, write_pdf: DocumentPdfWriter | None) -> bytes:
    if write_pdf is None:
        raise Refused(_("No PDF can be written here."))
    return write_pdf(document)


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)


def _month_data(found: MonthReport) -> dict[str, Any]:
    return {
        "month": found.month,
        "came": money.format_yuan(found.received),
        "outstanding_in_all": money.format_yuan(found.outstanding),
        "overdue": money.format_yuan(found.overdue),
        **figures_data(found.figures),
        "accounts": [
            {"account": each.account, "orders": each.orders}
            | {"paid": money.format_yuan(each.paid)}
            | figures_data(each.figures)
            for each in found.accounts
        ],
        "receipts": [receipt_data(each) for each in found.receipts],
        "orders": [_order_data(each) for each in found.orders],
    }


def _dispute_data(found: Dispute) -> dict[str, Any]:
    return {
        "partner": found.partner,
        **figures_data(found.figures),
        "receipts": [receipt_data(each) for each in found.receipts],
        "orders": [_order_data(each) for each in found.orders],
        "evidence": [
            {"file": each.file_name if each.packed else None, "sha256": each.piece.sha256}
            | {"about": each.about, "added_at": format_instant(each.piece.added_at)}
            for each in found.evidence
        ],
    }


def _order_data(each: ReportedOrder) -> dict[str, Any]:
    return {
        "account": each.order.account,
        "number": each.order.number,
        "verdict": each.assessment.verdict.value,
        "paid": None if each.paid is None else money.format_yuan(each.paid),
        "estimated": each.estimated,
        **figures_data(each.figures),
    }


def _put_month(found: MonthReport, book: Book) -> None:
    put_line(month_report.title(found.month))
    put_table([(each.label, each.value, each.note) for each in month_report.figures(found)])
    _put_orders(found.orders)
    put_lines(month_report.attention(found, book))


def _put_orders(orders: tuple[ReportedOrder, ...]) -> None:
    if not orders:
        put_line(_("No order is recorded for this month."))
        return
    head = (_("order"), _("status"), _("paid"), _("expected"), _("received"), _("outstanding"))
    rows = [
        (
            each.order.number,
            glossary.verdict(each.assessment.verdict),
            _paid(each),
            _("unknown") if each.expected_unknown else amounts.yuan(each.figures.expected),
            amounts.yuan(each.figures.received),
            amounts.yuan(each.figures.outstanding),
        )
        for each in orders
    ]
    put_table([head, *rows])


def _paid(each: ReportedOrder) -> str:
    if each.paid is None:
        return "–"
    return amounts.about(each.paid) if each.estimated else amounts.yuan(each.paid)
