"""Replies and notices as people write them: each fact is read correctly, or left open and named."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from desktop.exchange.formats.order_text import only_order
from desktop.forms.order_form import LEFT_OUT
from desktop.forms.partner_reply import Reply, read_reply
from tests.cpu_time import max_cpu_time
from tests.forms.replies import NOTICES, REPLIES, Example

NOW = datetime(2026, 9, 10, 4, tzinfo=UTC)


@pytest.mark.parametrize("example", REPLIES, ids=[example.text for example in REPLIES])
def test_a_reply_is_read_correctly_or_left_open(example: Example) -> None:
    """A wrong creation makes hopeless orders look eligible; an empty field only asks."""
    reply = read_reply(example.text, NOW)
    assert {name: getattr(reply, name) for name in reply.found} == example.read
    assert set(reply.unclear) == set(example.unclear)
    assert set(reply.assumed) == set(example.assumed)
    assert example.left in " ".join(reply.left_over)


@pytest.mark.parametrize(("text", "expected"), NOTICES)
def test_a_notice_fills_what_it_names(text: str, expected: dict[str, str]) -> None:
    """A notice of payment has no creation time: it stays empty and is asked for."""
    read = only_order(text)
    assert read is not None
    read.pop(LEFT_OUT, None)
    assert read == expected


def test_there_are_examples_enough() -> None:
    """A parser tuned to ten replies understands only those ten."""
    assert len(REPLIES) + len(NOTICES) >= 80


@pytest.mark.parametrize(
    "text",
    [
        "1" * 20_000,
        "\u0301\u0323" * 9_000,
        "\u0301\u0323" * 60_000,
        "返5%" * 5_000,
        "三" * 20_000,
        "百分之" + "三" * 19_000,
        "1 " * 10_000,
        "2026-09-01 1" * 1_600,
        "创建时间a" * 4_000,
        "2026-09-01 10:21 " * 1_100,
        " " * 20_000,
    ],
)
def test_a_mishap_in_the_clipboard_does_not_stop_the_window(text: str) -> None:
    """Whatever is on the clipboard, the box responds immediately."""
    with max_cpu_time(0.5):
        assert isinstance(read_reply(text, NOW), Reply)


def test_a_text_that_is_too_long_is_not_read_by_halves() -> None:
    """Half a text may lack the sentence that withdraws the number."""
    reply = read_reply("项目编号 202609010421" + " " * 20_000, NOW)
    assert reply == Reply(too_long=True)
