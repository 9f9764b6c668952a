"""The layout of a row of an open order, at any size of text and window."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF

from desktop.ui.home.row_places import RowSizes, fitting_pill_width, row_places

PIXELS = st.integers(1, 400)
SIZES = st.builds(
    RowSizes,
    lowest=st.integers(40, 200),
    lines=st.integers(20, 120),
    time=st.integers(100, 600),
    texts=PIXELS,
    pill=st.just(0) | st.integers(20, 60),
    amount=st.just(0) | PIXELS,
    button=st.tuples(PIXELS, st.integers(20, 90)),
    more=st.integers(20, 70),
)


@given(SIZES, st.integers(0, 1200))
def test_no_part_covers_another_or_is_cut(sizes: RowSizes, beyond: int) -> None:
    """A number under a button cannot be read; half an amount is another amount."""
    width = sizes.min_width + beyond
    places = row_places(sizes, width)
    parts = [places.time, places.facts, QRectF(places.button), QRectF(places.more)]
    parts += [] if places.amount.isEmpty() else [places.amount]
    row = QRectF(0, 0, width, places.height)
    assert all(row.contains(part) for part in parts)
    assert not any(one.intersects(other) for one, other in combinations(parts, 2))
    assert places.facts.width() >= sizes.texts + sizes.pill


@given(SIZES)
def test_parts_are_side_by_side_as_soon_as_they_fit(sizes: RowSizes) -> None:
    """Three lines an order leave room for two orders on a screen."""
    least = sizes._replace(amount=0).unstacked_width
    assert not row_places(sizes, least).stacked
    assert row_places(sizes, least - 1).stacked


@given(SIZES.filter(lambda sizes: sizes.amount > 0))
def test_the_amount_is_dropped_before_parts_are_stacked(sizes: RowSizes) -> None:
    """The title has the sum, but not the buttons that save it."""
    assert row_places(sizes, sizes.unstacked_width).amount.width() == sizes.amount
    assert row_places(sizes, sizes.unstacked_width - 1).amount.isEmpty()
    stacked = row_places(sizes, max(sizes.min_width, sizes._replace(amount=0).unstacked_width - 1))
    assert not (stacked.stacked and stacked.amount.isEmpty())


@given(PIXELS, PIXELS, st.integers(60, 300))
def test_a_pill_becomes_its_icon_before_a_name_is_cut(texts: int, less: int, whole: int) -> None:
    """The order's name matters more than the remark beside it, which its tooltip repeats."""
    enough = texts + 8 + whole
    assert fitting_pill_width(enough, texts, whole, 24) == whole
    assert fitting_pill_width(enough - less, texts, whole, 24) == 24
