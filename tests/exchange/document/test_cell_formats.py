"""Amounts whose currency or unit only the number format shows: as shown, or refused."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.exchange.document.spreadsheet_process import read_rows
from desktop.forms.read_amount import AmountProblem, read_amount

FORMATS = {
    "General": 1,
    "#,##0.00": 1,
    '"¥"#,##0.00;[Red]-"¥"#,##0.00': 1,
    "[$¥-804]#,##0.00": 1,
    "[$CNY] #,##0.00": 1,
    '#,##0.00"元"': 1,
    '0!.0,"万"': 1,
    '#,##0.00"万元"': 10_000,
    "0.00万": 10_000,
    '"US$"#,##0.00': None,
    "[$$-409]#,##0.00": None,
    "_-[$€-2]\\ * #,##0.00": None,
    "[$¥-411]#,##0": None,
    "#,##0.00 [$USD]": None,
    '#,##0.00"港币"': None,
}
"""By what a cell is multiplied to be what the sheet shows; None if it is no amount of yuan."""


def with_xlsxwriter(code: str, yuan: float) -> bytes:
    """Return a workbook as a program writes it."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "金额")
        sheet.write_number(1, 0, yuan, book.add_format({"num_format": code}))
        sheet.write_number(1, 1, 7)
    return out.getvalue()


def with_openpyxl(code: str, yuan: float) -> bytes:
    """Return the same workbook as another program writes it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["金额"])
    sheet.append([yuan, 7])
    sheet["A2"].number_format = code
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("write", [with_xlsxwriter, with_openpyxl])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(FORMATS)), st.integers(1, 10**8))
def test_an_amount_is_what_the_sheet_shows(write, code: str, fen: int) -> None:  # type: ignore[no-untyped-def]
    """A cell of 300 that shows US$300.00 was read as 300 yuan."""
    rows = read_rows(write(code, fen / 100))
    factor = FORMATS[code]
    found = read_amount(rows[1][0])
    assert found == (AmountProblem.OTHER_CURRENCY if factor is None else fen * factor)
    assert rows[0] == ["金额"]
    assert rows[1][1] == "7"


def test_another_currency_in_a_file_of_libreoffice(tmp_path: Path) -> None:
    """Its cells name their currency beside the number."""
    cell = (
        '<table:table-cell office:value-type="currency" office:currency="{}" office:value="300">'
        "<text:p>{}300.00</text:p></table:table-cell>"
    )
    space = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{space}:office:1.0"'
        f' xmlns:table="{space}:table:1.0" xmlns:text="{space}:text:1.0"><office:body>'
        '<office:spreadsheet><table:table table:name="S"><table:table-row>'
        f"{cell.format('USD', '$')}{cell.format('CNY', '¥')}"
        "</table:table-row></table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    path = tmp_path / "orders.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f'<manifest xmlns="{space}:manifest:1.0"/>')
        archive.writestr("content.xml", content)
    assert read_rows(path.read_bytes()) == [["$300.00", "300"]]
