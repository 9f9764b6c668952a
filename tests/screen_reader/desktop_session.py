"""The program with a keyboard, a virtual screen and a screen reader, for tests by real keys."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SYSTEM_PYTHON = Path("/usr/bin/python3")
_LAUNCHER = Path("/usr/libexec/at-spi-bus-launcher")
_TOOLS = ("Xvfb", "openbox", "xdotool", "dbus-daemon")
_PATIENCE = 30.0
"""Seconds to wait before a test fails; long, since a busy machine is no fault of the program."""
_EVERY = 0.15
_CLICKED = ("push button", "check box", "radio button", "text", "list item", "table cell")


@dataclass(frozen=True, slots=True)
class SpokenObject:
    """An object as a screen reader reads it; all fields are empty if nothing has the focus."""

    role: str = ""
    name: str = ""
    description: str = ""
    text: str = ""
    states: tuple[str, ...] = ()
    place: tuple[int, int, int, int] = (0, 0, 0, 0)
    """The position on the screen: left, top, width, height."""


def missing_tools() -> str:
    """Return what this machine lacks for these tests, or an empty text."""
    tools = [tool for tool in _TOOLS if shutil.which(tool) is None]
    if not _LAUNCHER.exists():
        tools.append("at-spi2-core")
    call = [SYSTEM_PYTHON, "-c", "import pyatspi"]
    if (
        not SYSTEM_PYTHON.exists()
        or subprocess.run(call, capture_output=True, check=False).returncode
    ):
        tools.append("python3-pyatspi")
    return ", ".join(tools)


class DesktopSession:
    """A screen, keyboard and screen reader with the program; counts keys and clicks.

    Everything is started on entering the context, and ended on leaving it.
    """

    def __init__(
        self, folder: Path, language: str = "en", start: tuple[str, ...] = ("-m", "desktop")
    ) -> None:
        """Run `start` with Python: the program, or a script that starts it with another clock."""
        self._folder = folder
        self._language = language
        self._start_with = start
        self._stack = ExitStack()
        self._heard: list[str] = []
        self.clicks = 0
        self.keys = 0
        self.typed = 0

    def __enter__(self) -> Self:
        run, home = self._folder / "run", self._folder / "home"
        for made in (run, home):
            made.mkdir(mode=0o700, parents=True)
        self._environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("QT_", "XDG_"))
        } | {
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(run),
            "PYTHONPATH": str(ROOT),
            "LANG": "C.UTF-8",
            "TZ": "Asia/Shanghai",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "QT_ACCESSIBILITY": "1",
        }
        self._environment["DISPLAY"] = self._start_screen()
        bus = self._start(
            "dbus-daemon", "--session", "--nofork", "--print-address=1", stdout=subprocess.PIPE
        )
        assert bus.stdout is not None
        self._environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        self._start("openbox")
        self._start(_LAUNCHER, "--launch-immediately")
        self._reader = self._start(
            SYSTEM_PYTHON,
            HERE / "reader.py",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            environment={"PYTHONPATH": ""},
        )
        self.open_program()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def open_program(self) -> None:
        """Start the program on the session's data, and wait for its window."""
        self._program = self._start(
            sys.executable,
            *self._start_with,
            "--lang",
            self._language,
            "--data-dir",
            self._folder / "data",
        )
        self.until(lambda: bool(self.seen()), "the window")

    # The keyboard

    def press(self, *keys: str) -> None:
        """Press keys, each as xdotool names it."""
        for key in keys:
            self.keys += 1
            self._xdotool("key", "--clearmodifiers", key)

    def type(self, text: str) -> None:
        """Type letters and digits."""
        self.typed += len(text)
        self._xdotool("type", "--delay", "12", text)

    def copy(self, text: str) -> None:
        """Copy a text in another program; the caller pastes it."""
        holder = self._start(
            sys.executable,
            HERE / "clipboard.py",
            text,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            environment={"QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "0"},
        )
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == "copied"

    # The mouse

    def click(self, part: str) -> None:
        """Click the first clickable object with this in its name."""
        self.until(lambda: bool(self._clickable(part)), f"{part} to be clicked")
        left, top, width, height = self._clickable(part)[0].place
        self.clicks += 1
        middle = (str(left + min(width // 2, 60)), str(top + height // 2))
        self._xdotool("mousemove", *middle, "click", "1")

    def _clickable(self, part: str) -> list[SpokenObject]:
        return [one for one in self.seen() if part in one.name and one.role in _CLICKED]

    # The screen reader

    def focus(self) -> SpokenObject:
        """Return the focused object."""
        return _seen(self._ask("focus"))

    def seen(self) -> list[SpokenObject]:
        """Return every named object on the active window, in reading order."""
        return [_seen(one) for one in self._ask("seen")]

    def wait_to_hear(self, part: str) -> None:
        """Wait until this is announced; announcements since the last wait count, too."""

        def heard() -> bool:
            self._heard += [str(text) for text in self._ask("heard")]
            return any(part in text for text in self._heard)

        self.until(heard, f"“{part}” announced")
        at = next(n for n, text in enumerate(self._heard) if part in text)
        del self._heard[: at + 1]

    def find(self, part: str) -> list[SpokenObject]:
        """Return every object with this in its name or text."""
        return [one for one in self.seen() if part in one.name or part in one.text]

    def wait_for(self, part: str) -> None:
        """Wait until an object with this in its name or text is on the active window."""
        self.until(lambda: bool(self.find(part)), part)

    def wait_for_focus(self, part: str) -> SpokenObject:
        """Wait until an object with this in its name has the focus; return it."""
        self.until(lambda: part in self.focus().name, f"focus on {part}")
        return self.focus()

    def tab_to(self, part: str, most: int = 40, key: str = "Tab") -> SpokenObject:
        """Press a key until an object with this in its name has the focus; return it."""
        for _stop in range(most):
            at = self.focus()
            if part in at.name:
                return at
            self.press(key)
            self._settle(at)
        raise AssertionError(f"{key} never comes to {part}; it is at {self.focus()}")

    def _settle(self, before: SpokenObject) -> None:
        """Wait briefly for the focus to move."""
        end = time.monotonic() + 1
        while time.monotonic() < end and self.focus() == before:
            time.sleep(_EVERY / 3)

    def until(self, come: Callable[[], bool], what: str) -> None:
        """Wait for a condition. Raises AssertionError if it does not become true."""
        end = time.monotonic() + _PATIENCE
        while not come():
            if time.monotonic() > end:
                objects = "\n".join(f"{one.role}: {one.name}" for one in self.seen())
                raise AssertionError(f"{what} did not come; {self.focus()} is among\n{objects}")
            time.sleep(_EVERY)

    # Processes

    def picture(self, path: Path) -> None:
        """Take a picture of the whole screen."""
        command = ["import", "-window", "root", str(path)]
        subprocess.run(command, env=self._environment, check=True)

    def _ask(self, question: str) -> Any:
        reader = self._reader
        assert reader.stdin is not None
        assert reader.stdout is not None
        reader.stdin.write(f"{question}\n")
        reader.stdin.flush()
        answer = reader.stdout.readline()
        assert answer, "the screen reader has ended"
        return json.loads(answer)

    def _xdotool(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env=self._environment, check=True)

    def _start_screen(self) -> str:
        readable, writable = os.pipe()
        self._start(
            "Xvfb",
            "-displayfd",
            str(writable),
            "-screen",
            "0",
            "1366x768x24",
            "-nolisten",
            "tcp",
            pass_fds=(writable,),
        )
        os.close(writable)
        with os.fdopen(readable) as number:
            return f":{number.readline().strip()}"

    def _start(
        self,
        *command: str | Path,
        stdin: int = subprocess.DEVNULL,
        stdout: int = subprocess.DEVNULL,
        pass_fds: tuple[int, ...] = (),
        environment: dict[str, str] | None = None,
    ) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [str(part) for part in command],
            env=self._environment | (environment or {}),
            cwd=self._folder,
            stdin=stdin,
            stdout=stdout,
            stderr=subprocess.DEVNULL,
            pass_fds=pass_fds,
            text=True,
        )
        self._stack.callback(_end, process)
        return process


def _seen(answer: object) -> SpokenObject:
    if not isinstance(answer, dict) or not answer:
        return SpokenObject()
    return SpokenObject(**(answer | {name: tuple(answer[name]) for name in ("states", "place")}))


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()
