"""Lists of WeChat, Alipay and banks as exported: each incoming payment is exact, or doubted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.exchange.document.table import Table
from desktop.exchange.formats.payment_table import (
    PaymentSource,
    ReadPayments,
    open_payments,
    payments_from_bytes,
    read_payments,
)
from desktop.exchange.snapshot import ImportRefused
from desktop.wording.errors.files import unreadable
from desktop.wording.payments import doubt

SAMPLES = Path(__file__).parents[1] / "samples" / "payments"
NOW = datetime(2026, 9, 10, 4, tzinfo=UTC)
BEIJING = timedelta(hours=8)


def read(name: str) -> tuple[PaymentSource, ReadPayments]:
    """Read a sample, with its columns if they are known."""
    found = open_payments(SAMPLES / name)
    assert found.known
    return found.source, read_payments(found.table, found.table.facts, NOW)


def rows(found: ReadPayments) -> list[tuple[str, int, str]]:
    """Return the Beijing time, the fen and the payer of each payment."""
    return [
        (f"{each.received_at + BEIJING:%m-%d %H:%M}", each.amount, each.payer)
        for each in found.payments
    ]


def codes(found: ReadPayments) -> dict[int, str]:
    """Return the doubts by line."""
    return {each.row: each.code for each in found.problems}


def test_a_bill_of_wechat_gives_the_incoming_payments() -> None:
    """A block before the table, yuan signs, tabs after numbers, and refunds."""
    source, found = read("wechat.csv")
    assert source is PaymentSource.WECHAT
    assert rows(found) == [
        ("08-15 10:21", 32_000, "示例伙伴"),
        ("08-12 20:30", 105, "李四"),
        ("08-03 07:07", 20_000, "王五"),
    ]
    assert codes(found) == {20: "payment-status"}
    assert (found.outgoing, found.neutral, found.unsigned) == (2, 1, False)
    assert found.payments[0].reference == "1000050001202608150001"
    assert found.payments[0].note == "转账备注:7月返现"


def test_a_bill_of_alipay_gives_the_incoming_payments() -> None:
    """In GB18030, with a block before the table and a comma at the end of each line."""
    source, found = read("alipay.csv")
    assert source is PaymentSource.ALIPAY
    assert rows(found) == [
        ("08-20 16:40", 12_000, "示例伙伴"),
        ("08-17 13:00", 32_000, "赵六"),
    ]
    assert (codes(found), found.outgoing, found.neutral) == ({}, 1, 2)
    assert found.payments[1].receipt.note == "赵六 · 转账 · 2026081722001102"


def test_a_bank_with_a_column_for_each_direction() -> None:
    """Separate date and time, another currency, interest of zero, and a total below."""
    source, found = read("bank_two_columns.csv")
    assert source is PaymentSource.OTHER
    assert rows(found) == [("08-21 10:15", 123_456, "杭州示例伙伴有限公司")]
    assert codes(found) == {4: "payment-currency"}
    assert (found.outgoing, found.neutral) == (1, 1)


def test_a_bank_with_signed_amounts_and_days_alone() -> None:
    """A value is exact or doubted: never rounded, never moved to another day."""
    _source, found = read("bank_signed.csv")
    assert rows(found) == [("08-21 12:00", 32_000, "Example Partner")]
    assert codes(found) == {
        4: "payment-no-amount",
        5: "payment-twice",
        6: "payment-in-future",
        7: "payment-no-date",
    }
    assert (found.outgoing, found.unsigned) == (1, False)


def test_a_workbook_of_a_bank_with_marks_for_the_direction() -> None:
    """For a bank, 贷 marks incoming money; rows without a mark are doubted."""
    _source, found = read("bank.xlsx")
    assert rows(found) == [("08-25 09:30", 32_050, "示例伙伴")]
    assert (codes(found), found.outgoing) == ({6: "payment-direction"}, 1)


def test_columns_of_unknown_titles_are_the_users_to_name(tmp_path: Path) -> None:
    """Money is not guessed; the unchanged titles are offered for a choice."""
    path = tmp_path / "bank.csv"
    path.write_text("Wann,Wer,Wieviel\n2026-08-21,Example,320.00\n", "utf-8")
    found = open_payments(path)
    assert (found.known, found.table.titles) == (False, ("Wann", "Wer", "Wieviel"))
    with pytest.raises(ImportRefused, match="payments-columns"):
        read_payments(found.table, {}, NOW)
    named = read_payments(found.table, {0: "date", 1: "payer", 2: "amount"}, NOW)
    assert rows(named) == [("08-21 12:00", 32_000, "Example")]
    assert named.unsigned


@pytest.mark.parametrize("text", ["", "hello", "a,b\n1,2\n"])
def test_a_text_that_is_no_table_is_refused(text: str, tmp_path: Path) -> None:
    """A letter from the bank is no table."""
    path = tmp_path / "letter.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(ImportRefused):
        open_payments(path)


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.integers(-(10**9), 10**9).filter(bool),
            st.datetimes(datetime(2026, 1, 1), datetime(2026, 9, 9)),  # noqa: DTZ001
        ),
        max_size=20,
    )
)
def test_every_incoming_fen_is_read_and_no_outgoing_one(
    made: list[tuple[int, datetime]],
) -> None:
    """Whatever a bank lists: the sums of what is read are those of the list."""
    lines = [
        (
            number,
            (
                f"{at:%Y-%m-%d %H:%M:%S}",
                f"{abs(fen) / 100:,.2f}",
                "收入" if fen > 0 else "支出",
            ),
        )
        for number, (fen, at) in enumerate(made, 2)
    ]
    table = Table(("a", "b", "c"), {0: "date", 1: "amount", 2: "direction"}, lines)
    found = read_payments(table, table.facts, NOW)
    assert found.problems == ()
    assert [each.amount for each in found.payments] == [fen for fen, _at in made if fen > 0]
    assert found.outgoing == sum(fen < 0 for fen, _at in made)


@settings(max_examples=80)
@given(st.data())
def test_a_damaged_list_is_refused_or_doubted_in_words(data: st.DataObject) -> None:
    """Truncated, overwritten, from another program: never a crash, and never invented money."""
    name = data.draw(st.sampled_from(("wechat.csv", "alipay.csv", "bank_signed.csv")))
    text = bytearray((SAMPLES / name).read_bytes())
    for _change in range(data.draw(st.integers(0, 12))):
        at = data.draw(st.integers(0, len(text)))
        text[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    try:
        table = payments_from_bytes(bytes(text)).table
        found = read_payments(table, table.facts, NOW)
    except ImportRefused as refusal:
        assert unreadable(refusal)
        return
    assert all(map(doubt, found.problems))
    assert all(each.amount > 0 and each.received_at <= NOW for each in found.payments)
