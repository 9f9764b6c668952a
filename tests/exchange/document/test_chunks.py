"""Texts of any length: counted and split without a copy of the whole, and refused quickly."""

from __future__ import annotations

import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.exchange.document import chunks, delimited, strict_json, table
from desktop.exchange.formats import order_text
from desktop.exchange.read import open_text
from desktop.exchange.snapshot import ImportRefused
from tests.exchange.corpus import HEADER, ROW

LINES = st.text(alphabet="ab,\n\r", max_size=60)


@given(text=LINES, size=st.integers(1, 9))
def test_the_blocks_are_the_text(text: str, size: int) -> None:
    """A block that ends in the middle of a line would split an order in two."""
    blocks = list(chunks.blocks(text, size, "\n\r"))
    assert "".join(blocks) == text
    for block in blocks[:-1]:
        assert block[-1] in "\n\r" or not {"\n", "\r"} & set(block)


@given(text=LINES, longest=st.integers(1, 9))
def test_a_long_stretch_is_found(text: str, longest: int) -> None:
    """The result equals that of a check of each line."""
    stretches = text.replace("\r", "\n").split("\n")
    found = chunks.find_long_run(text, longest, "\n\r")
    assert (found is not None) == any(len(stretch) > longest for stretch in stretches)


def test_counting() -> None:
    """A limit on rows would fail if rows at the edges of blocks were missed."""
    assert chunks.count("ab" * 5_000_000, "b") == 5_000_000


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_lines_across_blocks(end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are as many, and have the same numbers, as in a text read in one piece."""
    rows = [HEADER, *(ROW.replace("150001", str(150001 + n)) for n in range(50))]
    monkeypatch.setattr(delimited, "BLOCK", 500)
    found = table.find_table(end.join(rows))
    assert found is not None
    assert [(row.line, row.cells["number"]) for row in found.rows()] == [
        (n + 2, str(236414227150001 + n)) for n in range(50)
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"{HEADER}\n" + "x\n" * 1_100_000, "too-many-rows"),
        (f"{HEADER}\r" + "x\r" * 1_100_000, "too-many-rows"),
        ("[" + '[""],' * 1_100_000 + "1]", "too-many-values"),
        ("[" + '"a",' * 1_100_000 + "1]", "too-many-values"),
        ("[" + '{"a":1},' * 6_000_000 + "1]", "too-many-values"),
        ("[" + '{"OrderId":"1"},' * 60_000 + "1]", "too-many-values"),
        ('["' + "a" * 5_000_000 + '"]', "too-long-value"),
        ("[" + " " * 5_000_000 + "1]", "too-long-value"),
    ],
    ids=["rows", "old-rows", "lists", "texts", "objects", "small-objects", "text", "spaces"],
)
def test_disproportionate_texts_are_refused(text: str, code: str) -> None:
    """Reading it would need gigabytes and freeze the window: it is refused before."""
    started = time.process_time()
    with pytest.raises(ImportRefused, match=code):
        open_text(text)
    assert time.process_time() - started < 2


def test_letters_that_expand_are_not_normalised(monkeypatch: pytest.MonkeyPatch) -> None:
    """Normalisation may turn one letter into eighteen: a long text is not normalised."""

    def refuse(_text: str) -> str:
        raise AssertionError("it was normalised")

    monkeypatch.setattr(order_text, "plain", refuse)
    assert order_text.find_orders("\ufdfa" * 200_001) is None
    assert order_text.only_order("\ufdfa" * 200_001) is None


def test_half_a_million_values_are_fine() -> None:
    """A text that is long because it has many orders is accepted."""
    text = io.StringIO()
    text.write("[")
    for number in range(100_000):
        text.write(f'{{"OrderId": "{number}", "a": 1, "b": 2, "c": 3, "d": 4}},')
    text.write("{}]")
    assert len(strict_json.parse(text.getvalue())[0]) == 100_001
