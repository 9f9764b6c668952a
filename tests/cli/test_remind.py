"""The verb `remind`, which the scheduled helper runs, case by case."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.model import Window
from desktop.domain.timestamps import parse_instant
from desktop.services.workspace import Workspace
from tests.builders import OTHER_UID, UID, make_account, make_active_project, make_paid_order
from tests.cli.conftest import ROOT, Answer, Run

FIRST, SECOND, EARLY = "236414227150001", "236414227150002", "236414227150003"
PAID = "2026-09-29T03:00:00Z"
"""11:00 in Beijing, the day before the last of the month."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Record two orders due on 30 September, 24:00, and one whose project expires before."""
    data = tmp_path / "data"
    workspace = Workspace.open(data, lambda: parse_instant(PAID))
    for uid in (UID, OTHER_UID):
        workspace.save_account(make_account(uid=uid, name=f"Name {uid[-1]}"))
    created = parse_instant("2026-09-01T00:00:00Z")
    workspace.save_project(make_active_project(created_at=created))
    workspace.save_project(
        make_active_project(
            account=OTHER_UID,
            number="202609010002",
            created_at=created,
            valid_until=parse_instant("2026-09-29T08:30:00Z"),
        )
    )
    paid = parse_instant(PAID)
    for account, number in ((UID, SECOND), (UID, FIRST), (OTHER_UID, EARLY)):
        workspace.save_order(
            make_paid_order(paid, account=account, number=number, window=Window.MONTH)
        )
    workspace.close()
    return data


def line(number: str, **facts: Any) -> dict[str, Any]:
    """Return the verb's line about an order that has just been paid, with some other facts."""
    other = number == EARLY
    usual = {
        "account": OTHER_UID if other else UID,
        "number": number,
        "deadline": "2026-09-29T08:30:00Z" if other else "2026-09-30T16:00:00Z",
        "step": None,
        "due": False,
        "held_by": None,
        "next_at": "2026-09-29T05:30:00Z" if other else "2026-09-29T16:00:00Z",
    }
    return usual | facts


def ask(run: Run, now: str, *options: str) -> list[dict[str, Any]]:
    """Return the verb's output as of a moment."""
    answer: Answer = run("remind", "--json", "--now", now, *options)
    assert answer.status == 0, answer.err
    return answer.data


def test_each_open_order_has_a_line_by_deadline_account_and_number(run: Run, folder: Path) -> None:
    """Before the first moment nothing is due; the anchor itself is none."""
    lines = [line(EARLY), line(FIRST), line(SECOND)]
    assert ask(run, PAID, "--dry-run") == lines


def test_a_moment_that_has_come_is_due_until_it_is_claimed(run: Run, folder: Path) -> None:
    """A dry run claims nothing; the call after it does, once."""
    now = "2026-09-29T16:00:00Z"
    due = {"step": "24h", "due": True, "next_at": "2026-09-30T02:00:00Z"}
    lines = [line(FIRST, **due), line(SECOND, **due)]
    assert ask(run, now, "--dry-run") == lines
    assert ask(run, now) == lines
    handled = [each | {"due": False} for each in lines]
    assert ask(run, now) == handled
    assert ask(run, now, "--dry-run") == handled
    assert ask(run, "2026-09-30T01:59:59Z") == handled
    [first, _second] = ask(run, "2026-09-30T02:00:00Z", "--silent")
    assert (first["step"], first["due"], first["next_at"]) == (
        "daily",
        True,
        "2026-09-30T13:00:00Z",
    )
    assert not ask(run, "2026-09-30T12:59:59Z")[0]["due"]


def test_the_last_moments_before_a_deadline(run: Run, folder: Path) -> None:
    """3 hours and 1 hour before; after the deadline the order is no longer open."""
    for now, step, next_at in (
        ("2026-09-30T13:00:00Z", "3h", "2026-09-30T15:00:00Z"),
        ("2026-09-30T15:00:00Z", "1h", None),
    ):
        assert ask(run, now) == [
            line(number, step=step, due=True, next_at=next_at) for number in (FIRST, SECOND)
        ]
    assert [each["due"] for each in ask(run, "2026-09-30T15:59:59Z")] == [False, False]
    assert ask(run, "2026-09-30T16:00:00Z") == []


def test_where_two_moments_fall_together_the_one_named_by_hours_counts(
    run: Run, folder: Path
) -> None:
    """10:00 is three hours before a deadline at 13:00."""
    workspace = Workspace.open(folder, lambda: parse_instant(PAID))
    [project] = [one for one in workspace.book().projects if one.account == OTHER_UID]
    workspace.save_project(replace(project, valid_until=parse_instant("2026-09-30T05:00:00Z")))
    workspace.close()
    early = ask(run, "2026-09-30T02:00:00Z", "--dry-run")[0]
    assert (early["number"], early["step"]) == (EARLY, "3h")


def test_an_associated_order_has_no_line_until_that_is_undone(run: Run, folder: Path) -> None:
    """Then it is due again: a tick by mistake silences nothing."""
    now = "2026-09-29T16:00:00Z"
    assert run("associate", FIRST).status == 0
    assert [each["number"] for each in ask(run, now)] == [SECOND]
    assert run("associate", FIRST, "--undo").status == 0
    assert [(each["number"], each["due"]) for each in ask(run, now)] == [
        (FIRST, True),
        (SECOND, False),
    ]


def test_the_text_output_lists_what_is_due_and_what_comes_next(run: Run, folder: Path) -> None:
    """For a user who tries it in a terminal."""
    out = run("remind", "--now", "2026-09-30T15:10:00Z").out
    assert out.startswith("Last hour, 2 orders still to associate\nName 1, 50 minutes left.\n")
    out = run("remind", "--now", "2026-09-30T15:11:00Z").out
    assert out.startswith("deadline")
    assert "handled" in out
    assert "Next: " in run("due", "--now", "2026-09-29T16:00:00Z").out
    assert all("next" not in "".join(each) for each in run("due", "--json", "--now", PAID).data)


def test_an_empty_folder_has_nothing_to_say(run: Run) -> None:
    """The schedule also runs before the first order."""
    assert ask(run, PAID) == []
    assert run("remind").out == "No orders to associate.\nNothing will ring in the next 31 days.\n"


def test_it_loads_neither_qt_nor_what_writes_records(folder: Path) -> None:
    """The schedule runs it every few minutes: it must end before anybody notices."""
    code = (
        "import sys; from desktop.__main__ import main; "
        f"main(['--data-dir', {str(folder)!r}, 'remind', '--json', '--now', "
        "'2026-09-30T15:10:00Z']); "
        "print([name for name in sys.modules "
        "if name.startswith(('PySide6', 'sqlite_utils', 'openpyxl'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    *lines, loaded = done.stdout.splitlines()
    assert [json.loads(each)["due"] for each in lines] == [True, True]
    assert loaded == "[]"


def test_of_many_processes_one_announces(run: Run, folder: Path) -> None:
    """The window and the helper check in the same minute."""
    command = [sys.executable, "-m", "desktop", "--data-dir", str(folder), "remind", "--json"]
    command += ["--now", "2026-09-29T16:00:00Z"]
    calls = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8")
        for _ in range(6)
    ]
    answers = [call.communicate()[0] for call in calls]
    due = [json.loads(each)["due"] for answer in answers for each in answer.splitlines()]
    assert (len(due), sum(due)) == (12, 2)
