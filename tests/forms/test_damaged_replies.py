"""Replies that a photograph, a mail program or a hasty hand damaged: never read as other values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.beijing import BEIJING
from desktop.forms.partner_reply import read_reply

NOW = datetime(2026, 11, 28, 6, tzinfo=UTC)
LOOK_ALIKES = {"0": "Oo", "1": "lI|", "2": "Zz", "5": "S", "6": "b", "8": "B", "9": "g"}
SPLITS = (" ", "\n", "=\n", "\n> ", "*", "**")
MOMENTS = (
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%Y.%m.%d %H:%M",
    "%Y年%m月%d日 %H:%M",
    "%Y年%m月%d日%H时%M分",
    "%Y-%m-%dT%H:%M:%S+08:00",
)
SECONDS = ("%Y/%m/%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S+08:00")
DIGITS_ZH = "零一二三四五六七八九"


class Damaged(NamedTuple):
    """One labelled value as it arrived, its field, and what the sender wrote."""

    text: str
    field: str
    truth: str


@st.composite
def damaged(draw: st.DrawFn) -> Damaged:
    """Draw a fact with one digit that looks like a letter, or with something between two digits."""
    field = draw(st.sampled_from(("number", "created", "valid_until", "rate")))
    ago = timedelta(minutes=draw(st.integers(0, 60 * 24 * 300)))
    at = (NOW - ago).astimezone(BEIJING).replace(second=draw(st.sampled_from([0, 7, 31])))
    if field == "number":
        truth = written = f"20{draw(st.integers(0, 10**10 - 1)):010d}"
        label = draw(
            st.sampled_from(("项目编号：{}", "商机ID {}", "Project number: {}", "编号 {}"))
        )
    elif field == "rate":
        truth = draw(st.sampled_from(("5", "7.5", "12", "10.5", "15", "0.5")))
        written, label = f"{truth}%", draw(st.sampled_from(("返现 {}", "返点：{}", "cashback {}")))
    else:
        shape = draw(st.sampled_from(MOMENTS))
        at = at if shape in SECONDS else at.replace(second=0)
        written = at.strftime(shape)
        truth = at.strftime("%Y-%m-%d %H:%M:%S" if at.second else "%Y-%m-%d %H:%M")
        labels = {"created": ("创建时间：{}", "报备时间 {}", "Created: {}")}
        label = draw(st.sampled_from(labels.get(field, ("有效期至 {}", "Valid until {}"))))
    if draw(st.booleans()):
        places = [at for at, sign in enumerate(written) if sign in LOOK_ALIKES]
        place = draw(st.sampled_from(places)) if places else 0
        sign = draw(st.sampled_from(LOOK_ALIKES.get(written[place], written[place])))
        written = written[:place] + sign + written[place + 1 :]
    else:
        place = draw(st.integers(1, len(written.rstrip("%")) - 1)) if len(written) > 2 else 1
        written = written[:place] + draw(st.sampled_from(SPLITS)) + written[place:]
    after = draw(st.sampled_from(("", "。", "\n谢谢", "，已提交")))
    return Damaged(f"您好，{label.format(written)}{after}", field, truth)


@settings(max_examples=600)
@given(damaged())
def test_a_damaged_value_is_right_or_open(example: Damaged) -> None:
    """Half of a number is another project's number; a day without its time is still asked for."""
    found = getattr(read_reply(example.text, NOW), example.field)
    assert not found or found == example.truth or example.truth.startswith(f"{found} ")


@settings(max_examples=200)
@given(
    st.integers(1, 99), st.integers(0, 99), st.sampled_from(["百分之{}", "{}个点", "{}个百分点"])
)
def test_a_rate_in_chinese_words_is_read_whole(whole: int, decimals: int, shape: str) -> None:
    """十五个点 is 15 %, not 5 %; 百分之一点五 is 1.5 %, not 1 %."""
    tens, ones = divmod(whole, 10)
    word = f"{DIGITS_ZH[tens] if tens > 1 else ''}{'十' if tens else ''}"
    word += DIGITS_ZH[ones] if ones or not tens else ""
    rest = f"{decimals:02d}".rstrip("0")
    word += f"点{''.join(DIGITS_ZH[int(digit)] for digit in rest)}" if rest else ""
    reply = read_reply(f"返现{shape.format(word)}", NOW)
    assert reply.rate == f"{whole}{'.' if rest else ''}{rest}"


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("返两成五", "25"),
        ("返2.5成", "25"),
        ("返三成半", "35"),
        ("返现百分之一百二十", ""),
        ("返现二十多个点", ""),
        ("返现5点5个点", "5.5"),
        ("返现一成功就通知您", ""),
    ],
)
def test_tenths_and_unknown_rates(text: str, rate: str) -> None:
    """What is not understood as a whole is not read in part."""
    assert read_reply(text, NOW).rate == rate


@pytest.mark.parametrize(
    ("written", "created"),
    [
        ("25年9月1日 10:21", "2025-09-01 10:21"),
        ("去年9月1日 10:21", "2025-09-01 10:21"),
        ("今年12月1日 10:21", ""),
        ("民国115年9月1日 10:21", ""),
        ("2026-09-01 10:21 PDT", ""),
        ("2026-09-01 10:21（美国时间）", ""),
        ("2026-09-01 10:21 JST", ""),
        ("2026-09-01 10:21①", "2026-09-01 10:21"),
    ],
)
def test_the_year_and_the_zone_beside_a_moment_count(written: str, created: str) -> None:
    """去年9月1日 is not the latest first of September, and Pacific time not Beijing time."""
    assert read_reply(f"创建时间：{written}", NOW).created == created


@pytest.mark.parametrize("mark", "①²⁾₁")
def test_a_footnote_is_no_digit(mark: str) -> None:
    """``202502230421①`` is the number with a footnote, not a number of thirteen digits."""
    assert read_reply(f"项目编号：202502230421{mark}", NOW).number in ("202502230421", "")


@pytest.mark.parametrize(
    "text",
    [
        "**项目编号**：**202502230421**\n**创建时间**：**2026-09-01 10:21**\n返现：**5%**",
        "| 项目编号 | 202502230421 |\n| 创建时间 | 2026-09-01 10:21 |\n| 返现 | 5% |",
        "项目编号：202502230421|创建时间：2026-09-01 10:21|返现：5%",
        "1. 项目编号：202502230421\n2. 创建时间：2026-09-01 10:21\n3. 返现：5%",
        "项目编号：202502230421\n2026-09-01 10:21 创建\n5%返现",
    ],
)
def test_marks_of_a_layout_are_no_damage(text: str) -> None:
    """Bold type, tables and lists must not make a clear reply unclear."""
    reply = read_reply(text, NOW)
    assert (reply.number, reply.rate) == ("202502230421", "5")
    assert reply.created in ("2026-09-01 10:21", "")
    assert "created" not in reply.unclear
