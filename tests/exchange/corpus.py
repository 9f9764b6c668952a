"""Broken and hostile files, each with its expected outcome.

An outcome is ``refused <code>``, or the number of orders, followed by the problems of single rows
in order.
"""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

SAMPLES = Path(__file__).with_name("samples")
HEADER = "订单号,订单类型,订单状态,创建时间,支付时间,应付金额,商品名称"
ROW = "236414227150001,新购,已支付,2026-09-01 00:30:00,2026-09-01 00:40:00,2040.00,测试"
OTHER = ROW.replace("150001", "150002")
ORDER = {
    "OrderId": "236414227150001",
    "OrderType": "New",
    "SubscriptionType": "Subscription",
    "PaymentStatus": "Paid",
    "CreateTime": "2026-09-01T00:30:00Z",
    "PaymentTime": "2026-09-01T00:40:00Z",
}


@dataclass(frozen=True, slots=True)
class Case:
    """A file of the corpus; `make` returns its bytes."""

    name: str
    make: Callable[[], bytes]
    outcome: str


def table(*rows: str, header: str = HEADER) -> Callable[[], bytes]:
    """Return a table of these rows, as UTF-8."""
    return lambda: "\n".join([header, *rows]).encode()


def text(value: str, encoding: str = "utf-8") -> Callable[[], bytes]:
    """Return a text in an encoding."""
    return lambda: value.encode(encoding)


def body(*rows: object, **more: object) -> Callable[[], bytes]:
    """Return a response of the API with these rows."""
    return lambda: json.dumps({"OrderList": {"Order": list(rows)}} | more).encode()


def order(**changes: object) -> dict[str, object]:
    """Return a changed row of a response."""
    return ORDER | changes


def cell(old: str, new: str) -> str:
    """Return the row with one of its cells changed."""
    return ROW.replace(old, new)


def workbook(*rows: list[object], **options: object) -> bytes:
    """Return an XLSX with these rows."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **options}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            for place, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(at, place, value)
                else:
                    sheet.write(at, place, value)
    return out.getvalue()


def parts_of(data: bytes, **changed: bytes | None) -> bytes:
    """Return a workbook with some of its parts replaced or removed."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            key = name.rsplit("/", 1)[-1].split(".")[0]
            content = changed.get(key, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def usual_workbook() -> bytes:
    """Return a sound workbook."""
    return workbook(list(HEADER.split(",")), list(ROW.split(",")))


def zip_bomb() -> bytes:
    """Return a file of four hundred kilobytes that unpacks to four hundred megabytes."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(400):
            part.write(b"\0" * (1 << 20))
    return out.getvalue()


def lying_zip() -> bytes:
    """Return a workbook whose ZIP directory understates the size of its parts."""
    data = bytearray(zip_bomb())
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(data)


def far_corner() -> bytes:
    """Return a workbook with a cell in the last corner, which declares seventeen billion cells."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER.split(","))
        sheet.write(1_048_575, 16_383, "x")
    return out.getvalue()


def billion_laughs() -> bytes:
    """Return a workbook with entities nested in entities, for gigabytes of text."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    shared = (
        f'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY l0 "lol">{entities}]>'
        "<sst><si><t>&l9;</t></si></sst>"
    )
    return parts_of(usual_workbook(), sharedStrings=shared.encode())


def outside_entity() -> bytes:
    """Return a workbook with an entity that names a file of the computer."""
    shared = (
        '<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        "<sst><si><t>&f;</t></si></sst>"
    )
    return parts_of(usual_workbook(), sharedStrings=shared.encode())


def old_with_password() -> bytes:
    """Return an XLS whose second record marks the rest as encrypted (FILEPASS)."""
    data = (SAMPLES / "libreoffice" / "my_orders.xls").read_bytes()
    second = data.index(b"\x09\x08\x10\x00\x00\x06\x05\x00") + 20
    return data[:second] + b"\x2f\x00" + data[second + 2 :]


OWN = (
    '{"format": "linkdue", "version": 1, "exported_at": "2026-09-01T00:00:00Z", "accounts": [], '
    '"partners": [], "projects": [], "orders": [], "cashback": []}'
)

CASES = [
    # Empty, or another file type
    Case("empty", text(""), "refused empty-file"),
    Case("spaces", text(" \n\t\r\n"), "refused empty-file"),
    Case("a mark only", lambda: b"\xef\xbb\xbf", "refused empty-file"),
    Case("zero bytes", lambda: b"\0" * 5000, "refused no-header"),
    Case("a picture", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "refused not-text"),
    Case("a program", lambda: b"MZ" + bytes(range(256)) * 40, "refused not-text"),
    Case("a PDF", lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "refused no-header"),
    Case(
        "a web page named .xls",
        text("<html><table><tr><td>订单号</td></tr></table>"),
        "refused html",
    ),
    Case("XML", text('<?xml version="1.0"?><Workbook/>'), "refused html"),
    Case("prose", text("Dear all,\nplease find the orders attached."), "refused no-header"),
    Case(
        "a text table",
        text("OrderId | CreateTime\n------- | ----------\n1 | 2\n"),
        "refused text-table",
    ),
    Case("a box", text("┌──┬──┐\n│ a│ b│\n└──┴──┘"), "refused text-table"),
    Case("another table", text("name,age,town\nLi,30,Wuhan\nWu,40,Beijing"), "refused no-header"),
    # Encodings
    Case(
        "half of a character",
        lambda: HEADER.encode() + b"\n" + ROW.encode()[:-1],
        "refused not-text",
    ),
    Case(
        "two encodings",
        lambda: HEADER.encode() + b"\n" + ROW.encode("gb18030"),
        "refused not-text",
    ),
    Case("UTF-16 without a mark", text(f"{HEADER}\n{ROW}", "utf-16-le"), "1"),
    Case(
        "UTF-16 cut in a character",
        lambda: f"{HEADER}\n{ROW}".encode("utf-16")[:-1],
        "refused not-text",
    ),
    Case("UTF-32", text(f"{HEADER}\n{ROW}", "utf-32"), "1"),
    Case("GB18030", text(f"{HEADER}\n{ROW}", "gb18030"), "1"),
    # Tables
    Case("a header only", table(), "refused no-rows"),
    Case("a header twice", table(ROW, HEADER, OTHER), "2"),
    Case("a total at the end", table(ROW, "合计,,,,,2040.00,"), "1 not-digits"),
    Case("old Mac line ends", text(f"{HEADER}\r{ROW}\r{OTHER}"), "2"),
    Case("a quote left open", table(f'"{ROW}', OTHER), "2"),
    Case("quotes within", table(cell("测试", '"a ""b"" c"')), "1"),
    Case("a row too short", table("236414227150001,新购", OTHER), "1 missing"),
    Case("a row too long", table(f"{ROW},,,,,,,x", OTHER), "2"),
    Case("NUL in a cell", table(cell("测试", "a\x00b")), "1"),
    Case("NUL in a number", table(cell("236414227150001", "236414\x00227150001")), "1"),
    Case("bidi signs in a number", table(cell("2364", "\u202e2364"), OTHER), "1 not-digits"),
    Case("bidi signs in a title", table(cell("测试", "\u202eabc")), "1"),
    Case(
        "full-width digits", table(cell("236414227150001", "２３６４１４２２７１５０００１")), "1"
    ),
    Case(
        "digits of another script",
        table(cell("236414227150001", "٢٣٦٤١٤٢٢٧١٥٠٠٠١"), OTHER),
        "1 not-digits",
    ),
    Case(
        "a shortened number", table(cell("236414227150001", "2.36414E+14"), OTHER), "1 scientific"
    ),
    Case("a negative number", table(cell("2364", "-2364"), OTHER), "1 not-digits"),
    Case(
        "a cell of ten megabytes",
        f"{HEADER}\n{cell('测试', 'x' * 10_000_000)}".encode,
        "refused line-too-long",
    ),
    Case("a line of fifty megabytes", lambda: b"," * 50_000_000, "refused line-too-long"),
    Case("a million empty lines", lambda: f"{HEADER}\n{ROW}".encode() + b"\n" * 1_000_000, "1"),
    Case("a thousand columns", table(ROW + "," * 1000, header=HEADER + ",x" * 1000), "1"),
    Case(
        "day and month in doubt",
        table(cell("2026-09-01 00:30:00", "12/11/2026 10:00"), OTHER),
        "1 day-month-doubt",
    ),
    Case(
        "the 30th of February",
        table(cell("2026-09-01 00:30:00", "2026-02-30 10:00:00"), OTHER),
        "1 no-such-moment",
    ),
    Case(
        "the year 9999",
        table(cell("2026-09-01 00:30:00", "9999-12-31 23:59:59"), OTHER),
        "1 no-such-moment",
    ),
    Case(
        "the year 1",
        table(cell("2026-09-01 00:30:00", "0001-01-01 00:00:00"), OTHER),
        "1 no-such-moment",
    ),
    Case(
        "no time of day", table(cell("2026-09-01 00:30:00", "2026-09-01"), OTHER), "1 time-missing"
    ),
    Case(
        "an absurd zone",
        table(cell("2026-09-01 00:30:00", "2026-09-01T00:30:00+99:99"), OTHER),
        "1 no-such-moment",
    ),
    Case("no amount", table(cell("2040.00", "many"), OTHER), "1 not-money"),
    Case("an amount that is not a number", table(cell("2040.00", "NaN"), OTHER), "1 not-money"),
    Case("an endless amount", table(cell("2040.00", "9" * 500), OTHER), "1 not-money"),
    Case("thirds of a fen", table(cell("2040.00", "0.333"), OTHER), "1 finer-than-fen"),
    Case("an unknown status", table(cell("已支付", "在路上"), OTHER), "1 unknown-word"),
    Case("a formula", table(cell("测试", '"=HYPERLINK(""http://x"")"')), "1"),
    # JSON
    Case("JSON cut off", lambda: body(ORDER)()[:-2], "refused broken-json"),
    Case("ten thousand levels", text("[" * 10_000), "refused too-deep"),
    Case("levels of objects", text('{"a":' * 10_000 + "1" + "}" * 10_000), "refused too-deep"),
    Case("one key twice", text('[{"OrderId": "1", "OrderId": "2"}]'), "refused duplicate-key"),
    Case("not a number", text('[{"OrderId": NaN}]'), "refused odd-number"),
    Case(
        "a number of a megabyte",
        text('[{"OrderId": ' + "9" * 1_000_000 + "}]"),
        "refused odd-number",
    ),
    Case("half of a pair", text('[{"OrderId": "\\ud800"}]'), "refused odd-text"),
    Case("escaped NUL", text('[{"OrderId": "\\u0000"}]'), "refused odd-text"),
    Case(
        "an error message", text('{"Code": "NotAuthorized", "Message": "no"}'), "refused api-error"
    ),
    Case("another JSON", text('{"name": "package", "version": "1.0"}'), "refused not-known-json"),
    Case("a list of nothing", text("[[], [], null]"), "refused no-rows"),
    Case(
        "a page of several", body(ORDER, TotalCount=40, PageNum=1, PageSize=20), "1 pages-missing"
    ),
    Case("a page that counts wrongly", body(ORDER, TotalCount="many", PageSize=-3), "1"),
    Case(
        "rows that are no objects",
        body(ORDER, 7, None, [ORDER]),
        "1 not-an-order not-an-order not-an-order",
    ),
    Case(
        "another currency",
        body(ORDER, order(OrderId="236414227150002", Currency="USD")),
        "1 currency",
    ),
    Case("a rounded number", body(ORDER, order(OrderId=2.36414e14)), "1 not-digits"),
    Case(
        "objects for texts",
        body(ORDER, order(OrderId="236414227150002", OrderType={"a": 1})),
        "1 not-text",
    ),
    Case(
        "own JSON of tomorrow",
        text(OWN.replace('"version": 1', '"version": 99')),
        "refused newer-version",
    ),
    Case("own JSON with more in it", text(OWN[:-1] + ', "more": 1}'), "refused schema"),
    Case("own JSON twice", text(OWN + OWN), "refused schema"),
    Case(
        "lines of which one is broken",
        lambda: body(ORDER)() + b"\n" + b'{"OrderList": ',
        "refused broken-json",
    ),
    # Spreadsheets
    Case("a workbook cut off", lambda: usual_workbook()[:2000], "refused spreadsheet-broken"),
    Case(
        "an archive of something else",
        lambda: parts_of(usual_workbook(), workbook=None),
        "refused spreadsheet-broken",
    ),
    Case(
        "a sheet that is missing",
        lambda: parts_of(usual_workbook(), sheet1=None),
        "refused spreadsheet-broken",
    ),
    Case(
        "a sheet that is no XML",
        lambda: parts_of(usual_workbook(), sheet1=b"\xff" * 99),
        "refused spreadsheet-broken",
    ),
    Case("a zip bomb", zip_bomb, "refused spreadsheet-too-large"),
    Case("a zip bomb that lies", lying_zip, "refused spreadsheet-broken"),
    Case("billions of cells declared", far_corner, "refused spreadsheet-too-large"),
    Case("entities of entities", billion_laughs, "refused spreadsheet-broken"),
    Case("an entity from outside", outside_entity, "refused spreadsheet-broken"),
    Case("an empty workbook", workbook, "refused empty-file"),
    Case(
        "a workbook with a password",
        SAMPLES.joinpath("password.xlsx").read_bytes,
        "refused spreadsheet-encrypted",
    ),
    Case("an old workbook with a password", old_with_password, "refused spreadsheet-encrypted"),
    Case(
        "an old workbook cut off",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 3000,
        "refused spreadsheet-broken",
    ),
    Case(
        "a number cell of 16 digits",
        lambda: workbook(
            HEADER.split(","), [2364142271500012, *ROW.split(",")[1:]], OTHER.split(",")
        ),
        "1 scientific",
    ),
    Case(
        "errors in cells",
        lambda: workbook(HEADER.split(","), ["#REF!", *ROW.split(",")[1:]], OTHER.split(",")),
        "1 not-digits",
    ),
]
