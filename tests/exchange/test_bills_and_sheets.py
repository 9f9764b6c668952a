"""Upgraded bills, bills without orders, Big5, sheets, days without a time: correct or refused."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import icalendar
import pytest
import xlsxwriter

from desktop.domain.model import Account, Order, Project, ProjectStatus, Window
from desktop.exchange.snapshot import ImportRefused, Snapshot
from desktop.services.workspace import Workspace
from desktop.wording import calendar as calendar_words
from desktop.wording import imports
from desktop.wording.errors import files
from tests.exchange.formats.test_order_csv import ORDER
from tests.exchange.reading import read_file, read_text

UID = "1738376485190001"
HEADER = ["订单号", "订单类型", "订单状态", "创建时间", "支付时间", "应付金额"]
ROW = ["236414227150001", "新购", "已支付", "2026-09-01 00:10:00", "2026-09-01 00:30:00", "12.50"]
V2_TITLES = (
    "标识信息/订单号",
    "身份信息/资源购买账号ID",
    "身份信息/资源购买账号",
    "账单信息/账期",
    "账单信息/费用类型",
    "账单信息/交易类型",
    "账单信息/消费时间",
    "应付信息/应付金额（不含税）",
    "应付信息/应付金额（含税）",
)


def v2(number: str, fee: str, transaction: str, amount: str) -> str:
    """Return one line of an upgraded bill."""
    cells = (
        number,
        UID,
        "demo",
        "2026-09",
        fee,
        transaction,
        "2026-09-01 00:30:00",
        "9.99",
        amount,
    )
    return ",".join(cells)


def test_an_upgraded_bill_adds_to_its_orders() -> None:
    """Usage, rounding, refunds and commission would count as money spent on an order."""
    lines = [
        ",".join(V2_TITLES),
        v2("236414227150001", "订阅预付费用", "新购", "1940.00"),
        v2("236414227150001", "订阅退款费用", "退款", "-500.00"),
        v2("", "按量付费费用", "按量付费", "3.00"),
        v2("", "抹零费用", "", "-0.01"),
        v2("236414227150002", "佣金费用", "", "-97.00"),
    ]
    snapshot = read_text("\n".join(lines), UID)
    (addition,) = snapshot.additions
    assert addition.account == UID
    assert addition.number == "236414227150001"
    assert addition.facts == {
        "paid_at": datetime(2026, 8, 31, 16, 30, tzinfo=UTC),
        "payable": 194000,
    }
    assert [(p.code, p.facts) for p in snapshot.problems] == [("lines-of-no-order", {"count": 4})]


def test_a_bill_that_belongs_to_no_order_is_reported() -> None:
    """The user would look for an order number that such a bill never has."""
    titles = "账期,财务单元,产品Code,产品,消费类型,计费方式,实例ID,实例昵称,资源组,用量,应付金额"
    with pytest.raises(ImportRefused) as refusal:
        read_text(f"{titles}\n2026-09,,ecs,ECS,按量,按量,i-1,a,默认,1,2.00", UID)
    assert refusal.value.code == "bill-without-orders"
    assert "neither order numbers nor cash" in files.unreadable(refusal.value)
    with pytest.raises(ImportRefused, match="bill-without-order-lines"):
        read_text("\n".join([",".join(V2_TITLES), v2("", "佣金费用", "", "-97.00")]), UID)


def test_traditional_characters_in_big5(tmp_path: Path) -> None:
    """A list from Taiwan or Hong Kong would be read as garbled text, and refused."""
    path = tmp_path / "orders.csv"
    text = "訂單編號,訂單類型,訂單狀態,建立時間,付款時間,應付金額\n" + ",".join(
        [ROW[0], "續費", "已付款", *ROW[3:]]
    )
    path.write_bytes(text.encode("big5"))
    (only,) = read_file(path, UID).orders
    assert (only.order.kind, only.order.payable) == ("Renew", 1250)


def workbook(path: Path, sheets: dict[str, list[list[Any]]], *hidden: str) -> Path:
    """Write sheets with texts, numbers and days."""
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            if name in hidden:
                sheet.hide()
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    write = sheet.write_string if isinstance(value, str) else sheet.write
                    write(number, column, value)
    return path


@pytest.mark.parametrize("day", [date(2026, 9, 1), 46266, "2026-09-01", "2026/9/1", "2026年9月1日"])
def test_a_day_without_a_time_is_asked_for(day: object, tmp_path: Path) -> None:
    """Midnight would be assumed, and the order be called too early for its project."""
    first = [*ROW[:3], day, *ROW[4:]]
    second = [ROW[0].replace("150001", "150002"), *ROW[1:]]
    found = read_file(workbook(tmp_path / "orders.xlsx", {"a": [HEADER, first, second]}), UID)
    assert [(p.row, p.code, p.facts["field"]) for p in found.problems] == [
        (2, "time-missing", "created_at")
    ]
    assert len(found.orders) == 1
    assert "The time is missing" in files.row(found.problems[0])


def test_every_sheet_is_accounted_for(tmp_path: Path) -> None:
    """A hidden sheet would be read, or a second one with orders be dropped silently."""
    other = [ROW[0].replace("150001", "150002"), *ROW[1:]]
    wrong = [ROW[0].replace("150001", "150003"), *ROW[1:5], "12,50"]
    path = workbook(
        tmp_path / "orders.xlsx",
        {
            "notes": [["a", "b"], ["c", "d"]],
            "old": [HEADER, [ROW[0].replace("150001", "150009"), *ROW[1:]]],
            "September": [HEADER, ROW],
            "blank": [],
            "October": [["title"], HEADER, other, wrong],
        },
        "old",
    )
    found = read_file(path, UID)
    assert [each.order.number[-1] for each in found.orders] == ["1", "2"]
    assert {(note.code, note.facts.get("sheet")) for note in found.notes} == {
        ("sheet-without-orders", "notes"),
        ("sheet-hidden", "old"),
        ("sheet-empty", "blank"),
        ("lines-skipped", "October"),
    }
    (problem,) = found.problems
    assert imports.located(problem).startswith("Sheet “October”, row 4: ")


def test_only_hidden_sheets_have_orders(tmp_path: Path) -> None:
    """The user would see a workbook with content and be told that it is empty."""
    path = workbook(tmp_path / "orders.xlsx", {"shown": [], "old": [HEADER, ROW]}, "old")
    with pytest.raises(ImportRefused, match="only-hidden-sheets"):
        read_file(path, UID)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ([*ROW, "more"], "too-many-cells"),
        ([*ROW[:5], "2", "040.00"], "too-many-cells"),
        ([*ROW[:4], ROW[4], '"a"b"c'], "not-money"),
    ],
)
def test_a_row_that_does_not_fit_is_refused(row: list[str], code: str) -> None:
    """Values would slide into the next column."""
    good = ",".join([ROW[0].replace("150001", "150002"), *ROW[1:]])
    found = read_text("\n".join([",".join(HEADER), ",".join(row), good]), UID)
    assert [problem.code for problem in found.problems] == [code]
    assert len(found.orders) == 1


def test_stray_marks_in_two_rows_do_not_join_them() -> None:
    """An order would get the number of the row above and the times of the row below."""
    titles = [HEADER[0], "商品名称", *HEADER[1:]]
    lines = [
        [ROW[0], '"15寸 屏', *ROW[1:]],
        [ROW[0].replace("150001", "150002"), '16寸 屏"', *ROW[1:5], "99.00"],
    ]
    found = read_text("\n".join(map(",".join, [titles, *lines])), UID)
    assert [(each.order.title, each.order.payable) for each in found.orders] == [
        ('"15寸 屏', 1250),
        ('16寸 屏"', 9900),
    ]


def test_marks_that_fit_no_reading_are_named() -> None:
    """A row with a missing cell and stray quotation marks would be read as if it were sound."""
    titles = [HEADER[0], "商品名称", *HEADER[1:], "备注"]
    good = [ROW[0].replace("150001", "150002"), "x", *ROW[1:], "note"]
    found = read_text("\n".join(map(",".join, [titles, [ROW[0], '"a"b', *ROW[1:]], good])), UID)
    assert [(problem.row, problem.code) for problem in found.problems] == [(2, "broken-quotes")]
    assert [each.row for each in found.orders] == [3]


def test_an_amount_torn_apart_by_its_comma_is_refused() -> None:
    """2,040.00 without quotes would become 2.00 beside a title of 040.00."""
    titles = [*HEADER, "商品名称"]
    row = [*ROW[:5], "2", "040.00"]
    with pytest.raises(ImportRefused, match="separator-doubt"):
        read_text("\n".join([",".join(titles), ",".join(row)]), UID)


def test_two_columns_of_one_title_must_agree() -> None:
    """One of two amounts would be used, and nobody would know why."""
    titles = [*HEADER, "应付金额"]
    found: Snapshot = read_text(
        "\n".join(
            [
                ",".join(titles),
                ",".join([*ROW, "99.00"]),
                ",".join([ROW[0].replace("150001", "150002"), *ROW[1:], ROW[5]]),
            ]
        ),
        UID,
    )
    assert [problem.code for problem in found.problems] == ["columns-differ"]
    assert [each.order.payable for each in found.orders] == [1250]


def test_a_list_without_its_creation_is_no_bill() -> None:
    """The list would be read as a bill, and every order be called unknown."""
    titles = [title.replace("创建时间", "创建时间(预计)") for title in HEADER]
    with pytest.raises(ImportRefused, match="no-creation") as refusal:
        read_text("\n".join([",".join(titles), ",".join(ROW)]), UID)
    assert "创建时间(预计)" in files.unreadable(refusal.value)


def test_placeholder_words_in_notes_are_read_back_as_texts(workspace: Workspace) -> None:
    """A note “无” would be lost by an export and import."""
    from dataclasses import replace

    from desktop.exchange.formats import order_csv

    orders = [replace(ORDER, note=note, title=note) for note in ("无", "--", "N/A", "'无", "null")]
    for order in orders:
        (again,) = read_text(order_csv.dump([order], "zh_CN").removeprefix("\ufeff")).orders
        assert (again.order.note, again.order.title) == (order.note, order.title)


@pytest.fixture
def announced(workspace: Workspace, tmp_path: Path) -> tuple[Workspace, Order, Path]:
    """Return a workspace with one open order, and the calendar exported from it."""
    workspace.save_account(Account(uid=UID, name="示例", window=Window.MONTH))
    workspace.save_project(
        Project(
            account=UID,
            number="202608200001",
            status=ProjectStatus.ACTIVE,
            created_at=datetime(2026, 8, 20, tzinfo=UTC),
        )
    )
    report = workspace.files.import_plan(
        workspace.files.plan(
            workspace.files.open(f"账号ID,{','.join(HEADER)}\n{UID},{','.join(ROW)}")
        ),
        "list",
    )
    (order,) = report.plan.orders
    path = tmp_path / "deadlines.ics"
    assert workspace.files.export(path, "en", calendar_words.describe) == 1
    return workspace, order, path


def event(path: Path) -> icalendar.cal.Component:
    """Return the only event of a calendar."""
    (only,) = icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    assert isinstance(only, icalendar.Event)
    return only


def test_what_was_announced_is_cancelled(announced: tuple[Workspace, Order, Path]) -> None:
    """Calendars would keep reminding of orders that are associated."""
    workspace, order, path = announced
    first = event(path)
    workspace.undo()
    for _ in range(2):
        assert workspace.files.export(path, "en", calendar_words.describe) == 0
        cancelled = event(path)
        assert cancelled["UID"] == first["UID"]
        assert (cancelled["STATUS"], cancelled["SEQUENCE"]) == ("CANCELLED", 1)
        assert cancelled["DTEND"].dt == first["DTEND"].dt
    assert b"METHOD:PUBLISH" in path.read_bytes()
    workspace.redo()
    workspace.files.export(path, "en", calendar_words.describe)
    assert (event(path)["STATUS"], event(path)["SEQUENCE"]) == ("CONFIRMED", 2)
    assert order.number in event(path)["DESCRIPTION"]


def test_the_zone_has_no_daylight_rules(announced: tuple[Workspace, Order, Path]) -> None:
    """Some calendars apply the rules of 1986 to 1991 today, and ring an hour early."""
    text = announced[2].read_text("utf-8")
    assert "BEGIN:STANDARD" in text
    assert "DAYLIGHT" not in text


def test_an_account_that_comes_with_a_table_is_named() -> None:
    """Somebody else's account would be added silently."""
    titles, row = ["账号ID", *HEADER], ["1000000000000009", *ROW]
    found = read_text("\n".join(map(",".join, [titles, row])), UID, {"示例": UID})
    assert [(note.code, note.facts) for note in found.notes] == [
        ("account-new", {"account": "1000000000000009"})
    ]
