"""Composed texts use the colons and commas of the current language."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.wording.i18n import clauses, labelled, set_language

ROOT = Path(__file__).parents[2] / "desktop"
SEPARATORS = (": ", ", ", "; ", ". ")
CODES = ROOT / "wording" / "verdicts" / "explanation.py"
"""Modules that put a rule's code before its evidence, in brackets; codes are no words."""


def test_a_name_is_put_together_with_the_marks_of_its_language() -> None:
    """Among Chinese words, a screen reader stumbles over a colon of another script."""
    assert labelled("Now", "Paid") == "Now: Paid"
    assert clauses("2 days", "30 Nov") == "2 days, 30 Nov"
    set_language("zh_CN")
    assert labelled("刚刚", "支付时间") == "刚刚：支付时间"
    assert clauses("2 天", "11 月 30 日") == "2 天，11 月 30 日"


@pytest.mark.parametrize("part", ["cli", "ui", "wording"])
def test_no_text_is_glued_with_an_english_colon_or_comma(part: str) -> None:
    """Concatenated punctuation stays English in a Chinese window, unnoticed in spoken texts."""
    glued = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted((ROOT / part).rglob("*.py"))
        if path != CODES
        for line in _glued(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert glued == []


def _glued(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            between = node.values[1:-1]
            if any(isinstance(v, ast.Constant) and v.value in SEPARATORS for v in between):
                yield node.lineno
        elif (
            isinstance(node, ast.Attribute)
            and node.attr == "join"
            and isinstance(node.value, ast.Constant)
            and node.value.value in SEPARATORS
        ):
            yield node.lineno
