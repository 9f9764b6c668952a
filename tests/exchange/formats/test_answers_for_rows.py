"""Rows that the user completes are read by the same rules as any other row."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from desktop.domain.beijing import BEIJING
from desktop.exchange.document.order_words import is_empty_cell
from desktop.exchange.options import ReadOptions
from desktop.exchange.read import open_text, read
from desktop.exchange.snapshot import ImportRefused, Problem, Snapshot
from desktop.wording.errors import files
from tests.builders import UID
from tests.domain.strategies import PROGRAMME

HEADER = "订单号,订单类型,订单状态,创建时间,支付时间,应付金额"
GOOD = "236414227150001,新购,已支付,2026-09-01 00:30:00,2026-09-01 00:40:00,2040.00"
DAMAGED = GOOD.replace("236414227150001", "2.36E+14")


def answered(text: str, line: int = 2, **answer: str) -> Snapshot:
    """Read a text with the user's answers about one of its lines."""
    answers = {("", line): answer} if answer else {}
    choices = ReadOptions(account=UID, answers=answers, interactive=True)
    return read(open_text(text), PROGRAMME, choices)


def the_problem(found: Snapshot) -> Problem:
    """Return the only problem."""
    (problem,) = found.problems
    return problem


@pytest.mark.parametrize(
    ("fact", "cell", "answer"),
    [
        ("number", "236414227150001", "236414227150009"),
        ("kind", "新购", "Renew"),
        ("status", "已支付", "unpaid"),
        ("created_at", "2026-09-01 00:30:00", "2026-08-31 14:20"),
        ("paid_at", "2026-09-01 00:40:00", "2026-09-01 14:20"),
        ("payable", "2040.00", "1.2万"),
    ],
)
def test_an_answer_replaces_the_unreadable_value(fact: str, cell: str, answer: str) -> None:
    """Without it, the user would have to export the file again, with the missing fact."""
    text = f"{HEADER}\n{GOOD.replace(cell, 'x1x')}"
    assert the_problem(answered(text)).facts["field"] == fact
    as_written = answered(f"{HEADER}\n{GOOD.replace(cell, answer)}")
    assert answered(text, **{fact: answer}).orders == as_written.orders


_FACTS = ("number", "kind", "status", "created_at", "paid_at", "payable")
_LIKELY = st.sampled_from(
    ["236414227150009", "2.36E+14", "续费", "未支付", "2026-9-1 14:20", "05/11/2026", "1,2", "$5"]
)


@given(st.sampled_from(_FACTS), _LIKELY | st.text(st.characters(exclude_categories=["C", "Z"])))
def test_an_answer_is_read_as_if_it_stood_in_the_file(fact: str, answer: str) -> None:
    """Typing must not bypass the checks: a guess would be recorded."""
    assume('"' not in answer and not is_empty_cell(answer))
    cells = GOOD.split(",")
    cells[_FACTS.index(fact)] = answer
    titles = HEADER.replace(",", "\t")
    in_file = answered(f"{titles}\n" + "\t".join(cells))
    typed = answered(f"{titles}\n" + GOOD.replace(",", "\t"), **{fact: answer})
    assert typed.orders == in_file.orders
    assert [one.code for one in typed.problems] == [one.code for one in in_file.problems]


def test_an_answer_is_beijing_time_whatever_the_zone_of_the_column() -> None:
    """A moment typed as the console shows it would be read in UTC, eight hours off."""
    text = f"{HEADER.replace('支付时间', '支付时间(UTC)')}\n{GOOD}"
    (read_order,) = answered(text, paid_at="2026-09-01 14:20").orders
    assert read_order.order.paid_at == datetime(2026, 9, 1, 14, 20, tzinfo=BEIJING)


def test_both_days_of_a_doubtful_date_are_named_in_the_zone_of_the_column() -> None:
    """The choice between two days would shift the moment by the zone."""
    text = f"{HEADER.replace('支付时间', '支付时间(UTC)')}\n{GOOD}".replace(
        "2026-09-01 00:40:00", "05/11/2026 14:20"
    )
    facts = the_problem(answered(text)).facts
    assert (facts["one"], facts["other"]) == ("2026-11-05T14:20:00Z", "2026-05-11T14:20:00Z")
    (read_order,) = answered(text, paid_at=str(facts["one"])).orders
    assert read_order.order.paid_at == datetime(2026, 11, 5, 14, 20, tzinfo=UTC)


def test_an_amount_in_another_currency_is_answered_in_yuan() -> None:
    """The column is in dollars, and the answer in yuan would be refused like the cell."""
    text = f"{HEADER},币种\n{GOOD},USD"
    assert the_problem(answered(text)).code == "currency"
    (read_order,) = answered(text, payable="2040").orders
    assert read_order.order.payable == 204000


def test_a_broken_row_accepts_no_answer() -> None:
    """Its values are in the wrong columns: one correct answer would let the others in."""
    text = f"{HEADER}\n{GOOD},1,2"
    assert the_problem(answered(text, payable="1.00")).code == "too-many-cells"


def test_an_unreadable_row_is_reported_with_its_product() -> None:
    """Nobody recognises an order by “row 7”."""
    text = f"{HEADER},商品名称\n{DAMAGED},云服务器 ECS"
    assert the_problem(answered(text)).facts["title"] == "云服务器 ECS"


def test_the_command_line_refuses_a_file_without_a_readable_row() -> None:
    """There, nobody can be asked: an import of nothing must not look like a success."""
    with pytest.raises(ImportRefused, match="no-rows"):
        read(open_text(f"{HEADER}\n{DAMAGED}"), PROGRAMME, ReadOptions(account=UID))
    assert answered(f"{HEADER}\n{DAMAGED}").orders == ()


@pytest.mark.parametrize("cell", ["100,100.00", "2,040.00"])
def test_an_amount_that_may_be_torn_offers_its_readings(cell: str) -> None:
    """“Its comma or point” would be looked for in 100, which has neither."""
    header = f"{HEADER},现金支付"
    found = answered(f"{header}\n{GOOD.replace('2040.00', cell)}")
    text = files.row(the_problem(found))
    assert f"or the beginning of {cell} that its comma parted" in text
    assert "with two decimals, like 2040.00" in text
