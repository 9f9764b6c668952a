"""What the columns of a table without a known header hold, told from the texts in them.

Only what cannot be mistaken is told: the user sees the guess and may change it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from desktop.domain.identifiers import ACCOUNT_UID, ORDER_NUMBER, clean
from desktop.exchange.formats.order_words import BILLINGS, KINDS, STATUSES, folded_word

_MOMENT = re.compile(
    r"\d{4}[-/年.]\d{1,2}[-/月.]\d{1,2}日?[T ]+\d{1,2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:?\d{2})?"
)
_AMOUNT = re.compile(r"[¥￥]?\s?-?[\d,]{1,15}\.\d{2}")


def _is(kind: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: kind.fullmatch(text) is not None


_TESTS: tuple[tuple[tuple[str, ...], Callable[[str], bool]], ...] = (
    (("number", "parent"), lambda text: ORDER_NUMBER.usual.fullmatch(clean(text)) is not None),
    (("account",), lambda text: ACCOUNT_UID.usual.fullmatch(clean(text)) is not None),
    (("created_at", "paid_at", "associated_at"), _is(_MOMENT)),
    (("kind",), lambda text: text in KINDS),
    (("status",), lambda text: folded_word(text) in STATUSES),
    (("billing",), lambda text: folded_word(text) in BILLINGS),
    (("payable", "cash_paid"), _is(_AMOUNT)),
)
"""For each kind of text the facts that columns of it are taken for, from left to right."""


def facts(rows: Sequence[Sequence[str]]) -> dict[int, str]:
    """The fact of each column, by its place, that most of the texts in it speak for."""
    width = max(map(len, rows), default=0)
    columns = [[row[at].strip() for row in rows if at < len(row)] for at in range(width)]
    found: dict[int, str] = {}
    for names, test in _TESTS:
        fitting = (at for at, texts in enumerate(columns) if at not in found and _fit(texts, test))
        found |= dict(zip(fitting, names, strict=False))
    return found


def is_title(row: Sequence[str], found: Mapping[int, str]) -> bool:
    """Whether a row names the columns instead of filling them."""
    tests = {name: test for names, test in _TESTS for name in names}
    return not any(
        tests[fact](row[at].strip()) for at, fact in found.items() if at < len(row) and row[at]
    )


def _fit(texts: list[str], test: Callable[[str], bool]) -> bool:
    """Most of the texts, not counting the first, which may be a title."""
    fitting = [test(text) for text in texts if text]
    if len(fitting) > 1 and not fitting[0]:
        del fitting[0]
    return sum(fitting) * 2 > len(fitting)
