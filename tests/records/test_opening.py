"""Opening the data: every kind of trouble has its name, and the file stays as it was."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.desk import DatabaseProblem, Desk, ProblemKind
from desktop.domain.model import Account
from desktop.records import database
from desktop.records.store import Store
from tests.conftest import FakeClock

ROOT = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(os.name != "posix", reason="file modes and signals are POSIX's")


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A closed data file with an account in it."""
    desk = Desk.open(tmp_path / "data", FakeClock())
    desk.save_account(Account(uid="1000000000000001"))
    desk.close()
    return tmp_path / "data" / database.FILE_NAME


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def refused(folder: Path) -> ProblemKind:
    """The trouble that opening meets; the folder must be as it was, to the byte."""
    before = snapshot(folder)
    with pytest.raises(DatabaseProblem) as caught:
        Store.open(folder, FakeClock())
    assert snapshot(folder) == before
    return caught.value.kind


def test_a_newer_file_is_left_alone(made: Path) -> None:
    """An old program that “repairs” a newer file destroys what it does not know."""
    connection = sqlite3.connect(made)
    connection.execute(f"PRAGMA user_version = {database.SCHEMA_VERSION + 1}")
    connection.close()
    assert refused(made.parent) is ProblemKind.NEWER


def foreign_database(path: Path) -> None:
    """Another program's SQLite file."""
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE songs (title)")
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    "make",
    [
        foreign_database,
        lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 500),
        lambda path: path.write_text("my orders:\n" * 50, encoding="utf-8"),
        lambda path: path.write_bytes(b"x"),
    ],
    ids=["another program's", "a picture", "a text", "one byte"],
)
def test_a_file_that_is_not_ours_is_left_alone(make: object, tmp_path: Path) -> None:
    """Somebody else's file of that name must survive."""
    assert callable(make)
    make(tmp_path / database.FILE_NAME)
    assert refused(tmp_path) is ProblemKind.FOREIGN


@pytest.mark.parametrize("kept", [50, 100, 4096, 3 * 4096 + 17])
def test_a_truncated_file_is_damaged(kept: int, made: Path) -> None:
    """What a broken disk or a half-finished copy leaves is told apart, and kept for rescue."""
    made.write_bytes(made.read_bytes()[:kept])
    assert refused(made.parent) is ProblemKind.DAMAGED


def test_an_empty_file_is_a_new_one(tmp_path: Path) -> None:
    """What a crash right after the creation leaves behind must not stop the first start."""
    (tmp_path / database.FILE_NAME).touch()
    desk = Desk.open(tmp_path, FakeClock())
    desk.save_account(Account(uid="1000000000000001"))
    assert desk.check().ok
    desk.close()


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    """A mistyped --data-dir is told, not crashed on."""
    (tmp_path / "data").write_text("", encoding="utf-8")
    with pytest.raises(DatabaseProblem) as caught:
        Store.open(tmp_path / "data", FakeClock())
    assert caught.value.kind is ProblemKind.UNREACHABLE


@POSIX
def test_only_the_owner_can_read(made: Path) -> None:
    """Order numbers and amounts are nobody else's business on a shared computer."""
    desk = Desk.open(made.parent, FakeClock())
    desk.save_account(Account(uid="1000000000000002"))
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in made.parent.iterdir()}
    desk.close()
    assert stat.S_IMODE(made.parent.stat().st_mode) == 0o700
    assert set(modes.values()) == {0o600}
    assert len(modes) == 3


_AS_NOBODY = """
import os, sys
sys.path[:0] = [{root!r}, *{paths!r}]
from pathlib import Path
from desktop.records.database import DatabaseProblem
from desktop.records.store import Store
if os.getuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    Store.open(Path({folder!r}), lambda: None)
except DatabaseProblem as problem:
    print(problem.kind.value)
"""


@POSIX
@pytest.mark.parametrize("writable_folder", [True, False])
def test_a_read_only_file_or_folder_is_told(writable_folder: bool, tmp_path: Path) -> None:
    """A file on a read-only disk: say so before the user has typed, not afterwards."""
    import tempfile  # noqa: PLC0415 - only here: a place that another user may enter

    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        folder = Path(name)
        desk = Desk.open(folder, FakeClock())
        desk.close()
        folder.chmod(0o777 if writable_folder else 0o555)
        (folder / database.FILE_NAME).chmod(0o444)
        before = snapshot(folder)
        code = _AS_NOBODY.format(root=str(ROOT), paths=sys.path, folder=name)
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=False
        )
        folder.chmod(0o700)
        assert done.stdout.strip() == "read-only", done.stderr
        assert snapshot(folder) == before


_FULL = """
import resource, signal, sys
from pathlib import Path
from datetime import UTC, datetime
from desktop.desk import DatabaseProblem, Desk
from desktop.domain.model import Account, Partner
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
folder = Path({folder!r})
desk = Desk.open(folder)
desk.save_account(Account(uid="1000000000000001"))
size = max(p.stat().st_size for p in folder.iterdir())
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 8192, resource.RLIM_INFINITY))
kinds = set()
for number in range(50):
    try:
        desk.save_partner(Partner(name=str(number), note="x" * 3000))
    except DatabaseProblem as problem:
        kinds.add(problem.kind.value)
saved = len(desk.book().partners)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
desk.save_partner(Partner(name="after"))
report = desk.check()
print(sorted(kinds), saved < 50, len(desk.book().partners) == saved + 1, report.ok)
"""


@POSIX
def test_a_full_disk_loses_nothing_and_is_over_when_it_is_over(tmp_path: Path) -> None:
    """The act that does not fit says so; those before it are there, and so is the next one."""
    done = subprocess.run(
        [sys.executable, "-c", _FULL.format(folder=str(tmp_path / "data"))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "['no-space'] True True True", done.stderr


_CUT_SHORT = """
import os, sys
from pathlib import Path
from desktop.records import migrations
from desktop.records.store import Store
real = migrations._maker
def cut(db):
    make = real(db)
    def dying(name, *rest, **more):
        if name == {table!r}:
            os._exit(9)
        make(name, *rest, **more)
    return dying
migrations._maker = cut
Store.open(Path({folder!r}), lambda: None)
"""


@pytest.mark.parametrize("table", ["accounts", "projects", "cashback"])
def test_a_first_start_cut_short_is_done_again(table: str, tmp_path: Path) -> None:
    """Power off in the middle of the very first start: the second one must work."""
    folder = tmp_path / "data"
    code = _CUT_SHORT.format(table=table, folder=str(folder))
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert done.returncode == 9
    desk = Desk.open(folder, FakeClock())
    desk.save_account(Account(uid="1000000000000001"))
    assert desk.check().ok
    desk.close()
