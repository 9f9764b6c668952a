"""The summary of an import's orders."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from desktop.wording import imports
from desktop.wording.i18n import set_language


@pytest.mark.parametrize(
    ("counts", "english", "chinese"),
    [
        ((2, 0, 1, 0), "2 new, 1 unchanged", "新增 2 笔，相同 1 笔"),
        ((0, 1, 0, 3), "1 updated, 3 in conflict", "更新 1 笔，冲突 3 笔"),
        ((0, 0, 0, 0), "no order", "没有订单"),
    ],
)
def test_what_did_not_happen_is_not_counted(
    counts: tuple[int, int, int, int], english: str, chinese: str
) -> None:
    """Three zeros in a row hide the one number that matters."""
    names = ("added", "updated", "unchanged", "conflict")
    plan = SimpleNamespace(**dict(zip(names, counts, strict=True)))
    set_language("en")
    assert imports.counted(plan) == english
    set_language("zh_CN")
    assert imports.counted(plan) == chinese
