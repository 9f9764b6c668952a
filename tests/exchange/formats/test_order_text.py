"""Orders in copied sentences, and in pages copied as text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.model import OrderStatus
from desktop.exchange.formats.order_text import find_orders
from desktop.exchange.snapshot import ImportRefused
from tests.builders import UID
from tests.exchange.reading import read_text

PAGE = """236414227150001
云服务器 ECS
新购
已支付
2026-08-31 23:40:00
2026-09-01 00:30:00
¥2,040.00
236414227150002
对象存储
续费
待支付
2026-09-02 10:00:00
¥36.00
"""
SENTENCE = (
    "您好，您于2026年9月1日 14:20下单的订单号：236414227150001（新购，关联订单号：236414227150009）"
    "已支付，支付时间：2026-09-01 14:25:30，应付金额：2,040.00 元，账号ID：1000000000000001。"
)


def test_a_page_copied_as_text() -> None:
    """A browser puts every cell of the console's list on a separate line."""
    first, second = (read.order for read in read_text(PAGE, UID).orders)
    assert first.number == "236414227150001"
    assert first.created_at == datetime(2026, 8, 31, 15, 40, tzinfo=UTC)
    assert first.paid_at == datetime(2026, 8, 31, 16, 30, tzinfo=UTC)
    assert (first.kind, first.status, first.payable) == ("New", OrderStatus.PAID, 204000)
    assert (second.number, second.kind) == ("236414227150002", "Renew")
    assert (second.status, second.paid_at, second.payable) == (OrderStatus.UNPAID, None, 3600)


def test_a_sentence() -> None:
    """A message from a colleague: labels count more than the order of the values."""
    (only,) = read_text(SENTENCE).orders
    order = only.order
    assert (order.account, order.number, order.parent) == (
        UID,
        "236414227150001",
        "236414227150009",
    )
    assert order.created_at == datetime(2026, 9, 1, 6, 20, tzinfo=UTC)
    assert order.paid_at == datetime(2026, 9, 1, 6, 25, 30, tzinfo=UTC)
    assert (order.kind, order.status, order.payable) == ("New", OrderStatus.PAID, 204000)


@pytest.mark.parametrize(
    "text", ["hello", "电话 13800138000", "2026-09-01 14:20", "账号 10000000000000"]
)
def test_no_order_in_it(text: str) -> None:
    """A telephone number would be recorded as an order."""
    with pytest.raises(ImportRefused) as refusal:
        read_text(text, UID)
    assert refusal.value.code == "no-header"


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_around_it(before: str, after: str) -> None:
    """Nobody knows what people copy along."""
    table = find_orders(f"{before} 订单号: 236414227150001 {after}")
    assert table is not None
    assert "236414227150001" in [row.cells["number"] for row in table.rows()]


ROWS = [
    [
        "1",
        "236414227150001",
        "云服务器",
        "新购",
        "已支付",
        "2026-08-31 23:40:00",
        "2026-09-01 00:30:00",
        "2040.00",
    ],
    ["2", "236414227150002", "对象存储", "续费", "待支付", "2026-09-02 10:00:00", "", "36.00"],
]


@pytest.mark.parametrize("delimiter", ["\t", ",", ";"])
@pytest.mark.parametrize(
    "titles", [[], ["#", "No.", "Thing", "Sort", "State", "Begun", "Settled", "Sum"]]
)
def test_rows_without_titles_that_are_known(delimiter: str, titles: list[str]) -> None:
    """Rows are copied without their header, or the header is someone's own."""
    rows = [titles, *ROWS] if titles else ROWS
    snapshot = read_text("\n".join(delimiter.join(row) for row in rows), UID)
    first, second = (read.order for read in snapshot.orders)
    assert first.paid_at == datetime(2026, 8, 31, 16, 30, tzinfo=UTC)
    assert (first.kind, first.payable) == ("New", 204000)
    assert (second.kind, second.status, second.paid_at) == ("Renew", OrderStatus.UNPAID, None)
