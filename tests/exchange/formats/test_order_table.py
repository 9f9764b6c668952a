"""Order lists as text: any delimiter, any encoding, and problems reported row by row."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.model import Billing, Order, OrderStatus
from desktop.exchange.snapshot import ImportRefused, Snapshot
from desktop.services.workspace import Workspace
from desktop.wording import imports
from desktop.wording.errors import files
from tests.builders import OTHER_UID, UID
from tests.exchange.reading import read_file, read_text

SAMPLES = Path(__file__).parents[1] / "samples"
HEADER = "订单号,订单类型,订单状态,创建时间,支付时间,应付金额"
GOOD = "236414227150001,新购,已支付,2026-09-01 00:30:00,2026-09-01 00:40:00,2040.00"


def read(text: str, account: str | None = UID, **known: str) -> Snapshot:
    """Read a table as if from a file."""
    return read_text(text, account, known)


def only(text: str) -> Order:
    """Return the one order of a table without problems."""
    found = read(text)
    assert found.problems == ()
    assert len(found.orders) == 1
    return found.orders[0].order


def problem(row: str) -> tuple[str, str]:
    """Return code and field of the problem of one row beside a sound one."""
    found = read(f"{HEADER}\n{GOOD}\n{row}")
    assert len(found.orders) == 1
    (wrong,) = found.problems
    assert wrong.row == 3
    assert imports.located(wrong).startswith("Row 3: ")
    return wrong.code, str(wrong.facts.get("field"))


@pytest.mark.parametrize("name", ["my_orders_utf8_bom.csv", "my_orders_gb18030.csv"])
def test_the_console_s_export(name: str) -> None:
    """The list as the console exports it, with its tab before a number, is imported whole."""
    found = read_file(SAMPLES / name, UID)
    assert found.problems == ()
    first, second = (read.order for read in found.orders)
    assert first == Order(
        account=UID,
        number="236414227150001",
        kind="New",
        billing=Billing.PREPAID,
        status=OrderStatus.PAID,
        created_at=datetime(2026, 8, 31, 15, 40, tzinfo=UTC),
        paid_at=datetime(2026, 8, 31, 16, 30, tzinfo=UTC),
        title="云服务器ECS-包年包月",
        payable=204000,
    )
    assert (second.number, second.status, second.paid_at) == (
        "236414227150004",
        OrderStatus.UNPAID,
        None,
    )


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "，", "|"])
@pytest.mark.parametrize("before", ["", "订单列表\n导出时间：2026-09-02\n\n"])
def test_any_delimiter_and_lines_before_the_header(delimiter: str, before: str) -> None:
    """Copied from a spreadsheet, saved by another program, with a title above."""
    text = before + f"{HEADER}\n{GOOD}".replace(",", delimiter)
    assert only(text).payable == 204000


@pytest.mark.parametrize(
    "shown",
    [
        "2026-09-01 00:30:00",
        "2026/9/1 0:30",
        "2026-08-31T16:30:00Z",
        "2026-09-01T00:30:00+08:00",
        "2026年9月1日 00:30:00",
        "46266.0208333333",
    ],
)
def test_moments_in_every_writing(shown: str) -> None:
    """No zone means Beijing time, also for a spreadsheet's serial number."""
    created = only("\n".join((HEADER, GOOD.replace("2026-09-01 00:30:00", shown)))).created_at
    assert created == datetime(2026, 8, 31, 16, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "number", ["'236414227150001", '="236414227150001"', "２３６４１４２２７１５０００１"]
)
def test_numbers_that_were_protected(number: str) -> None:
    """People's tricks to keep a spreadsheet from changing a number."""
    text = "\t".join(HEADER.split(",")) + "\n" + GOOD.replace(",", "\t")
    assert only(text.replace("236414227150001", number)).number == "236414227150001"


@pytest.mark.parametrize(
    ("old", "new", "code", "field"),
    [
        ("236414227150001", "2.36E+14", "scientific", "number"),
        ("236414227150001", "", "missing", "number"),
        ("236414227150001", "12", "wrong-length", "number"),
        ("新购", "", "missing", "kind"),
        ("已支付", "也许", "unknown-word", "status"),
        ("2026-09-01 00:30:00", "12/11/2026 10:00", "day-month-doubt", "created_at"),
        ("2026-09-01 00:30:00", "", "missing", "created_at"),
        ("2026-09-01 00:40:00", "2026-09-31 00:40:00", "no-such-moment", "paid_at"),
        ("2040.00", "viel", "not-money", "payable"),
    ],
)
def test_real_damage_is_named(old: str, new: str, code: str, field: str) -> None:
    """The row is left out with its reason; the others are imported."""
    assert problem(GOOD.replace(old, new)) == (code, field)


def test_words_for_kinds_and_payment() -> None:
    """Chinese and English; an unknown word is kept for the console to answer."""
    row = GOOD.replace("新购", "开通")
    assert only(f"{HEADER}\n{row}").billing is Billing.POSTPAID
    assert only("\n".join((HEADER, GOOD.replace("新购", "续费")))).kind == "Renew"
    assert only("\n".join((HEADER, GOOD.replace("新购", "renew")))).kind == "Renew"
    assert only("\n".join((HEADER, GOOD.replace("新购", "神秘")))).kind == "神秘"
    status = only("\n".join((HEADER, GOOD.replace("已支付", "Pending Payment")))).status
    assert status is OrderStatus.UNPAID
    assert only("\n".join((HEADER, GOOD.replace("已支付", "")))).status is OrderStatus.PAID


def test_the_account_comes_from_its_column() -> None:
    """A UID in the column counts; a name is looked up; without either the user is asked."""
    header, row = f"{HEADER},账号", f"{GOOD},{OTHER_UID}"
    assert read(f"{header}\n{row}").orders[0].order.account == OTHER_UID
    named = f"{header}\n{GOOD},demo@example.com"
    found = read(named, None, **{"demo@example.com": UID})
    assert found.orders[0].order.account == UID
    with pytest.raises(ImportRefused, match="account-needed"):
        read(named, None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("just some words\nand more", "no-header"),
        (HEADER, "no-rows"),
        (f"{HEADER}\n,,,,,", "no-rows"),
        (HEADER + "\n" + "x" * 1_000_001, "line-too-long"),
        (f'{HEADER}\n"a{("x" * 9_999 + chr(10)) * 101}"', "broken-table"),
        ("<table><tr><td>订单号,订单状态</td></tr></table>", "html"),
    ],
)
def test_a_text_that_is_no_table_is_refused(text: str, code: str) -> None:
    """The file is refused before anything is written."""
    with pytest.raises(ImportRefused) as caught:
        read(text)
    assert caught.value.code == code
    assert files.unreadable(caught.value)


def test_a_quote_that_is_missing_swallows_no_rows() -> None:
    """One stray quote must not turn the rest of the file into one cell."""
    rows = [GOOD.replace("150001", f"15000{n}") for n in range(1, 6)]
    rows[1] = rows[1].replace("新购", '"新购')
    assert len(read("\n".join((HEADER, *rows))).orders) == 5


@given(st.text(max_size=400))
def test_no_text_breaks_the_reader(text: str) -> None:
    """Whatever a file contains, the result is orders, problems or a refusal."""
    for content in (text, f"{HEADER}\n{text}", f"{HEADER}\n{GOOD}\n{text}"):
        try:
            read(content)
        except ImportRefused as refusal:
            assert files.unreadable(refusal)


def test_an_imported_table_is_undone(workspace: Workspace) -> None:
    """One undo removes the whole import; importing the same file again changes nothing."""
    path = SAMPLES / "my_orders_gb18030.csv"
    assert workspace.files.import_file(path, UID).plan.added == 2
    assert workspace.files.import_file(path, UID).plan.unchanged == 2
    workspace.undo()
    assert not workspace.book().orders


def test_if_no_row_can_be_read_the_first_says_why() -> None:
    """Every number was shortened by a spreadsheet: “export it again” alone would not help."""
    with pytest.raises(ImportRefused) as caught:
        read(f"{HEADER}\n2.36E+14,新购,已支付,2026-09-01 00:30:00,2026-09-01 00:40:00,1.00")
    message = files.unreadable(caught.value)
    assert message.startswith("No order in the file can be read. Row 2: The spreadsheet shortened")
    assert "2.36E+14" in message


def test_guesses_about_a_table_without_titles_are_shown() -> None:
    """Otherwise a user would believe that the file states it."""
    [guessed] = [note for note in read(GOOD).notes if note.code == "columns-guessed"]
    assert guessed.facts["columns"].startswith("A、")
    assert not [note for note in read(f"{HEADER}\n{GOOD}").notes if note.code == "columns-guessed"]


def test_a_kind_with_digits_is_no_kind() -> None:
    """A shifted column would be recorded as an unknown kind, and as “to check”."""
    assert problem(GOOD.replace("236414227150001", "236414227150002").replace("新购", "x2040")) == (
        "unknown-word",
        "kind",
    )


@pytest.mark.parametrize(
    "title",
    [
        "项目编号",
        "商机ID",
        "商机 ID",
        "合作伙伴项目ID",
        "合作伙伴项目 id",
        "项目编号（商机ID）",
        "Opportunity ID",
    ],
)
def test_a_project_number_has_many_names(title: str) -> None:
    """A partner's table uses another title than the console; orders would lose their project."""
    assert only(f"{HEADER},{title}\n{GOOD},202609010001").project == "202609010001"


@pytest.mark.parametrize(
    ("amounts", "read_as"),
    [("940,100", [(94000, 10000)]), ("2,940", []), ("940,999", [])],
    ids=["less paid than payable", "one amount cut in two", "more paid than payable"],
)
def test_more_cash_than_is_payable_is_an_amount_cut_in_two(
    amounts: str, read_as: list[tuple[int, int]]
) -> None:
    """2,940 without quotes is two cells: 2 yuan payable, and 940 paid."""
    row = GOOD.replace("2040.00", amounts)
    other = GOOD.replace("236414227150001", "236414227150002") + ",2040.00"
    found = read(f"{HEADER},现金支付\n{row}\n{other}")
    first = [r.order for r in found.orders if r.order.number == "236414227150001"]
    assert [(order.payable, order.cash_paid) for order in first] == read_as
    assert [p.code for p in found.problems] == ["separator-doubt"] * (not read_as)
