"""A partner's card is read exactly, and refused if anything about it is odd."""

from __future__ import annotations

import json
import os
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.model import Partner, RateEntry
from desktop.exchange.formats.partner_card import LARGEST, read_card, read_card_bytes
from desktop.exchange.read import open_text
from desktop.exchange.snapshot import ImportRefused
from desktop.wording.errors import cards

DOCS = Path(__file__).parents[3] / "docs" / "partner-card.md"


def written(**fields: Any) -> bytes:
    """Return a valid card, but for these fields."""
    card = {"format": "linkdue-partner-card", "version": 1, "name": "示例伙伴"}
    return json.dumps(card | fields, ensure_ascii=False).encode()


def blocks() -> list[Any]:
    """Return the JSON in the description of the format: the example and the schema."""
    text = DOCS.read_text(encoding="utf-8")
    return [json.loads(found) for found in re.findall(r"```json\n(.*?)```", text, re.DOTALL)]


def test_the_example_of_the_description_is_read() -> None:
    """A partner copies the example and changes the words: it must be valid unchanged."""
    example, _schema = blocks()
    assert read_card_bytes(json.dumps(example).encode()) == Partner(
        name="示例伙伴",
        contact=example["contact"],
        wants=example["wants"],
        rates=(
            RateEntry(rate=Decimal("0.05")),
            RateEntry(rate=Decimal("0.06"), since=date(2027, 1, 1)),
            RateEntry(rate=Decimal("0.08"), product="ecs"),
        ),
        excluded_products=frozenset({"domain"}),
    )


def test_a_product_may_be_named_as_the_console_does() -> None:
    """A partner writes 云服务器 ECS; orders have the code."""
    card = read_card_bytes(written(rates=[{"rate": "0.08", "product": "云服务器 ECS"}]))
    assert [entry.product for entry in card.rates] == ["ecs"]


REFUSED: list[tuple[bytes, str, str]] = [
    (b"", "not-a-card", ""),
    (b"[]", "not-a-card", ""),
    (b"\xff\xfe{}", "not-a-card", ""),
    (b'{"format": "linkdue", "version": 1}', "not-a-card", ""),
    (written() + written(), "not-a-card", ""),
    (b'{"format": "linkdue-partner-card", "name": "A", "name": "B"}', "duplicate-key", ""),
    (b'{"format": "linkdue-partner-card"', "broken-json", ""),
    (b'{"a":' * 300 + b"1" + b"}" * 300, "too-deep", ""),
    (b'{"format": "linkdue-partner-card", "version": NaN}', "odd-number", ""),
    (written() + b" " * LARGEST, "card-too-large", ""),
    (written(version=2), "newer-version", ""),
    (written(version=True), "card", "version"),
    (written(version="1"), "card", "version"),
    (written(name=""), "card", "name"),
    (written(name=" "), "card", "name"),
    (written(name=["x"]), "card", "name"),
    (written(name="n" * 101), "card", "name"),
    (written(name="a\nb"), "card", "name"),
    (written(name="a\u202eb"), "card", "name"),
    (written(contact="\u200b"), "card", "contact"),
    (written(wants="\x1b[2J"), "card", "wants"),
    (written(wants="w" * 1001), "card", "wants"),
    (written(logo="x"), "card", "logo"),
    (written(rates={"rate": "0.05"}), "card", "rates"),
    (written(rates=[{"rate": 0.05}]), "card", "rates[0].rate"),
    (written(rates=[{"rate": "5%"}]), "card", "rates[0].rate"),
    (written(rates=[{"rate": "1.01"}]), "card", "rates[0].rate"),
    (written(rates=[{"rate": "0.0000001"}]), "card", "rates[0].rate"),
    (written(rates=[{"product": "ecs"}]), "card", "rates[0].rate"),
    (written(rates=[{"rate": "0", "product": ""}]), "card", "rates[0].product"),
    (written(rates=[{"rate": "0", "from": "2026-02-30"}]), "card", "rates[0].from"),
    (written(rates=[{"rate": "0", "from": "20260201"}]), "card", "rates[0].from"),
    (written(rates=[{"rate": "0", "from": "0001-01-01"}]), "card", "since"),
    (written(rates=[{"rate": "0"}, {"rate": "0.1"}]), "card", "rates"),
    (written(rates=[{"rate": "0"}] * 101), "card", "rates"),
    (written(excluded_products=["ecs", "云服务器 ECS"]), "card", "excluded_products[1]"),
    (
        written(rates=[{"rate": "0.1", "product": "ecs"}], excluded_products=["ecs"]),
        "card",
        "excluded_products[0]",
    ),
    (written(excluded_products=[None]), "card", "excluded_products[0]"),
]


@pytest.mark.parametrize(("data", "code", "place"), REFUSED)
def test_odd_cards_are_refused_with_a_message(data: bytes, code: str, place: str) -> None:
    """Cards come from outside: half of one, imported, is a promise that nobody made."""
    with pytest.raises(ImportRefused) as refused:
        read_card_bytes(data)
    assert refused.value.code == code
    assert refused.value.facts.get("place", "") == place
    message = cards.unreadable(refused.value)
    assert "{" not in message
    assert message.endswith(".")


def test_an_unreadable_file_is_refused(tmp_path: Path) -> None:
    """Opening a FIFO would block the window for ever."""
    names = [("none", "file-missing")]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        names.append(("pipe", "file-unreadable"))
    for name, code in names:
        with pytest.raises(ImportRefused, match=code):
            read_card(tmp_path / name)
    with pytest.raises(ImportRefused, match="file-"):
        read_card(tmp_path)
    (tmp_path / "big").write_bytes(b" " * (LARGEST + 1))
    with pytest.raises(ImportRefused, match="card-too-large"):
        read_card(tmp_path / "big")


def test_a_card_is_not_read_as_orders() -> None:
    """For a card renamed to .json, the message must say what it is, and where to open it."""
    with pytest.raises(ImportRefused, match="partner-card"):
        open_text(written().decode())


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.text(max_size=4) | st.just("0.05"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)


@settings(max_examples=150)
@given(
    st.dictionaries(
        st.sampled_from(("name", "contact", "wants", "rates", "excluded_products", "x")),
        json_values
        | st.lists(
            st.dictionaries(st.sampled_from(("rate", "product", "from")), json_values), max_size=3
        ),
    )
)
def test_no_card_is_more_than_a_partner_or_a_refusal(fields: dict[str, Any]) -> None:
    """An unexpected exception would be reported as a fault of the program."""
    try:
        card = read_card_bytes(written(**fields))
    except ImportRefused as refused:
        assert cards.unreadable(refused)
    else:
        assert card.name


def test_the_schema_of_the_description_agrees() -> None:
    """A card that a partner has checked with the schema must not be refused."""
    example, schema = blocks()
    jsonschema.Draft202012Validator.check_schema(schema)
    check = jsonschema.Draft202012Validator(schema)
    assert check.is_valid(example)
    for wrong in (
        {"logo": "x"},
        {"name": ["x"]},
        {"wants": "w" * 1001},
        {"rates": [{"rate": 0.05}]},
        {"rates": [{"product": "ecs"}]},
        {"rates": [{"rate": "0.0000001"}]},
        {"excluded_products": [None]},
    ):
        assert not check.is_valid(example | wrong)
        with pytest.raises(ImportRefused, match="card"):
            read_card_bytes(json.dumps(example | wrong).encode())
