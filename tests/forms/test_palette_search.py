"""The palette finds the intended entry by the few letters that are typed."""

from __future__ import annotations

import make_pinyin
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.base.resources import resource
from desktop.forms.palette_search import LONGEST_QUERY, TABLE, Searchable, matches, search


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("ecs", "云服务器 ECS"),
        ("yfwq", "云服务器 ECS"),
        ("yfwqecs", "云服务器 ECS"),
        ("服务", "云服务器 ECS"),
        ("cq", "重庆示例"),
        ("zq", "重庆示例"),
        ("hz", "杭州示例科技"),
        ("sl kj", "杭州示例科技"),
        ("227150", "236414227150922"),
        ("Log", "Log an order"),
        ("", "anything"),
    ],
)
def test_intended_entries_are_found(query: str, text: str) -> None:
    """In a hurry, users type letters, initials, or a piece of a number."""
    assert matches(query, text)


@pytest.mark.parametrize(
    ("query", "text"), [("ecx", "云服务器 ECS"), ("yq", "云服务器"), ("99", "236414227150922")]
)
def test_other_entries_are_not_found(query: str, text: str) -> None:
    """A list full of wrong hits helps nobody at 23:40."""
    assert not matches(query, text)


def test_the_best_comes_first() -> None:
    """Enter runs the first: a title that begins with the letters must win over one inside."""
    things = [
        Searchable("Show projects", "", 1),
        Searchable("Projects", "", 2),
        Searchable("Help", "about projects", 3),
        Searchable("Improjects", "", 4),
    ]
    assert [thing.target for thing in search("proj", things, 9)] == [2, 1, 4, 3]


def test_no_more_than_asked_for() -> None:
    """A long list would push the actions off the screen."""
    assert len(search("a", [Searchable("a", "", n) for n in range(50)], 8)) == 8


@given(st.text(), st.text())
def test_any_text_is_answered(query: str, text: str) -> None:
    """Pasted nonsense must not fail the search; a text contains itself."""
    matches(query, text)
    if len(text.split()) == 1 and len(text) < LONGEST_QUERY and text == text.casefold():
        assert matches(text.strip(), text.strip())


def test_every_common_character_has_an_initial() -> None:
    """Names of companies are written with these characters; a gap makes one impossible to find."""
    listed = set(resource(TABLE).read_text(encoding="utf-8"))
    common = {bytes((0xB0 + at // 94, 0xA1 + at % 94)) for at in range(3755)}
    assert {text.decode("gb2312") for text in common} <= listed


def test_the_table_is_what_its_script_makes() -> None:
    """A table edited by hand would be lost the next time it is made."""
    assert resource(TABLE).read_text(encoding="utf-8") == make_pinyin.table()
