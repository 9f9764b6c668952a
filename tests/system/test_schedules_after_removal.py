"""A removed program removes its schedule: run by the shell as each scheduler does.

The real tools are never reached: fake commands are found first, and there is no session.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.system.autostart.xdg import AutostartFile
from desktop.system.registration import Registration, RegistrationState
from desktop.system.schedules import self_removal
from desktop.system.schedules.cron import CrontabBlock
from desktop.system.schedules.systemd import UserTimer
from tests.system.schedulers import FakeCrontab, FakeSystemd

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="not a system for Windows")

_TOOL = """\
#!/bin/sh
echo "$0 $*" >> '{log}'
case "$0 $*" in
*crontab\\ -l) cat '{crontab}';;
*crontab\\ -) cat > '{crontab}';;
*systemctl*\\ disable*) rm -f '{link}';;
esac
"""
_OTHERS = b"# mine 100%\n0 5 * * 1 tar -zcf /b/home.tgz /home/ # \xff\n"
KEEPERS = ("systemd", "cron")


class Machine:
    """A program, its data, and the system's registrations, in a folder with an odd name."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "关联 管家's 100%"
        self.program = self.home / "program" / "linkdue-cli"
        self.window = self.program.with_name("LinkDue")
        self.data = self.home / "drive" / "data"
        self.ran = folder / "ran"
        self.units, self.crontab = folder / "units", folder / "crontab"
        self._tools = folder / "tools"
        for path in (self.data, self.program.parent, self._tools, self.units):
            path.mkdir(parents=True)
        for path in (self.program, self.window):
            self.write(path, f"#!/bin/sh\necho ran >> '{self.ran}'\n")
        link = self.units / "timers.target.wants" / "linkdue-remind.timer"
        tool = _TOOL.format(log=folder / "log", crontab=self.crontab, link=link)
        for name in ("crontab", "systemctl"):
            self.write(self._tools / name, tool)
        self.crontab.write_bytes(_OTHERS)
        self.login = AutostartFile([str(self.window)], self.data, folder / "autostart")

    def write(self, path: Path, text: str) -> None:
        """Write an executable script."""
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)

    def schedule(self, registrar: str) -> UserTimer | CrontabBlock:
        """Return the schedule of the program."""
        command, also = [str(self.program), "remind"], self.login.removal_command
        if registrar == "systemd":
            run = FakeSystemd(self.units)
            return UserTimer(command, self.data, also, units=self.units, run=run)
        crontab = FakeCrontab(self.crontab)
        return CrontabBlock(command, self.data, also, run=crontab, variables={})

    def pass_ten_minutes(self, schedule: Registration) -> None:
        """Run what the scheduler runs."""
        if isinstance(schedule, UserTimer):
            words = [schedule.words] if (self.units / "linkdue-remind.service").exists() else []
        else:
            lines = self.crontab.read_bytes().decode("utf-8", "replace").splitlines()
            runs = [line.split(None, 5)[5] for line in lines if line.startswith("*/10")]
            words = [["/bin/sh", "-c", run.replace("\\%", "%")] for run in runs]
        for each in words:
            subprocess.run(each, env={"HOME": str(self.home)}, check=False)

    def uninstall(self) -> None:
        """Remove the program as a package does."""
        shutil.rmtree(self.program.parent)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Return a machine whose shell finds its own tools before the system's."""
    folders = f"PATH={tmp_path / 'tools'}:{os.defpath}"
    for module in ("systemd", "cron"):
        monkeypatch.setattr(f"desktop.system.schedules.{module}.PATH", folders)
    return Machine(tmp_path)


@pytest.mark.parametrize("registrar", KEEPERS)
def test_a_removed_program_removes_its_schedule(registrar: str, machine: Machine) -> None:
    """A leftover schedule would run every ten minutes at every log-in, for ever."""
    schedule = machine.schedule(registrar)
    schedule.register()
    machine.login.register()
    machine.pass_ten_minutes(schedule)
    assert machine.ran.read_text(encoding="utf-8") == "ran\n"
    assert schedule.status() is RegistrationState.CURRENT
    machine.uninstall()
    machine.pass_ten_minutes(schedule)
    assert not list(machine.units.glob("linkdue*"))
    assert machine.crontab.read_bytes() == _OTHERS
    assert not list(machine.units.parent.glob("autostart/*"))


@pytest.mark.parametrize("registrar", KEEPERS)
def test_a_program_that_is_there_again_is_registered_again(
    registrar: str, machine: Machine
) -> None:
    """An upgrade just when the schedule ran would silently end the reminders."""
    schedule = machine.schedule(registrar)
    for one in (schedule, machine.login):
        one.register()
    machine.uninstall()
    machine.pass_ten_minutes(schedule)
    for one in (schedule, machine.login):
        assert one.status() is RegistrationState.ELSEWHERE
        one.register()
        assert one.status() is RegistrationState.CURRENT
        one.unregister()
        assert one.status() is RegistrationState.ABSENT
    assert not list(machine.data.iterdir())


@pytest.mark.parametrize("registrar", KEEPERS)
def test_a_drive_that_is_not_plugged_in_is_not_removed(registrar: str, machine: Machine) -> None:
    """The program on a stick is there again tomorrow; its schedule must be, too."""
    schedule = machine.schedule(registrar)
    schedule.register()
    machine.login.register()
    machine.uninstall()
    shutil.rmtree(machine.data.parent)
    machine.pass_ten_minutes(schedule)
    assert schedule.status() is RegistrationState.CURRENT
    assert machine.login.status() is RegistrationState.CURRENT


@pytest.mark.parametrize("registrar", KEEPERS)
def test_who_deleted_the_data_as_well_keeps_nothing(registrar: str, machine: Machine) -> None:
    """The note for the next start must not recreate the folder that the user deleted."""
    schedule = machine.schedule(registrar)
    schedule.register()
    machine.uninstall()
    shutil.rmtree(machine.data)
    machine.pass_ten_minutes(schedule)
    assert schedule.status() is RegistrationState.ABSENT
    assert not machine.data.exists()


@pytest.mark.parametrize(
    "after",
    [b"", b"0 6 * * * /last/line\n", b"# LinkDue end\n0 6 * * * /last/line\n"],
)
def test_no_line_of_the_user_is_removed_with_ours(after: bytes, machine: Machine) -> None:
    """A user who has jobs there would lose backups, and not learn why."""
    block = machine.schedule("cron")
    block.register()
    machine.crontab.write_bytes(machine.crontab.read_bytes() + after)
    machine.uninstall()
    machine.pass_ten_minutes(block)
    assert machine.crontab.read_bytes() == _OTHERS + after


def test_a_block_that_somebody_edited_is_left_as_it_is(machine: Machine) -> None:
    """A line of the user between our marks is not ours to remove."""
    block = machine.schedule("cron")
    block.register()
    end = b"# LinkDue end\n"
    edited = machine.crontab.read_bytes().replace(end, b"0 6 * * * /mine\n" + end)
    machine.crontab.write_bytes(edited)
    machine.uninstall()
    machine.pass_ten_minutes(block)
    assert machine.crontab.read_bytes() == edited


@pytest.mark.parametrize("tool", ["crontab", "sed"])
def test_a_tool_that_fails_costs_no_crontab(tool: str, machine: Machine) -> None:
    """An empty answer mistaken for the crontab would replace it."""
    block = machine.schedule("cron")
    block.register()
    before = machine.crontab.read_bytes()
    folder = machine.units.parent / "tools"
    fails = {"sed": "exit 1", "crontab": f"[ $1 = -l ] && exit 1\ncat > '{machine.crontab}'"}
    machine.write(folder / tool, f"#!/bin/sh\n{fails[tool]}\n")
    machine.uninstall()
    machine.pass_ten_minutes(block)
    assert machine.crontab.read_bytes() == before


def test_the_start_at_log_in_of_another_program_stays(machine: Machine, tmp_path: Path) -> None:
    """Two copies of the program share the file: the removed one is not its owner."""
    schedule = machine.schedule("systemd")
    schedule.register()
    other = AutostartFile(["/opt/another/LinkDue"], machine.data, tmp_path / "autostart")
    other.register()
    machine.uninstall()
    machine.pass_ten_minutes(schedule)
    assert other.status() is RegistrationState.CURRENT


def test_a_command_too_long_for_cron_drops_its_removal_first(tmp_path: Path) -> None:
    """Debian's cron silently cuts a long line, and would run half of it."""
    data = tmp_path / ("long" * 60)
    block = CrontabBlock(["/opt/linkdue-cli", "remind"], data, variables={})
    assert [line.count("linkdue-cli") for line in block.lines] == [2]
    assert self_removal.SCHEDULE_NOTE not in block.lines[0]
