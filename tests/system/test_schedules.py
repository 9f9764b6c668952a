"""Registrations for each system's scheduler, read by the scheduler's own tools where available.

The user's own units, crontab and agents are never touched: folders and tools are passed in.
"""

from __future__ import annotations

import plistlib
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from desktop.base.program_command import persistent_command
from desktop.system.registration import Registration, RegistrationError, RegistrationState
from desktop.system.schedules.cron import CrontabBlock
from desktop.system.schedules.launchd import LaunchAgent
from desktop.system.schedules.systemd import NAME, UserTimer
from desktop.system.schedules.task_scheduler import ScheduledTask
from desktop.system.tools import ToolAnswer
from tests.system.schedulers import FakeCrontab, FakeScheduler, FakeSystemd

COMMAND = (
    "/opt/关联 管家/linkdue-cli",
    "--data-dir",
    "/home/王/100% \"mine\" $HOME 'x' \\",
    "remind",
)
FOLDERS = ("plain", "关联 管家", 'a "quoted" $HOME 100% \\ name', "a'b;c#d")
"""Characters with a special meaning in each of the files."""
MOVED = ("/opt/elsewhere/linkdue-cli", *COMMAND[1:])
NS = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
posix = pytest.mark.skipif(sys.platform == "win32", reason="not a system for Windows")


def refuses(_words: Sequence[str], _given: bytes) -> ToolAnswer:
    """Fail, as a tool that always refuses."""
    return ToolAnswer(1, errors=b"No such luck")


def make(registrar: str, command: Sequence[str], folder: Path) -> Registration:
    """Return a schedule in a folder; each tool remembers in it, as the system would."""
    if registrar == "systemd":
        units = folder / "units"
        return UserTimer(command, folder / "data", units=units, run=FakeSystemd(units))
    if registrar == "cron":
        crontab = FakeCrontab(folder / "crontab")
        return CrontabBlock(command, folder / "data", run=crontab, variables={})
    if registrar == "launchd":
        return LaunchAgent.schedule(command, folder / "agents", lambda *_: ToolAnswer(0))
    return ScheduledTask(command, r"PC\wang", FakeScheduler(folder / "task.xml"))


KEEPERS = [
    pytest.param(registrar, marks=[] if registrar == "task-scheduler" else posix)
    for registrar in ("systemd", "cron", "launchd", "task-scheduler")
]


@pytest.mark.parametrize("registrar", KEEPERS)
def test_registered_moved_and_removed(registrar: str, tmp_path: Path) -> None:
    """A program that moved leaves a dead path behind, which each start looks for."""
    one, moved = make(registrar, COMMAND, tmp_path), make(registrar, MOVED, tmp_path)
    assert one.status() is RegistrationState.ABSENT
    one.unregister()
    one.register()
    assert one.status() is RegistrationState.CURRENT
    assert moved.status() is RegistrationState.ELSEWHERE
    moved.register()
    assert (one.status(), moved.status()) == (
        RegistrationState.ELSEWHERE,
        RegistrationState.CURRENT,
    )
    one.register()
    one.register()
    moved.unregister()
    assert one.status() is RegistrationState.ABSENT
    one.unregister()


@pytest.mark.parametrize("registrar", KEEPERS)
def test_a_refusal_is_reported(registrar: str, tmp_path: Path) -> None:
    """The settings would say “on”, and no reminder would ever come."""
    refused: Registration
    if registrar == "systemd":
        refused = UserTimer(COMMAND, tmp_path, units=tmp_path, run=refuses)
    elif registrar == "cron":
        refused = CrontabBlock(COMMAND, tmp_path, run=refuses, variables={})
    elif registrar == "launchd":
        refused = LaunchAgent.schedule(COMMAND, tmp_path, refuses)
    else:
        refused = ScheduledTask(COMMAND, "wang", refuses)
    with pytest.raises(RegistrationError, match="No such luck"):
        refused.register()


# systemd


@posix
@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
@pytest.mark.parametrize("folder", FOLDERS)
def test_systemd_accepts_the_units(folder: str, tmp_path: Path) -> None:
    """A unit that systemd cannot read never runs, and nobody is told."""
    program = tmp_path / folder / "linkdue-cli"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    units = tmp_path / "units"
    command = [str(program), *COMMAND[1:]]
    UserTimer(command, program.parent, units=units, run=FakeSystemd(units)).register()
    files = [str(units / f"{NAME}.{kind}") for kind in ("service", "timer")]
    done = subprocess.run(
        ["systemd-analyze", "--user", "--recursive-errors=no", "--man=no", "verify", *files],
        env={"XDG_RUNTIME_DIR": str(tmp_path), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    complaints = [line for line in done.stderr.splitlines() if NAME in line]
    assert (done.returncode, complaints) == (0, []), done.stderr


@posix
def test_a_timer_that_was_switched_off_by_hand_is_absent(tmp_path: Path) -> None:
    """The settings must not say that reminders come while the program is closed."""
    systemd = FakeSystemd(tmp_path)
    timer = UserTimer(COMMAND, tmp_path / "data", units=tmp_path, run=systemd)
    timer.register()
    systemd(["systemctl", "--user", "disable", "--now", f"{NAME}.timer"], b"")
    assert timer.status() is RegistrationState.ABSENT


# cron


@posix
@pytest.mark.parametrize(
    "others",
    [
        b"",
        b"# mine\n\n0 5 * * 1 tar -zcf /b/home.tgz /home/\n",
        b"0 5 * * * /no/line/end",
        b"MAILTO=a@b.c\r\n# \xff\xfe\n",
        b"# LinkDue end\n1 2 3 4 5 x\n",
    ],
)
def test_no_other_line_of_the_crontab_is_changed(others: bytes, tmp_path: Path) -> None:
    """A user who has jobs there would lose backups, and not learn why."""
    file = tmp_path / "crontab"
    if others:
        file.write_bytes(others)
    block = CrontabBlock(COMMAND, tmp_path, run=FakeCrontab(file), variables={})
    block.register()
    ended = others if others.endswith(b"\n") or not others else others + b"\n"
    assert file.read_bytes().startswith(ended)
    file.write_bytes(b"@daily first\n" + file.read_bytes() + b"@daily last\n")
    block.register()
    block.unregister()
    assert file.read_bytes() == b"@daily first\n" + ended + b"@daily last\n"


@posix
def test_a_block_without_its_end_costs_no_line_of_the_user(tmp_path: Path) -> None:
    """Somebody deleted our last mark: the lines after it may be the user's."""
    file = tmp_path / "crontab"
    block = CrontabBlock(COMMAND, tmp_path, run=FakeCrontab(file), variables={})
    block.register()
    whole = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(whole[:-1]) + b"0 5 * * * backup\n")
    block.unregister()
    assert b"0 5 * * * backup\n" in file.read_bytes()


@posix
def test_a_crontab_that_cannot_be_read_is_not_replaced(tmp_path: Path) -> None:
    """Mistaken for an empty one, it would be overwritten."""
    file = tmp_path / "crontab"
    file.write_bytes(b"0 5 * * * backup\n")
    crontab = FakeCrontab(file, unreadable=True)
    block = CrontabBlock(COMMAND, tmp_path, run=crontab, variables={})
    with pytest.raises(RegistrationError):
        block.register()
    assert file.read_bytes() == b"0 5 * * * backup\n"


@posix
def test_the_shell_of_cron_starts_the_command_as_it_is(tmp_path: Path) -> None:
    """A folder's name may contain any character, and each must pass through cron and its shell."""
    program = tmp_path / "关联 管家's" / "linkdue-cli"
    program.parent.mkdir()
    output = tmp_path / "output"
    program.write_text(
        f"#!{sys.executable}\nimport os, sys, pathlib\n"
        f"words = [*sys.argv[1:], os.environ['DBUS_SESSION_BUS_ADDRESS']]\n"
        f"pathlib.Path({str(output)!r}).write_text('\\n'.join(words), encoding='utf-8')\n",
        encoding="utf-8",
    )
    program.chmod(0o755)
    bus = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/tmp/a b,guid=1%2"}
    command = [str(program), *COMMAND[1:]]
    crontab = FakeCrontab(tmp_path / "crontab")
    block = CrontabBlock(command, tmp_path, run=crontab, variables=bus)
    run = block.lines[0].split(None, 5)[5].replace("\\%", "%")  # according to crontab(5)
    subprocess.run(["/bin/sh", "-c", run], env={}, check=True)
    assert output.read_text(encoding="utf-8").split("\n") == [*COMMAND[1:], *bus.values()]


# launchd


@posix
def test_launchd_gets_a_property_list(tmp_path: Path) -> None:
    """The agent catches up on runs missed while the computer slept or was off."""
    LaunchAgent.schedule(COMMAND, tmp_path, lambda *_: ToolAnswer(0)).register()
    [file] = tmp_path.iterdir()
    found = plistlib.loads(file.read_bytes())
    assert file.stem == found["Label"]
    assert found["ProgramArguments"] == list(COMMAND)
    assert found["RunAtLoad"] is True
    assert [each["Minute"] for each in found["StartCalendarInterval"]] == [0, 10, 20, 30, 40, 50]
    assert found["AssociatedBundleIdentifiers"] == ["io.github.linkdue.LinkDue"]


# Task Scheduler


def parsed(task: ScheduledTask) -> ET.Element:
    """Return a task as parsed by an XML reader."""
    return ET.fromstring(task.xml.encode("utf-16"))  # noqa: S314 - our own file


def settings_of(task: ScheduledTask) -> dict[str, str]:
    """Return each setting that the task states."""
    root = parsed(task)
    settings = root.find("t:Settings", NS)
    assert settings is not None
    return {e.tag.partition("}")[2]: (e.text or "").strip() for e in settings}


def test_the_task_also_runs_on_battery(tmp_path: Path) -> None:
    """By default Windows skips the task on battery, silently."""
    task = ScheduledTask(COMMAND, r"PC\wang", FakeScheduler(tmp_path / "task.xml"))
    stated = settings_of(task)
    wanted = {
        "DisallowStartIfOnBatteries": "false",
        "StopIfGoingOnBatteries": "false",
        "StartWhenAvailable": "true",
        "RunOnlyIfIdle": "false",
        "Enabled": "true",
    }
    assert stated | wanted == stated
    assert "MaintenanceSettings" not in stated, "battery saver would leave it out"
    root = parsed(task)
    assert root.findtext(".//t:LogonType", namespaces=NS) == "InteractiveToken"
    assert root.findtext(".//t:Repetition/t:Interval", namespaces=NS) == "PT10M"


def test_triggers_have_their_parts_in_the_order_of_the_schema(tmp_path: Path) -> None:
    """Microsoft's schema has sequences there; a task in another order is refused as a whole."""
    task = ScheduledTask(COMMAND, r"PC\wang", FakeScheduler(tmp_path / "task.xml"))
    order = ["Enabled", "StartBoundary", "EndBoundary", "Repetition", "ExecutionTimeLimit"]
    order += ["UserId", "Delay", "Interval", "Duration", "StopAtDurationEnd"]
    root = parsed(task)
    for path in ("TimeTrigger", "TimeTrigger/t:Repetition", "LogonTrigger"):
        [found] = root.iterfind(f"t:Triggers/t:{path}", NS)
        names = [part.tag.partition("}")[2] for part in found]
        assert names == sorted(names, key=order.index), path
    parts = [part.tag.partition("}")[2] for part in root]
    assert parts == ["RegistrationInfo", "Triggers", "Principals", "Settings", "Actions"]


def test_the_task_names_the_command_and_its_user(tmp_path: Path) -> None:
    """A log-on trigger for every user may be registered by administrators only."""
    command = (r"C:\用户\R&D <x>\LinkDue.exe", "--data-dir", 'D:\\my "data"\\', "remind")
    task = ScheduledTask(command, r"PC\R&D", FakeScheduler(tmp_path / "task.xml"))
    root = parsed(task)
    assert root.findtext(".//t:Command", namespaces=NS) == command[0]
    assert root.findtext(".//t:Arguments", namespaces=NS) == subprocess.list2cmdline(command[1:])
    assert {user.text for user in root.iterfind(".//t:UserId", NS)} == {r"PC\R&D"}
    task.register()
    assert task.status() is RegistrationState.CURRENT


def test_a_task_that_was_switched_off_by_hand_is_absent(tmp_path: Path) -> None:
    """The settings must not say that reminders come while the program is closed."""
    file = tmp_path / "task.xml"
    task = ScheduledTask(COMMAND, "wang", FakeScheduler(file))
    task.register()
    before, settings, after = file.read_bytes().decode("utf-16").partition("<Settings>")
    after = after.replace("<Enabled>true", "<Enabled>false")
    file.write_bytes(f"{before}{settings}{after}".encode("utf-16"))
    assert task.status() is RegistrationState.ABSENT


# The command


def test_the_command_runs_without_this_process(tmp_path: Path) -> None:
    """A scheduler has other folders and variables, and must not run a stranger's file."""
    (tmp_path / "desktop.py").write_text("raise SystemExit('a stranger')", encoding="utf-8")
    done = subprocess.run(
        persistent_command("--version"),
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path), "SYSTEMROOT": "C:\\Windows"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("LinkDue")


def test_a_frozen_program_is_called_by_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The names are those of the programs in the package."""
    from pack.layout import VERBS_PROGRAM, WINDOW_PROGRAM

    monkeypatch.setattr(sys, "frozen", True, raising=False)
    ending = ".exe" if sys.platform == "win32" else ""
    monkeypatch.setattr(sys, "executable", str(tmp_path / f"{WINDOW_PROGRAM}{ending}"))
    window = str(tmp_path / f"{WINDOW_PROGRAM}{ending}")
    verbs = window if sys.platform == "win32" else str(tmp_path / VERBS_PROGRAM)
    assert persistent_command("remind") == [verbs, "remind"]
    assert persistent_command(window=True) == [window]
