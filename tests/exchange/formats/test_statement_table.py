"""A returned statement that somebody rearranged: nothing is read in another unit or column."""

from __future__ import annotations

import pytest

from desktop.exchange.formats.statement_table import TITLES, lines_from_bytes
from desktop.exchange.snapshot import ImportRefused
from desktop.wording.statements import unreadable

HEADER = "\t".join(chinese for chinese, _ in TITLES.values())
LINE = (
    "1738376485190001\t236414227150001\t云服务器 ECS\t2026-09-01\t2040.00\t5%\t102.00\t0.00\t102.00"
    "\t已支付\t{}\tabc"
)


@pytest.mark.parametrize(
    "lines",
    [
        ("单位：万元", HEADER),
        ("币种：美元", HEADER),
        (HEADER.replace("金额（与", "金额（万元）（与"),),
        (HEADER.replace("应返", "应返（美元）"),),
    ],
)
def test_another_unit_is_refused(lines: tuple[str, ...]) -> None:
    """0.80 万元 is not 0.80 yuan."""
    with pytest.raises(ImportRefused, match="no-statement"):
        lines_from_bytes("\n".join([*lines, LINE.format("0.80")]).encode())


def test_a_second_line_of_titles() -> None:
    """Repeated titles are no line; below titles in another order, nothing is read."""
    swapped = HEADER.replace("已收到\t未收到", "未收到\t已收到")
    rows = [HEADER, LINE.format("80"), HEADER, LINE.format("81"), swapped, LINE.format("82")]
    lines, problems = lines_from_bytes("\n".join(rows).encode())
    assert [line.amount for line in lines] == [8000, 8100]
    assert [(problem.row, problem.code) for problem in problems] == [(6, "other-titles")]
    assert "quotation" not in unreadable(problems[0])


@pytest.mark.parametrize("amount", ["80①", "80²", "$80", "80 USD", "80/90", "约80"])
def test_an_amount_with_a_mark_is_refused(amount: str) -> None:
    """A footnote became a digit of the amount."""
    lines, problems = lines_from_bytes("\n".join([HEADER, LINE.format(amount)]).encode())
    assert not lines
    assert [problem.code for problem in problems] == ["statement-no-amount"]
