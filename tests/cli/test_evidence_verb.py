"""The verb `evidence`: files are added, listed, voided and compared, also by scripts."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from desktop.base.storage import EVIDENCE_FOLDER
from desktop.cli.arguments import parse
from desktop.domain.money_records import Receipt
from desktop.services.workspace import Workspace
from tests.builders import PROJECT_NUMBER, UID, fill_workspace
from tests.cli.conftest import Run
from tests.pictures import PDF, make_png

ORDER = "236414227150922"
DIGEST = sha256(make_png()).hexdigest()


@pytest.fixture
def shot(tmp_path: Path) -> Path:
    """Return a screenshot outside the data folder."""
    path = tmp_path / "关联成功页.png"
    path.write_bytes(make_png())
    return path


@pytest.fixture
def call(workspace: Workspace, run: Run) -> Run:
    """Return a call of the verb on a folder with an order, a project and a receipt."""
    fill_workspace(workspace)
    workspace.cashback.enter(Receipt(received_at=workspace.clock(), amount=500), [])
    return run


def test_a_file_is_added_listed_voided_and_compared(
    call: Run, shot: Path, workspace: Workspace
) -> None:
    """A script that files screenshots needs the result for each."""
    [made] = call("evidence", "add", str(shot), "--order", ORDER, "--note", "11 月", "--json").data
    assert made == {
        "sha256": DIGEST,
        "kind": "order",
        "account": UID,
        "order": ORDER,
        "project": None,
        "received_at": None,
        "amount": None,
        "name": "关联成功页",
        "note": "11 月",
        "media_type": "image/png",
        "bytes": len(make_png()),
        "added_at": made["added_at"],
        "voided_at": None,
        "void_reason": "",
    }
    assert call("evidence", "list", "--json").data == [made]
    assert call("evidence", "list", "--project", PROJECT_NUMBER, "--json").data == []
    assert DIGEST[:12] in call("evidence", "list", "--order", ORDER).out
    assert call("evidence", "check").status == 0
    assert call("check", "--json").data[0]["evidence"] == []
    path = workspace.folder / EVIDENCE_FOLDER / f"{DIGEST}.png"
    path.write_bytes(b"x")
    answer = call("evidence", "check", "--json")
    assert (answer.status, answer.data[0]["state"]) == (1, "changed")
    whole = call("check", "--json")
    assert (whole.status, whole.data[0]["ok"]) == (1, False)
    assert whole.data[0]["evidence"] == [{"sha256": DIGEST, "state": "changed"}]
    assert "isn't as it was kept" in whole.err
    [voided] = call("evidence", "void", DIGEST[:8], "--reason", "Card number", "--json").data
    assert voided["void_reason"] == "Card number"
    assert voided["voided_at"] is not None
    assert call("evidence", "void", DIGEST[:8], "--reason", "again").status == 1


def test_projects_and_receipts_are_named_by_number_and_amount(
    call: Run, shot: Path, tmp_path: Path
) -> None:
    """A receipt has no number; two with the same amount must not be mixed up."""
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(PDF)
    [project] = call("evidence", "add", str(letter), "--project", PROJECT_NUMBER, "--json").data
    assert (project["project"], project["media_type"]) == (PROJECT_NUMBER, "application/pdf")
    [receipt] = call("evidence", "add", str(shot), "--receipt", "5.00", "--json").data
    assert (receipt["kind"], receipt["amount"], receipt["order"]) == ("receipt", "5.00", None)
    assert len(call("evidence", "list", "--receipt", "5.00", "--json").data) == 1
    assert call("evidence", "add", str(shot), "--receipt", "6.00").status == 1
    call("receipt", "5.00", "--credit", "--again")
    assert call("evidence", "list", "--receipt", "5.00").status == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("add",),
        ("add", "a.png", "--order", ORDER, "--project", PROJECT_NUMBER),
        ("void",),
        ("void", "xyz", "--reason", "a"),
        ("void", "a" * 8),
        ("list", "a.png"),
        ("forget",),
    ],
)
def test_a_call_that_makes_no_sense_is_wrong_usage(arguments: tuple[str, ...]) -> None:
    """A script would believe that the evidence was stored."""
    with pytest.raises(SystemExit) as ended:
        parse(["evidence", *arguments])
    assert ended.value.code == 2


def test_an_ambiguous_call_changes_nothing(call: Run, shot: Path) -> None:
    """A mistake in a script must not add a picture to the wrong order."""
    for given in (
        ("add", shot),
        ("add", shot, "--order", "236414227150999"),
        ("add", "missing.png", "--order", ORDER),
        ("void", "a" * 8, "--reason", "a"),
    ):
        answer = call("evidence", *given)
        assert answer.status == 1
        assert answer.err
    assert call("evidence", "list", "--json").data == []
