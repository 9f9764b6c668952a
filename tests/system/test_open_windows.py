"""An installer must not replace the files of an open program, whatever its data folder."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.system.single_instance import SingleInstance

ROOT = Path(__file__).parents[2]
RUNNING, NOT_RUNNING = 0, 1


@pytest.fixture(autouse=True)
def temporary(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Make a folder for temporary files with a short path, and without other tests' windows."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        for name in ("TMPDIR", "TEMP", "TMP", "XDG_RUNTIME_DIR"):
            monkeypatch.setenv(name, folder)
        yield Path(folder)


def status(qtbot: QtBot) -> int:
    """Return the program's answer to an installer, while this process's event loop runs."""
    asker = subprocess.Popen([sys.executable, "-m", "desktop", "--is-running"], cwd=ROOT)
    qtbot.waitUntil(lambda: asker.poll() is not None, timeout=30_000)
    return asker.returncode


def open_window(folder: Path, raised: list[int]) -> SingleInstance:
    """Announce a window, so that it can be found."""
    window = SingleInstance(folder)
    assert window.claim()
    window.listen(lambda: raised.append(1))
    return window


def test_no_window(qtbot: QtBot) -> None:
    """A first installation must not be refused."""
    assert status(qtbot) == NOT_RUNNING


def test_a_window_on_any_folder_is_noticed_and_not_raised(tmp_path: Path, qtbot: QtBot) -> None:
    """A silent upgrade at night must neither overwrite the program nor raise its window."""
    raised: list[int] = []
    one = open_window(tmp_path / "one", raised)
    other = open_window(tmp_path / "other", raised)
    assert status(qtbot) == RUNNING
    one.release()
    assert status(qtbot) == RUNNING
    other.release()
    assert status(qtbot) == NOT_RUNNING
    assert raised == []


def test_a_killed_window_is_not_waited_for(tmp_path: Path, qtbot: QtBot, temporary: Path) -> None:
    """After a crash an upgrade would be refused for ever."""
    code = (
        "import os, sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication; "
        "from desktop.system.single_instance import SingleInstance; app = QCoreApplication([]); "
        "window = SingleInstance(Path(sys.argv[1])); window.claim(); "
        "window.listen(lambda: None); os._exit(9)"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 9
    assert list(temporary.glob("linkdue-window-*"))
    assert status(qtbot) == NOT_RUNNING
    assert not list(temporary.glob("linkdue-window-*"))


def test_another_installation_is_another_matter(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy on a stick or a checkout must not block the upgrade of the installed program."""
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(sys, "executable", str(tmp_path / "LinkDue.exe"))
        window = open_window(tmp_path / "data", [])
    assert status(qtbot) == NOT_RUNNING
    window.release()
