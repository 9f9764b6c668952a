"""The verb `report`: a month for the bookkeeper, a pack for a partner, from a script."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.services.workspace import Workspace
from tests.builders import make_account, make_active_project, make_order
from tests.cli.conftest import Run

NUMBERS = ("236414227150001", "236414227150002")


@pytest.fixture
def folder(workspace: Workspace) -> Path:
    """Make a folder with two associated orders of this month, of two partners."""
    now = workspace.clock()
    workspace.save_account(make_account())
    for number, partner in enumerate(("甲", "乙"), 1):
        workspace.save_project(
            make_active_project(
                number=f"20260901000{number}",
                created_at=now - timedelta(days=5),
                cashback_rate=Decimal("0.1"),
                partner=partner,
            )
        )
        workspace.save_order(
            make_order(
                number=NUMBERS[number - 1],
                created_at=now,
                paid_at=now,
                cash_paid=10_000,
                project=f"20260901000{number}",
                associated_at=now,
            )
        )
    return workspace.folder


def test_json_has_the_month_by_account_and_by_order(run: Run, folder: Path) -> None:
    """Otherwise another program would have to read a PDF."""
    [data] = run("report", "2026-09", "--json", folder=folder).data
    assert (data["month"], data["expected"], data["came"]) == ("2026-09", "20.00", "0.00")
    assert [(each["number"], each["paid"]) for each in data["orders"]] == [
        (number, "100.00") for number in NUMBERS
    ]
    assert [each["orders"] for each in data["accounts"]] == [2]
    assert data["file"] is None


def test_people_see_what_to_look_out_for(run: Run, folder: Path, workspace: Workspace) -> None:
    """An estimate that looks like a fact, or an unknown amount like nothing, is a wrong report."""
    first, second = workspace.book().orders.values()
    workspace.save_order(replace(first, cash_paid=None, payable=10_000))
    workspace.save_order(replace(second, cash_paid=None, payable=None))
    lines = run("report", "2026-09", folder=folder).out.splitlines()
    rows = {line.split()[0]: line for line in lines if line.startswith("2364")}
    assert "≈\u00a0¥100.00" in rows[first.number]
    assert "unknown" in rows[second.number]
    assert "–" in rows[second.number]
    assert any(line.startswith("The cashback of 1 order is unknown") for line in lines)


@pytest.mark.parametrize("ending", [".pdf", ".xlsx"])
def test_a_report_is_saved(run: Run, folder: Path, tmp_path: Path, ending: str) -> None:
    """A bookkeeper wants it automatically at the end of each month."""
    path = tmp_path / f"september{ending}"
    answer = run("report", "2026-09", "--to", path, folder=folder)
    assert (answer.status, answer.err) == (0, "")
    assert path.read_bytes().startswith(b"%PDF" if ending == ".pdf" else b"PK")


def test_a_dispute_asks_for_the_partner(run: Run, folder: Path, tmp_path: Path) -> None:
    """One partner would be shown the orders of another."""
    path = tmp_path / "pack.zip"
    refused = run("report", "--dispute", "--to", path, folder=folder)
    assert refused.status == 1
    assert "--partner" in refused.err
    answer = run("report", "--dispute", "--partner", "甲", "--to", path, "--json", folder=folder)
    [data] = answer.data
    assert [each["number"] for each in data["orders"]] == [NUMBERS[0]]
    assert zipfile.is_zipfile(data["file"])


def test_what_does_not_fit_together_is_refused(run: Run, folder: Path, tmp_path: Path) -> None:
    """A file would not contain what its name says."""
    for arguments in (
        ("2026-09", "--to", tmp_path / "month.zip"),
        ("--dispute", "--to", tmp_path / "pack.pdf"),
        (),
        ("--dispute", "--order", "999999999999"),
    ):
        answer = run("report", *arguments, folder=folder)
        assert answer.status == 1, arguments
        assert len(answer.err.splitlines()) == 1
    assert list(tmp_path.glob("*.zip")) == list(tmp_path.glob("*.pdf")) == []
