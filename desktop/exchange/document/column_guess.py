"""Guessing the facts of columns without a known header from the texts in them.

Only unmistakable columns are recognised, and the user is shown that they are guesses. A column of
moments or amounts is ignored if there are too many of its kind to tell them apart, or if its own
title names something else, such as an expiry or a discount.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

from desktop.domain import catalogue
from desktop.domain.identifiers import ACCOUNT_UID, ORDER_NUMBER, clean
from desktop.exchange.document.order_words import BILLINGS, KINDS, STATUSES, folded_word

_MOMENT = re.compile(
    r"\d{4}[-/年.]\d{1,2}[-/月.]\d{1,2}日?[T ]+\d{1,2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:?\d{2})?"
)
_AMOUNT = re.compile(r"[¥￥]?\s?-?[\d,]{1,15}\.\d{2}")
_OTHER_MOMENT = re.compile(
    r"到期|失效|过期|有效|截止|结束|终止|退款|退订|导出|更新|修改|发货|开始|起始|生效|释放|预计|关联|账"
    r"|expir|refund|export|updat|modif|end|start|valid|due|releas"
)
_OTHER_AMOUNT = re.compile(
    r"原价|优惠|折扣|券|余额|税|单价|官网|目录|抵扣|退|返|欠|未结|数量|时长|用量"
    r"|list|origin|discount|coupon|tax|unit|balance|refund|quantity"
)


def _matches(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: pattern.fullmatch(text) is not None


@cache
def _product_names() -> frozenset[str]:
    """Return the names of all known products, as `folded_word` returns them."""
    known = catalogue.catalogue().values()
    return frozenset(folded_word(name) for one in known for name in (one.name_zh, one.name_en))


_TESTS: tuple[tuple[tuple[str, ...], Callable[[str], bool]], ...] = (
    (("number", "parent"), lambda text: ORDER_NUMBER.usual.fullmatch(clean(text)) is not None),
    (("account",), lambda text: ACCOUNT_UID.usual.fullmatch(clean(text)) is not None),
    (("created_at", "paid_at"), _matches(_MOMENT)),
    (("kind",), lambda text: text in KINDS),
    (("status",), lambda text: folded_word(text) in STATUSES),
    (("billing",), lambda text: folded_word(text) in BILLINGS),
    (("payable",), _matches(_AMOUNT)),
    (("title",), lambda text: folded_word(text) in _product_names()),
)
"""For each kind of text, the facts of its columns from left to right, and its test."""
_ALL_OR_NONE = ("created_at", "payable")
"""Kinds that are not guessed at all if there are more such columns than facts."""


def facts(rows: Sequence[Sequence[str]], titles: Sequence[str] = ()) -> dict[int, str]:
    """Return the facts of columns, by position, that most of the texts in them match."""
    width = max(map(len, rows), default=0)
    columns = [[row[at].strip() for row in rows if at < len(row)] for at in range(width)]
    found: dict[int, str] = {}
    for names, test in _TESTS:
        matching = [
            at for at, texts in enumerate(columns) if at not in found and _mostly_match(texts, test)
        ]
        matching = [at for at in matching if not _is_other(names[0], titles[at : at + 1])]
        if names[0] in _ALL_OR_NONE and len(matching) > len(names):
            continue
        found |= dict(zip(matching, names, strict=False))
    return found


def is_title(row: Sequence[str], found: Mapping[int, str]) -> bool:
    """Return whether a row holds the titles of the columns: none of its cells match their facts."""
    tests = {name: test for names, test in _TESTS for name in names}
    return not any(
        tests[fact](row[at].strip()) for at, fact in found.items() if at < len(row) and row[at]
    )


def are_moments(texts: Sequence[str]) -> bool:
    """Return whether most of the texts of a column are moments."""
    return sum(_MOMENT.fullmatch(text) is not None for text in texts) * 2 > len(texts)


def _is_other(fact: str, title: Iterable[str]) -> bool:
    """Return whether a column's own title names another moment or amount."""
    others = {"created_at": _OTHER_MOMENT, "payable": _OTHER_AMOUNT}.get(fact)
    return others is not None and any(others.search(folded_word(text)) for text in title)


def _mostly_match(texts: list[str], test: Callable[[str], bool]) -> bool:
    """Return whether most of the texts pass the test.

    The first one, which may be a title, counts only if it does.
    """
    results = [test(text) for text in texts if text]
    if len(results) > 1 and not results[0]:
        del results[0]
    return sum(results) * 2 > len(results)
