"""Spreadsheets as real and hostile programs write them: read correctly, or refused."""

from __future__ import annotations

import io
import random
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from desktop import READ_SPREADSHEET
from desktop.__main__ import main
from desktop.domain.model import OrderStatus
from desktop.exchange.document import spreadsheet, spreadsheet_process
from desktop.exchange.snapshot import ImportRefused, Snapshot
from desktop.wording.errors import files
from tests.builders import OTHER_UID, UID
from tests.exchange.reading import read_file

HEADER = ["订单号", "订单类型", "订单状态", "创建时间", "支付时间", "应付金额", "商品名称"]
CREATED = datetime(2026, 9, 1, 0, 30)  # noqa: DTZ001 - a spreadsheet has no zones
ROW = ["236414227150001", "新购", "已支付", CREATED, "2026-09-01 00:40:00", 2040, "=测试"]


def with_openpyxl(path: Path, rows: list[list[Any]]) -> None:
    """Write a workbook with an empty sheet before the one with the rows."""
    book = openpyxl.Workbook()
    sheet = book.create_sheet("订单")
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    book.save(path)


def with_xlsxwriter(path: Path, rows: list[list[Any]]) -> None:
    """Write the same workbook as another program would."""
    book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy/m/d h:mm"})
    sheet = book.add_worksheet("orders")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, column, value)
            else:
                sheet.write(number, column, value)
    book.close()


WRITERS = pytest.mark.parametrize("write", [with_openpyxl, with_xlsxwriter])


def read(path: Path, account: str | None = UID) -> Snapshot:
    """Return the rows of a spreadsheet."""
    return read_file(path, account)


@WRITERS
def test_dates_numbers_and_texts(write: Any, tmp_path: Path) -> None:
    """A date cell is Beijing time, an amount has two decimals, a title stays a title."""
    path = tmp_path / "orders.xlsx"
    write(path, [["订单列表"], [], HEADER, ROW])
    found = read(path)
    assert found.problems == ()
    (read_order,) = found.orders
    order = read_order.order
    assert read_order.row == 4
    assert order.number == "236414227150001"
    assert order.created_at == datetime(2026, 8, 31, 16, 30, tzinfo=UTC)
    assert order.paid_at == datetime(2026, 8, 31, 16, 40, tzinfo=UTC)
    assert (order.payable, order.title, order.status) == (204000, "=测试", OrderStatus.PAID)


@WRITERS
@pytest.mark.parametrize("amount", [2040, 2040.5, 0.1 + 0.2, "¥2,040.00", None])
def test_amounts_of_number_cells(write: Any, amount: Any, tmp_path: Path) -> None:
    """0.30000000000000004 is thirty fen."""
    path = tmp_path / "orders.xlsx"
    write(path, [HEADER, [*ROW[:5], amount, ""]])
    expected = {2040: 204000, 2040.5: 204050, 0.1 + 0.2: 30, "¥2,040.00": 204000, None: None}
    assert read(path).orders[0].order.payable == expected[amount]


@WRITERS
def test_numbers_that_lost_their_digits(write: Any, tmp_path: Path) -> None:
    """Fifteen digits of a number cell are exact; sixteen were rounded, and are not guessed."""
    path = tmp_path / "orders.xlsx"
    account = [*HEADER, "账号ID"]
    rows = [
        [236414227150001, *ROW[1:], OTHER_UID],
        [2364142271500010, *ROW[1:], OTHER_UID],
        ["236414227150003", *ROW[1:], 1000000000000010],
    ]
    write(path, [account, *rows])
    found = read(path)
    assert found.orders[0].order.number == "236414227150001"
    assert [(p.row, p.code, p.facts["field"]) for p in found.problems] == [
        (3, "scientific", "number"),
        (4, "scientific", "account"),
    ]
    assert all("shortened" in files.row(problem) for problem in found.problems)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04" + b"x" * 100, "spreadsheet-broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "spreadsheet-broken"),
    ],
)
def test_broken_workbooks_are_refused(content: bytes, code: str, tmp_path: Path) -> None:
    """An interrupted download would crash the import."""
    path = tmp_path / "orders.xlsx"
    path.write_bytes(content)
    with pytest.raises(ImportRefused) as caught:
        read(path)
    assert caught.value.code == code
    assert files.unreadable(caught.value)


def test_a_workbook_without_rows(tmp_path: Path) -> None:
    """An empty sheet is an empty file; one without an order number is no order list."""
    path = tmp_path / "orders.xlsx"
    with_openpyxl(path, [])
    with pytest.raises(ImportRefused, match="empty-file"):
        read(path)
    with_openpyxl(path, [["a", "b"], [1, 2]])
    with pytest.raises(ImportRefused, match="no-header"):
        read(path)


@pytest.mark.parametrize("cut", [10, 200, 1000, 3000])
def test_a_workbook_that_was_cut_short(cut: int, tmp_path: Path) -> None:
    """Whatever is missing, the file is refused."""
    path = tmp_path / "orders.xlsx"
    with_openpyxl(path, [HEADER, ROW])
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(ImportRefused, match="spreadsheet-broken"):
        read(path)


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few kilobytes would fill the memory."""
    path = tmp_path / "orders.xlsx"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * 3_000_000)
    path.write_bytes(packed.getvalue())
    monkeypatch.setattr(spreadsheet_process, "LARGEST_MB", 2)
    with pytest.raises(ImportRefused, match="spreadsheet-too-large"):
        spreadsheet_process.read_rows(path.read_bytes())


def test_the_program_calls_itself_by_the_name_it_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program must pass the flag to the reader process, or it could read no spreadsheet."""
    monkeypatch.setattr(spreadsheet_process, "main", lambda: 42)
    assert main([READ_SPREADSHEET]) == 42


def test_a_sheet_that_claims_billions_of_cells(tmp_path: Path) -> None:
    """One stray cell in the last corner ends the reading process, but not the program."""
    path = tmp_path / "orders.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADER)
    sheet.write(1_048_575, 16_383, "x")
    book.close()
    with pytest.raises(ImportRefused, match="spreadsheet-too-large"):
        read(path)


def test_a_large_workbook_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes longer than the program's first wait, and is larger than a pipe's buffer."""
    monkeypatch.setattr(spreadsheet, "POLL_SECONDS", 0.02)
    path = tmp_path / "orders.xlsx"
    rows = [[str(236414227150001 + n), *ROW[1:-1], random.randbytes(99).hex()] for n in range(2000)]
    with_xlsxwriter(path, [HEADER, *rows])
    assert path.stat().st_size > 100_000
    asked: list[int] = []
    found = spreadsheet.read_rows(path.read_bytes(), lambda at, _count: asked.append(at))
    assert len(found) == 2001
    assert asked


def test_reading_is_cancelled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The wrong file was dropped: the process that reads it is ended."""
    monkeypatch.setattr(spreadsheet, "POLL_SECONDS", 0.001)
    path = tmp_path / "orders.xlsx"
    with_openpyxl(path, [HEADER, ROW])

    def stop(_at: int, _count: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        spreadsheet.read_rows(path.read_bytes(), stop)


def test_another_kind_of_archive(tmp_path: Path) -> None:
    """A ZIP of something else would be reported as a broken spreadsheet."""
    path = tmp_path / "photos.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("picture.txt", "x")
    with pytest.raises(ImportRefused, match="spreadsheet-broken"):
        read(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("EncryptedPackage", "x")
    with pytest.raises(ImportRefused, match="spreadsheet-encrypted"):
        read(path)
