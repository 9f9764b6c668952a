"""Tables written by LibreOffice 7.4, made from LinkDue's exports and from the console's list."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.builders import UID
from tests.exchange.formats.test_order_csv import ORDER, TEXTS
from tests.exchange.reading import read_file

FOLDER = Path(__file__).with_name("samples") / "libreoffice"
OURS = [
    replace(ORDER, number=str(236414227150001 + n), title=text, note=text)
    for n, text in enumerate([*TEXTS, " x "])
]


@pytest.mark.parametrize(
    "name", ["our_orders.csv", "our_orders.xls", "our_orders.xlsx", "our_orders.ods"]
)
def test_our_own_list_saved_again(name: str) -> None:
    """The accountant opens the export and saves it: nothing may change."""
    found = read_file(FOLDER / name)
    assert found.problems == ()
    assert [read.order for read in found.orders] == OURS


@pytest.mark.parametrize("name", ["my_orders.csv", "my_orders.xls", "my_orders.xlsx"])
def test_the_consoles_list_saved_again(name: str) -> None:
    """Numbers have become number cells, and times time cells."""
    found = read_file(FOLDER / name, UID)
    expected = read_file(FOLDER.parent / "my_orders_utf8_bom.csv", UID)
    assert found.problems == ()
    assert [read.order for read in found.orders] == [read.order for read in expected.orders]
