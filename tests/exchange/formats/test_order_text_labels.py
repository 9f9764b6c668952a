"""Messages with orders in them: a value gets its meaning from its own label, or none at all."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.exchange.formats.order_text import find_orders, only_order
from desktop.forms.order_form import LEFT_OUT
from desktop.forms.read_amount import AmountProblem, read_amount

NUMBER = "236414227161001"


@pytest.mark.parametrize(
    ("text", "expected", "ignored"),
    [
        (
            "订单号：{n} 新购 已支付 创建时间：2026-09-01 14:20:00 到期时间：2027-09-01 00:00:00",
            {"created_at": "2026-09-01 14:20:00"},
            "到期时间 2027-09-01 00:00:00",
        ),
        (
            "订单号：{n} 新购 已支付 2026-09-01 14:20:00 有效期至 2027-09-01 23:59:59 ¥2,040.00",
            {"payable": "¥2,040.00"},
            "有效期至 2027-09-01 23:59:59",
        ),
        (
            "订单号：{n}\n实例到期：2027-09-01 00:00:00\n创建时间：2026-09-01 14:20:00",
            {"created_at": "2026-09-01 14:20:00"},
            "实例到期 2027-09-01 00:00:00",
        ),
        (
            "订单号：{n} 下单时间：2026-09-01 14:20:00 退款时间：2026-09-03 10:00:00",
            {"created_at": "2026-09-01 14:20:00"},
            "退款时间 2026-09-03 10:00:00",
        ),
        (
            "导出时间：2026-09-05 09:00:00\n订单号：{n} 创建时间：2026-09-01 14:20:00",
            {"created_at": "2026-09-01 14:20:00"},
            "导出时间 2026-09-05 09:00:00",
        ),
        ("张三 2026-09-05 09:00\n订单{n}", {}, "张三 2026-09-05 09:00"),
        ("项目创建时间：2026-08-01 10:00 订单号：{n}", {}, "项目创建时间 2026-08-01 10:00"),
        ("Project created at: 2026-08-01 10:00, order {n}", {}, "Project created at"),
        ("订单{n}请于2026-09-08 14:20前支付", {}, "2026-09-08 14:20"),
        ("订单{n}请于2026-09-08 14:20支付", {}, "2026-09-08 14:20"),
        ("订单{n}于2026-09-08 14:20支付失败", {}, "2026-09-08 14:20"),
        ("请于2026-09-08 14:20支付 2026-09-09 10:00到账，订单{n}", {}, "2026-09-09 10:00"),
        (
            "订单{n} 2026-09-01 14:20 下单\n2026-09-01 14:25 支付",
            {"created_at": "2026-09-01 14:20", "paid_at": "2026-09-01 14:25"},
            "",
        ),
        (
            "订单{n} 2026-09-01 14:20 下单 2026-09-01 14:25 支付",
            {"paid_at": "2026-09-01 14:25"},
            "2026-09-01 14:20",
        ),
        ("订单{n} 2026-09-05 09:00 支付 2026-09-01 14:25", {}, "2026-09-01 14:25"),
        ("2026-09-01 14:20创建了项目，订单{n}", {}, "2026-09-01 14:20"),
        ("订单{n} 2026-09-08 14:20 支付方式：支付宝", {}, "2026-09-08 14:20"),
        (
            "【阿里云】您的订单{n}已于2026年11月27日 10:30支付成功，金额1200.00元。",
            {"paid_at": "2026年11月27日 10:30", "payable": "1200.00元"},
            "",
        ),
        (
            "订单{n} 付款时间 2026年9月1日 下午2:20（北京时间）",
            {"paid_at": "2026年9月1日 下午2:20(北京时间)"},
            "",
        ),
        (
            "Order ID: {n} Paid Created At: Sep 1, 2026, 14:20:00 Amount: 1,200.00",
            {"created_at": "Sep 1, 2026, 14:20:00", "payable": "1,200.00"},
            "",
        ),
    ],
)
def test_a_moment_gets_its_meaning_from_its_own_label(
    text: str, expected: dict[str, str], ignored: str
) -> None:
    """An expiry read as the payment time silently moves a deadline by a month."""
    read = only_order(text.format(n=NUMBER))
    assert read is not None
    named = read.pop(LEFT_OUT, "")
    facts = {"created_at", "paid_at", "payable", "cash_paid"}
    assert {name: value for name, value in read.items() if name in facts} == expected
    assert ignored in named


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("原价：¥3,000.00 优惠：¥960.00 实付款：¥2,040.00", {"cash_paid": "¥2,040.00"}),
        ("原价3000元 优惠960元 ¥2,040.00", {"payable": "¥2,040.00"}),
        ("原价 ¥3,000.00 代金券 ¥960.00", {}),
        ("应付金额：-¥680.00", {"payable": "-¥680.00"}),
        ("应付金额：(680.00)元", {"payable": "(680.00)元"}),
        ("应付金额：12,50", {"payable": "12,50"}),
        ("应付金额：¥1 234.50", {"payable": "¥1 234.50"}),
        ("应付金额：12.00 USD", {"payable": "12.00 USD"}),
        ("应付金额(元)：12.00", {"payable": "12.00"}),
        ("实付：1.2万元", {"cash_paid": "1.2万元"}),
        ("金额：1200-1500元", {"payable": "1200-1500"}),
        ("金额约1200元", {}),
        ("应付金额：¥100.00/月", {"payable": "¥100.00/月"}),
        ("应付金额：1'234.50", {"payable": "1'234.50"}),
        ("应付金额：2 040,50", {"payable": "2 040,50"}),
        ("应付金额：12元50", {"payable": "12元50"}),
        ("¥3,000.00 ¥2,040.00", {"payable": "¥3,000.00 | ¥2,040.00"}),
        ("金额：3000元 总价：2040元", {"payable": "3000元 | 2040元"}),
        ("应付金额：2040元 金额：3000元", {"payable": "2040元"}),
        ("2核4G 100Mbps", {}),
    ],
)
def test_an_amount_gets_its_meaning_from_its_own_label(text: str, expected: dict[str, str]) -> None:
    """A list price read as cash promises wrong cashback; two amounts are asked about."""
    read = only_order(f"订单号：{NUMBER} 新购 {text}")
    assert read is not None
    assert {name: read[name] for name in ("payable", "cash_paid") if name in read} == expected


def test_unrelated_values_are_separate_columns() -> None:
    """The preview names every column that it does not use: nothing is left out silently."""
    table = find_orders(f"订单号：{NUMBER} 原价：¥3,000.00 到期时间：2027-09-01 00:00:00")
    assert table is not None
    assert table.titles[len(table.facts) :] == ("到期时间", "原价")


FORMATS = ["%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y年%m月%d日 %H:%M:%S", "%Y-%m-%dT%H:%M:%S"]
CREATED = [
    "创建时间：{}",
    "下单时间: {}",
    "订单创建时间={}",
    "创建于{}",
    "{}下单",
    "Created At: {}",
]
PAID = [
    "支付时间：{}",
    "付款时间: {}",
    "支付/开通时间：{}",
    "{}支付成功",
    "已于{}支付",
    "Payment time: {}",
]
PAYABLE = ["应付金额：{}", "应付 {}", "应付金额(元)：{}", "金额{}", "合计：{}"]
NOISE = [
    "到期时间：2027-09-01 00:00:00",
    "实例到期：2027-09-01 00:00",
    "退款时间：2026-09-03 10:00:00",
    "导出时间：2026-09-05 09:00:00",
    "有效期至 2027-09-01 23:59:59",
    "项目创建时间：2026-08-01 10:00",
    "张三 2026-09-05 09:00:12",
    "请于2026-09-08 14:20前支付",
    "原价：¥3,000.00",
    "优惠：¥960.00",
    "代金券抵扣 ¥100.00",
    "节省960元",
    "2核4G",
    "支付方式：支付宝",
    "电话 13800138000",
]
AMOUNTS = ["{}", "¥{}", "{}元", "￥{}元", "CNY {}"]


@settings(max_examples=400)
@given(st.data())
def test_no_value_is_ever_wrong(data: st.DataObject) -> None:
    """Whatever else a message contains: a value is right, or left out and asked for."""
    draw = data.draw
    created = draw(st.datetimes(datetime(2025, 1, 1), datetime(2026, 9, 1)))  # noqa: DTZ001
    paid = created + draw(st.timedeltas(timedelta(0), timedelta(days=3)))
    written = [at.strftime(draw(st.sampled_from(FORMATS))) for at in (created, paid)]
    fen = draw(st.integers(1, 10**8))
    amount = f"{fen // 100:,}.{fen % 100:02d}"
    parts = [
        draw(st.sampled_from(CREATED)).format(written[0]),
        draw(st.sampled_from(PAID)).format(written[1]),
        draw(st.sampled_from(PAYABLE)).format(draw(st.sampled_from(AMOUNTS)).format(amount)),
        *draw(st.lists(st.sampled_from(NOISE), max_size=5, unique=True)),
    ]
    Random(draw(st.integers(0, 1000))).shuffle(parts)
    between = draw(st.sampled_from(["\n", "，", "；", "。", "\t", " | "]))
    read = only_order(between.join([f"订单号：{NUMBER}", *parts]))
    assert read is not None
    assert read.get("created_at") == written[0]
    assert read.get("paid_at") == written[1]
    assert amount in read["payable"]
    assert read_amount(read["payable"]) in (fen, AmountProblem.SEPARATOR_DOUBT)
    assert "cash_paid" not in read
