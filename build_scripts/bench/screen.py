"""Measure on an X display how long a program takes to show a painted window.

This works for any program, since it only uses the X server: it waits for a window to be mapped,
then for damage events, which report drawing, and then inspects the pixels.
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
_MINIMUM_SIZE = 300, 200
"""Pixels; a smaller window is a splash screen or a dialog."""
_SAMPLE_STEP = 61
"""Every 61st pixel is inspected."""
_COLOURS = 8
"""A window with fewer colours is not painted yet: antialiased text alone has more."""
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
    """Wall and processor seconds (of all threads) until the window was painted."""

    seconds: float
    cpu: float


class Screen:
    """The X display of ``DISPLAY``. Raises OSError if it cannot be opened."""

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
        self._ignore_error = handler(lambda _display, _error: 0)  # a window may be closed meanwhile
        self._x.XSetErrorHandler(self._ignore_error)
        base, errors = ctypes.c_int(), ctypes.c_int()
        self._damage.XDamageQueryExtension(self._display, ctypes.byref(base), ctypes.byref(errors))
        self._damage_event = base.value
        root = ctypes.c_ulong(self._x.XDefaultRootWindow(self._display))
        self._x.XSelectInput(self._display, root, ctypes.c_long(_SUBSTRUCTURE))
        self._x.XSync(self._display, 0)

    def time(
        self, command: Sequence[str], environment: Mapping[str, str], *, plain: bool = False
    ) -> Shown:
        """Start a program, wait until its window is painted, and kill it.

        A `plain` window counts as painted with few colours. Raises TimeoutError if none is painted.
        """
        self._drop_events()
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
                if size[0] >= _MINIMUM_SIZE[0] and size[1] >= _MINIMUM_SIZE[1]:
                    sizes[window] = size
                    self._damage.XDamageCreate(
                        self._display, ctypes.c_ulong(window), _RAW_RECTANGLES
                    )
                    self._x.XSync(self._display, 0)
            elif event.type == self._damage_event and event.damage.drawable in sizes:
                window = event.damage.drawable
                if plain or self._colours(window, sizes[window]) >= _COLOURS:
                    return
        raise TimeoutError("no painted window")

    def _drop_events(self) -> None:
        """Drop pending events of the previous program."""
        event = _Event()
        time.sleep(0.1)
        self._x.XSync(self._display, 0)
        while self._x.XPending(self._display):
            self._x.XNextEvent(self._display, ctypes.byref(event))

    def _size(self, window: int) -> tuple[int, int]:
        root, left, top = ctypes.c_ulong(), ctypes.c_int(), ctypes.c_int()
        wide, high, edge, depth = (ctypes.c_uint() for _ in range(4))
        exists = self._x.XGetGeometry(
            self._display,
            ctypes.c_ulong(window),
            *(ctypes.byref(one) for one in (root, left, top, wide, high, edge, depth)),
        )
        return (wide.value, high.value) if exists else (0, 0)

    def _colours(self, window: int, size: tuple[int, int]) -> int:
        """Return the number of colours in a sample of the window's pixels."""
        image = self._x.XGetImage(
            self._display, ctypes.c_ulong(window), 0, 0, *size, _ALL_PLANES, _Z_PIXMAP
        )
        if not image:
            return 0
        pixels = image.contents
        data = ctypes.string_at(pixels.data, pixels.bytes_per_line * pixels.height)
        self._x.XDestroyImage(image)
        return len({data[at : at + 3] for at in range(0, len(data) - 3, 4 * _SAMPLE_STEP)})


def _cpu(pid: int) -> float:
    """Return the processor seconds that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
