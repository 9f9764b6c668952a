"""Messages and copied pages that are damaged, or hold more than orders: right, or not read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.exchange.snapshot import ImportRefused, Snapshot
from tests.builders import UID
from tests.exchange.reading import read_text

NUMBER, OTHER = "236414227150922", "236414227151337"
LINES = (
    "订单号：{number}",
    "新购 已支付",
    "创建时间：{created}",
    "支付时间：{paid}",
    "应付金额：{payable}元",
    "{end}",
)
FACTS = {
    "number": NUMBER,
    "created": "2026-09-01 14:20:36",
    "paid": "2026-09-01 14:25:18",
    "payable": "12,680.50",
}
CREATED = datetime(2026, 9, 1, 6, 20, 36, tzinfo=UTC)
PAID = datetime(2026, 9, 1, 6, 25, 18, tzinfo=UTC)
FEN = 1268050
LOOK_ALIKES = {"0": "Oo", "1": "lI", "2": "Z", "5": "S", "6": "b", "8": "B"}
SPLITS = (" ", "\n", "=\n", "\n> ", "*")


def orders(text: str) -> Snapshot:
    """Return what the text holds; nothing if it is refused."""
    try:
        return read_text(text, UID)
    except ImportRefused:
        return Snapshot()


@st.composite
def damages(draw: st.DrawFn) -> str:
    """Draw the message with one sign of one value damaged."""
    fact = draw(st.sampled_from(sorted(FACTS)))
    written = FACTS[fact]
    if draw(st.booleans()):
        place = draw(
            st.sampled_from([at for at, sign in enumerate(written) if sign in LOOK_ALIKES])
        )
        written = (
            written[:place]
            + draw(st.sampled_from(LOOK_ALIKES[written[place]]))
            + written[place + 1 :]
        )
    else:
        place = draw(st.integers(1, len(written) - 1))
        written = written[:place] + draw(st.sampled_from(SPLITS)) + written[place:]
    end = draw(st.sampled_from(("", "谢谢", "合计：12,680.50元")))
    return "\n".join(LINES).format(**{**FACTS, fact: written}, end=end)


@settings(max_examples=500)
@given(damages())
def test_a_damaged_message_is_read_rightly_or_not_at_all(text: str) -> None:
    """Half of a number is another order; half of a time decides over eligibility."""
    for read in orders(text).orders:
        order = read.order
        assert order.number == NUMBER
        assert order.created_at == CREATED
        assert order.paid_at in (PAID, None)
        assert order.payable in (FEN, None)


PAGE = """我的订单
全部 待支付 已支付 已取消
订单类型 新购 续费 升级 退款
订单号 商品名称 类型 状态 创建时间
236414227150922
续费
已取消
2026-09-01 14:20:36
¥2,040.00
详情 退款
236414227151337
新购
已支付
2026-09-01 14:20:36
2026-09-01 14:25:18
¥680.00
详情 退款
"""


def test_the_filters_of_a_page_are_no_facts() -> None:
    """The first order of a copied page took its kind and status from the buttons above it."""
    first, second = (read.order for read in orders(PAGE).orders)
    assert (first.number, first.kind, first.status.value) == (NUMBER, "Renew", "cancelled")
    assert (second.number, second.kind, second.status.value) == (OTHER, "New", "paid")
    assert not first.title


@pytest.mark.parametrize(
    "total", ["合计 ¥2720.00", "共2笔订单，总金额 ¥2720.00", "Total: ¥2720.00"]
)
def test_a_total_is_not_the_amount_of_the_last_order(total: str) -> None:
    """The sum of all orders stands below the last one."""
    lines = [
        f"订单号 {number} 新购 已支付 创建时间：2026-09-01 14:20:36 {amount}"
        for number, amount in ((NUMBER, "¥2040.00"), (OTHER, "¥680.00"))
    ]
    found = orders("\n".join([*lines, total]))
    assert [read.order.payable for read in found.orders] == [204000, 68000]


@pytest.mark.parametrize(
    "text",
    [
        "实例 i-236414227151337 新购 已支付 订单号 {} 创建时间：2026-09-01 14:20:36",
        "订单号 {} 新购 已支付 创建时间：2026-09-01 14:20:36 子订单号 236414227151337",
        "订单号 {}① 新购 已支付 创建时间：2026-09-01 14:20:36",
    ],
)
def test_only_the_number_of_the_order_is_one(text: str) -> None:
    """An instance, a part of the order, a footnote: other digits beside the number."""
    assert [read.order.number for read in orders(text.format(NUMBER)).orders] == [NUMBER]
