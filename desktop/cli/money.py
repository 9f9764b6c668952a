"""The verbs `cashback` and `receipt`: what was promised, and what was received."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from desktop.cli.payments import import_payments
from desktop.cli.refusal import Refused
from desktop.cli.terminal import put_json, put_line, put_table
from desktop.domain import beijing, money
from desktop.domain.book import Book
from desktop.domain.cashback import (
    Figures,
    Grouping,
    GroupMoney,
    OrderMoney,
    grouped,
    total,
)
from desktop.domain.model import OrderName
from desktop.domain.money_records import Receipt
from desktop.domain.receipts import MatchedReceipt, Share, share_out
from desktop.domain.timestamps import format_instant
from desktop.services.workspace import Workspace
from desktop.wording import amounts, glossary
from desktop.wording import cashback as cashback_words
from desktop.wording.i18n import _
from desktop.wording.records import rates


def cashback(workspace: Workspace, call: argparse.Namespace) -> int:
    """Print the cashback figures, by order or by group."""
    orders = workspace.cashback.orders(call.now)
    by = Grouping(call.by)
    if by is Grouping.ORDER:
        excluded = {order.name: order for order in workspace.cashback.excluded(call.now)}
        shown = {order.name: order for order in orders}
        both = [(shown | excluded)[name] for name in sorted({*shown, *excluded})]
        if call.json:
            for order in both:
                marks = {"excluded": order.name in excluded, "estimated": order.estimated}
                put_json(order_data(order) | {name: True for name, holds in marks.items() if holds})
        else:
            _put_orders(both, set(excluded), workspace.book())
            _put_unknown(workspace, call)
        return 0
    groups = grouped(orders, by)
    if call.json:
        for group in groups:
            put_json({"key": group.key} | figures_data(group.figures))
    else:
        _put_groups(groups, by, workspace.book())
        _put_unknown(workspace, call)
    return 0


def receipt(workspace: Workspace, call: argparse.Namespace) -> int:
    """Log a receipt and match it, import receipts from a list, or list all receipts."""
    if call.file is not None:
        return import_payments(workspace, call)
    if call.amount is None:
        _put_receipts(workspace.cashback.receipts(), as_json=call.json)
        return 0
    came = Receipt(
        received_at=call.at or workspace.clock(),
        amount=call.amount,
        note=call.note,
    )
    if not call.again and workspace.cashback.near_duplicates(came.amount, came.received_at):
        raise Refused(
            _("{amount} was logged for these days already. Add --again if it came twice.").format(
                amount=amounts.yuan(came.amount)
            )
        )
    _put_receipts(
        [workspace.cashback.enter(came, _shares(workspace, came, call))], as_json=call.json
    )
    return 0


def receipt_data(matched: MatchedReceipt) -> dict[str, Any]:
    """Return a receipt with the keys of docs/command-line.md."""
    return {
        "received_at": format_instant(matched.receipt.received_at),
        "amount": money.format_yuan(matched.receipt.amount),
        "credit": money.format_yuan(matched.rest),
        "note": matched.receipt.note,
        "orders": [
            {
                "account": part.account,
                "number": part.order,
                "amount": money.format_yuan(part.amount),
            }
            for part in matched.parts
        ],
    }


def _shares(workspace: Workspace, came: Receipt, call: argparse.Namespace) -> Sequence[Share]:
    """Return the shares of the orders that the receipt pays. Raises Refused if they are unclear."""
    if call.credit:
        return ()
    service = workspace.cashback
    if call.order:
        open_orders = [
            order
            for order in service.matchable_orders(came.amount)
            if call.account in (None, order.account)
        ]
        return share_out(came.amount, [_named(number, open_orders) for number in call.order])
    found = service.suggest(came.amount, came.received_at, call.month)
    if found is None:
        raise Refused(
            _(
                "No open orders make up {amount}. Say which with --order NUMBER, or keep it as "
                "credit with --credit."
            ).format(amount=amounts.yuan(came.amount))
        )
    return found.shares


def _named(number: str, orders: Sequence[OrderMoney]) -> OrderMoney:
    found = [order for order in orders if order.number == number]
    if not found:
        raise Refused(
            _("No cashback is outstanding for order {number}. Please check the number.").format(
                number=number
            )
        )
    if len(found) > 1:
        raise Refused(
            _("More than one account has an order {number}. Please add --account UID.").format(
                number=number
            )
        )
    return found[0]


def _put_receipts(receipts: Sequence[MatchedReceipt], *, as_json: bool) -> None:
    if as_json:
        for matched in receipts:
            put_json(receipt_data(matched))
        return
    if not receipts:
        put_line(_("No cashback was logged yet."))
        return
    head = (_("received"), _("amount"), _("matched"), _("credit"), _("orders"), _("note"))
    rows = [
        (
            f"{beijing.day_of(matched.receipt.received_at):%Y-%m-%d}",
            amounts.yuan(matched.receipt.amount),
            amounts.yuan(matched.matched),
            amounts.yuan(matched.rest),
            " ".join(part.order for part in matched.parts) or "–",
            matched.receipt.note,
        )
        for matched in receipts
    ]
    put_table([head, *rows])


def order_data(order: OrderMoney) -> dict[str, Any]:
    """Return an order's figures with the keys of docs/command-line.md."""
    return {
        "key": order.number,
        "account": order.account,
        "verdict": order.verdict.value,
        "month": order.month,
        "partner": order.partner,
        "project": order.project,
    } | figures_data(order.figures)


def figures_data(figures: Figures) -> dict[str, str]:
    """Return the figures as decimal texts in yuan."""
    return {
        "expected": money.format_yuan(figures.expected),
        "received": money.format_yuan(figures.received),
        "outstanding": money.format_yuan(figures.outstanding),
        "lost": money.format_yuan(figures.lost),
        "at_risk": money.format_yuan(figures.at_risk),
        "claimed": money.format_yuan(figures.claimed),
    }


def _put_orders(orders: Sequence[OrderMoney], excluded: set[OrderName], book: Book) -> None:
    head = (_("order"), _("account"), _("month"), _("partner"), _("status"), *_figure_titles())
    rows = [
        (
            order.number,
            _account(order.account, book),
            order.month,
            order.partner or "–",
            glossary.verdict(order.verdict)
            + (f" · {rates.excluded()}" if order.name in excluded else ""),
            amounts.about(order.figures.expected)
            if order.estimated and order.figures.expected
            else amounts.yuan(order.figures.expected),
            *_figure_texts(order.figures)[1:],
        )
        for order in orders
    ]
    _put(head, rows, total(orders))


def _put_groups(groups: Sequence[GroupMoney], by: Grouping, book: Book) -> None:
    title = {
        Grouping.MONTH: _("month"),
        Grouping.PARTNER: _("partner"),
        Grouping.ACCOUNT: _("account"),
    }[by]
    rows = []
    for group in groups:
        called = _account(group.key, book) if by is Grouping.ACCOUNT else group.key or "–"
        rows.append((called, str(group.orders), *_figure_texts(group.figures)))
    _put(
        (title, _("orders"), *_figure_titles()),
        rows,
        sum((group.figures for group in groups), Figures()),
    )


def _put_unknown(workspace: Workspace, call: argparse.Namespace) -> None:
    count = workspace.cashback.count_unknown(call.now)
    if count:
        put_line(cashback_words.unknown(count))


def _account(uid: str, book: Book) -> str:
    account = book.accounts.get(uid)
    return uid if account is None else glossary.account(account)


def _put(head: Sequence[str], rows: Sequence[Sequence[str]], sums: Figures) -> None:
    if not rows:
        put_line(_("No cashback was promised or received yet."))
        return
    blank = [""] * (len(head) - len(_figure_titles()) - 1)
    put_table([head, *rows, (_("total"), *blank, *_figure_texts(sums))])


def _figure_titles() -> tuple[str, ...]:
    return _("expected"), _("claimed"), _("received"), _("outstanding"), _("lost"), _("at stake")


def _figure_texts(figures: Figures) -> tuple[str, ...]:
    values = (
        figures.expected,
        figures.claimed,
        figures.received,
        figures.outstanding,
        figures.lost,
        figures.at_risk,
    )
    return tuple(amounts.yuan(value) for value in values)
