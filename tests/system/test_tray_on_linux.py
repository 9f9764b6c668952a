"""A tray host is found on the bus, and Qt shows the icon in it, however late it starts."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop.system.tray_host import has_tray_host

DAEMON = shutil.which("dbus-daemon")
SCREEN = shutil.which("Xvfb")
ROOT = Path(__file__).parents[2]
WATCHER = Path(__file__).with_name("tray_watcher.py")
pytestmark = pytest.mark.skipif(
    DAEMON is None or not sys.platform.startswith("linux"), reason="needs dbus-daemon, on Linux"
)

_PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from desktop.app import make_application
from desktop.services.workspace import Workspace
from desktop.ui.kit.ticker import Ticker
from desktop.ui.shared.context import Context
from desktop.ui.shell.main_window import MainWindow
from desktop.ui.shell.tray import Tray

application = make_application()
workspace = Workspace.open(Path(sys.argv[1]))
context = Context(workspace, Ticker(workspace.clock))
window = MainWindow(context)
tray = Tray(window, check_every=0)
window.show()
looking = QTimer(window, interval=200)
looking.timeout.connect(lambda: tray.check(workspace.clock()))
looking.timeout.connect(lambda: print("icon" if tray.icon else "none", flush=True))
looking.start()
application.exec()
"""


@pytest.fixture
def bus() -> Iterator[str]:
    """Start a private bus, and return its address."""
    assert DAEMON is not None
    command = [DAEMON, "--session", "--nofork", "--print-address=1"]
    with started(command) as daemon:
        yield line(daemon)


@contextmanager
def started(command: list[str], **variables: str) -> Iterator[subprocess.Popen[str]]:
    """Run a process until the block ends."""
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | variables, stdout=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def line(process: subprocess.Popen[str]) -> str:
    """Return the next line that a process prints."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


@contextmanager
def host(bus: str) -> Iterator[subprocess.Popen[str]]:
    """Run a tray host until the block ends."""
    command = [sys.executable, str(WATCHER)]
    with started(command, DBUS_SESSION_BUS_ADDRESS=bus) as process:
        assert line(process) == "ready"
        yield process


def test_a_place_is_there_as_long_as_its_host_is(bus: str) -> None:
    """A window hidden without a tray host could not be brought back."""
    assert has_tray_host(bus) is False
    with host(bus):
        assert has_tray_host(bus) is True
    assert has_tray_host(bus) is False


def test_without_a_bus_there_is_no_place() -> None:
    """A session without a bus is no fault."""
    assert has_tray_host("unix:path=/nowhere/at/all") is False


@pytest.mark.skipif(SCREEN is None, reason="needs Xvfb, for a screen of its own")
def test_a_place_that_comes_later_than_the_program_gets_its_icon(bus: str, tmp_path: Path) -> None:
    """Started at log-in, the program runs before the panel: Qt must not be asked too early."""
    assert SCREEN is not None
    command = [sys.executable, "-c", _PROGRAM, str(tmp_path / "data")]
    with started([SCREEN, "-displayfd", "1", "-nolisten", "tcp"]) as screen:
        variables = {
            "DBUS_SESSION_BUS_ADDRESS": bus,
            "DISPLAY": f":{line(screen)}",
            "QT_QPA_PLATFORM": "xcb",
        }
        with started(command, **variables) as program:
            assert [line(program) for _look in range(5)] == ["none"] * 5
            with host(bus) as place:
                assert line(place).startswith("registered ")
