"""Tables as people arrange them: each value is the one that was meant, or its row is refused.

Units above the table or in its cells, marks of footnotes, repeated titles, a second table below,
merged cells of accounts: a program that made the list did none of this.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.money import format_yuan
from desktop.exchange.snapshot import ImportRefused, Snapshot
from tests.builders import OTHER_UID, UID
from tests.exchange.reading import read_text

FACTS = ("number", "kind", "status", "created_at", "paid_at", "payable", "cash_paid")
TITLES = {
    "number": "订单号",
    "kind": "订单类型",
    "status": "订单状态",
    "created_at": "创建时间",
    "paid_at": "支付时间",
    "payable": "应付金额",
    "cash_paid": "实付金额",
    "account": "账号ID",
}
UNITS = {
    "": 1,
    "单位：元": 1,
    "金额单位: 人民币元": 1,
    "币种：CNY": 1,
    "单位：万元": 10_000,
    "（单位：万元）": 10_000,
    "币种：美元": None,
    "Currency: USD": None,
    "单位：某某科技有限公司": 1,
}
"""Lines above the titles, and by what an amount is multiplied; None if it is refused."""


@dataclass(frozen=True)
class Made:
    """One row as it was meant, in the words of its cells."""

    number: str
    created: str
    paid: str
    payable: int
    cash_paid: int

    def cells(self, account: str = "") -> dict[str, str]:
        """Return the cells by fact."""
        return {
            "number": self.number,
            "kind": "新购",
            "status": "已支付",
            "created_at": self.created,
            "paid_at": self.paid,
            "payable": format_yuan(self.payable),
            "cash_paid": format_yuan(self.cash_paid),
            "account": account,
        }


@st.composite
def made(draw: st.DrawFn, most: int = 4) -> list[Made]:
    """Draw rows whose two moments and whose two amounts differ, so that a swap shows."""
    count = draw(st.integers(1, most))
    return [
        Made(
            str(236414227150001 + at),
            f"2026-09-{draw(st.integers(1, 15)):02d} 14:20:36",
            f"2026-09-{draw(st.integers(16, 28)):02d} 09:05:07",
            draw(st.integers(2_000, 9_000_000)),
            draw(st.integers(1, 1_999)),
        )
        for at in range(count)
    ]


def text(order: tuple[str, ...], rows: list[dict[str, str]]) -> list[str]:
    """Return the lines of a table with its titles."""
    return ["\t".join(TITLES[fact] for fact in order)] + [
        "\t".join(row[fact] for fact in order) for row in rows
    ]


def read(lines: list[str]) -> Snapshot:
    """Return what is read; nothing if all is refused."""
    try:
        return read_text("\n".join(lines), UID)
    except ImportRefused:
        return Snapshot()


def assert_true(found: Snapshot, rows: list[Made], factor: int = 1) -> None:
    """Assert that each order that was read is as it was meant."""
    meant = {row.number: row for row in rows}
    for one in found.orders:
        order, row = one.order, meant[one.order.number]
        assert order.created_at == datetime.fromisoformat(f"{row.created}+08:00").astimezone(UTC)
        assert order.paid_at == datetime.fromisoformat(f"{row.paid}+08:00").astimezone(UTC)
        assert (order.payable, order.cash_paid) == (row.payable * factor, row.cash_paid * factor)


@settings(max_examples=100)
@given(made(), st.sampled_from(sorted(UNITS)))
def test_a_unit_above_the_table_counts(rows: list[Made], unit: str) -> None:
    """“单位：万元” stands once above the table, and was skipped with the table's name."""
    found = read(["订单明细表", unit, *text(FACTS, [row.cells() for row in rows])])
    factor = UNITS[unit]
    assert len(found.orders) == (0 if factor is None else len(rows))
    assert_true(found, rows, factor or 1)


@pytest.mark.parametrize("line", ["时区：UTC", "Time zone: UTC+0", "（以下时间均为UTC）"])
def test_a_zone_above_the_table_counts(line: str) -> None:
    """A payment late in the evening in UTC belongs to the next day, or to the next month."""
    row = Made("236414227150001", "2026-08-31 16:30:00", "2026-08-31 16:40:00", 2000, 1)
    found = read([line, *text(FACTS, [row.cells()])])
    assert found.orders[0].order.paid_at == datetime(2026, 8, 31, 16, 40, tzinfo=UTC)


@settings(max_examples=100)
@given(made(), made(), st.permutations(FACTS[1:]), st.booleans())
def test_titles_in_the_middle(
    rows: list[Made], below: list[Made], order: list[str], same: bool
) -> None:
    """Repeated titles are no row; below other titles, nothing is in the column of its fact."""
    second = FACTS if same else ("number", *order)
    moved = [
        Made(str(int(row.number) + 100), row.created, row.paid, row.payable, row.cash_paid)
        for row in below
    ]
    upper = text(FACTS, [row.cells() for row in rows])
    found = read([*upper, *text(second, [row.cells() for row in moved])])
    assert_true(found, [*rows, *moved])
    expected = len(rows) + (len(moved) if second == FACTS else 0)
    assert len(found.orders) == expected
    assert {problem.code for problem in found.problems} <= {"other-titles"}


@settings(max_examples=60)
@given(made(), st.lists(st.sampled_from(["", UID, OTHER_UID, "#N/A"]), min_size=4, max_size=4))
def test_an_empty_account_cell_is_not_the_chosen_account(
    rows: list[Made], accounts: list[str]
) -> None:
    """Merged cells hold the account only in their first row; an order must not change accounts."""
    cells = [row.cells(account) for row, account in zip(rows, accounts, strict=False)]
    found = read(text((*FACTS, "account"), cells))
    for one in found.orders:
        meant = cells[int(one.order.number) - 236414227150001]["account"]
        assert one.order.account == meant or (OTHER_UID not in accounts[: len(rows)])


@settings(max_examples=100)
@given(
    made(most=1),
    st.sampled_from(["", "(元)", "(万元)", "(分)"]),
    st.sampled_from(["{}", "{}元", "¥{}", "{}万", "{}①", "{}²", "{}₁", "US${}", "{} USD"]),
)
def test_the_unit_of_a_cell_and_of_its_column(rows: list[Made], title: str, cell: str) -> None:
    """1.2万 in a column of 万元 was 120 million; ``2040②`` has a footnote, not one more digit."""
    row = rows[0].cells()
    row["payable"] = cell.format(str(rows[0].payable))
    lines = text(FACTS, [row])
    found = read([lines[0].replace("应付金额", f"应付金额{title}"), *lines[1:]])
    column = {"": 100, "(元)": 100, "(万元)": 1_000_000, "(分)": 1}[title]
    factor = 10_000 if "万" in cell else 1
    for one in found.orders:
        assert cell in ("{}", "{}元", "¥{}", "{}万")
        assert cell == "{}" or column == 100
        assert one.order.payable == rows[0].payable * column * factor


@pytest.mark.parametrize("title", ["计价币种", "货币单位", "Currency Code"])
def test_a_currency_in_a_column_of_its_own(title: str) -> None:
    """A column whose title was not known left dollars as yuan."""
    row = Made("236414227150001", "2026-09-01 14:20:00", "2026-09-01 14:20:00", 2000, 1)
    lines = text(FACTS, [row.cells()])
    found = read([f"{lines[0]}\t{title}", f"{lines[1]}\tUSD"])
    assert not found.orders


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("236414227150001①", None),
        ("236414227150001²", None),
        ("236414-227150001", None),
        ("236414227150001.0", None),
        ("\u202d236414227150001\u202c", "236414227150001"),
        ("\u200e236414227150001", "236414227150001"),
        ("236414\u00a0227150001", "236414227150001"),
        ("2,36414E+14", None),
    ],
)
def test_what_stands_beside_the_digits_of_a_number(written: str, number: str | None) -> None:
    """A raised footnote became the sixteenth digit; signs that nobody sees made a number wrong."""
    row = Made(written, "2026-09-01 14:20:00", "2026-09-01 14:20:00", 2000, 1)
    found = read(text(FACTS, [row.cells()]))
    assert [one.order.number for one in found.orders] == ([] if number is None else [number])
