"""Lists of payments in the layouts of many banks: each payment is as it was made, or doubted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.money import format_yuan
from desktop.exchange.formats.payment_table import ReadPayments, payments_from_bytes, read_payments
from desktop.wording.payments import doubt

NOW = datetime(2026, 11, 28, 6, tzinfo=UTC)
START = datetime(2026, 1, 1, 0, 12, 34)  # noqa: DTZ001 - lists have no zones
BEIJING = timedelta(hours=8)
ABOVE = {"": "", "账号：6222 户名：示例": "", "币种：人民币": "", "币种：美元": "payment-currency"}
ABOVE |= {"单位：元": "", "单位：万元": "payment-unit", "Currency: USD": "payment-currency"}
TIMES = {"%H:%M:%S": True, "%H%M%S": True, "%Y-%m-%d %H:%M:%S": True, "short": False}
DAYS = ("%Y-%m-%d", "%Y%m%d", "%Y-%m-%d 00:00:00", "%Y/%m/%d")


class Booked(NamedTuple):
    """A booking: its Beijing time, its fen, negative for money that went."""

    at: datetime
    fen: int


def read(text: str) -> ReadPayments:
    """Return the incoming payments of a list."""
    found = payments_from_bytes(text.encode())
    return read_payments(found.table, found.table.facts, NOW)


@st.composite
def bookings(draw: st.DrawFn) -> list[Booked]:
    """Draw bookings of different amounts in different months."""
    return [
        Booked(
            START + timedelta(days=31 * at, hours=draw(st.integers(0, 24 * 27))),
            (1 if draw(st.booleans()) else -1) * draw(st.integers(100, 10**8)),
        )
        for at in range(draw(st.integers(1, 4)))
    ]


@settings(max_examples=150)
@given(
    bookings(),
    st.sampled_from(sorted(ABOVE)),
    st.sampled_from(sorted(TIMES)),
    st.sampled_from(DAYS),
    st.sampled_from(["two columns", "words", "signs"]),
)
def test_no_payment_is_ever_wrong(
    booked: list[Booked], above: str, time: str, day: str, layout: str
) -> None:
    """A wrong amount would be logged as cashback; a wrong day ends up in another month."""
    titles = {
        "two columns": "支出\t收入",
        "words": "交易类型\t金额",
        "signs": "摘要\t金额",
    }
    lines = [above, f"交易日期\t交易时间\t{titles[layout]}\t余额"]
    for one in booked:
        clock = str(int(f"{one.at:%H%M%S}")) if time == "short" else one.at.strftime(time)
        money = format_yuan(abs(one.fen))
        cells = {
            "two columns": f"\t{money}" if one.fen > 0 else f"{money}\t",
            "words": f"{'收入' if one.fen > 0 else '支出'}\t{money}",
            "signs": f"转账\t{format_yuan(one.fen)}",
        }
        lines.append(f"{one.at.strftime(day)}\t{clock}\t{cells[layout]}\t99999.00")
    found = read("\n".join(lines))
    incoming = [one for one in booked if one.fen > 0]
    if ABOVE[above]:
        assert not found.payments
        assert {problem.code for problem in found.problems} <= {ABOVE[above]}
        return
    assert [payment.amount for payment in found.payments] == [one.fen for one in incoming]
    for payment, one in zip(found.payments, incoming, strict=True):
        local = payment.received_at.replace(tzinfo=None) + BEIJING
        assert local.date() == one.at.date()
        assert local in (one.at, one.at.replace(hour=12, minute=0, second=0))
        assert local == one.at or not TIMES[time]


def test_a_second_table_with_other_columns_is_not_read() -> None:
    """Income and spending had changed places below the second line of titles."""
    found = read(
        "交易日期\t收入\t支出\n2026-09-01\t2040.00\t\n交易日期\t支出\t收入\n2026-09-02\t300.00\t\n"
    )
    assert [payment.amount for payment in found.payments] == [204000]
    assert [problem.code for problem in found.problems] == ["other-titles"]
    assert doubt(found.problems[0])


@pytest.mark.parametrize("title", ["币别", "货币代码", "Currency Code"])
def test_a_currency_in_a_column_of_its_own(title: str) -> None:
    """Dollars are no yuan."""
    found = read(f"交易日期\t收入\t支出\t{title}\n2026-09-01\t2040.00\t\tUSD\n")
    assert [problem.code for problem in found.problems] == ["payment-currency"]
