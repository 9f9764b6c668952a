"""Every case of a rule and of a remark has a sentence, in both languages and with any facts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest

from desktop.domain.cases import Case, RuleFacts
from desktop.domain.counterfactual import Remark, RemarkKind
from desktop.domain.model import Billing, OrderStatus, ProjectStatus, Window
from desktop.domain.remarks import RemarkFacts
from desktop.domain.rule_result import RuleResult
from desktop.wording.i18n import set_language
from desktop.wording.verdicts import counterfactuals, reasons

NOW = datetime(2026, 9, 10, 4, tzinfo=UTC)
LANGUAGES = pytest.mark.parametrize("language", ["en", "zh_CN"])
EXAMPLES: dict[type, tuple[object, ...]] = {
    str: ("202609010001",),
    int: (180,),
    bool: (True, False),
    datetime: (NOW + timedelta(days=3), NOW - timedelta(days=3)),
    NoneType: (None,),
    OrderStatus: (OrderStatus.CANCELLED, OrderStatus.REFUNDED),
    ProjectStatus: tuple(ProjectStatus),
    Billing: tuple(Billing),
    Window: tuple(Window),
}


def _cases(facts: type) -> tuple[Case, ...]:
    return get_args(get_type_hints(facts)["case"])


def _examples(hint: Any) -> tuple[object, ...]:
    if get_origin(hint) is Literal:
        return get_args(hint)
    kinds = get_args(hint) if isinstance(hint, UnionType) else (hint,)
    return tuple(value for kind in kinds for value in EXAMPLES[kind])


def _every(facts: type) -> Iterator[Any]:
    """Yield the facts with every combination of values that a sentence may depend on."""
    hints = get_type_hints(facts)
    for values in product(*map(_examples, hints.values())):
        yield facts(**dict(zip(hints, values, strict=True)))


def _is_whole(text: str, language: str) -> bool:
    chinese = any("一" <= char <= "鿿" for char in text)
    return bool(text) and "None" not in text and "{" not in text and chinese == (language != "en")


@LANGUAGES
@pytest.mark.parametrize("kind", get_args(RuleFacts), ids=lambda kind: kind.__name__)
def test_every_case_of_a_rule_has_a_sentence(kind: type, language: str) -> None:
    """A reason without words would raise an exception where the user asks why."""
    set_language(language)
    for facts, holds in product(_every(kind), (True, False, None)):
        assert _is_whole(reasons.sentence(RuleResult("any", holds, facts), NOW), language)


@LANGUAGES
@pytest.mark.parametrize("kind", get_args(RemarkFacts), ids=lambda kind: kind.__name__)
def test_every_case_of_a_remark_has_a_sentence(kind: type, language: str) -> None:
    """Advice without words would raise an exception where the user needs it most."""
    set_language(language)
    for facts in _every(kind):
        remark = Remark(RemarkKind.CAN, facts)
        assert _is_whole(counterfactuals.sentence(remark, NOW), language)


def test_every_case_carries_its_facts() -> None:
    """A case without a class of facts could never be shown."""
    kinds = (*get_args(RuleFacts), *get_args(RemarkFacts))
    assert {case for kind in kinds for case in _cases(kind)} == set(Case)


def test_different_cases_of_the_same_facts_say_different_things() -> None:
    """Two cases with one sentence would show the wrong one of them."""
    for kind in get_args(RemarkFacts):
        sentences_by_case: dict[Case, set[str]] = {}
        for facts in _every(kind):
            sentences_by_case.setdefault(facts.case, set()).add(
                counterfactuals.sentence(Remark(RemarkKind.CAN, facts), NOW)
            )
        sentences = [text for texts in sentences_by_case.values() for text in texts]
        assert len(sentences) == len(set(sentences))
