"""Control characters in a record, a file name or an argument never reach the terminal."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.base.terminal_text import plain, plain_json
from desktop.cli.arguments import parse
from desktop.cli.verbs import run
from desktop.domain.model import Account, Billing, Order, OrderStatus, Project, ProjectStatus
from desktop.services.workspace import Workspace
from desktop.system.lock_file import LOCK_NAME

ROOT = Path(__file__).parents[2]
UID = "1000000000000001"
NUMBER = "236414227150001"
HOSTILE = (
    "\x1b[2J\x1b[31mred",
    "\x9b31m",
    "two\nlines",
    "\r over",
    "\u2028\u2029",
    "\u202eeslaf",
    "\u2066x\u2069",
    "\x00\x07\x7f",
    "\ud800",
    "\U000e0041",
)
any_text = st.one_of(
    st.sampled_from(HOSTILE), st.text(st.characters(categories=("Cc", "Cf", "Zl", "Zp", "L", "P")))
)


def printed(*words: str, folder: Path) -> tuple[str, str]:
    """Run a verb and return what it printed to both streams."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        run(parse(words), folder)
    return out.getvalue(), err.getvalue()


def assert_clean(text: str) -> None:
    """Check that only the program's own line ends are control characters."""
    found = [
        character
        for character in text.replace("\n", "")
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
        and character not in "\u200c\u200d"
    ]
    assert not found, ascii(text)


@given(any_text)
def test_plain_text_is_one_line_and_shows_all_else(text: str) -> None:
    """A title must neither move the cursor nor lose its letters."""
    shown = plain(text)
    assert_clean(shown)
    assert "\n" not in shown
    assert len(shown) == len(text)
    assert [c for c in shown if c.isalnum()] == [c for c in text if c.isalnum()]
    assert plain(shown) == shown


@given(any_text)
def test_json_keeps_what_it_escapes(text: str) -> None:
    """A program that reads the output gets the title as it is recorded."""
    line = plain_json({"title": text})
    assert_clean(line)
    assert json.loads(line) == {"title": text}


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(name=any_text, title=any_text, note=any_text, partner=any_text)
def test_any_text_in_any_record(name: str, title: str, note: str, partner: str) -> None:
    """An import or a partner's message must not control the terminal."""
    now = datetime(2026, 9, 10, tzinfo=UTC)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        workspace = Workspace.open(folder, lambda: now)
        with contextlib.suppress(Exception):  # refused records are not printed
            workspace.save_account(Account(uid=UID, name=name, note=note))
        with contextlib.suppress(Exception):
            workspace.save_account(Account(uid=UID))
        with contextlib.suppress(Exception):
            workspace.save_project(
                Project(
                    account=UID,
                    number="202609010001",
                    title=title,
                    partner=partner,
                    status=ProjectStatus.ACTIVE,
                    created_at=now,
                )
            )
        with contextlib.suppress(Exception):
            workspace.save_order(
                Order(
                    account=UID,
                    number=NUMBER,
                    kind="New",
                    billing=Billing.PREPAID,
                    status=OrderStatus.PAID,
                    created_at=now,
                    title=title,
                    note=note,
                )
            )
        workspace.close()
        for verb in (["due", "--all"], ["explain", NUMBER], ["gate", UID], ["check"]):
            for language in ("en", "zh_CN"):
                for more in ([], ["--json"]):
                    for text in printed("--lang", language, *verb, *more, folder=folder):
                        assert_clean(text)


@pytest.mark.parametrize("text", [t for t in HOSTILE if "\0" not in t], ids=ascii)
def test_any_name_of_a_file(text: str, tmp_path: Path) -> None:
    """The name of a downloaded file comes from a stranger, and appears in errors and answers."""
    Workspace.open(tmp_path).close()
    for words in (
        ["import", f"{text}.json"],
        ["export", str(tmp_path / f"{text}.json")],
        ["export", str(tmp_path / text / "all.json")],
        ["backup", str(tmp_path / f"{text}.sqlite3")],
        ["restore", str(tmp_path / text)],
    ):
        for one in printed(*words, folder=tmp_path):
            assert_clean(one)
            assert one.count("\n") <= 1, one


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_any_argument(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A script that passes on its input gets an error, and no control characters."""
    with pytest.raises(SystemExit):
        parse(["import", text])
    printed = capsys.readouterr()
    assert_clean(printed.out + printed.err)


def test_another_computer_s_name(tmp_path: Path) -> None:
    """Anybody who can write to a shared folder writes the lock in it."""
    (tmp_path / LOCK_NAME).write_text("1\nlinkdue\n\x1b[2J\u202ehost\n", encoding="utf-8")
    _out, err = printed("due", folder=tmp_path)
    assert "host" in err
    assert_clean(err)
    assert err.count("\n") == 1


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
@pytest.mark.parametrize("seconds", [0.0, 0.2, 0.6])
def test_ctrl_c_says_nothing(tmp_path: Path, seconds: float) -> None:
    """A user who stops a long import wants the prompt, and no traceback with paths and names."""
    table = tmp_path / "orders.csv"
    row = "236414227150001,新购,已支付,2026-09-01 00:30:00,2040.00\n"
    head = "订单号,订单类型,订单状态,创建时间,应付金额\n"
    table.write_text(head + row * 200_000, encoding="utf-8")
    code = (
        "import signal, sys; from desktop.__main__ import main; "
        "signal.signal(signal.SIGINT, signal.default_int_handler); "  # not ignored, as with nohup
        "print('go', flush=True); sys.exit(main())"
    )
    words = ["--data-dir", str(tmp_path / "data"), "import", str(table), "--account", UID]
    process = subprocess.Popen(
        [sys.executable, "-c", code, *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "go\n"
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    _out, err = process.communicate(timeout=60)
    assert "Traceback" not in err, err
    if process.returncode == 130:  # otherwise it ended before
        assert err == ""


LONG = "长" * 200
"""More bytes than a file system allows in a name."""


@pytest.mark.parametrize(
    "words",
    [
        ["import", f"{LONG}.csv"],
        ["export", f"{LONG}.csv"],
        ["backup", f"{LONG}.sqlite3"],
        ["restore", LONG],
        ["--data-dir", LONG, "due"],
        ["--data-dir", f"{LONG}/{LONG}", "check"],
    ],
    ids=lambda words: " ".join(words).replace(LONG, "…"),
)
def test_a_name_that_the_file_system_refuses(words: list[str], tmp_path: Path) -> None:
    """The error is one line, and not reported as a fault of the program."""
    done = subprocess.run(
        [sys.executable, "-m", "desktop", "--data-dir", str(tmp_path / "data"), *words],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert "unexpected" not in done.stderr


@pytest.mark.parametrize(
    "zone", ["ABC-25", "XYZ+167:59:59", "../../etc/passwd", ":/dev/zero", "<é>5"]
)
def test_any_time_zone_of_the_computer(zone: str, tmp_path: Path, usual_answers: list[str]) -> None:
    """Deadlines are in Beijing time; a script's time zone changes and breaks nothing."""
    assert _answers_in(os.environ | {"TZ": zone}, tmp_path) == usual_answers


@pytest.fixture(scope="module")
def usual_answers(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return the output in the computer's own zone."""
    return _answers_in(os.environ, tmp_path_factory.mktemp("zone"))


def _answers_in(environment: Mapping[str, str], place: Path) -> list[str]:
    """Return the output in an environment; fail if it is an error."""
    folder = place / "data"
    answers = []
    for words in (["due", "--all"], ["export", str(folder / "all.ics")], ["check"]):
        done = subprocess.run(
            [sys.executable, "-m", "desktop", "--data-dir", str(folder), *words],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.stderr == ""
        assert done.returncode == 0
        answers.append(done.stdout.replace(str(folder), ""))
    return answers
