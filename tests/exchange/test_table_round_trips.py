"""Orders exported as a table and imported again: the same records, whatever they contain."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.model import Order
from desktop.exchange.document.spreadsheet_process import read_rows
from desktop.exchange.document.table import table_from_rows
from desktop.exchange.formats import order_csv, order_xlsx
from desktop.exchange.options import ReadOptions
from desktop.exchange.read import Document, open_text, read
from desktop.exchange.snapshot import ExportRefused
from desktop.services.workspace import Workspace
from desktop.wording import calendar
from tests.builders import make_account
from tests.domain.strategies import PROGRAMME, orders
from tests.exchange.formats.test_order_csv import LANGUAGES, ORDER, TEXTS
from tests.exchange.reading import plan

any_text = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufffe\uffff"), max_size=30
)
"""All text that a spreadsheet can hold: without NUL and the two noncharacters."""


def back(document: Document) -> list[Order]:
    """Return the orders of a table, read again."""
    found = read(document, PROGRAMME, ReadOptions())
    assert found.problems == ()
    return [read.order for read in found.orders]


def through_csv(some: list[Order], language: str) -> list[Order]:
    """Write and read again as CSV."""
    return back(open_text(order_csv.dump(some, language).removeprefix("\ufeff")))


def through_xlsx(some: list[Order], language: str) -> list[Order]:
    """Write and read again as XLSX."""
    rows = read_rows(order_xlsx.dump(some, language))
    return back(Document(table_from_rows(enumerate(rows, 1))))


Through = Callable[[list[Order], str], list[Order]]
FORMATS = pytest.mark.parametrize("through", [through_csv, through_xlsx])


@FORMATS
@LANGUAGES
def test_every_fact_is_read_back(through: Through, language: str) -> None:
    """An export that loses a fact is no export."""
    assert through([ORDER], language) == [ORDER]


@FORMATS
@LANGUAGES
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.lists(
        orders(title=any_text, note=any_text, product=st.none() | any_text.filter(bool)),
        min_size=1,
        max_size=4,
        unique_by=lambda o: (o.account, o.number),
    )
)
def test_any_orders_are_read_back_unchanged(
    through: Through, language: str, some: list[Order]
) -> None:
    """Spaces, line ends, characters that start a formula: all of it is the user's."""
    official = {name.casefold(): name for name in PROGRAMME.kind_names}
    expected = [replace(o, kind=official.get(o.kind.casefold(), o.kind)) for o in some]
    assert through(some, language) == expected


@LANGUAGES
@pytest.mark.parametrize("text", [*TEXTS, " x ", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(language: str, text: str) -> None:
    """A title from someone else must not run in the accountant's spreadsheet."""
    book = openpyxl.load_workbook(
        io.BytesIO(order_xlsx.dump([replace(ORDER, title=text, note=text)], language))
    )
    sheet = book.active
    assert sheet is not None
    row = next(iter(sheet.iter_rows(min_row=2)))
    assert {cell.data_type for cell in row} <= {"s", "n", "d"}
    assert row[1].value == ORDER.number
    assert row[9].value == 2040
    assert row[7].value == datetime(2026, 9, 1, 0, 30)  # noqa: DTZ001 - cells have no zone


def test_what_a_cell_cannot_hold() -> None:
    """The spreadsheet would cut off the note silently."""
    with pytest.raises(ExportRefused) as refusal:
        order_xlsx.dump([replace(ORDER, note="x" * 40_000)], "en")
    assert refusal.value.facts["number"] == ORDER.number


@pytest.mark.parametrize("name", ["orders.csv", "orders.xlsx", "orders.json"])
def test_export_and_import_again_change_nothing(
    workspace: Workspace, tmp_path: Path, name: str
) -> None:
    """The accountant sends the file back, and it is imported."""
    workspace.save_account(make_account(uid=ORDER.account))
    workspace.save_order(ORDER)
    path = tmp_path / name
    assert workspace.files.export(path, "zh_CN") == 1
    found = plan(workspace, path)
    assert (found.unchanged, found.added, found.conflict) == (1, 0, 0)
    assert sorted(tmp_path.glob(".*")) == []


@pytest.mark.parametrize("name", ["orders.csv", "orders.xlsx", "orders.json", "orders.ics"])
def test_a_failed_export_leaves_what_was_there(
    workspace: Workspace, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full: last month's file is still there, and no part of a new one."""
    path = tmp_path / name
    path.write_text("last month's", encoding="utf-8")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="disk full"):
        workspace.files.export(path, "en", calendar.describe)
    assert path.read_text("utf-8") == "last month's"
    assert [p.name for p in tmp_path.iterdir() if p.name != "data"] == [name]


def test_moments_are_beijing_time_in_every_table() -> None:
    """The console shows Beijing time, and so does every list that is compared with it."""
    early = replace(ORDER, created_at=datetime(1995, 1, 1, tzinfo=UTC))
    assert through_xlsx([early], "en") == [early]
    assert "1995-01-01 08:00:00" in order_csv.dump([early], "en")
