"""The content of a month's report, for the PDF, the workbook and the window."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from desktop.base.paper_document import (
    Cell,
    PaperColumn,
    PaperDocument,
    PaperFigure,
    PaperLines,
    PaperTable,
    Yuan,
)
from desktop.domain import beijing
from desktop.domain.book import Book
from desktop.domain.cashback import partner_of
from desktop.domain.month_report import MonthReport, ReportedOrder, months_credited
from desktop.domain.receipts import MatchedReceipt
from desktop.wording import amounts, cashback, glossary, moments
from desktop.wording.i18n import _, listed, ngettext
from desktop.wording.records import orders as order_words
from desktop.wording.verdicts.explanation import decisive

_NAMES_LIMIT = 3
"""How many partners are named; more are counted."""
_ALL_ORDERS = 4
"""The index of the section on separate landscape pages, which lists all orders."""


def month_name(month: str) -> str:
    """Return a month (`YYYY-MM`) in full: ``2026 年 11 月``, ``November 2026``."""
    year, number = map(int, month.split("-"))
    names = (
        *(_("January"), _("February"), _("March"), _("April"), _("May"), _("June")),
        *(_("July"), _("August"), _("September"), _("October"), _("November"), _("December")),
    )
    return _("{month} {year}").format(month=names[number - 1], year=year)


def title(month: str) -> str:
    """Return the title of a month's report."""
    return _("Cashback report · {month}").format(month=month_name(month))


def file_name(month: str, ending: str) -> str:
    """Return the name a report is saved under, such as ``返现月报-2026-11.pdf``."""
    name = _("cashback-report")
    return f"{name}-{month}{ending}"


def document(report: MonthReport, book: Book) -> PaperDocument:
    """Return the whole report."""
    return PaperDocument(
        title=title(report.month),
        subtitle=_subtitle(report, book),
        aside=(
            _("Payments of {month}").format(month=month_name(report.month)),
            _("Made {moment} (Beijing time)").format(moment=moments.table_moment(report.now)),
        ),
        figures=figures(report),
        sections=(
            _by_account(report, book),
            _receipts(report),
            _failed(report, book),
            PaperLines(_("To look out for"), tuple(attention(report, book))),
            _orders(report, book),
        ),
        signatures=(_("Made by"), _("Checked by"), _("Confirmed by the partner")),
        foot=_(
            "Expected = paid × the rate your partner promised; ≈ where the cash paid isn't known. "
            "Cashback is the partner's promise; the console has the last word."
        ),
        program=_("LinkDue"),
        across=frozenset({_ALL_ORDERS}),
    )


def figures(report: MonthReport) -> tuple[PaperFigure, ...]:
    """Return the four figures at the top."""
    sums = report.figures
    earning = sum(each.earning for each in report.orders)
    lost = sum(bool(each.figures.lost) for each in report.orders)
    missed = ngettext("{count} order missed", "{count} orders missed", lost)
    return (
        PaperFigure(_("Expected"), amounts.yuan(sums.expected), cashback.orders(earning)),
        PaperFigure(
            _("Received this month"),
            amounts.yuan(report.received),
            cashback.receipts(len(report.receipts)),
        ),
        PaperFigure(
            _("Outstanding in total"),
            amounts.yuan(report.outstanding),
            _("{amount} overdue").format(amount=amounts.yuan(report.overdue)),
        ),
        PaperFigure(
            _("Lost"),
            amounts.yuan(sums.lost),
            missed.format(count=lost) if lost else _("nothing missed"),
        ),
    )


def _subtitle(report: MonthReport, book: Book) -> str:
    uids = sorted({each.order.account for each in report.orders})
    accounts = [_account(uid, book) for uid in uids]
    several = ngettext("{count} account", "{count} accounts", len(accounts))
    parts = accounts if len(accounts) == 1 else [several.format(count=len(accounts))]
    partners = sorted(
        {
            name
            for each in report.orders
            if (name := partner_of(book, each.assessment.project, each.order.account))
        }
    )
    if partners:
        named = listed(partners[:_NAMES_LIMIT])
        more = len(partners) - _NAMES_LIMIT
        if more > 0:
            named = _("{names} and {count} more").format(names=named, count=more)
        parts = [*parts, _("Partner: {name}").format(name=named)]
    return " · ".join(parts)


def _by_account(report: MonthReport, book: Book) -> PaperTable:
    columns = (
        PaperColumn(_("Account"), 22),
        PaperColumn("UID", 22),
        PaperColumn(_("Orders"), 9, number=True),
        PaperColumn(_("Amount paid"), 16, number=True),
        PaperColumn(_("Expected"), 14, number=True),
        PaperColumn(_("Claimed"), 14, number=True),
        PaperColumn(_("Received"), 14, number=True),
        PaperColumn(_("Outstanding"), 15, number=True),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            _account(each.account, book),
            each.account,
            each.orders,
            Yuan(each.paid, about=each.estimated),
            Yuan(each.figures.expected),
            Yuan(each.figures.claimed),
            Yuan(each.figures.received),
            Yuan(each.figures.outstanding),
        )
        for each in report.accounts
    ]
    sums: tuple[Cell, ...] | None = None
    if rows:
        whole = report.accounts[0]
        for each in report.accounts[1:]:
            whole = whole + each
        money = whole.figures
        sums = (
            *(_("Total"), "", whole.orders, Yuan(whole.paid, about=whole.estimated)),
            *(Yuan(money.expected), Yuan(money.claimed)),
            *(Yuan(money.received), Yuan(money.outstanding)),
        )
    empty = _("No order of this month brings cashback.")
    return PaperTable(_("By account"), columns, rows, sums, empty)


def _receipts(report: MonthReport) -> PaperTable:
    columns = (
        PaperColumn(_("Day"), 16),
        PaperColumn(_("For"), 30),
        PaperColumn(_("Amount"), 18, number=True),
        PaperColumn(_("Matched to"), 36),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            beijing.day_of(each.receipt.received_at),
            _credited(each, report),
            Yuan(each.receipt.amount),
            _matched(each),
        )
        for each in report.receipts
    ]
    empty = _("Nothing came in this month.")
    total = (_("Total"), "", Yuan(report.received), "")
    return PaperTable(_("Received this month"), columns, rows, _if_several(total, rows), empty)


def _if_several(total: Sequence[Cell], rows: Sequence[object]) -> Sequence[Cell] | None:
    """Return a row of sums only if there are several rows to add."""
    return total if len(rows) > 1 else None


def _credited(matched: MatchedReceipt, report: MonthReport) -> str:
    months = months_credited(matched, report.month_of_order)
    return cashback.months(months, beijing.day_of(report.now)) if months else "–"


def _matched(matched: MatchedReceipt) -> str:
    parts = [cashback.orders(len(matched.parts))] if matched.parts else []
    if matched.rest:
        text = _("{amount} matched to no order yet")
        parts.append(text.format(amount=amounts.yuan(matched.rest)))
    return " · ".join(parts)


def _failed(report: MonthReport, book: Book) -> PaperTable:
    columns = (
        PaperColumn(_("Order"), 20),
        PaperColumn(_("Product"), 20),
        PaperColumn(_("Account"), 16),
        PaperColumn(_("Lost"), 11, number=True),
        PaperColumn(_("Why"), 33),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            each.order.number,
            order_words.title(each.order),
            _account(each.order.account, book),
            Yuan(each.figures.lost),
            decisive(each.assessment, None),
        )
        for each in report.failed
    ]
    total = (_("Total"), "", "", Yuan(report.figures.lost), "")
    empty = _("Every order kept its cashback.")
    heading = _("Missed or not eligible")
    return PaperTable(heading, columns, rows, _if_several(total, rows), empty)


def _orders(report: MonthReport, book: Book) -> PaperTable:
    columns = (
        PaperColumn(_("Order"), 19),
        PaperColumn(_("Product"), 17),
        PaperColumn(_("Account"), 13),
        PaperColumn(_("Paid on"), 11),
        PaperColumn(_("Amount paid"), 13, number=True),
        PaperColumn(_("Associated on"), 12),
        PaperColumn(_("Project"), 14),
        PaperColumn(_("Expected"), 11, number=True),
        PaperColumn(_("Received"), 11, number=True),
        PaperColumn(_("Status"), 12),
    )
    rows = [_order_row(each, book) for each in report.orders]
    sums = report.figures
    total = (
        *(_("Total"), "", "", "", Yuan(report.paid, about=report.estimated), "", ""),
        *(Yuan(sums.expected), Yuan(sums.received), ""),
    )
    heading = _("All orders of the month")
    empty = _("No order is recorded for this month.")
    return PaperTable(heading, columns, rows, _if_several(total, rows), empty)


def _order_row(each: ReportedOrder, book: Book) -> tuple[Cell, ...]:
    order = each.order
    return (
        order.number,
        order_words.title(order),
        _account(order.account, book),
        None if order.paid_at is None else beijing.day_of(order.paid_at),
        None if each.paid is None else Yuan(each.paid, about=each.estimated),
        None if order.associated_at is None else beijing.day_of(order.associated_at),
        each.assessment.project or "",
        _("unknown") if each.expected_unknown else Yuan(each.figures.expected),
        Yuan(each.figures.received),
        glossary.verdict(each.assessment.verdict),
    )


def attention(report: MonthReport, book: Book) -> Iterator[str]:
    """Yield what needs attention: orders to do, orders in no sum, projects, late cashback."""
    open_orders = sum(each.to_do for each in report.orders)
    if open_orders:
        text = ngettext(
            "{count} order of the month is still to be associated, paid or checked.",
            "{count} orders of the month are still to be associated, paid or checked.",
            open_orders,
        )
        yield text.format(count=open_orders)
    if report.figures.at_risk:
        text = _("{amount} of cashback is at stake for them.")
        yield text.format(amount=amounts.yuan(report.figures.at_risk))
    unknown = sum(each.cashback_unknown for each in report.orders)
    if unknown:
        yield cashback.unknown(unknown)
    for last in report.projects:
        name = _account(last.project.account, book)
        day = moments.day(beijing.day_of(last.ends_at), report.now)
        over = last.ends_at <= report.now
        text = (
            _("The project of {account} expired on {day}: it needs a new number before it buys.")
            if over
            else _("The project of {account} expires on {day}: please ask for a new number.")
        )
        yield text.format(account=name, day=day)
    to_come = report.figures.outstanding
    if to_come > 0:
        late = beijing.day_of(report.now) > report.due
        text = (
            _("{amount} of this month was expected by {day} (assumed) and is overdue.")
            if late
            else _("{amount} of this month is expected by {day} (assumed).")
        )
        yield text.format(amount=amounts.yuan(to_come), day=moments.day(report.due, report.now))
    if report.overdue:
        text = _("{amount} is overdue in all: please remind your partner.")
        yield text.format(amount=amounts.yuan(report.overdue))


def _account(uid: str, book: Book) -> str:
    account = book.accounts.get(uid)
    return uid if account is None else glossary.account(account)


def cell_text(cell: Cell) -> str:
    """Return a cell's text in the PDF."""
    match cell:
        case None:
            return ""
        case Yuan():
            return amounts.about(cell.fen) if cell.about else amounts.yuan(cell.fen)
        case str():
            return cell
        case int():
            return f"{cell:,}"
        case datetime():
            return moments.table_moment(cell)
        case _:
            return cell.isoformat()
