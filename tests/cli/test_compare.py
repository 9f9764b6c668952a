"""The verb `compare`: the console's two lists from files, and the differences."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.domain.timestamps import parse_instant
from desktop.services.workspace import Workspace
from tests.builders import ORDER_NUMBER, OTHER_UID, UID, fill_workspace, make_account
from tests.cli.conftest import PLATFORM, ROOT, Run

ONE, TWO = "236414227150922", "236414227150923"


@pytest.fixture
def compare(run: Run, workspace: Workspace) -> Run:
    """Return a call of the verb on a folder with two open orders of an account."""
    fill_workspace(workspace)

    def call(*arguments: object) -> object:
        return run("compare", *arguments, folder=workspace.folder)

    return call  # type: ignore[return-value]


@pytest.fixture
def lists(tmp_path: Path) -> tuple[object, ...]:
    """Write both lists: one order associated there, one missing here, one damaged line."""
    to_associate, associated = tmp_path / "open.txt", tmp_path / "done.txt"
    to_associate.write_text(f"{TWO}\n{ORDER_NUMBER}\n{ORDER_NUMBER[:-1]}9\n2.36E+14\n", "utf-8")
    associated.write_text(f"订单号,项目编号\n{ONE},202609010001\n", "utf-8")
    return "--account", UID, "--to-associate", to_associate, "--associated", associated


def test_json_names_every_difference_and_what_was_not_read(
    compare: Run, lists: tuple[object, ...], workspace: Workspace
) -> None:
    """A script decides by the kinds; a difference with an unknown kind would be ignored."""
    before = workspace.last_entry()
    answer = compare(*lists, "--json", "--lang", "en", "--now", "2026-09-10T04:00:00Z")
    assert answer.status == 0
    [data] = answer.data
    assert [(d["kind"], d["number"], d["here"], d["there"]) for d in data["differences"]] == [
        ("associated-there", ONE, "open", "associated"),
        ("missing", ORDER_NUMBER, None, "to-associate"),
        ("missing", f"{ORDER_NUMBER[:-1]}9", None, "to-associate"),
    ]
    assert (data["account"], data["same"], data["in_both"], data["undecided"]) == (UID, 1, [], [])
    [problem] = data["problems"]
    assert (problem["list"], problem["row"]) == ("to-associate", 4)
    assert "2.36E+14" in problem["message"]
    assert data["last_compared"] is None
    assert workspace.last_entry() == before


def test_the_table_has_the_same_facts_in_words(compare: Run, lists: tuple[object, ...]) -> None:
    """An administrator reads the terminal, in Chinese."""
    out = compare(*lists, "--lang", "zh_CN", "--now", "2026-09-10T04:00:00Z").out
    assert "3 处不同" in out
    assert "控制台有，这里没有" in out
    assert "2.36E+14" in out
    assert "还没有与控制台核对过" in out


def test_only_with_note_is_the_account_compared(
    compare: Run, lists: tuple[object, ...], workspace: Workspace
) -> None:
    """Reading must change nothing; half a comparison is none."""
    [data] = compare(*lists, "--note", "--json").data
    at = workspace.comparing.last_compared(UID)
    assert at is not None
    assert parse_instant(data["last_compared"]) == at
    half = compare(*lists[:4], "--note", "--lang", "en")
    assert (half.status, half.err) == (1, "Only both lists make a comparison that can be noted.\n")


def test_a_list_may_come_from_another_program(compare: Run, workspace: Workspace) -> None:
    """`-` is the usual name of a pipe, and its content is UTF-8."""
    assert compare("--account", UID, "--associated", "-", "--to-associate", "-").status == 1
    command = [sys.executable, "-m", "desktop", "--data-dir", str(workspace.folder)]
    command += ["compare", "--account", UID, "--to-associate", "-", "--json"]
    command += ["--now", "2026-09-10T04:00:00Z"]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | PLATFORM | {"PYTHONIOENCODING": "latin-1"},
        input=f"订单号\n{ONE}\n{TWO}\n",
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    data = json.loads(done.stdout)
    assert (data["differences"], data["same"], data["problems"]) == ([], 2, [])


def test_missing_arguments_are_reported(compare: Run, tmp_path: Path, workspace: Workspace) -> None:
    """Without a list, an account or a file there is nothing to compare."""
    workspace.save_account(make_account(uid=OTHER_UID))
    assert "--to-associate" in compare("--account", UID, "--lang", "en").err
    assert "9999" in compare("--account", "999999", "--associated", "-", "--lang", "en").err
    gone = compare("--account", UID, "--associated", tmp_path / "gone.txt", "--lang", "en")
    assert (gone.status, gone.err) == (1, "There is no such file. Please check its name.\n")
    assert compare("--associated", "-").status == 2
