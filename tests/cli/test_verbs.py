"""The command line: exit codes, one-line errors, readable output, no Qt."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import OTHER_UID, UID
from tests.cli.conftest import PLATFORM, ROOT, Run

CASES = ROOT / "tests" / "contract"
SAMPLES = ROOT / "tests" / "exchange" / "samples"


@pytest.fixture
def full(run: Run, tmp_path: Path) -> Run:
    """Make a data folder with two accounts, a project, and the orders of a query."""
    case = json.loads((CASES / "verdicts.json").read_text(encoding="utf-8"))[0]
    file = tmp_path / "own.json"
    file.write_text(json.dumps(case["data"]), encoding="utf-8")
    assert run("import", file).status == 0
    return run


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["due", "--within", "soon"],
        ["due", "--now", "yesterday"],
        ["due", "--now", "2026-02-30T00:00:00Z"],
        ["explain"],
        ["explain", "12AB"],
        ["gate", "x"],
        ["gate", UID, "--margin", "-5"],
        ["gate", UID, "--margin", "ten"],
        ["export", "all.doc"],
        ["export"],
        ["import", "orders.pdf"],
        ["import", "x.json", "--account", "me"],
        ["associate", "236414227150001", "--at", "now"],
        ["--lang", "fr", "due"],
        ["due", "--unknown"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_status_two(arguments: list[str], run: Run) -> None:
    """A script must be able to tell its own mistake from the data's state."""
    answer = run(*arguments)
    assert answer.status == 2
    assert answer.out == ""
    assert "Traceback" not in answer.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["explain", "999999999999999"], "isn't in LinkDue"),
        (["associate", "999999999999999"], "isn't in LinkDue"),
        (["associate", "236414227150001", "--undo"], "nothing to undo"),
        (["associate", "236414227150001", "--project", "209912310001"], "isn't in LinkDue"),
        (["gate", "99999"], "isn't in LinkDue"),
        (["import", "no-such-file.json"], "no such file"),
        (["export", "/no/such/folder/all.json"], "No such file or folder"),
        (["import", str(SAMPLES / "query_orders.json")], "--account"),
    ],
    ids=lambda value: " ".join(value)[-40:] if isinstance(value, list) else "",
)
def test_what_cannot_be_done_is_status_one_and_one_line(
    arguments: list[str], message: str, full: Run
) -> None:
    """One line states the error and the remedy; a traceback helps nobody who reads a log."""
    answer = full(*arguments)
    assert answer.status == 1
    assert answer.out == ""
    assert message in answer.err
    assert len(answer.err.strip().splitlines()) == 1


def test_a_query_is_imported_and_imported_again(full: Run) -> None:
    """Importing the same file twice must not double anything."""
    file = SAMPLES / "query_orders.json"
    [first] = full("import", file, "--account", UID, "--json").data
    assert (first["added"], first["conflict"]) == (4, 1)  # one order is recorded with other times
    [again] = full("import", file, "--account", UID, "--json").data
    assert (again["added"], again["updated"], again["unchanged"]) == (0, 0, 4)
    assert again["conflict"] == 1
    assert all(set(problem) == {"row", "message"} for problem in again["problems"])


def test_a_dry_run_changes_nothing(full: Run, tmp_path: Path) -> None:
    """A preview of an import must not import."""
    before = full("due", "--all", "--json").out
    answer = full("import", SAMPLES / "query_orders.json", "--account", UID, "--dry-run", "--json")
    assert answer.data[0]["added"] == 4
    assert full("due", "--all", "--json").out.count("\n") == before.count("\n")


def test_a_refused_import_leaves_the_data_as_it_was(full: Run, tmp_path: Path) -> None:
    """Half an imported file is worse than none."""
    before = full("due", "--all", "--json", "--now", "2026-09-10T04:00:00Z").out
    broken = tmp_path / "broken.json"
    text = (tmp_path / "own.json").read_text(encoding="utf-8")
    broken.write_text(text.replace('"paid"', '"payed"'), encoding="utf-8")
    assert full("import", broken).status == 1
    assert full("due", "--all", "--json", "--now", "2026-09-10T04:00:00Z").out == before


def test_export_and_import_give_the_same_file(full: Run, tmp_path: Path) -> None:
    """The data is the user's, in an open format, without loss."""
    full("import", SAMPLES / "query_orders.json", "--account", UID)
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    assert full("export", first).status == 0
    other = tmp_path / "other"
    assert full("import", first, folder=other).status == 0
    assert full("export", second, folder=other).status == 0
    one, two = (json.loads(path.read_text(encoding="utf-8")) for path in (first, second))
    del one["exported_at"], two["exported_at"]
    assert one == two
    assert list(one) == list(two)


def test_associating_and_undoing_it(full: Run) -> None:
    """The verb records what the user did in the console, and its undo restores both fields."""
    number, now = "236414227150001", "2026-09-11T00:00:00Z"
    [done] = full("associate", number, "--at", "2026-09-10T05:00:00Z", "--json").data
    assert (done["verdict"], done["project"]) == ("associated", "202609010001")
    assert full("due", "--json", "--now", now).data == []
    assert full("associate", number, "--undo").status == 0
    [back] = full("explain", number, "--json", "--now", now).data
    assert back["verdict"] == "open"


def test_an_order_number_of_two_accounts_needs_the_account(full: Run) -> None:
    """Marking the wrong company's order would be worse than asking."""
    file = SAMPLES / "query_orders.json"
    full("import", file, "--account", UID)
    full("import", file, "--account", OTHER_UID)
    answer = full("explain", "236414227150004")
    assert answer.status == 1
    assert "--account" in answer.err
    assert full("explain", "236414227150004", "--account", UID).status == 0


def test_within_leaves_out_distant_deadlines(full: Run) -> None:
    """The morning's report: what ends in the next hours."""
    now = "2026-09-30T14:30:00Z"
    assert full("due", "--within", "60m", "--now", now, "--json").data == []
    assert len(full("due", "--within", "90m", "--now", now, "--json").data) == 1
    assert len(full("due", "--within", "3d", "--now", now, "--json").data) == 1


def test_people_get_sentences_in_their_language(full: Run) -> None:
    """Without --json, the output is for people."""
    now = ["--now", "2026-09-10T04:00:00Z"]
    english = full("explain", "236414227150001", *now).out
    assert "Association period: month of payment, until 30 Sep 24:00." in english
    chinese = full("--lang", "zh_CN", "explain", "236414227150001", *now).out
    assert "关联期限：支付当月" in chinese
    assert "待关联" in full("due", *now, "--lang", "zh_CN").out
    assert "可以" in full("gate", UID, *now, "--lang", "zh_CN").out


def test_check_and_an_empty_folder(run: Run) -> None:
    """A first call on a new machine must not fail."""
    [report] = run("check", "--json").data
    assert report["ok"] is True
    assert run("due").out.strip() == "No orders to associate."


def test_the_verbs_load_no_qt(tmp_path: Path) -> None:
    """On a server without Qt's libraries, the morning's report must work."""
    code = (
        "import sys; from desktop.__main__ import main; "
        f"main(['--data-dir', {str(tmp_path / 'data')!r}, 'due']); "
        "print([name for name in sys.modules if name.startswith('PySide6')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_damaged_file_is_reported_in_one_line(full: Run, tmp_path: Path) -> None:
    """A problem with the file is shown with cause and remedy, not as a traceback."""
    (tmp_path / "data" / "linkdue.sqlite3").write_bytes(b"not a database" * 20)
    for name in ("linkdue.sqlite3-wal", "linkdue.sqlite3-shm"):
        (tmp_path / "data" / name).unlink(missing_ok=True)
    answer = full("due")
    assert answer.status == 1
    assert "isn't a LinkDue data file" in answer.err
    assert len(answer.err.strip().splitlines()) == 1


def test_a_complaint_about_arguments_is_utf_8_in_any_code_page() -> None:
    """On a Chinese Windows, programs that read standard error as UTF-8 would get garbled text."""
    done = subprocess.run(
        [sys.executable, "-m", "desktop", "explain", "订单"],
        cwd=ROOT,
        env=os.environ | PLATFORM | {"PYTHONIOENCODING": "gbk"},
        capture_output=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 2
    assert "订单" in done.stderr.decode("utf-8")
