"""A screen in memory with a window manager on it, for programs that are driven from outside."""

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
_EVERY = 0.05
"""Seconds between two looks at the windows."""
_STILL = 0.6
"""Seconds without a change after which nothing more is expected."""


class Screen:
    """An X server with openbox.

    Windows are named by their title, in which a `*` stands for anything. Of several, the newest is
    meant: the question that a window asks has its title.
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
        with os.fdopen(readable) as number:  # one line, as soon as the server answers
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
        """Tell whether the window manager answers; started too early, it may have given up."""
        if self._running[-1].poll() is not None:
            self._start(["openbox"])
        return self._ask("wmctrl", "-m").startswith("Name: Openbox")

    @contextmanager
    def showing(self, *command: str | Path) -> Iterator[subprocess.Popen[str]]:
        """Run a program while the block does, and print what it said in the end."""
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
                program.kill()  # it may be a wrapper that lets no other signal through
                said, _nothing = program.communicate()
                how = "ran to the end of the test" if status is None else f"ended with {status}"
                print(f"{command[0]} {how}. It said: {said}")

    def titles(self) -> list[str]:
        """List the titles of the open windows."""
        return [title for _number, title in self._windows()]

    def window(self, title: str, seconds: float = 60) -> str:
        """Wait for the window with this title; its number."""
        return self.wait(lambda: self._find(title), f"a window “{title}”", seconds)

    def gone(self, title: str, seconds: float = 60) -> None:
        """Wait until no window has this title."""
        self.wait(lambda: not self._find(title), f"“{title}” to close", seconds)

    def close(self, title: str) -> None:
        """Ask a window to close, as its button does, and wait for that."""
        number = self.window(title)
        self._ask("wmctrl", "-i", "-c", number)
        self.wait(
            lambda: number not in dict(self._windows()),
            f"the window “{title}” to close",
            seconds=60,
        )

    def press(self, title: str, *keys: str) -> None:
        """Press keys in a window."""
        self._ask("xdotool", "windowactivate", "--sync", self.window(title))
        self._ask("xdotool", "key", "--delay", "60", *keys)

    def type(self, text: str) -> None:
        """Type into whatever has the focus."""
        self._ask("xdotool", "type", "--delay", "40", text)

    def settle(self, seconds: float = 6) -> None:
        """Wait until nothing has changed for a while, or for so long: a cursor may blink."""
        until = time.monotonic() + seconds
        seen, since = self._look(), time.monotonic()
        while time.monotonic() < min(until, since + _STILL):
            time.sleep(_EVERY)
            now = self._look()
            if now != seen:
                seen, since = now, time.monotonic()

    def picture(self, path: Path) -> Path:
        """Take a picture of the whole screen."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._ask("import", "-window", "root", str(path))
        return path

    def wait(self, found: Callable[[], T], what: str, seconds: float) -> T:
        """Ask until there is an answer and return it. Raises TimeoutError if none comes."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if answer := found():
                return answer
            time.sleep(_EVERY)
        raise TimeoutError(f"waited {seconds} s for {what}; on the screen: {self.titles()}")

    def _windows(self) -> Iterator[tuple[str, str]]:
        """Return number and title of each window that has a title."""
        for line in self._ask("wmctrl", "-l").splitlines():
            number, _desktop, _host, *title = line.split(None, 3)
            if title:
                yield number, title[0].strip()

    def _find(self, title: str) -> str:
        found = [number for number, full in self._windows() if fnmatchcase(full, title)]
        return found[-1] if found else ""

    def environment(self) -> dict[str, str]:
        """Return the variables of a program that is shown here, whatever screen there is."""
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

    def _look(self) -> bytes:
        """Return what is on the screen, as bytes to compare."""
        command = ("import", "-window", "root", "-depth", "8", "rgb:-")
        return subprocess.run(
            command, env=self.environment(), capture_output=True, check=False
        ).stdout

    def _ask(self, *command: str) -> str:
        done = subprocess.run(
            command, env=self.environment(), capture_output=True, encoding="utf-8", check=False
        )
        return done.stdout
