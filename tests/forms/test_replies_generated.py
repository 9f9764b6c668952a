"""Replies generated from known values and noise: each field is read correctly, or left open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.beijing import BEIJING
from desktop.forms.partner_reply import read_reply

NOW = datetime(2026, 9, 10, 4, tzinfo=UTC)
NOISE = (
    "您好",
    "收到，马上处理",
    "发送时间：2026-09-08 09:30",
    "张三 2026-09-05 09:00:12",
    "订单 236414227150922 已支付",
    "订单创建时间：2026-09-03 14:20",
    "优惠券有效期至 2026-10-01",
    "开票税率 6%",
    "原价 ¥3,000.00",
    "电话 13800138000",
    "Thanks!",
    "请于 2026-09-30 24:00 前关联",
)
MOMENTS = (
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M",
    "%Y年%m月%d日 %H:%M",
    "%Y年%m月%d日%H时%M分",
    "%Y-%m-%dT%H:%M:00+08:00",
    "%Y.%m.%d %I:%M %p",
    "%b %d, %Y %I:%M %p (GMT+8)",
    "%d %b %Y %H:%M",
)
CREATED = (
    "创建时间：{}",
    "报备时间 {}",
    "{} 创建",
    "项目已于{}创建",
    "Created: {}",
    "created on {}",
)
VALID = ("有效期至 {}", "有效期：{}", "到期时间：{}", "{} 到期", "Valid until {}")
RATE = ("返现 {}%", "返点：{}%", "返{}个点", "cashback {} %", "{}%返现")
NUMBER = ("项目编号：{}", "编号 {}", "商机ID {}", "Project number: {}")


class GeneratedReply(NamedTuple):
    """The values in a generated reply, as the form spells them."""

    text: str
    number: str
    created: str
    valid_until: str
    rate: str


@st.composite
def replies(draw: st.DrawFn) -> GeneratedReply:
    """Draw a reply with its values; facts may be missing, with noise between them."""
    ago = timedelta(minutes=draw(st.integers(0, 60 * 24 * 300)))
    created = (NOW - ago).astimezone(BEIJING)
    until = (NOW + timedelta(minutes=draw(st.integers(0, 60 * 24 * 200)))).astimezone(BEIJING)
    number = f"20{draw(st.integers(0, 10**10 - 1)):010d}"
    rate = draw(st.sampled_from(["5", "7.5", "12", "0.5", "20"]))
    facts = [
        draw(st.sampled_from(NUMBER)).format(number),
        draw(st.sampled_from(CREATED)).format(created.strftime(draw(st.sampled_from(MOMENTS)))),
        draw(st.sampled_from(VALID)).format(until.strftime(draw(st.sampled_from(MOMENTS)))),
        draw(st.sampled_from(RATE)).format(rate),
    ]
    kept = draw(st.lists(st.booleans(), min_size=4, max_size=4))
    values = [number, created.strftime("%Y-%m-%d %H:%M"), until.strftime("%Y-%m-%d %H:%M"), rate]
    stated = [value if keep else "" for value, keep in zip(values, kept, strict=True)]
    parts = [fact for fact, keep in zip(facts, kept, strict=True) if keep]
    parts += draw(st.lists(st.sampled_from(NOISE), max_size=4, unique=True))
    Random(draw(st.integers(0, 1000))).shuffle(parts)
    between = draw(st.sampled_from(["\n", "，", "。", "; ", "\n\n", " | "]))
    return GeneratedReply(between.join(parts), *stated)


@settings(max_examples=400)
@given(replies())
def test_no_field_is_ever_wrong(generated: GeneratedReply) -> None:
    """An empty field asks; a wrong one silently decides over cashback."""
    reply = read_reply(generated.text, NOW)
    for name in ("number", "created", "valid_until", "rate"):
        assert getattr(reply, name) in (getattr(generated, name), ""), name


@settings(max_examples=200)
@given(replies())
def test_most_fields_are_read(generated: GeneratedReply) -> None:
    """A parser that leaves everything open is never wrong, and useless."""
    reply = read_reply(generated.text, NOW)
    for name in ("number", "created", "valid_until", "rate"):
        if getattr(generated, name) and name not in reply.unclear:
            assert getattr(reply, name) == getattr(generated, name), name
