"""Every broken and hostile file of the corpus has its expected outcome."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.exchange.snapshot import ImportRefused
from desktop.services.workspace import Workspace
from desktop.wording.errors import files
from tests.builders import UID, make_account
from tests.exchange.corpus import CASES, Case
from tests.exchange.reading import plan


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_outcome(case: Case, workspace: Workspace, tmp_path: Path) -> None:
    """Another outcome would be a crash, a silent loss, or advice that does not help."""
    workspace.save_account(make_account())
    before = workspace.data_version()
    path = tmp_path / "orders.dat"
    path.write_bytes(case.make())
    try:
        found = plan(workspace, path, UID)
    except ImportRefused as refusal:
        outcome = f"refused {refusal.code}"
        messages = [files.unreadable(refusal)]
    else:
        outcome = " ".join([str(found.added), *(problem.code for problem in found.problems)])
        messages = [files.row(problem) for problem in found.problems]
    assert outcome == case.outcome
    assert all(len(sentence) < 400 for sentence in messages)
    assert workspace.data_version() == before


def test_the_corpus_is_large_enough() -> None:
    """Every case has a unique name, too."""
    assert len({case.name for case in CASES}) == len(CASES) >= 60
