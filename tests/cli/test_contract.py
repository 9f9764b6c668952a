"""The worked cases on the command line: import the data, then call the verbs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from desktop.__main__ import main

CASES = Path(__file__).parents[1] / "contract"
VERDICTS = json.loads((CASES / "verdicts.json").read_text(encoding="utf-8"))
GATES = json.loads((CASES / "gates.json").read_text(encoding="utf-8"))


def call(capsys: pytest.CaptureFixture[str], folder: Path, *arguments: str) -> list[dict[str, Any]]:
    """Return the output of one verb, run in this process because a hundred would be slow."""
    assert main(["--data-dir", str(folder), "--lang", "en", *arguments, "--json"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def imported(capsys: pytest.CaptureFixture[str], folder: Path, case: dict[str, Any]) -> Path:
    """Make a data folder and import the case's data."""
    file = folder / "case.json"
    file.write_text(json.dumps(case["data"]), encoding="utf-8")
    call(capsys, folder / "data", "import", str(file))
    return folder / "data"


@pytest.mark.parametrize("case", VERDICTS, ids=lambda case: case["name"])
def test_due_and_explain_give_the_verdict(
    case: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong verdict here is cashback lost: every key must equal the case's."""
    folder = imported(capsys, tmp_path, case)
    answers = {
        (a["account"], a["number"]): a
        for a in call(capsys, folder, "due", "--all", "--now", case["now"])
    }
    assert len(answers) == len(case["data"]["orders"])
    for expected in case["expect"]:
        key = expected["account"], expected["number"]
        assert answers[key] == expected
        [explained] = call(
            capsys, folder, "explain", key[1], "--account", key[0], "--now", case["now"]
        )
        assert explained.pop("reasons")
        assert explained == expected


@pytest.mark.parametrize("case", GATES, ids=lambda case: case["name"])
def test_gate(case: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Buying although the gate should have said no is the mistake that nothing repairs."""
    folder = imported(capsys, tmp_path, case)
    margin = str(case["margin_minutes"])
    [answer] = call(
        capsys, folder, "gate", case["account"], "--margin", margin, "--now", case["now"]
    )
    assert answer.pop("reasons")
    assert answer == case["expect"]
