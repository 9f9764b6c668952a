"""Other users and other programs of the computer are not trusted, and cannot block the program."""

from __future__ import annotations

import os
import socket
import stat
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.base.regular_file import SMALL_FILE_LIMIT, open_own, read_own
from desktop.system.fault_log import (
    CRASH_NAME,
    LOG_NAME,
    CrashLog,
    install_hooks,
    log_uncaught_exceptions,
    write_fault,
)
from desktop.system.local_socket import (
    CONNECTIONS_LIMIT,
    LINE_LIMIT,
    LINES_LIMIT,
    LocalServer,
    is_own_peer,
    private_folder,
    send_message,
    socket_name,
)
from desktop.system.lock_file import LOCK_NAME, holder
from desktop.system.open_windows import announce
from desktop.system.relocation_note import NOTE, read_note
from desktop.system.single_instance import SingleInstance

pytestmark = pytest.mark.skipif(os.name != "posix", reason="users, links and pipes of POSIX")
NAME = "linkdue-test"
NOBODY = 65534
IS_ROOT = os.name == "posix" and os.geteuid() == 0


@pytest.fixture
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Make a folder for sockets as the system would, with a short path."""
    with tempfile.TemporaryDirectory() as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        yield Path(folder)


@pytest.fixture
def open_umask() -> Iterator[None]:
    """Make new files world-writable, as on a carelessly configured computer."""
    mask = os.umask(0)
    yield
    os.umask(mask)


def listening(
    raised: list[int], handed: list[Path] | None = None, followed: list[str] | None = None
) -> LocalServer:
    """Return a server as a window has it."""
    server = LocalServer(
        lambda: raised.append(1),
        None if handed is None else handed.append,
        on_note=None if followed is None else followed.append,
    )
    assert server.listen(NAME)
    return server


def connected(runtime: Path) -> socket.socket:
    """Return a connection as any program of the user can make it."""
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(str(runtime / NAME))
    connection.settimeout(10)
    return connection


def test_the_socket_lies_where_only_the_user_gets(runtime: Path, qapp: QApplication) -> None:
    """In /tmp another user could create its name before the window does."""
    server = listening([])
    assert private_folder() == runtime
    assert stat.S_ISSOCK((runtime / NAME).lstat().st_mode)
    server.close()


@pytest.mark.parametrize("how", ["writable", "link", "missing", "relative"])
def test_a_folder_that_others_enter_is_not_used(
    how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A variable or a link that points to a shared folder is ignored."""
    given, temporary = tmp_path / "given", tmp_path / "tmp"
    temporary.mkdir()
    if how == "writable":
        given.mkdir()
        given.chmod(0o777)
    elif how == "link":
        (tmp_path / "real").mkdir(mode=0o700)
        given.symlink_to(tmp_path / "real")
    monkeypatch.setenv("XDG_RUNTIME_DIR", "given" if how == "relative" else str(given))
    monkeypatch.setenv("TMPDIR", str(temporary))
    own = temporary / f"linkdue-{os.getuid()}"
    assert private_folder() == own
    assert stat.S_IMODE(own.stat().st_mode) == 0o700


def test_a_folder_of_another_user_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    """Another user who creates the folder first must not get the file paths of a second start."""
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    squatted = tmp_path / f"linkdue-{os.getuid()}"
    squatted.mkdir()
    squatted.chmod(0o777)
    assert private_folder() is None
    assert not send_message(NAME)
    assert not LocalServer(lambda: None).listen(NAME)
    first = SingleInstance(tmp_path / "data")
    assert first.claim()
    first.listen(lambda: None)
    first.release()
    assert not list(squatted.iterdir())


def test_the_number_of_the_other_end_s_user_counts() -> None:
    """A socket that another user listens at, or connects to, is no window and no second start."""
    one, other = socket.socketpair()
    with one, other:
        assert is_own_peer(one.fileno())
        assert not is_own_peer(one.fileno(), os.getuid() + 1)
    assert not is_own_peer(one.fileno())  # closed: the system reports no user


@pytest.mark.skipif(not IS_ROOT, reason="only root can become another user")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # it has threads, and forks
def test_another_user_is_not_listened_to(runtime: Path, qtbot: QtBot) -> None:
    """Even if a folder's permissions are too open, nobody else raises the window or opens files."""
    raised: list[int] = []
    server = listening(raised)
    runtime.chmod(0o777)
    (runtime / NAME).chmod(0o777)
    child = os.fork()
    if child == 0:
        try:
            os.setuid(NOBODY)
            with connected(runtime) as connection:
                connection.sendall(b"raise\n")
                connection.recv(10)
        finally:  # nothing of the test may continue in this process
            os._exit(0)
    qtbot.waitUntil(lambda: os.waitpid(child, os.WNOHANG)[0] == child, timeout=20_000)
    assert raised == []
    server.close()


def test_an_answer_of_another_program_is_not_believed(runtime: Path, qapp: QApplication) -> None:
    """Another program that uses the name must not make a start end without a window."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(runtime / NAME))
    listener.listen()

    def answer() -> None:
        connection, _address = listener.accept()
        with connection, suppress(OSError):
            connection.recv(100)
            connection.sendall(b"welcome\n")

    thread = threading.Thread(target=answer)
    thread.start()
    assert not send_message(NAME)
    thread.join()
    listener.close()


def spoken(runtime: Path, words: bytes, qtbot: QtBot) -> bytes:
    """Send lines to the window and return all its answers, while its event loop runs."""
    heard: list[bytes] = []

    def talk() -> None:
        with connected(runtime) as connection:
            try:
                connection.sendall(words)
                while part := connection.recv(1 << 16):
                    heard.append(part)
            except OSError:  # it hung up
                pass

    thread = threading.Thread(target=talk)
    thread.start()
    qtbot.waitUntil(lambda: not thread.is_alive(), timeout=20_000)
    return b"".join(heard)


def test_five_hundred_lines_are_cut_off(runtime: Path, qtbot: QtBot) -> None:
    """A faulty program must not raise the window hundreds of times."""
    raised: list[int] = []
    server = listening(raised)
    answer = spoken(runtime, b"raise\n" * 500, qtbot)
    assert len(raised) == LINES_LIMIT
    assert answer.count(b"here\n") <= LINES_LIMIT
    server.close()


@pytest.mark.parametrize("words", [b"x" * 10_000_000, b"open " + b"x" * 100_000, b"\0" * 20_000])
def test_an_endless_line_is_cut_off(runtime: Path, qtbot: QtBot, words: bytes) -> None:
    """A line without an end must not fill the memory."""
    handed: list[Path] = []
    server = listening([], handed)
    started = time.monotonic()
    assert spoken(runtime, words, qtbot) == b""
    assert time.monotonic() - started < 4  # and not only because of the timeout
    assert handed == []
    assert len(words) > LINE_LIMIT
    server.close()


@pytest.mark.parametrize("path", [b"orders.linkdue", b"", b"/x\0y.linkdue", b"../x.linkdue"])
def test_only_whole_paths_are_opened(runtime: Path, qtbot: QtBot, path: bytes) -> None:
    """A relative path names another file for each process."""
    handed: list[Path] = []
    server = listening([], handed)
    raised = threading.Thread(target=spoken_once, args=(runtime, b"open " + path + b"\n"))
    raised.start()
    qtbot.waitUntil(lambda: not raised.is_alive(), timeout=10_000)
    assert handed == []
    server.close()


@pytest.mark.parametrize(
    "link", [b"", b"order/1/2", b"https://example.com", b"linkdue:note/\xff", b"linkdue:note/a%20b"]
)
def test_only_links_of_our_own_are_followed(runtime: Path, qtbot: QtBot, link: bytes) -> None:
    """A followed link names one thing to show, and can be nothing else."""
    followed: list[str] = []
    server = listening([], None, followed)
    asked = threading.Thread(target=spoken_once, args=(runtime, b"note " + link + b"\n"))
    asked.start()
    qtbot.waitUntil(lambda: not asked.is_alive(), timeout=10_000)
    assert followed == []
    server.close()


def spoken_once(runtime: Path, words: bytes) -> bytes:
    """Send lines and return the first answer."""
    with connected(runtime) as connection:
        connection.sendall(words)
        return connection.recv(100)


def test_many_connections_at_once(runtime: Path, qtbot: QtBot) -> None:
    """A second start is still answered after a program that held connections open has ended."""
    raised: list[int] = []
    server = listening(raised)
    held = [connected(runtime) for _ in range(CONNECTIONS_LIMIT)]
    qtbot.wait(200)
    extra = connected(runtime)
    qtbot.waitUntil(lambda: hung_up(extra), timeout=3_000)
    for connection in held:
        connection.close()
    extra.close()
    qtbot.wait(200)
    assert spoken_while(runtime, b"raise\n", qtbot) == b"here\n"
    assert raised == [1]
    server.close()


def hung_up(connection: socket.socket) -> bool:
    """Return whether the other end has closed a connection."""
    connection.setblocking(False)
    try:
        return connection.recv(1) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def spoken_while(runtime: Path, words: bytes, qtbot: QtBot) -> bytes:
    """Send lines and return the first answer, while the window's event loop runs."""
    heard: list[bytes] = []
    thread = threading.Thread(target=lambda: heard.append(spoken_once(runtime, words)))
    thread.start()
    qtbot.waitUntil(lambda: not thread.is_alive(), timeout=10_000)
    return heard[0]


def test_own_files_are_private(
    tmp_path: Path, runtime: Path, open_umask: None, qapp: QApplication
) -> None:
    """Logs, locks and notes are private, whatever the user's umask is."""
    write_fault(tmp_path, "x")
    log = CrashLog(tmp_path)
    log.start()
    announce("name")
    first = SingleInstance(tmp_path)
    assert first.claim()
    for file in (*tmp_path.iterdir(), *runtime.iterdir()):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
    assert len(list(runtime.iterdir())) == 1
    assert {file.name for file in tmp_path.iterdir()} == {LOG_NAME, CRASH_NAME, LOCK_NAME}
    log.stop()
    first.release()


def run_through(log: CrashLog) -> None:
    """Start and end a run that did not crash."""
    log.start()
    log.stop()


READERS: dict[str, Callable[[Path], object]] = {
    LOG_NAME: lambda folder: write_fault(folder, "x"),
    CRASH_NAME: lambda folder: run_through(CrashLog(folder)),
    LOCK_NAME: lambda folder: (holder(folder), SingleInstance(folder).claim()),
    NOTE: read_note,
}


@pytest.mark.parametrize("name", READERS)
@pytest.mark.timeout(30)
def test_a_pipe_in_the_place_of_an_own_file(name: str, tmp_path: Path, qapp: QApplication) -> None:
    """Reading or writing one would block for ever, and so would the start."""
    os.mkfifo(tmp_path / name)
    READERS[name](tmp_path)


@pytest.mark.parametrize("name", READERS)
def test_a_link_in_the_place_of_an_own_file(name: str, tmp_path: Path, qapp: QApplication) -> None:
    """The linked file is unchanged: whoever shares the folder chose it."""
    folder, other = tmp_path / "data", tmp_path / "thesis.txt"
    folder.mkdir()
    other.write_text(f"folder: {tmp_path}\ncomputer: {socket.gethostname()}\n", encoding="utf-8")
    before = other.read_bytes(), other.stat().st_mode
    (folder / name).symlink_to(other)
    found = READERS[name](folder)
    assert (other.read_bytes(), other.stat().st_mode) == before
    assert name != NOTE or found is None
    (folder / name).unlink(missing_ok=True)
    os.link(other, folder / name)  # the same with a hard link
    if name in (LOG_NAME, CRASH_NAME):
        write_fault(folder, "x")
        run_through(CrashLog(folder))
        assert other.read_bytes() == before[0]


@pytest.mark.parametrize("name", READERS)
def test_a_folder_or_a_socket_in_the_place_of_an_own_file(
    name: str, tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The start continues, whatever has the name."""
    (tmp_path / name).mkdir()
    READERS[name](tmp_path)
    (tmp_path / name).rmdir()
    listener = socket.socket(socket.AF_UNIX)
    monkeypatch.chdir(tmp_path)  # a socket's path must be short
    listener.bind(name)
    READERS[name](tmp_path)
    listener.close()


def test_an_own_file_without_an_end(tmp_path: Path) -> None:
    """A note of gigabytes is read to its limit."""
    (tmp_path / "note").write_bytes(b"x" * (SMALL_FILE_LIMIT * 3))
    assert len(read_own(tmp_path / "note")) == SMALL_FILE_LIMIT


def test_a_file_that_is_not_appended_starts_empty(tmp_path: Path) -> None:
    """The traceback of a crash must not be mixed with that of the previous one."""
    for text in (b"a long one", b"short"):
        with os.fdopen(open_own(tmp_path / "file"), "wb") as file:
            file.write(text)
    assert (tmp_path / "file").read_bytes() == b"short"


def test_a_reporter_that_is_gone_prints_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Python would print the exception with its message, which quotes the user's records."""
    for module, name in ((sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook")):
        monkeypatch.setattr(module, name, getattr(module, name))

    def gone(*_facts: object) -> None:
        raise RuntimeError("Internal C++ object already deleted")

    def fail() -> None:
        raise ValueError("236414227150922")

    logged: list[str] = []
    install_hooks(gone, logged.append)
    try:
        fail()
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert len(logged) == 2
    assert all("ValueError" in text and "236414" not in text for text in logged)
    install_hooks(gone, gone)  # and without a log, too
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    printed = capsys.readouterr()
    assert printed.out == printed.err == ""
    log_uncaught_exceptions(tmp_path)
    with pytest.raises(SystemExit) as ended:
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert ended.value.code == 130


def test_two_folders_have_two_names(tmp_path: Path) -> None:
    """Two companies' windows must not answer each other's calls; odd names have one, too."""
    odd = tmp_path / os.fsdecode(b"\xff\xfe")
    names = {socket_name(tmp_path), socket_name(odd), socket_name(tmp_path / "x")}
    assert len(names) == 3
