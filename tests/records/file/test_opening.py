"""Opening the data: every kind of error has a name, and a refused file stays unchanged."""

from __future__ import annotations

import os
import sqlite3
import stat
import struct
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.base.storage import FILE_NAME, SCHEMA_VERSION, StorageError, StorageErrorKind
from desktop.records.store import Store
from desktop.services.workspace import Workspace
from tests.builders import OTHER_UID, make_account, make_partner
from tests.conftest import PROGRAMME, FakeClock
from tests.faults.reach import Reach

ROOT = Path(__file__).parents[3]
POSIX = pytest.mark.skipif(os.name != "posix", reason="file modes and signals are POSIX's")


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """Make a closed data file with an account in it."""
    workspace = Workspace.open(tmp_path / "data", FakeClock())
    workspace.save_account(make_account())
    workspace.close()
    return tmp_path / "data" / FILE_NAME


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Return every file of a folder with its bytes and mode."""
    return {path.name: (path.read_bytes(), path.stat().st_mode) for path in folder.iterdir()}


def refused(folder: Path) -> StorageErrorKind:
    """Return the error of opening; the folder must stay unchanged to the byte."""
    return refused_in(folder, folder)


def refused_in(folder: Path, around: Path) -> StorageErrorKind:
    """Return the error of opening `folder`; everything in `around` must stay unchanged."""
    before = snapshot(around)
    with pytest.raises(StorageError) as caught:
        Store.open(folder, PROGRAMME, FakeClock())
    assert snapshot(around) == before
    return caught.value.kind


def test_a_newer_file_is_not_changed(made: Path) -> None:
    """An old program that “repairs” a newer file destroys data that it does not know."""
    connection = sqlite3.connect(made)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.execute("PRAGMA journal_mode = DELETE")  # possible in the newer program
    connection.close()
    made.chmod(0o640)
    assert refused(made.parent) is StorageErrorKind.NEWER


@POSIX
def test_a_newer_file_that_was_cut_short_keeps_its_changes(made: Path) -> None:
    """The newer program was killed: its last changes and its version are in the log only."""
    code = (
        "import os, sqlite3, sys; from desktop.records.file.wal_owner import sign; "
        "c = sqlite3.connect(sys.argv[1], isolation_level=None); c.execute('BEGIN'); "
        "c.execute('CREATE TABLE newer (x)'); "
        f"c.execute('PRAGMA user_version = {SCHEMA_VERSION + 1}'); sign(c); "
        "c.execute('COMMIT'); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", code, str(made)], check=True, cwd=ROOT)
    assert int.from_bytes(made.read_bytes()[60:64], "big") == SCHEMA_VERSION
    with pytest.raises(StorageError) as caught:
        Store.open(made.parent, PROGRAMME, FakeClock())
    assert caught.value.kind is StorageErrorKind.NEWER
    connection = sqlite3.connect(made)
    assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION + 1,)
    assert connection.execute("SELECT * FROM newer").fetchall() == []
    assert connection.execute("SELECT count(*) FROM accounts").fetchone() == (1,)
    connection.close()


def foreign_in_wal_mode(path: Path) -> None:
    """Make another program's SQLite file that has a log while it is open."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE songs (title)")
    connection.close()


def foreign_all_in_the_log(path: Path) -> None:
    """Make another program's SQLite file, killed before the log was written into the file."""
    elsewhere = path.with_name("elsewhere")
    connection = sqlite3.connect(elsewhere, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE songs (title)")
    for end in ("", "-wal"):
        path.with_name(path.name + end).write_bytes(Path(f"{elsewhere}{end}").read_bytes())
    connection.close()
    elsewhere.unlink()


def marked(path: Path) -> None:
    """Make a SQLite file with another program's application id, and no table yet."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA application_id = 1")
    connection.close()


def foreign_database(path: Path) -> None:
    """Make another program's SQLite file."""
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE songs (title)")
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    "make",
    [
        foreign_database,
        foreign_in_wal_mode,
        foreign_all_in_the_log,
        marked,
        lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 500),
        lambda path: path.write_text("my orders:\n" * 50, encoding="utf-8"),
        lambda path: path.write_bytes(b"x"),
    ],
    ids=["database", "in WAL mode", "all in the log", "marked", "a picture", "a text", "one byte"],
)
def test_a_foreign_file_is_not_changed(make: Callable[[Path], object], tmp_path: Path) -> None:
    """Someone else's file of that name must survive, and its folder stay unchanged."""
    make(tmp_path / FILE_NAME)
    assert refused(tmp_path) is StorageErrorKind.FOREIGN


def test_the_folder_may_be_relative(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--data-dir data` works like the absolute path, also where the file is not ours."""
    monkeypatch.chdir(tmp_path)
    workspace = Workspace.open(Path("data"), FakeClock())
    assert len(workspace.book().accounts) == 1
    workspace.close()
    made.unlink()
    foreign_database(made)
    assert refused(Path("data")) is StorageErrorKind.FOREIGN


@pytest.mark.parametrize(
    ("first", "last"),
    [(16, 18), (16, 60), (28, 32), (44, 48), (100, 108), (100, 4096), (100, None)],
    ids=str,
)
@pytest.mark.parametrize("byte", [b"\xa5", b"\xff"])
def test_an_overwritten_file_is_damaged(
    byte: bytes, first: int, last: int | None, made: Path
) -> None:
    """The header still shows that the file is LinkDue's, so it is not “another program's”."""
    data = bytearray(made.read_bytes())
    data[first:last] = byte * len(data[first:last])
    made.write_bytes(data)
    assert refused(made.parent) is StorageErrorKind.DAMAGED


def test_pages_overwritten_behind_the_first_are_reported_on_reading(made: Path) -> None:
    """Damage that opening does not reach causes no crash, and nothing is “repaired”."""
    connection = sqlite3.connect(made)
    query = "SELECT rootpage FROM sqlite_master WHERE name = 'accounts'"
    start = (connection.execute(query).fetchone()[0] - 1) * 4096
    connection.close()
    data = bytearray(made.read_bytes())
    data[start : start + 4096] = b"\xa5" * 4096
    made.write_bytes(data)
    workspace = Workspace.open(made.parent, FakeClock())
    with pytest.raises(StorageError) as caught:
        workspace.book()
    assert caught.value.kind is StorageErrorKind.DAMAGED
    with pytest.raises(StorageError):
        workspace.save_account(make_account(uid=OTHER_UID))
    assert not workspace.check().ok
    workspace.close()
    assert made.read_bytes() == data


@pytest.mark.parametrize("kept", [50, 100, 4096, 3 * 4096 + 17])
def test_a_truncated_file_is_damaged(kept: int, made: Path) -> None:
    """A file left by a broken disk or an unfinished copy is recognised, and kept for salvage."""
    made.write_bytes(made.read_bytes()[:kept])
    assert refused(made.parent) is StorageErrorKind.DAMAGED


def test_an_empty_file_is_a_new_one(tmp_path: Path) -> None:
    """A crash right after the creation leaves an empty file; the first start must work."""
    (tmp_path / FILE_NAME).touch()
    workspace = Workspace.open(tmp_path, FakeClock())
    workspace.save_account(make_account())
    assert workspace.check().ok
    workspace.close()


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    """A mistyped --data-dir is reported, and does not crash."""
    (tmp_path / "data").write_text("", encoding="utf-8")
    assert refused_in(tmp_path / "data", tmp_path) is StorageErrorKind.UNREACHABLE
    assert refused_in(tmp_path / "data" / "deeper", tmp_path) is StorageErrorKind.UNREACHABLE


def test_a_file_that_is_a_folder(tmp_path: Path) -> None:
    """A folder in the file's place is reported, too."""
    (tmp_path / FILE_NAME).mkdir()
    with pytest.raises(StorageError) as caught:
        Store.open(tmp_path, PROGRAMME, FakeClock())
    assert caught.value.kind in (StorageErrorKind.UNREACHABLE, StorageErrorKind.READ_ONLY)
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]


@POSIX
def test_only_the_owner_can_read(made: Path) -> None:
    """Order numbers and amounts must stay private on a shared computer."""
    workspace = Workspace.open(made.parent, FakeClock())
    workspace.save_account(make_account(uid=OTHER_UID))
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in made.parent.iterdir()}
    workspace.close()
    assert stat.S_IMODE(made.parent.stat().st_mode) == 0o700
    assert set(modes.values()) == {0o600}
    assert len(modes) == 3


_AS_NOBODY = """
import os, sys, tempfile
sys.path[:0] = [{root!r}, *{paths!r}]
from pathlib import Path
from desktop.base.storage import StorageError
from desktop.services.workspace import Workspace
from desktop.domain.model import Partner
def write(folder):
    workspace = Workspace.open(Path(folder))
    workspace.save_partner(Partner(name="P"))
    workspace.close()
with tempfile.TemporaryDirectory() as scratch:
    write(scratch)  # loads whatever nobody may not read
if os.getuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    write({folder!r})
    print("written")
except StorageError as problem:
    print(problem.kind.value)
"""


@pytest.fixture
def shared() -> Iterator[Path]:
    """Make a folder with a closed data file, in a place that another user may enter."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        Workspace.open(Path(name), FakeClock()).close()
        yield Path(name)
        Path(name).chmod(0o700)


def as_nobody(folder: Path) -> str:
    """Return the results when another user, not root, opens the folder and writes."""
    code = _AS_NOBODY.format(root=str(ROOT), paths=sys.path, folder=str(folder))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    return done.stdout.strip() or done.stderr


@POSIX
@pytest.mark.parametrize(
    ("folder_mode", "file_mode"),
    [(0o777, 0o444), (0o555, 0o444), (0o555, 0o666)],
    ids=["file", "both", "folder"],
)
def test_a_read_only_file_or_folder_is_reported(
    folder_mode: int, file_mode: int, shared: Path
) -> None:
    """On a read-only disk, the user must be told before typing, not afterwards."""
    (shared / FILE_NAME).chmod(file_mode)
    shared.chmod(folder_mode)
    before = snapshot(shared)
    assert as_nobody(shared) == "read-only"
    assert snapshot(shared) == before


@POSIX
def test_a_new_file_in_a_read_only_folder_is_reported(shared: Path) -> None:
    """The very first start is in a folder of the administrator."""
    (shared / FILE_NAME).unlink()
    shared.chmod(0o555)
    assert as_nobody(shared) == "read-only"
    assert list(shared.iterdir()) == []


@POSIX
@pytest.mark.skipif(os.name == "posix" and os.getuid() != 0, reason="only root can set this up")
def test_a_file_whose_mode_cannot_be_set_is_used_all_the_same(shared: Path) -> None:
    """A memory stick's file system has no modes: the data on it must open."""
    (shared / FILE_NAME).chmod(0o666)
    shared.chmod(0o777)
    assert as_nobody(shared) == "written"


_FULL = """
import resource, signal, sys
from pathlib import Path
from datetime import UTC, datetime
from desktop.base.storage import StorageError
from desktop.services.workspace import Workspace
from desktop.domain.model import Partner
from tests.builders import make_account
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
folder = Path({folder!r})
workspace = Workspace.open(folder)
workspace.save_account(make_account())
size = max(p.stat().st_size for p in folder.iterdir())
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100_000, resource.RLIM_INFINITY))
kinds = set()
names = []
for number in range(50):
    try:
        workspace.save_partner(Partner(name=str(number), note="x" * 3000))
        names.append(str(number))
    except StorageError as problem:
        kinds.add(problem.kind.value)
saved = len(workspace.book().partners)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
workspace.save_partner(Partner(name="after"))
report = workspace.check()
actions = workspace.history(100)
print(sorted(kinds), 0 < saved < 50, len(workspace.book().partners) == saved + 1, report.ok)
print(len(actions) == saved + 2, [p.name for p in workspace.book().partners][:saved] == names)
"""


@POSIX
def test_a_full_disk_loses_nothing_and_is_over_when_it_is_over(tmp_path: Path) -> None:
    """The action that does not fit is refused; those before it are kept, and the next one works."""
    done = subprocess.run(
        [sys.executable, "-c", _FULL.format(folder=str(tmp_path / "data"))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "['no-space'] True True True\nTrue True\n", done.stderr


_OTHER_PROGRAM = """
import sys
from pathlib import Path
from desktop.services.workspace import Workspace
from desktop.domain.model import Partner
workspace = Workspace.open(Path(sys.argv[1]))
if len(sys.argv) > 2:
    workspace.save_partner(Partner(name=sys.argv[2]))
print(*(partner.name for partner in workspace.book().partners))
workspace.close()
"""


def _other_program(folder: Path, *partner: str) -> list[str]:
    """Return the partners, after another program has recorded one and ended."""
    call = [sys.executable, "-c", _OTHER_PROGRAM, str(folder), *partner]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_a_second_connection_keeps_the_locks_of_the_first(workspace: Workspace) -> None:
    """After an import on a thread, a verb must not treat the window's log as left by a crash.

    It would delete the log, and what the window saves afterwards would be lost in a crash.
    """
    folder = workspace.folder
    workspace.save_partner(make_partner(name="first"))
    workspace.another().close()
    assert _other_program(folder, "second") == ["first", "second"]
    workspace.save_partner(make_partner(name="third"))
    assert _other_program(folder) == ["first", "second", "third"]


_CUT_SHORT = """
import os, sys
from pathlib import Path
from desktop.domain.programme import load
from desktop.records.file import database
from desktop.records.store import Store
from desktop.base.resources import resource
import sqlite_utils, desktop.records.tables.migrations
programme = load(resource("programme.toml"))
real = database.open_connection
def opened(path):
    connection = real(path)
    def trace(statement):
        global left
        left -= 1
        if left == 0:
            os._exit(9)
    connection.set_trace_callback(trace)
    return connection
database.open_connection = opened
number, status = 1 - {step}, 9 << 8
while status == 9 << 8:
    number += {step}
    child = os.fork()
    if child == 0:
        left = number
        Store.open(Path({folder!r}) / str(number), programme, lambda: None).close()
        os._exit(0)
    status = os.waitpid(child, 0)[1]
print(number, status)
"""


@POSIX
def test_a_first_start_cut_short_is_done_again(tmp_path: Path) -> None:
    """The power fails before any statement of the very first start: the next start works.

    Every thirteenth statement is tried, and all of them in a full run of the fault tests.
    """
    step = min(Reach.of_run().stride, 13)
    done = subprocess.run(
        [sys.executable, "-c", _CUT_SHORT.format(folder=str(tmp_path), step=step)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    last, status = map(int, done.stdout.split())
    assert status == 0
    assert last > 300
    for number in range(1, last + 1, step):
        folder = tmp_path / str(number)
        workspace = Workspace.open(folder, FakeClock())
        workspace.save_account(make_account())
        checked = workspace.check()
        assert checked.ok, number
        assert checked.rows["accounts"] == 1
        workspace.close()
        assert [path.name for path in folder.iterdir()] == [FILE_NAME]


def test_a_first_page_torn_by_a_power_cut_is_recreated(tmp_path: Path) -> None:
    """The very first write was interrupted; its rollback journal states that the file was empty."""
    path = tmp_path / FILE_NAME
    numbers = (
        0,
        1,
        0,
        512,
        4096,
    )  # pages in the journal, random number, pages before; sizes of sector and page
    journal = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + struct.pack(">5I", *numbers)
    Path(f"{path}-journal").write_bytes(journal.ljust(512, b"\0"))
    path.write_bytes(bytes(4096))
    workspace = Workspace.open(tmp_path, FakeClock())
    assert workspace.check().ok
    workspace.close()
    path.write_bytes(bytes(4096))
    with pytest.raises(StorageError):
        Workspace.open(tmp_path, FakeClock())
