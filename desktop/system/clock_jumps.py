"""A signal when the computer wakes up or its clock is set, without polling.

It is an optimisation and not reliable: callers also check the wall clock from time to time.
Not supported on macOS.
"""

from __future__ import annotations

import ctypes
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier, Qt, Signal

FAR = 10 * 365 * 24 * 3600.0
"""Seconds: later than any window is open."""
_REALTIME, _NONBLOCK_CLOEXEC, _ABSOLUTE_CANCEL_ON_SET = 0, 0o2004000, 3
_COUNT = 8
"""Bytes that one read of a kernel timer returns."""
_CALLBACK, _RESUMED_BY_ITSELF, _RESUMED_BY_USER = 2, 0x12, 0x7


class ClockJumps(QObject):
    """Emits `jumped` on the thread that created it, until it is closed.

    `ahead` is the seconds until the kernel's timer expires, which also emits `jumped`.
    """

    jumped = Signal()
    _woke = Signal()

    def __init__(self, parent: QObject | None = None, *, ahead: float = FAR) -> None:
        super().__init__(parent)
        self._timer: _KernelTimer | None = None
        self._power: _PowerCallback | None = None
        self._woke.connect(self.jumped, Qt.ConnectionType.QueuedConnection)
        with suppress(OSError, AttributeError):  # not supported by older systems
            if sys.platform.startswith("linux"):
                self._timer = _KernelTimer(self.jumped.emit, ahead, self)
            elif sys.platform == "win32":
                self._power = _PowerCallback(self._woke.emit)

    @property
    def listening(self) -> bool:
        """Whether this system reports jumps."""
        return self._timer is not None or self._power is not None

    def close(self) -> None:
        """Stop listening."""
        if self._timer is not None:
            self._timer.close()
            self._timer = None
        if self._power is not None:
            self._power.close()
            self._power = None


class _KernelTimer(QObject):
    """A timerfd on Linux that the kernel cancels when the clock jumps.

    Documented for a clock that is set (timerfd_create(2)); it also happens after suspend. Raises
    OSError if the system has no such timer.
    """

    def __init__(self, jumped: Callable[[], None], ahead: float, parent: QObject) -> None:
        super().__init__(parent)
        self._jumped = jumped
        self._ahead = ahead
        self._library = ctypes.CDLL(None, use_errno=True)
        self._file = self._library.timerfd_create(_REALTIME, _NONBLOCK_CLOEXEC)
        if self._file < 0:
            raise OSError(ctypes.get_errno(), "timerfd_create")
        self._arm()
        self._notifier = QSocketNotifier(self._file, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._fired)

    def close(self) -> None:
        """Close the timer."""
        self._notifier.setEnabled(False)
        os.close(self._file)

    def _arm(self) -> None:
        until = time.time() + self._ahead
        seconds = int(until)
        spec = (ctypes.c_long * 4)(0, 0, seconds, int((until - seconds) * 1e9))
        if self._library.timerfd_settime(self._file, _ABSOLUTE_CANCEL_ON_SET, spec, None) != 0:
            raise OSError(ctypes.get_errno(), "timerfd_settime")

    def _fired(self) -> None:
        with suppress(OSError):  # ECANCELED reports a jump
            os.read(self._file, _COUNT)
        self._ahead = FAR
        self._arm()
        self._jumped()


class _PowerCallback:
    """A callback that Windows calls on one of its threads when the computer wakes up.

    Unlike messages to windows it also arrives in modern standby. Raises OSError or AttributeError
    if it cannot be registered.
    """

    def __init__(self, woke: Callable[[], None]) -> None:
        make = getattr(ctypes, "WINFUNCTYPE")  # noqa: B009 - only Windows has it
        kind = make(ctypes.c_ulong, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_void_p)

        def notify(_context: Any, event: int, _setting: Any) -> int:
            if event in (_RESUMED_BY_ITSELF, _RESUMED_BY_USER):
                woke()
            return 0

        self._call = kind(notify)  # must live as long as Windows may call it

        class Parameters(ctypes.Structure):
            _fields_ = (("callback", kind), ("context", ctypes.c_void_p))

        self._parameters = Parameters(self._call, None)
        self._handle = ctypes.c_void_p()
        self._library = getattr(ctypes, "WinDLL")("powrprof")  # noqa: B009
        failed = self._library.PowerRegisterSuspendResumeNotification(
            _CALLBACK, ctypes.byref(self._parameters), ctypes.byref(self._handle)
        )
        if failed:
            raise OSError(failed, "PowerRegisterSuspendResumeNotification")

    def close(self) -> None:
        """Unregister the callback."""
        self._library.PowerUnregisterSuspendResumeNotification(self._handle)
