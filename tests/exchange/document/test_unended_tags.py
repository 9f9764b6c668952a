"""The number formats of a workbook whose tags do not end, as no spreadsheet program writes it."""

from __future__ import annotations

import io
import zipfile

import pytest
from xlsxwriter import Workbook

from desktop.exchange.document.cell_formats import with_marked_amounts
from tests.cpu_time import max_cpu_time

MANY = 30_000
END_OF_STYLES = b"</cellXfs>"


def parts_of_workbook() -> dict[str, bytes]:
    """Return the parts of a workbook with an amount that is shown in dollars."""
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        dollars = book.add_format({"num_format": "[$USD] 0.00"})
        book.add_worksheet().write_number(0, 0, 300, dollars)
    with zipfile.ZipFile(out) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    """Return a workbook of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("xl/worksheets/sheet1.xml", b"<c "),
        ("xl/worksheets/sheet1.xml", b'<c s="1"><v>'),
        ("xl/styles.xml", b"<numFmt "),
        ("xl/styles.xml", b'<numFmt numFmtId="9" formatCode="'),
        ("xl/styles.xml", b"<cellXfs "),
        ("xl/styles.xml", b"<xf "),
        ("content.xml", b"<table:table-cell "),
    ],
)
def test_tags_without_an_end_take_no_longer_than_others(part: str, content: bytes) -> None:
    """A small file would keep the reader busy until it is ended after a minute."""
    parts = {} if part == "content.xml" else parts_of_workbook()
    many = content * MANY
    if part == "xl/styles.xml":
        many = parts[part].replace(END_OF_STYLES, many)
    data = packed(parts | {part: many})
    with max_cpu_time(5):
        with_marked_amounts(data)
