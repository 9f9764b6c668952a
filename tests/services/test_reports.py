"""The month's report and the pack for a dispute: the sums of the cashback page, in files."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from desktop.base.paper_document import PaperDocument, PaperTable, Yuan
from desktop.domain.assessment import Verdict, assess_all
from desktop.domain.book import Book
from desktop.domain.cashback import Figures, money_of, received_by_order, total
from desktop.domain.cashback_months import overview, owing
from desktop.domain.dispute import in_dispute
from desktop.domain.evidence import subject_of_order
from desktop.domain.model import OrderStatus
from desktop.domain.money_records import Receipt
from desktop.domain.month_report import MonthReport, month_report
from desktop.domain.receipts import matched_receipts, share_out
from desktop.services.workspace import Workspace
from desktop.ui.kit.paper_pdf import write_paper
from desktop.wording import dispute as dispute_words
from desktop.wording import i18n
from desktop.wording import month_report as words
from tests.builders import (
    OTHER_UID,
    UID,
    make_account,
    make_active_project,
    make_order,
    money_facts,
)
from tests.conftest import FakeClock
from tests.domain.strategies import PROGRAMME, books, full_books
from tests.pictures import make_png

NOVEMBER = "2026-11"
PAID_AT = datetime(2026, 11, 3, 2, tzinfo=UTC)
Log = Callable[..., None]


@pytest.fixture
def november(workspace: Workspace, clock: FakeClock) -> Workspace:
    """Make the data of 1 December: kept, missed and open orders, and a partial payment."""
    clock.now = datetime(2026, 12, 1, 2, tzinfo=UTC)
    workspace.save_account(make_account(name="杭州示例科技"))
    workspace.save_account(make_account(uid=OTHER_UID, name="宁波示例贸易"))
    workspace.save_project(
        make_active_project(
            created_at=datetime(2026, 10, 20, tzinfo=UTC),
            cashback_rate=Decimal("0.05"),
            partner="示例伙伴",
        )
    )
    for number in range(4):
        kept = number != 3
        at = PAID_AT + timedelta(days=number)
        workspace.save_order(
            make_order(
                number=f"24155939130{number:04}",
                product="ecs",
                title="云服务器",
                created_at=at,
                paid_at=at,
                cash_paid=100_000 if number else None,
                payable=100_000,
                project="202609010001" if kept else None,
                associated_at=at if kept else None,
            )
        )
    came = Receipt(received_at=PAID_AT + timedelta(days=20), amount=6_000)
    workspace.cashback.enter(came, share_out(6_000, workspace.cashback.matchable_orders(6_000)))
    return workspace


def document(workspace: Workspace) -> PaperDocument:
    """Return November's report in words."""
    return words.document(workspace.reports.month(NOVEMBER), workspace.book())


def text_of(pdf: bytes) -> str:
    """Return the text that a reader finds in a PDF, without spaces."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def test_a_month_has_the_promised_the_received_and_the_lost_sum(november: Workspace) -> None:
    """Without it, the bookkeeper would have to add it up."""
    report = november.reports.month(NOVEMBER)
    assert report.figures == Figures(15_000, 6_000, 9_000, 5_000, 0)
    assert (report.received, report.outstanding, report.overdue) == (6_000, 9_000, 0)
    assert [each.order.number[-1] for each in report.failed] == ["3"]
    [account] = report.accounts
    assert (account.account, account.orders, account.paid) == (UID, 3, 300_000)
    assert november.reports.month("2026-10").orders == ()


def test_expected_cashback_is_the_amount_paid_times_the_rate(november: Workspace) -> None:
    """The foot of the report says so; open and unpaid orders spoilt it."""
    at = PAID_AT + timedelta(days=27)
    open_one = make_order(number="241559391399991", created_at=at, paid_at=at, payable=70_000)
    unpaid = replace(open_one, number="241559391399992", paid_at=None, status=OrderStatus.UNPAID)
    cancelled = replace(unpaid, number="241559391399993", status=OrderStatus.CANCELLED)
    for order in (open_one, unpaid, cancelled):
        november.save_order(order)
    report = november.reports.month(NOVEMBER, PAID_AT + timedelta(days=27))
    [account] = report.accounts
    assert (account.orders, account.paid * 5 // 100) == (3, account.figures.expected)
    assert account.estimated, "the first order's cash is not known"
    paid = {each.order.number: each.paid for each in report.orders}
    assert paid[open_one.number] == 70_000
    assert paid[unpaid.number] is None is paid[cancelled.number]
    assert report.paid == 470_000
    messages = list(words.attention(report, november.book()))
    assert "2 orders of the month are still to be associated, paid or checked." in messages
    assert "¥70.00 of cashback is at stake for them." in messages


def test_the_rows_of_a_report_have_their_sum(november: Workspace) -> None:
    """The bookkeeper would add up by hand, and not know whether a row is missing."""
    november.cashback.enter(Receipt(received_at=PAID_AT, amount=700), ())
    tables = {each.heading: each for each in document(november).sections}
    for heading, column in (
        ("By account", 6),
        ("Received this month", 2),
        ("All orders of the month", 4),
        ("All orders of the month", 7),
        ("All orders of the month", 8),
    ):
        table = tables[heading]
        assert isinstance(table, PaperTable)
        cells = [row[column] for row in table.rows]
        assert table.total is not None
        last = table.total[column]
        assert isinstance(last, Yuan)
        assert last.fen == sum(cell.fen for cell in cells if isinstance(cell, Yuan))
    failed = tables["Missed or not eligible"]
    assert isinstance(failed, PaperTable)
    assert failed.total is None, "a single row is its sum"


def test_what_came_belongs_to_the_month_it_came_in(november: Workspace) -> None:
    """Cashback for October's orders that arrived in November is November's income."""
    late = Receipt(received_at=datetime(2026, 11, 30, 16, tzinfo=UTC), amount=100)
    november.cashback.enter(late, ())
    assert november.reports.month(NOVEMBER).received == 6_000
    assert november.reports.month("2026-12").received == 100


@settings(max_examples=25, deadline=None)
@given(full_books | books(), st.integers(0, 200))
def test_the_sums_of_a_report_are_those_of_the_ledger(book: Book, days: int) -> None:
    """Page, chart and report would show different amounts."""
    now = datetime(2026, 7, 1, tzinfo=UTC) + timedelta(days=days)
    judged = assess_all(book.orders.values(), book, now)
    came = received_by_order(book.cashback)
    money = money_of(
        (money_facts(each, came.get(each.order.name, 0)) for each in judged),
        book,
    )
    months = overview(money, now.date(), PROGRAMME.cashback_months)
    for month in months.months:
        of_month = [each for each in judged if money_facts(each).month == month.key]
        report = month_report(month.key, now, of_month, money, matched_receipts(book), book)
        assert report.figures == month.figures
        assert report.outstanding == owing(months.months)
        assert _of_accounts(report) == (
            month.figures.expected,
            month.figures.received,
            month.figures.outstanding,
        )


def _of_accounts(report: MonthReport) -> tuple[int, int, int]:
    sums = [each.figures for each in report.accounts]
    whole = sum(sums, Figures())
    return whole.expected, whole.received, whole.outstanding


def test_the_pdf_can_be_searched_in_both_languages(november: Workspace, qapp: object) -> None:
    """Neither the bookkeeper nor the partner could find an order in it."""
    for language, title in (
        ("zh_CN", "返现月报·2026年11月"),
        ("en", "Cashbackreport·November2026"),
    ):
        i18n.set_language(language)
        found = text_of(write_paper(document(november), words.cell_text))
        for text in (title, "241559391300000", "¥150.00", "杭州示例科技"):
            assert text in found, text
    i18n.set_language("en")


def test_a_long_month_has_numbered_pages_with_their_total(
    november: Workspace, qapp: object
) -> None:
    """A lost page would go unnoticed, and rows would run off the page."""
    found = document(november)
    [orders] = [each for each in found.sections if each.heading == "All orders of the month"]
    assert isinstance(orders, PaperTable)
    many = PaperTable(orders.heading, orders.columns, [*orders.rows] * 40)
    longer = PaperDocument(
        **{name: getattr(found, name) for name in PaperDocument.__slots__ if name != "sections"},
        sections=(*found.sections[:-1], many),
    )
    pdf = write_paper(longer, words.cell_text)
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) > 5
    for number, page in enumerate(pages, 1):
        assert f"Page{number}of{len(pages)}" in "".join(page.extract_text().split())
        titled = number < 2 or "Amountpaid" in "".join(page.extract_text().split())
        assert titled
    assert text_of(pdf).count("2415593913") >= 4 * 40


def test_a_workbook_holds_amounts_as_numbers(november: Workspace, tmp_path: Path) -> None:
    """The bookkeeper could not add them up, or would see order numbers with an exponent."""
    path = tmp_path / "report.xlsx"
    november.reports.save_workbook(path, document(november))
    book = CalamineWorkbook.from_path(str(path))
    assert len(book.sheet_names) == 2
    rows = book.get_sheet_by_index(1).to_python()
    head = rows[0]
    first = dict(zip(head, rows[1], strict=False))
    assert first["Order"] == "241559391300000"
    assert (first["Expected"], first["Received"]) == (50.0, 50.0)
    assert (first["Paid on"], first["Associated on"]) == (date(2026, 11, 3), date(2026, 11, 3))
    summary = book.get_sheet_by_index(0).to_python()
    total_row = next(row for row in summary if row[0] == "Total")
    assert total_row[2:8] == [3.0, 3000.0, 150.0, 0.0, 60.0, 90.0]


def test_no_text_of_a_report_becomes_a_formula(november: Workspace, tmp_path: Path) -> None:
    """A name in the records would be calculated on the computer where the workbook is opened."""
    account = november.book().accounts[UID]
    november.save_account(make_account(name="=1+1", key=account.key))
    path = tmp_path / "report.xlsx"
    november.reports.save_workbook(path, document(november))
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert any("'=1+1" in map(str, row) for row in rows)
    with zipfile.ZipFile(path) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if "worksheets/" in name]
    assert not any(b"<f>" in sheet for sheet in sheets)


def test_a_pack_lists_the_hash_of_every_file(
    november: Workspace, tmp_path: Path, qapp: object
) -> None:
    """The partner could not tell whether a file was changed in transit."""
    orders = in_dispute(november.cashback.orders(), month=NOVEMBER)
    assert [order.figures.outstanding for order in orders] == [4_000, 5_000]
    found = november.reports.dispute(orders)
    written = dispute_words.document(found, november.book())
    pdf = write_paper(written, words.cell_text)
    for path in (tmp_path / "one.zip", tmp_path / "two.zip"):
        november.reports.save_pack(path, found, written, pdf, "pack")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as pack:
        lines = pack.read("SHA256SUMS.txt").decode().splitlines()
        sums = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
        assert {*sums} == {*pack.namelist()} - {"SHA256SUMS.txt"} == {"pack.pdf", "pack.xlsx"}
        for name, digest in sums.items():
            assert hashlib.sha256(pack.read(name)).hexdigest() == digest
    text_found = text_of(pdf)
    for text in ("示例伙伴", "¥90.00", "Projectcreated", "2026-10-2008:00", "Source:"):
        assert text in text_found, text


def test_a_dispute_is_with_one_partner(november: Workspace) -> None:
    """One partner would read what another owes."""
    orders = november.cashback.orders()
    with pytest.raises(ValueError, match="0 partners"):
        november.reports.dispute([])
    other = [order for order in orders if order.verdict is Verdict.MISSED]
    assert total(in_dispute(orders, partner="nobody")) == Figures()
    assert len(in_dispute(orders, numbers=[other[0].number])) == 1


def test_expiring_projects_and_open_orders_are_pointed_out(november: Workspace) -> None:
    """The next month would begin with an order that no project covers."""
    messages = list(words.attention(november.reports.month(NOVEMBER), november.book()))
    assert messages == ["¥90.00 of this month is expected by 31 Dec (assumed)."]
    later = datetime(2027, 1, 22, tzinfo=UTC)
    messages = list(words.attention(november.reports.month("2026-12", later), november.book()))
    assert any("expired on 18 Jan" in line for line in messages), messages
    assert any("overdue in all" in line for line in messages)


def test_orders_that_no_sum_contains_are_pointed_out(november: Workspace) -> None:
    """The bookkeeper would take the sums for complete."""
    [project] = november.book().projects
    november.save_project(replace(project, cashback_rate=None))
    messages = list(words.attention(november.reports.month(NOVEMBER), november.book()))
    count = len(november.reports.month(NOVEMBER).orders)
    assert any(f"The cashback of {count} orders is unknown" in line for line in messages), messages
    november.save_project(replace(project, excluded_products=frozenset({"ecs"})))
    messages = list(words.attention(november.reports.month(NOVEMBER), november.book()))
    assert not any("unknown" in line for line in messages), "agreed is not unknown"


def test_cells_are_shown_as_amounts_counts_and_moments() -> None:
    """A fen would be read as a yuan."""
    assert words.cell_text(Yuan(123_456)) == "¥1,234.56"
    assert words.cell_text(Yuan(100, about=True)) == "≈\u00a0¥1.00"
    assert (words.cell_text(1_234), words.cell_text(None)) == ("1,234", "")
    assert words.cell_text(PAID_AT) == "2026-11-03 10:00"


def test_evidence_goes_into_the_pack_unless_its_file_has_changed(
    november: Workspace, tmp_path: Path, qapp: object
) -> None:
    """The proof would be missing, or another file be shown in its place."""
    service, number = november.evidence, "241559391300001"
    about = subject_of_order(UID, number)
    kept = service.add(about, make_png(1, 1), name="关联成功页")
    service.void(service.add(about, make_png(2, 1), name="错的"), "错的")
    orders = in_dispute(november.cashback.orders(), month=NOVEMBER)
    found = november.reports.dispute(orders)
    assert [(each.about, each.packed) for each in found.evidence] == [(number, True)]
    written = dispute_words.document(found, november.book())
    path = tmp_path / "pack.zip"
    november.reports.save_pack(path, found, written, b"%PDF", "pack")
    with zipfile.ZipFile(path) as pack:
        [name] = [each for each in pack.namelist() if each.startswith("evidence/")]
        assert name == f"evidence/01-{number}.png"
        assert hashlib.sha256(pack.read(name)).hexdigest() == kept.sha256
    service.path(kept).write_bytes(b"something else")
    again = november.reports.dispute(orders)
    assert [each.packed for each in again.evidence] == [False]
    written = dispute_words.document(again, november.book())
    text = text_of(write_paper(written, words.cell_text))
    assert "notincluded" in text
    assert kept.sha256 in text
