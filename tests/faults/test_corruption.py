"""Thousands of damaged files: no crash, no hang, and every row on a sound page is salvaged.

`LINKDUE_CORRUPTIONS=2000` runs the full number; each round is the same on every machine.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.faults import corruption

ROOT = Path(__file__).parents[2]
ROUNDS = int(os.environ.get("LINKDUE_CORRUPTIONS", "24"))


@pytest.fixture(scope="module")
def rounds(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Return the results of all rounds, run in one separate process."""
    folder = tmp_path_factory.mktemp("corruption")
    corruption.make(folder)
    command = [sys.executable, "-m", "tests.faults.corruption", str(folder), "0", str(ROUNDS)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_no_damage_crashes_or_hangs(rounds: list[dict[str, Any]]) -> None:
    """Opening, reading, checking and salvaging end with a result, whatever the file contains."""
    assert len(rounds) == ROUNDS
    opened = Counter(one["opened"] for one in rounds)
    salvaged = Counter(one["salvaged"] for one in rounds)
    print(f"\n{ROUNDS} corruptions; opened: {dict(opened)}; salvaged: {dict(salvaged)}")
    assert opened.keys() - {"sound"}


def test_every_row_on_a_sound_page_is_salvaged(rounds: list[dict[str, Any]]) -> None:
    """These are the rows that SQLite could read before, found by marks on unchanged pages."""
    rows, sound, same = (sum(one[name] for one in rounds) for name in ("rows", "sound", "same"))
    print(f"\n{rows} rows, {sound} of them on sound pages; {same} came back as they were")
    assert [(one["seed"], one["missing"]) for one in rounds if one["missing"]] == []
    assert same > sound > rows // 2


def test_most_rows_on_damaged_pages_are_restored_from_the_journal(
    rounds: list[dict[str, Any]],
) -> None:
    """The journal has every action, on other pages."""
    lost = sum(one["rows"] - one["sound"] for one in rounds if one["damage"] != "truncate")
    back = sum(one["same"] - one["sound"] for one in rounds if one["damage"] != "truncate")
    print(f"\n{back} of {lost} rows on damaged pages came back, files cut off left aside")
    assert back > lost // 10
