"""PDFs, read back: their text must be searchable, and copied as it was written."""

from __future__ import annotations

import io

import pypdf
import pytest

from desktop.exchange.formats.qr_code import make_code
from desktop.forms.wizard_steps import Request
from desktop.ui.kit.searchable_pdf import searchable
from desktop.ui.orders.list_pdf import PrintedColumn, write_pdf
from desktop.ui.projects.request_pdf import request_sheet, write_request_pdf
from desktop.wording.records.request import compose, pdf_title
from tests.builders import UID

RADICALS = range(0x2E80, 0x2FE0)
SIMPLE = "一二八十月日木水火土金人口大小女子工心手文方车马鱼鸟黄黑龙 第1页 fi fl 100%"
"""Characters that radicals are drawn like, and ligatures."""


def pages(pdf: bytes) -> list[str]:
    """Return the text of each page, without the line breaks of its layout."""
    found = pypdf.PdfReader(io.BytesIO(pdf), strict=True).pages
    return ["".join(page.extract_text().split()) for page in found]


def as_pdf(request: Request, language: str) -> bytes:
    """Return a request as a PDF."""
    message = compose(request, language)
    return write_request_pdf(request_sheet(message, make_code(message), language))


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_request_is_one_page_whose_text_is_found(language: str) -> None:
    """A partner copies UID and phrase from it, and finds it again by the company's name."""
    request = Request(UID, f"Example 示例 {SIMPLE}", "网店 web shop", "ECS 2 台")
    [text] = pages(as_pdf(request, language))
    for part in (UID, request.company, compose(request, language), pdf_title(language)):
        assert "".join(part.split()) in text
    assert not any(ord(sign) in RADICALS for sign in text)


def test_a_text_of_many_lines_continues_over_several_pages() -> None:
    """A template of the user's own must not lose its end."""
    message = "\n".join(f"line {number}" for number in range(200))
    found = pages(write_request_pdf(request_sheet(message, make_code(message), "en")))
    assert len(found) > 1
    assert all(f"line{number}" in "".join(found) for number in range(200))


def test_the_list_of_orders_is_found_by_search() -> None:
    """An order number that is copied with other digits is worse than none."""
    columns = [PrintedColumn("订单号", 1), PrintedColumn("产品", 1)]
    rows = [["236414227150001", "月用"], ["10", "人工"]]
    [text] = pages(write_pdf("订单：待关联", "2026 年 11 月 30 日", columns, rows))
    for part in ("236414227150001", "月用", "人工", "2026年11月30日"):
        assert part in text
    assert not any(ord(sign) in RADICALS for sign in text)


TABLE = b"""/CIDInit /ProcSet findresource begin
2 beginbfrange
<0001> <0003> <2F46>
<0005> <0006> [<0009> <2F2F> ]
endbfrange
end
"""


def small_pdf() -> bytes:
    """Return what Qt writes around a table of characters, with the offsets of its objects."""
    first = b"%PDF-1.4\n1 0 obj\n"
    table = b"<< /Length %d >>\nstream\n%sendstream\nendobj\n" % (len(TABLE), TABLE)
    second = b"2 0 obj\n<< >>\nendobj\n"
    at = len(first) + len(table)
    places = b"0000000000 65535 f \n0000000009 00000 n \n%010d 00000 n \n" % at
    return b"%sxref\n0 3\n%strailer\n<< >>\nstartxref\n%d\n%%%%EOF\n" % (
        first + table + second,
        places,
        at + len(second),
    )


def test_radicals_become_characters_and_every_place_still_holds() -> None:
    """Fonts that this system lacks need the replacement; a wrong offset damages the file."""
    pdf = searchable(small_pdf())
    assert b"<0001> <0003> [<65E0> <65E5> <66F0>]" in pdf
    assert b"<0005> <0006> [<0020> <5DE5>]" in pdf
    table = pdf[pdf.index(b"stream\n") + 7 : pdf.index(b"endstream")]
    assert b"/Length %d " % len(table) in pdf
    second = pdf.index(b"2 0 obj")
    assert b"%010d 00000 n" % second in pdf
    assert pdf.index(b"xref\n0 3") == int(pdf.split(b"startxref\n")[1].split()[0])


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4 something else", TABLE])
def test_what_qt_does_not_write_stays_as_it_is(data: bytes) -> None:
    """The next Qt may write another table; an unsearchable file is better than a broken one."""
    assert searchable(data) == data
