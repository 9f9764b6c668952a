"""Amounts as people and programs write them: exact to the fen, or refused with a reason."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.forms.read_amount import AmountProblem, read_amount


@pytest.mark.parametrize(
    ("written", "fen"),
    [
        ("1,234.50", 123450),
        ("¥1234.50", 123450),
        ("1234.50元", 123450),
        ("-¥680.00", -68000),
        ("¥-680.00", -68000),
        ("(680.00)", -68000),
        ("(680.00)元", -68000),
        ("¥(1,680.00)", -168000),
        ("(¥680.00)", -68000),
        ("680.00-", -68000),
        ("−680.00", -68000),
        ("–680.00", -68000),
        ("+12.50", 1250),
        ("CN¥1234.50", 123450),
        ("CNY 2040.00", 204000),
        ("2040.00 CNY", 204000),
        ("2,040.00 RMB", 204000),
        ("人民币1234.50元", 123450),
        ("￥２，０４０．００", 204000),
        ("1.234,56", 123456),
        ("2.040,00", 204000),
        ("-1.000,00", -100000),
        ("0", 0),
        (".50", 50),
        ("1 234.50", 123450),
        ("'1234.50", 123450),
        ('="1234.50"', 123450),
        ("\u200b1234.50\t", 123450),
        ("1234.5000", 123450),
        ("2040", 204000),
        ("1.2万", 1200000),
        ("3.5千元", 350000),
        ("2k", 200000),
    ],
)
def test_clear_amounts_are_yuan(written: str, fen: int) -> None:
    """People paste what they see; each of these texts means one amount."""
    assert read_amount(written) == fen


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("", AmountProblem.EMPTY),
        ("2040①", AmountProblem.NOT_MONEY),
        ("2040²", AmountProblem.NOT_MONEY),
        ("2040₁", AmountProblem.NOT_MONEY),
        ("12,50", AmountProblem.SEPARATOR_DOUBT),
        ("1,2345.00", AmountProblem.SEPARATOR_DOUBT),
        ("1,23,456", AmountProblem.SEPARATOR_DOUBT),
        ("12 50", AmountProblem.SEPARATOR_DOUBT),
        ("2.040", AmountProblem.SEPARATOR_DOUBT),
        ("12.345", AmountProblem.FINER_THAN_FEN),
        ("1.5E3", AmountProblem.NOT_MONEY),
        ("12元50", AmountProblem.UNKNOWN_UNIT),
        ("12.00 USD", AmountProblem.OTHER_CURRENCY),
        ("$12.00", AmountProblem.OTHER_CURRENCY),
        ("HK$12.00", AmountProblem.OTHER_CURRENCY),
        ("12.00 €", AmountProblem.OTHER_CURRENCY),
        ("12 美元", AmountProblem.OTHER_CURRENCY),
        ("3亿", AmountProblem.UNKNOWN_UNIT),
        ("5角", AmountProblem.UNKNOWN_UNIT),
        ("100元/月", AmountProblem.NOT_MONEY),
        ("约1200元", AmountProblem.NOT_MONEY),
        ("-(680.00)", AmountProblem.NOT_MONEY),
        ("--680", AmountProblem.NOT_MONEY),
        ("(680.00", AmountProblem.NOT_MONEY),
        ("1200元 960元", AmountProblem.NOT_MONEY),
        ("9" * 13, AmountProblem.NOT_MONEY),
        ("9" * 20_000, AmountProblem.NOT_MONEY),
    ],
)
def test_doubtful_values_are_refused(written: str, problem: AmountProblem) -> None:
    """2.00 instead of 2,040.00, or dollars read as yuan, promise wrong cashback."""
    assert read_amount(written) is problem


def _written(fen: int, grouping: str, zeros: int) -> str:
    yuan, rest = divmod(abs(fen), 100)
    return f"{yuan:,}".replace(",", grouping) + f".{rest:02d}" + "0" * zeros


@st.composite
def notations(draw: st.DrawFn) -> tuple[str, int]:
    """Draw a notation and the fen that it was made from."""
    fen = draw(st.integers(-(10**12), 10**12))
    number = _written(
        fen,
        draw(st.sampled_from(["", ",", " ", "，", "\u00a0"])),
        draw(st.sampled_from([0, 0, 2, 4])),
    )
    before = draw(st.sampled_from(["", "¥", "￥", "CN¥", "CNY ", "RMB", "人民币 ", "¥ "]))
    after = draw(st.sampled_from(["", "元", " 元", " CNY", "RMB", " yuan"]))
    text = before + number + after
    if fen < 0:
        text = draw(
            st.sampled_from(
                [
                    f"-{text}",
                    f"−{text}",
                    f"{before}-{number}{after}",
                    f"({text})",
                    f"（{text}）",
                    f"{before}({number}){after}",
                    f"{before}{number}{after}-",
                ]
            )
        )
    around = draw(st.sampled_from(["{}", " {}\t", "'{}", '="{}"', "\ufeff{}", "{}\u200b"]))
    return around.format(text), fen


@settings(max_examples=400)
@given(notations())
def test_a_notation_is_read_as_the_fen_it_was_made_from(case: tuple[str, int]) -> None:
    """Signs, brackets, grouping and currency marks never change an amount."""
    text, fen = case
    assert read_amount(text) == fen


@given(st.integers(0, 10**6), st.text("0123456789", min_size=1, max_size=6))
def test_a_comma_parts_thousands_only_before_three_digits(head: int, tail: str) -> None:
    """12,50 is 12.50 to its writer; read as 1,250 it would be a hundred times too large."""
    read = read_amount(f"{head},{tail}")
    if len(tail) == 3 and head < 1000:
        assert read == int(f"{head}{tail}") * 100
    else:
        assert read is AmountProblem.SEPARATOR_DOUBT


@given(
    st.integers(1, 10**9),
    st.sampled_from(["USD", "$", "US$", "HK$", "€", "EUR", "美元", "港币", "円"]),
)
def test_other_currencies_are_never_yuan(number: int, currency: str) -> None:
    """Twelve dollars are not twelve yuan, on whichever side the currency is."""
    for text in (f"{number}{currency}", f"{currency}{number}", f"{number} {currency}"):
        assert read_amount(text) is AmountProblem.OTHER_CURRENCY


@given(st.text(max_size=60))
def test_no_text_is_too_odd(text: str) -> None:
    """Whatever is pasted, the result is fen or a reason, never a crash."""
    assert isinstance(read_amount(text), int | AmountProblem)
