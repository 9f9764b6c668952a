"""One of the console's lists, pasted as numbers, a table or a page's text; bad lines are named."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.domain.compare import ConsoleList
from desktop.exchange.console_list import ConsoleReading, read_list
from desktop.exchange.snapshot import ImportRefused
from tests.builders import OTHER_UID, UID
from tests.conftest import PROGRAMME

ONE, TWO, THREE = "236414227150001", "236414227150002", "236414227150003"
KNOWN = {"杭州": UID, OTHER_UID: OTHER_UID}


def read(source: str | Path) -> ConsoleReading:
    """Read the list of orders that are still to be associated."""
    return read_list(source, ConsoleList.TO_ASSOCIATE, UID, PROGRAMME, KNOWN)


def test_numbers_one_a_line_are_a_list() -> None:
    """Copied from the program's own list, or from a column of a spreadsheet, with its title."""
    found = read(f"订单号\n{ONE}\n\n  '{TWO}\n{ONE}\n")
    assert [row.number for row in found.rows] == [ONE, TWO]
    assert (found.problems, found.unread) == ((), 0)


def test_a_line_that_is_no_number_is_named() -> None:
    """The order would seem to be missing from the console's list."""
    found = read(f"{ONE}\n2.36414E+14\n{TWO}\n第 1 页\n{THREE}\n")
    assert [row.number for row in found.rows] == [ONE, TWO, THREE]
    assert [(p.row, p.code) for p in found.problems] == [(2, "scientific"), (4, "not-digits")]
    assert found.unread == 2
    found = read(f"待关联\n{ONE}\n云服务器 ECS\n2.36414E+14\n23641422715000X\n")
    assert ([row.number for row in found.rows], found.unread) == ([ONE], 2)


def test_a_table_is_read_by_its_titles() -> None:
    """The list with all its columns, as copied from the page."""
    found = read(
        "订单号\t商品名称\t项目编号\t创建时间\t支付时间\t应付金额\t关联状态\n"
        f"{ONE}\t云服务器 ECS\t202609010001\t2026-09-01 14:20:00\t2026-09-01 14:21:00\t"
        "204.00\t待关联\n"
    )
    [row] = found.rows
    assert (row.number, row.title, row.project) == (ONE, "云服务器 ECS", "202609010001")
    assert row.paid_at == datetime(2026, 9, 1, 6, 21, tzinfo=UTC)
    assert (row.payable, row.cash_paid, row.order) == (20400, None, None)
    assert not found.problems


def test_an_order_is_complete_only_if_the_list_has_all_its_facts() -> None:
    """Purchase or renewal decides everything, and is not guessed."""
    head = "订单号\t订单类型\t创建时间\t支付时间\n"
    found = read(f"{head}{ONE}\t新购\t2026-09-01 14:20:00\t2026-09-01 14:21:00\n")
    order = found.rows[0].order
    assert order is not None
    assert (order.account, order.kind, order.number) == (UID, "New", ONE)


def test_a_fact_that_cannot_be_read_leaves_the_order_listed() -> None:
    """The number suffices to list the order; the unread amount is reported and not compared."""
    found = read(f"订单号\t应付金额\t支付时间\n{ONE}\t两百\t2026-09-01\n{TWO}\t1.00\t\n")
    assert [(row.number, row.payable, row.paid_at) for row in found.rows] == [
        (ONE, None, None),
        (TWO, 100, None),
    ]
    assert [(p.row, p.facts["field"]) for p in found.problems] == [(2, "paid_at"), (2, "payable")]
    assert found.unread == 0


def test_columns_without_a_title_are_not_guessed() -> None:
    """A column of numbers may be anything; a difference based on a guess would be believed."""
    found = read(f"{ONE}\t204.00\t2026-09-01 14:20:00\n{TWO}\t80.00\t2026-09-02 14:20:00\n")
    assert [(row.number, row.payable, row.created_at) for row in found.rows] == [
        (ONE, None, None),
        (TWO, None, None),
    ]


def test_rows_of_another_account_are_left_out_and_named() -> None:
    """The user copied from the console of the other account, open in a second tab."""
    found = read(f"订单号\t账号\n{ONE}\t{OTHER_UID}\n{TWO}\t{UID}\n")
    assert [row.number for row in found.rows] == [TWO]
    assert [p.code for p in found.problems] == ["other-account"]
    assert found.unread == 0


def test_lines_of_one_order_that_disagree_are_named() -> None:
    """Nobody can tell which amount is the order's."""
    found = read(f"订单号\t应付金额\n{ONE}\t1.00\n{ONE}\t2.00\n{TWO}\t3.00\n{TWO}\t3.00\n")
    assert [(row.number, row.payable) for row in found.rows] == [(ONE, None), (TWO, 300)]
    assert [(p.code, p.facts["number"]) for p in found.problems] == [("lines-disagree", ONE)]


def test_the_text_of_a_page_is_read() -> None:
    """Copied without its table: a line for each cell."""
    found = read(f"订单号: {ONE}\n应付金额: ¥204.00\n支付时间: 2026-09-01 14:21:00\n")
    [row] = found.rows
    assert (row.number, row.payable) == (ONE, 20400)


def test_nothing_is_an_empty_list_and_anything_else_is_refused(tmp_path: Path) -> None:
    """An empty file is an empty list; a shopping list is no list of orders."""
    assert read("  \n") == ConsoleReading()
    empty = tmp_path / "list.txt"
    empty.write_bytes(b"")
    assert read(empty) == ConsoleReading()
    for text in ("牛奶，面包", "{}", "<html>"):
        with pytest.raises(ImportRefused):
            read(text)


@pytest.mark.parametrize(
    "text",
    [
        f"{ONE},{TWO},{THREE}",
        f"{ONE}、{TWO}；{THREE}",
        f"{ONE} {TWO}\n{THREE}",
        f"1 {ONE}\n2 {TWO}\n3 {THREE}",
        f"1. {ONE}\n2. {TWO}\n3. {THREE}",
    ],
)
def test_several_numbers_in_a_line(text: str) -> None:
    """Of a line with commas only the first number was read; a row's number became its digit."""
    found = read(text)
    assert [row.number for row in found.rows] == [ONE, TWO, THREE]
    assert found.unread == 0


def test_a_number_that_a_line_end_parts_is_not_another_order() -> None:
    """Its first half has the length of a number."""
    found = read(f"{ONE[:9]}\n{ONE[9:]}\n{TWO}\n{THREE}")
    assert [row.number for row in found.rows] == [TWO, THREE]
    assert [(p.row, p.code) for p in found.problems] == [(1, "wrong-length"), (2, "wrong-length")]
