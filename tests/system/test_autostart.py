"""The start at log-in, on each system; the machine's own settings are not touched."""

from __future__ import annotations

import plistlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.system.autostart.run_key import APPROVED_KEY, RUN_KEY, RunKey
from desktop.system.autostart.xdg import FILE_NAME, AutostartFile
from desktop.system.registration import Registration, RegistrationError, RegistrationState
from desktop.system.schedules.launchd import LaunchAgent
from desktop.system.tools import ToolAnswer
from tests.system.registry import FakeRegistry

COMMAND = ("/opt/关联 管家/LinkDue", "--data-dir", 'C:\\100% "mine" $HOME `x`')
MOVED = ("/opt/elsewhere/LinkDue", *COMMAND[1:])
KEEPERS = ("desktop", "registry", "launchd")


@pytest.fixture
def registry() -> FakeRegistry:
    """Return an empty registry."""
    return FakeRegistry()


@pytest.mark.parametrize("registrar", KEEPERS)
def test_registered_moved_and_removed(
    registrar: str, tmp_path: Path, registry: FakeRegistry
) -> None:
    """A program that moved leaves a dead path behind, which each start looks for."""

    def make(command: tuple[str, ...]) -> Registration:
        if registrar == "desktop":
            return AutostartFile(command, tmp_path, tmp_path / "autostart")
        if registrar == "registry":
            return RunKey(command, registry)
        return LaunchAgent.login(command, tmp_path / "agents", lambda *_: ToolAnswer(0))

    one, moved = make(COMMAND), make(MOVED)
    assert one.registrar == registrar
    assert one.status() is RegistrationState.ABSENT
    one.unregister()
    one.register()
    assert (one.status(), moved.status()) == (
        RegistrationState.CURRENT,
        RegistrationState.ELSEWHERE,
    )
    moved.register()
    assert (one.status(), moved.status()) == (
        RegistrationState.ELSEWHERE,
        RegistrationState.CURRENT,
    )
    one.unregister()
    assert moved.status() is RegistrationState.ABSENT


def test_glib_reads_the_command_as_it_is(tmp_path: Path) -> None:
    """Desktops start the command in the file: a space in a folder's name must not end it."""
    entry = AutostartFile(COMMAND, tmp_path, tmp_path)
    entry.register()
    [line] = [x for x in entry.text.splitlines() if x.startswith("Exec=")]
    value = line.removeprefix("Exec=").replace("\\\\", "\\")
    words, quoted, word = [], False, ""
    signs = iter(value)
    for sign in signs:  # as the specification says
        if sign == '"':
            quoted = not quoted
        elif sign == "\\" and quoted:
            word += next(signs)
        elif sign == " " and not quoted:
            words.append(word)
            word = ""
        else:
            word += sign
    assert [w.replace("%%", "%") for w in (*words, word)] == list(COMMAND)


@pytest.mark.skipif(
    shutil.which("desktop-file-validate") is None, reason="needs desktop-file-validate"
)
def test_the_file_is_valid(tmp_path: Path) -> None:
    """Some desktops ignore an invalid file."""
    AutostartFile(COMMAND, tmp_path, tmp_path).register()
    command = ["desktop-file-validate", str(tmp_path / FILE_NAME)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
def test_what_the_user_switched_off_in_the_desktop_is_absent(line: str, tmp_path: Path) -> None:
    """The next start must not switch it on again."""
    entry = AutostartFile(COMMAND, tmp_path, tmp_path)
    entry.register()
    file = tmp_path / FILE_NAME
    file.write_text(f"{entry.text}{line}\n", encoding="utf-8")
    assert entry.status() is RegistrationState.ABSENT


def test_what_the_user_switched_off_in_windows_is_absent(registry: FakeRegistry) -> None:
    """The task manager notes it elsewhere; switched on again here, the note must be removed."""
    key = RunKey(COMMAND, registry)
    key.register()
    registry.values[APPROVED_KEY, "LinkDue"] = b"\x03" + bytes(11)
    assert key.status() is RegistrationState.ABSENT
    key.register()
    assert key.status() is RegistrationState.CURRENT
    registry.values[APPROVED_KEY, "LinkDue"] = b"\x02" + bytes(11)
    assert key.status() is RegistrationState.CURRENT


def test_a_refusal_is_reported(registry: FakeRegistry, tmp_path: Path) -> None:
    """The settings would say “on”, and nothing would start."""
    registry.refuses = True
    (tmp_path / "file").write_bytes(b"")
    for refused in (RunKey(COMMAND, registry), AutostartFile(COMMAND, tmp_path, tmp_path / "file")):
        with pytest.raises(RegistrationError):
            refused.register()


def test_launchd_starts_the_window_at_log_in_and_not_immediately(tmp_path: Path) -> None:
    """Loaded immediately, it would open a second window when it is switched on."""
    asked: list[str] = []

    def run(words: object, _given: bytes) -> ToolAnswer:
        asked.append(str(words))
        return ToolAnswer(0)

    LaunchAgent.login(COMMAND, tmp_path, run).register()
    [file] = tmp_path.iterdir()
    assert plistlib.loads(file.read_bytes())["RunAtLoad"] is True
    assert asked == []


@pytest.mark.skipif(sys.platform != "win32", reason="needs Windows' registry")
def test_the_registry_of_windows_keeps_texts() -> None:
    """This test uses the real registry, below a key of its own."""
    from desktop.system.user_registry import user_registry

    registry, key = user_registry(), r"Software\LinkDue test"
    registry.write(key, "名称", "值 %1")
    assert registry.read(key, "名称") == "值 %1"
    assert registry.read_bytes(key, "名称") == b""
    registry.forget(key, "名称")
    registry.forget(key, "名称")
    assert registry.read(key, "名称") is None
    assert registry.read(RUN_KEY + r"\nothing", "") is None
