"""Normalised text: the same words however a program writes them, in limited time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.forms.placeholders import is_placeholder
from desktop.forms.plain_text import plain, value_text
from tests.cpu_time import max_cpu_time


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("２０２６－０９", "2026-09"),
        ("\ufeff订\u200b单\u00ad号\u200e：", "订单号:"),
        ("a\tb\nc", "a\tb\nc"),
        ("\u3000x\u00a0y", " x y"),
        ("e\u0301t", "e\u0301t"),
    ],
)
def test_invisible_characters_are_removed_and_wide_ones_become_narrow(
    text: str, meant: str
) -> None:
    """A byte order mark inside a cell makes a known word unknown."""
    assert plain(text) == meant


@given(st.text("0123456789:-/年月日 ", max_size=40), st.data())
def test_signs_nobody_sees_change_no_value(text: str, data: st.DataObject) -> None:
    """Web pages put zero-width characters into numbers, which are copied with them."""
    place = data.draw(st.integers(0, len(text)))
    sign = data.draw(st.sampled_from("\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u202a"))
    assert plain(text[:place] + sign + text[place:]) == plain(text)


@pytest.mark.parametrize(
    "sign", ["\u0301", "\u0301\u0323", "\u0345", "\u3099", "\ufdfa", "字", "\U0001f600"]
)
def test_long_texts_of_any_sign_take_no_time(sign: str) -> None:
    """Normalising a run of combining marks as a whole takes minutes and freezes the window."""
    with max_cpu_time(1):
        plain(sign * 120_000)
        value_text(sign * 120_000)


@pytest.mark.parametrize(
    "text",
    [
        "", "  ", "-", "--", "---", "—", "——", "–", "/", "//", "\\", "无", "暂无", "未关联", "N/A",
        "n/a", "NA", "null", "NULL", "None", "#N/A", "0000-00-00", "0000-00-00 00:00:00",
        "1970-01-01 08:00:00", "1970-01-01T00:00:00Z", "\ufeff--\u200b", "－－", '="--"', "'-",
    ],
)  # fmt: skip
def test_placeholders_mean_nothing(text: str) -> None:
    """Read as a project number, “--” would remove an order from the list of open ones."""
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text",
    [
        "0",
        "无锡",
        "N/A-1",
        "-680",
        "(680)",
        "2026-09-01",
        "1970-01-02 08:00:00",
        "x",
        "未支付",
        "-" * 200,
    ],
)
def test_values_are_no_placeholders(text: str) -> None:
    """Zero is a valid amount."""
    assert not is_placeholder(text)
