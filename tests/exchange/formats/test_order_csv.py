"""Orders exported as CSV: no cell is a formula, and an import restores every fact."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.domain.model import Order, Window
from desktop.exchange.formats import order_csv
from desktop.services.workspace import Workspace
from tests.builders import make_account, make_order
from tests.exchange.reading import plan, read_text

ORDER = make_order(
    created_at=datetime(2026, 8, 31, 16, 30, tzinfo=UTC),
    paid_at=datetime(2026, 8, 31, 16, 40, tzinfo=UTC),
    product="ecs",
    title="测试",
    payable=204000,
    cash_paid=-100,
    parent="236414227150002",
    project="202608200001",
    window=Window.DAY,
    associated_at=datetime(2026, 9, 1, tzinfo=UTC),
    note='a, "b"\nc',
)
LANGUAGES = pytest.mark.parametrize("language", ["zh_CN", "en"])
TEXTS = ["=1+1", "+86", "-1", "@x", "'=1", "''=1", "＝1+1", "＋1", "'quoted'", "a=b", "normal"]


def back(text: str) -> list[Order]:
    """Return the orders of an export, read again."""
    found = read_text(text, None)
    assert found.problems == ()
    return [read.order for read in found.orders]


@LANGUAGES
def test_every_fact_is_read_back(language: str) -> None:
    """An export that loses a fact is no export."""
    assert back(order_csv.dump([ORDER], language)) == [ORDER]


@LANGUAGES
@pytest.mark.parametrize("text", TEXTS)
def test_no_text_becomes_a_formula(language: str, text: str) -> None:
    """A title from someone else must not run in the accountant's spreadsheet."""
    order = replace(ORDER, title=text, note=text)
    written = order_csv.dump([order], language)
    rows = list(csv.reader(io.StringIO(written.removeprefix("\ufeff"))))
    for cell in rows[1]:
        amount = cell.lstrip("-").replace(".", "").isdigit()
        assert amount or cell[:1] not in tuple("=+-@\r＝＋－＠")
    assert back(written) == [order]


def test_export_and_import_again_change_nothing(workspace: Workspace, tmp_path: Path) -> None:
    """The accountant sends the file back, and it is imported."""
    workspace.save_account(make_account())
    workspace.save_order(ORDER)
    path = tmp_path / "orders.csv"
    assert workspace.files.export(path, "zh_CN") == 1
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    found = plan(workspace, path)
    assert (found.unchanged, found.added, found.conflict) == (1, 0, 0)
