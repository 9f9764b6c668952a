"""The verb `receipt import`: logs payments from a list of a bank, WeChat or Alipay."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from desktop.cli.refusal import Refused
from desktop.cli.terminal import put_json, put_line, put_table
from desktop.domain import beijing, money
from desktop.domain.payments import OfferedPayment, PlannedReceipt
from desktop.domain.timestamps import format_instant
from desktop.services.payments import PaymentOffer
from desktop.services.workspace import Workspace
from desktop.wording import amounts
from desktop.wording import payments as words
from desktop.wording.i18n import _


def import_payments(workspace: Workspace, call: argparse.Namespace) -> int:
    """Log the proposed payments, or those given by `--row`, and print all incoming ones."""
    service = workspace.payments
    opened = service.open(Path(call.file))
    offer = service.offer(opened.table)
    chosen = _chosen(offer, call)
    planned = service.plan(each.payment for each in chosen)
    if not call.dry_run and planned:
        service.save_receipts(planned, Path(call.file).name)
    by_row = {each.payment.row: each for each in planned}
    if call.json:
        put_json(_data(offer, by_row))
        return 0
    _put(offer, by_row, workspace)
    if call.dry_run:
        put_line(_("This was a dry run: nothing was written."))
    else:
        put_line(words.logged(len(planned), sum(each.payment.amount for each in planned)))
    return 0


def _chosen(offer: PaymentOffer, call: argparse.Namespace) -> list[OfferedPayment]:
    """Return the payments to log.

    Raises Refused if a row given is no incoming payment, or one like it is logged already.
    """
    if not call.row:
        proposed = [each for each in offer.offered if each.proposed]
        return [] if offer.unsigned else proposed
    by_row = {each.payment.row: each for each in offer.offered}
    missing = [row for row in call.row if row not in by_row]
    if missing:
        text = _("Row {row} is no incoming payment. Please check the number.")
        raise Refused(text.format(row=missing[0]))
    chosen = [by_row[row] for row in dict.fromkeys(call.row)]
    known = [each for each in chosen if each.near is not None]
    if known and not call.again:
        text = _("{amount} was logged for these days already. Add --again if it came twice.")
        raise Refused(text.format(amount=amounts.yuan(known[0].payment.amount)))
    return chosen


def _data(offer: PaymentOffer, planned: dict[int, PlannedReceipt]) -> dict[str, Any]:
    return {
        "payments": [_payment(each, planned.get(each.payment.row)) for each in offer.offered],
        "outgoing": offer.outgoing,
        "neutral": offer.neutral,
        "unsigned": offer.unsigned,
        "problems": [
            {"row": problem.row, "message": words.doubt(problem)} for problem in offer.problems
        ],
    }


def _payment(offered: OfferedPayment, planned: PlannedReceipt | None) -> dict[str, Any]:
    payment = offered.payment
    shares: Sequence[tuple[tuple[str, str], int]] = () if planned is None else planned.shares
    return {
        "row": payment.row,
        "received_at": format_instant(payment.received_at),
        "amount": money.format_yuan(payment.amount),
        "payer": payment.payer,
        "note": payment.note,
        "reference": payment.reference,
        "partner": offered.partner,
        "fits": offered.fits,
        "already_logged": offered.near is not None,
        "logged": planned is not None,
        "orders": [
            {"account": account, "number": number, "amount": money.format_yuan(fen)}
            for (account, number), fen in shares
        ],
    }


def _put(offer: PaymentOffer, planned: dict[int, PlannedReceipt], workspace: Workspace) -> None:
    today = beijing.day_of(workspace.clock())
    head = (_("row"), _("day"), _("amount"), _("payer"), _("note"), _("logged as"))
    rows = []
    for each in offer.offered:
        plan = planned.get(each.payment.row)
        what = words.evidence(each) if plan is None else words.matched(plan, today)
        payment = each.payment
        rows.append(
            (
                str(payment.row),
                words.day(each),
                amounts.yuan(payment.amount),
                payment.payer,
                payment.note,
                what if plan is not None else f"– {what}".rstrip(),
            )
        )
    if rows:
        put_table([head, *rows])
    put_line(words.counts(offer))
    if offer.unsigned:
        put_line(words.direction_missing())
    for line in words.doubts(offer.problems, len(offer.problems)).splitlines():
        put_line(line)
