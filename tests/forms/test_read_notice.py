"""A pasted notice of an incoming payment: amount and time, or nothing at all."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from desktop.forms.read_notice import read_notice

NOW = datetime(2026, 11, 21, 4, tzinfo=UTC)
DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "fen", "day"),
    [
        ("您尾号1234的账户11月20日入账人民币1,234.56元", 123456, date(2026, 11, 20)),
        (
            "【招商银行】您账户1234于11月20日15:30收到汇款人民币320.00元,余额12,345.67元",
            32000,
            date(2026, 11, 20),
        ),
        ("您的借记卡账户1234,于11月20日收入(网银转账)人民币88.00元,交易后余额99.12", 8800, DAY),
        ("支付宝到账320元", 32000, None),
        ("微信收款到账¥1.05", 105, None),
        ("2026-11-19 10:21 转入 5000.00 元，可用余额 7000 元", 500000, date(2026, 11, 19)),
        ("人民币320.00元已入账", 32000, None),
        ("Your account 1234 was credited with CNY 320.00 on 2026-11-20.", 32000, DAY),
        ("您尾号１２３４的账户入账人民币１２０．５０元", 12050, None),
    ],
)
def test_a_notice_gives_amount_and_day(text: str, fen: int, day: date | None) -> None:
    """Retyping what the phone shows causes mistakes."""
    found = read_notice(text, NOW)
    assert found is not None
    assert found.amount == fen
    assert (None if found.moment is None else found.moment.day) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "320.00",
        "您尾号1234的账户11月20日支出人民币1,234.56元",
        "您账户转出320.00元，对方已收到320.00元",
        "余额12,345.67元",
        "收到100元和200元",
        "到账 12.345 元",
        "您尾号1234的账户入账",
        "收入增长了20%",
        "1" * 5000,
        "到账1.2万元",
        "您账户入账人民币2.5k",
        "收到转账2040元5角",
        "到账USD 300.00",
        "账户到账300.00美元",
        "收入HK$300.00",
        "您收到2笔返现，请查收",
        "收到12月返现",
        "转入尾号8888账户，余额500.00元",
        "预计入账100.00元",
        "尚未收到100.00元",
        "冲正：入账100.00元",
    ],
)
def test_a_notice_without_one_incoming_amount_is_ignored(text: str) -> None:
    """A payment out, a balance, two sums: a guess would be logged as cashback."""
    assert read_notice(text, NOW) is None
