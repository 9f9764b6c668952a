"""Watches an X display: how long a program takes until a window of it shows a picture.

That works for programs of any kind, since only the display is asked: a window is mapped, what is
drawn into it is reported as damage, and then the pixels are looked at.
"""

from __future__ import annotations

import ctypes
import os
import select
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_SUBSTRUCTURE = 1 << 19
_MAP_NOTIFY = 19
_RAW_RECTANGLES = 0
_Z_PIXMAP = 2
_ALL_PLANES = ctypes.c_ulong(-1)
_LEAST = 300, 200
"""A window smaller than this is a splash screen or a dialog."""
_SAMPLE = 61
"""Every so manieth pixel is looked at."""
_COLOURS = 8
"""A window with fewer colours is not painted yet: text alone has more."""
_TIMEOUT = 30.0


class _Map(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("event", ctypes.c_ulong),
        ("window", ctypes.c_ulong),
    )


class _Damage(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("drawable", ctypes.c_ulong),
    )


class _Event(ctypes.Union):
    _fields_ = (
        ("type", ctypes.c_int),
        ("map", _Map),
        ("damage", _Damage),
        ("room", ctypes.c_long * 24),
    )


class _Image(ctypes.Structure):
    _fields_ = (
        ("width", ctypes.c_int),
        ("height", ctypes.c_int),
        ("xoffset", ctypes.c_int),
        ("format", ctypes.c_int),
        ("data", ctypes.c_void_p),
        ("byte_order", ctypes.c_int),
        ("bitmap_unit", ctypes.c_int),
        ("bitmap_bit_order", ctypes.c_int),
        ("bitmap_pad", ctypes.c_int),
        ("depth", ctypes.c_int),
        ("bytes_per_line", ctypes.c_int),
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """Seconds until a picture was shown, and processor seconds until then, of all threads."""

    seconds: float
    cpu: float


class Screen:
    """The display that ``DISPLAY`` names. Raises OSError where it cannot be watched."""

    def __init__(self) -> None:
        self._x = ctypes.CDLL("libX11.so.6")
        self._damage = ctypes.CDLL("libXdamage.so.1")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XDefaultRootWindow.restype = ctypes.c_ulong
        self._x.XGetImage.restype = ctypes.POINTER(_Image)
        display = self._x.XOpenDisplay(None)
        if not display:
            raise OSError("no display")
        self._display = ctypes.c_void_p(display)
        handler = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
        self._ignore = handler(lambda _display, _error: 0)  # windows may be gone by then
        self._x.XSetErrorHandler(self._ignore)
        base, errors = ctypes.c_int(), ctypes.c_int()
        self._damage.XDamageQueryExtension(self._display, ctypes.byref(base), ctypes.byref(errors))
        self._damaged = base.value
        root = ctypes.c_ulong(self._x.XDefaultRootWindow(self._display))
        self._x.XSelectInput(self._display, root, ctypes.c_long(_SUBSTRUCTURE))
        self._x.XSync(self._display, 0)

    def time(
        self, command: Sequence[str], environment: Mapping[str, str], *, plain: bool = False
    ) -> Shown:
        """Start a program, wait for its picture, and end it. A `plain` one need not have colours.

        Raises TimeoutError if it shows none.
        """
        self._forget()
        started = time.perf_counter()
        quiet = subprocess.DEVNULL
        program = subprocess.Popen(command, env=dict(environment), stdout=quiet, stderr=quiet)
        try:
            self._wait(started, plain=plain)
            return Shown(time.perf_counter() - started, _cpu(program.pid))
        finally:
            program.kill()
            program.wait()

    def _wait(self, started: float, *, plain: bool) -> None:
        event = _Event()
        sizes: dict[int, tuple[int, int]] = {}
        connection = self._x.XConnectionNumber(self._display)
        while time.perf_counter() - started < _TIMEOUT:
            if not self._x.XPending(self._display):
                select.select([connection], [], [], 1.0)
                continue
            self._x.XNextEvent(self._display, ctypes.byref(event))
            if event.type == _MAP_NOTIFY:
                window = event.map.window
                size = self._size(window)
                if size[0] >= _LEAST[0] and size[1] >= _LEAST[1]:
                    sizes[window] = size
                    self._damage.XDamageCreate(
                        self._display, ctypes.c_ulong(window), _RAW_RECTANGLES
                    )
                    self._x.XSync(self._display, 0)
            elif event.type == self._damaged and event.damage.drawable in sizes:
                window = event.damage.drawable
                if plain or self._colours(window, sizes[window]) >= _COLOURS:
                    return
        raise TimeoutError("no window with a picture")

    def _forget(self) -> None:
        """Drop what is left over from the program before."""
        event = _Event()
        time.sleep(0.1)
        self._x.XSync(self._display, 0)
        while self._x.XPending(self._display):
            self._x.XNextEvent(self._display, ctypes.byref(event))

    def _size(self, window: int) -> tuple[int, int]:
        root, left, top = ctypes.c_ulong(), ctypes.c_int(), ctypes.c_int()
        wide, high, edge, depth = (ctypes.c_uint() for _ in range(4))
        there = self._x.XGetGeometry(
            self._display,
            ctypes.c_ulong(window),
            *(ctypes.byref(one) for one in (root, left, top, wide, high, edge, depth)),
        )
        return (wide.value, high.value) if there else (0, 0)

    def _colours(self, window: int, size: tuple[int, int]) -> int:
        """Return how many colours a sample of the window's pixels has."""
        image = self._x.XGetImage(
            self._display, ctypes.c_ulong(window), 0, 0, *size, _ALL_PLANES, _Z_PIXMAP
        )
        if not image:
            return 0
        told = image.contents
        data = ctypes.string_at(told.data, told.bytes_per_line * told.height)
        self._x.XDestroyImage(image)
        return len({data[at : at + 3] for at in range(0, len(data) - 3, 4 * _SAMPLE)})


def _cpu(pid: int) -> float:
    """Return the processor seconds of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
