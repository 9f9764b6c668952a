"""A product's name in a table without a header."""

from __future__ import annotations

from desktop.exchange.options import ReadOptions
from desktop.exchange.read import open_text, read
from tests.builders import UID
from tests.domain.strategies import PROGRAMME

ROWS = "\n".join(
    f"23641422715000{n}\t云服务器 ECS\t新购\t2026-09-01 00:30:00\t2026-09-01 00:40:00"
    for n in (1, 2)
)


def test_a_row_without_a_header_shows_its_product() -> None:
    """Otherwise two rows copied from the console would both be called “new purchase”."""
    snapshot = read(open_text(ROWS), PROGRAMME, ReadOptions(account=UID))
    assert [one.order.product for one in snapshot.orders] == ["ecs", "ecs"]
