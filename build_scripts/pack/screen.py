"""A virtual X screen with a window manager, to control programs with real keys and clicks."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

T = TypeVar("T")
_POLL_INTERVAL = 0.05
"""Seconds between two checks."""
_QUIET_TIME = 0.6
"""Seconds without a change after which the screen counts as settled."""


class Screen:
    """An X server (Xvfb) with the window manager openbox.

    Windows are found by their title, a pattern with `*`. If several match, the newest is used: a
    message box has the title of its window.
    """

    def __init__(self, size: str = "1280x900x24") -> None:
        self._size = size
        self._running: list[subprocess.Popen[bytes]] = []
        self.display = ""

    def __enter__(self) -> Self:
        readable, writable = os.pipe()
        self._start(
            ["Xvfb", "-displayfd", str(writable), "-screen", "0", self._size, "-nolisten", "tcp"],
            pass_fds=(writable,),
        )
        os.close(writable)
        with os.fdopen(readable) as number:  # one line, written when the server is ready
            self.display = f":{number.readline().strip()}"
        self._start(["openbox"])
        self.wait(self._is_managed, "openbox", 60)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for program in reversed(self._running):
            program.terminate()
            program.wait()

    def _is_managed(self) -> bool:
        """Return whether the window manager runs; restart it if it started too early and ended."""
        if self._running[-1].poll() is not None:
            self._start(["openbox"])
        return self._run_tool("wmctrl", "-m").startswith("Name: Openbox")

    @contextmanager
    def showing(self, *command: str | Path) -> Iterator[subprocess.Popen[str]]:
        """Run a program during the block, then kill it and print its output."""
        with subprocess.Popen(
            [str(word) for word in command],
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        ) as program:
            try:
                yield program
            finally:
                status = program.poll()
                program.kill()  # a wrapper may not forward other signals
                output, _nothing = program.communicate()
                end = "ran to the end of the test" if status is None else f"ended with {status}"
                print(f"{command[0]} {end}. Its output: {output}")

    def titles(self) -> list[str]:
        """Return the titles of the open windows."""
        return [title for _number, title in self._windows()]

    def window(self, title: str, seconds: float = 60) -> str:
        """Wait for a window with this title and return its id."""
        return self.wait(lambda: self._find(title), f"a window “{title}”", seconds)

    def wait_until_gone(self, title: str, seconds: float = 60) -> None:
        """Wait until no window has this title."""
        self.wait(lambda: not self._find(title), f"“{title}” to close", seconds)

    def close(self, title: str) -> None:
        """Close a window as its title bar's button does, and wait until it is closed."""
        number = self.window(title)
        self._run_tool("wmctrl", "-i", "-c", number)
        self.wait(
            lambda: number not in dict(self._windows()),
            f"the window “{title}” to close",
            seconds=60,
        )

    def press(self, title: str, *keys: str) -> None:
        """Press keys in a window."""
        self._run_tool("xdotool", "windowactivate", "--sync", self.window(title))
        self._run_tool("xdotool", "key", "--delay", "60", *keys)

    def type(self, text: str) -> None:
        """Type into the focused widget."""
        self._run_tool("xdotool", "type", "--delay", "40", text)

    def settle(self, seconds: float = 6) -> None:
        """Wait until the screen stops changing, at most `seconds`, since a cursor may blink."""
        until = time.monotonic() + seconds
        last, since = self._screenshot(), time.monotonic()
        while time.monotonic() < min(until, since + _QUIET_TIME):
            time.sleep(_POLL_INTERVAL)
            now = self._screenshot()
            if now != last:
                last, since = now, time.monotonic()

    def picture(self, path: Path) -> Path:
        """Save a picture of the whole screen."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._run_tool("import", "-window", "root", str(path))
        return path

    def wait(self, found: Callable[[], T], what: str, seconds: float) -> T:
        """Poll `found` for a true result and return it. Raises TimeoutError after `seconds`."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if result := found():
                return result
            time.sleep(_POLL_INTERVAL)
        raise TimeoutError(f"waited {seconds} s for {what}; on the screen: {self.titles()}")

    def _windows(self) -> Iterator[tuple[str, str]]:
        """Yield the id and title of each window that has a title."""
        for line in self._run_tool("wmctrl", "-l").splitlines():
            number, _desktop, _host, *title = line.split(None, 3)
            if title:
                yield number, title[0].strip()

    def _find(self, title: str) -> str:
        found = [number for number, full in self._windows() if fnmatchcase(full, title)]
        return found[-1] if found else ""

    def environment(self) -> dict[str, str]:
        """Return the environment for a program on this screen, without the settings of another."""
        other = ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "QT_IM_MODULE", "XMODIFIERS")
        kept = {name: value for name, value in os.environ.items() if name not in other}
        return kept | {"DISPLAY": self.display}

    def _start(self, command: list[str], pass_fds: tuple[int, ...] = ()) -> None:
        quiet = subprocess.DEVNULL
        self._running.append(
            subprocess.Popen(
                command, env=self.environment(), pass_fds=pass_fds, stdout=quiet, stderr=quiet
            )
        )

    def _screenshot(self) -> bytes:
        """Return the pixels of the whole screen."""
        command = ("import", "-window", "root", "-depth", "8", "rgb:-")
        return subprocess.run(
            command, env=self.environment(), capture_output=True, check=False
        ).stdout

    def _run_tool(self, *command: str) -> str:
        done = subprocess.run(
            command, env=self.environment(), capture_output=True, encoding="utf-8", check=False
        )
        return done.stdout
