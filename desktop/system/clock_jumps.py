"""Tells at once that the computer woke up, or that its clock was set, without waking up to look.

It only speeds things up: whoever must know looks at the wall clock from time to time as well, since
none of this is certain. On macOS nothing is asked for.
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
"""Seconds, after which no window is open any more."""
_REALTIME, _NONBLOCK_CLOEXEC, _ABSOLUTE_CANCEL_ON_SET = 0, 0o2004000, 3
_COUNT = 8
"""Bytes that are read from a timer of the kernel."""
_CALLBACK, _RESUMED_BY_ITSELF, _RESUMED_BY_USER = 2, 0x12, 0x7


class ClockJumps(QObject):
    """Emits `jumped` on the thread that it was made on, as long as it is not closed.

    `ahead` is how many seconds the kernel's timer runs if nothing happens; its end is told as well.
    """

    jumped = Signal()
    _heard = Signal()

    def __init__(self, parent: QObject | None = None, *, ahead: float = FAR) -> None:
        super().__init__(parent)
        self._timer: _KernelTimer | None = None
        self._power: _PowerCallback | None = None
        self._heard.connect(self.jumped, Qt.ConnectionType.QueuedConnection)
        with suppress(OSError, AttributeError):  # an older system, or one that is none of these
            if sys.platform.startswith("linux"):
                self._timer = _KernelTimer(self.jumped.emit, ahead, self)
            elif sys.platform == "win32":
                self._power = _PowerCallback(self._heard.emit)

    @property
    def listening(self) -> bool:
        """Return whether this system tells."""
        return self._timer is not None or self._power is not None

    def close(self) -> None:
        """Listen no more."""
        if self._timer is not None:
            self._timer.close()
            self._timer = None
        if self._power is not None:
            self._power.close()
            self._power = None


class _KernelTimer(QObject):
    """A timer of Linux that is never meant to end: the kernel cancels it when the clock jumps.

    That is said of clocks that are set, and done after suspend as well. Raises OSError if there is
    no such timer.
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
        """Give the timer back."""
        self._notifier.setEnabled(False)
        os.close(self._file)

    def _arm(self) -> None:
        until = time.time() + self._ahead
        seconds = int(until)
        spec = (ctypes.c_long * 4)(0, 0, seconds, int((until - seconds) * 1e9))
        if self._library.timerfd_settime(self._file, _ABSOLUTE_CANCEL_ON_SET, spec, None) != 0:
            raise OSError(ctypes.get_errno(), "timerfd_settime")

    def _fired(self) -> None:
        with suppress(OSError):  # ECANCELED is how a jump is told
            os.read(self._file, _COUNT)
        self._ahead = FAR
        self._arm()
        self._jumped()


class _PowerCallback:
    """What Windows calls, on a thread of its own, when the computer wakes up.

    It comes also where messages to windows do not, as in modern standby. Raises OSError or
    AttributeError if it cannot be asked for.
    """

    def __init__(self, woke: Callable[[], None]) -> None:
        make = getattr(ctypes, "WINFUNCTYPE")  # noqa: B009 - only Windows has it
        kind = make(ctypes.c_ulong, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_void_p)

        def heard(_context: Any, event: int, _setting: Any) -> int:
            if event in (_RESUMED_BY_ITSELF, _RESUMED_BY_USER):
                woke()
            return 0

        self._call = kind(heard)  # kept, as long as Windows may call it

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
        """Be called no more."""
        self._library.PowerUnregisterSuspendResumeNotification(self._handle)
