"""The document in a dispute pack, which is sent to the partner."""

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
from desktop.domain.assessment import promised_rate
from desktop.domain.book import Book
from desktop.domain.dispute import Dispute
from desktop.domain.month_report import ReportedOrder
from desktop.domain.rule_result import RuleResult
from desktop.exchange.formats.dispute_zip import SUMS
from desktop.wording import amounts, cashback, glossary, moments
from desktop.wording.i18n import _
from desktop.wording.records import orders as order_words
from desktop.wording.verdicts import reasons, rules


def title() -> str:
    """Return the title of a dispute."""
    return _("Cashback to clarify")


def pack_name(now: datetime) -> str:
    """Return the name that a pack is saved under, such as ``返现核对-2026-12-01.zip``."""
    return f"{document_name()}-{beijing.day_of(now).isoformat()}.zip"


def evidence_changed() -> str:
    """Return the error that evidence changed while the pack was made, and what to do."""
    return _(
        "A file of evidence was changed while the pack was made. Nothing was saved; please try "
        "again."
    )


def document_name() -> str:
    """Return the name of the document in the pack, without its ending."""
    return _("cashback-to-clarify")


def document(dispute: Dispute, book: Book) -> PaperDocument:
    """Return the document of a dispute: sums, orders, the proof of each, receipts, evidence."""
    sums = dispute.figures
    return PaperDocument(
        title=title(),
        subtitle=_("Partner: {name}").format(name=dispute.partner or "–"),
        aside=(_("Made {moment} (Beijing time)").format(moment=moments.table_moment(dispute.now)),),
        figures=(
            PaperFigure(_("Expected"), amounts.yuan(sums.expected), _orders(dispute)),
            PaperFigure(_("Received"), amounts.yuan(sums.received), _receipts_count(dispute)),
            PaperFigure(_("Outstanding"), amounts.yuan(sums.outstanding), _("to be clarified")),
        ),
        sections=(
            _summary(dispute, book),
            *_proofs(dispute, book),
            _receipts(dispute),
            _evidence(dispute),
            PaperLines(
                _("About this pack"),
                (
                    _("All times are Beijing time. What is said here is as recorded in LinkDue."),
                    _("{file} lists every file of the pack with its SHA-256 hash.").format(
                        file=SUMS
                    ),
                ),
            ),
        ),
        signatures=(_("Made by"), _("Confirmed by the partner")),
        foot=_("Expected = paid × the rate your partner promised."),
        program=_("LinkDue"),
    )


def _orders(dispute: Dispute) -> str:
    return cashback.orders(len(dispute.orders))


def _receipts_count(dispute: Dispute) -> str:
    return cashback.receipts(len(dispute.receipts))


def _summary(dispute: Dispute, book: Book) -> PaperTable:
    columns = (
        PaperColumn(_("Order"), 19),
        PaperColumn(_("Product"), 20),
        PaperColumn(_("Account"), 20),
        PaperColumn(_("Amount paid"), 15, number=True),
        PaperColumn(_("Expected"), 13, number=True),
        PaperColumn(_("Received"), 13, number=True),
        PaperColumn(_("Outstanding"), 13, number=True),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            each.order.number,
            order_words.title(each.order),
            _account(each, book),
            None if each.paid is None else Yuan(each.paid, about=each.estimated),
            Yuan(each.figures.expected),
            Yuan(each.figures.received),
            Yuan(each.figures.outstanding),
        )
        for each in dispute.orders
    ]
    sums = dispute.figures
    total = (
        *(_("Total"), "", "", ""),
        *(Yuan(sums.expected), Yuan(sums.received), Yuan(sums.outstanding)),
    )
    return PaperTable(_("Orders"), columns, rows, total)


def _proofs(dispute: Dispute, book: Book) -> Iterator[PaperTable | PaperLines]:
    """Yield, for each order, its facts and the rules behind its verdict, with their sources."""
    for each in dispute.orders:
        heading = _("Order {number}").format(number=each.order.number)
        columns = (PaperColumn(_("Fact"), 25), PaperColumn(_("As recorded"), 75))
        yield PaperTable(heading, columns, tuple(_facts(each, book)))
        lines = tuple(_proof(result, book) for result in each.assessment.reasons)
        yield PaperLines(_("Rules for {number}").format(number=each.order.number), lines)


def _proof(result: RuleResult, book: Book) -> str:
    mark = {True: "✓", False: "✗", None: "?"}[result.holds]
    source = rules.evidence_of(result.rule, book.programme)
    text = _("{sentence} Source: {source}.")
    return f"{mark} {text.format(sentence=reasons.sentence(result, None), source=source)}"


def _facts(each: ReportedOrder, book: Book) -> Iterator[tuple[str, str]]:
    order = each.order
    yield _("Account"), f"{_account(each, book)} ({order.account})"
    yield _("Ordered"), moments.table_moment(order.created_at)
    yield _("Payment"), _moment(order.paid_at)
    yield _("Associated"), _moment(order.associated_at)
    number = each.assessment.project
    project = None if number is None else book.project_numbered(number, order.account)
    yield _("Project number"), number or "–"
    if project is not None:
        yield _("Project created"), _moment(project.created_at)
        rate = promised_rate(project, order)
        yield _("Rate promised"), "–" if rate is None else amounts.percent(rate)
    yield _("Status"), glossary.verdict(each.assessment.verdict)


def _receipts(dispute: Dispute) -> PaperTable:
    columns = (
        PaperColumn(_("Day"), 20),
        PaperColumn(_("Order"), 30),
        PaperColumn(_("Amount"), 20, number=True),
        PaperColumn(_("Note"), 30),
    )
    names = dispute.names
    rows: Sequence[tuple[Cell, ...]] = [
        (cashback.day(each), part.order, Yuan(part.amount), each.receipt.note)
        for each in dispute.receipts
        for part in each.parts
        if (part.account, part.order) in names
    ]
    return PaperTable(_("What came"), columns, rows, None, _("Nothing came for these orders yet."))


def _evidence(dispute: Dispute) -> PaperTable:
    columns = (
        PaperColumn(_("File"), 34),
        PaperColumn(_("Added"), 18),
        PaperColumn(_("Fingerprint (SHA-256)"), 48),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            each.file_name if each.packed else _("not included: the file has changed"),
            moments.table_moment(each.piece.added_at)[:16],
            each.piece.sha256,
        )
        for each in dispute.evidence
    ]
    return PaperTable(_("Evidence"), columns, rows, None, _("No screenshots or PDFs were kept."))


def _account(each: ReportedOrder, book: Book) -> str:
    account = book.accounts.get(each.order.account)
    return each.order.account if account is None else glossary.account(account)


def _moment(instant: datetime | None) -> str:
    return "–" if instant is None else moments.table_moment(instant)
