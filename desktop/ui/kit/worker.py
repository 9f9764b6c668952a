"""The one way off the window's thread: jobs, one after the other, on a thread of their own.

A job is a function that gets a `JobToken`. What it returns or raises is handed over on the thread
that the worker was made on, which is the window's: nothing else in the window starts a thread.
"""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import cache, partial
from threading import Lock, Thread, current_thread
from typing import Any, NoReturn, TypeVar

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from desktop.base import gc_pause
from desktop.base.progress import Cancelled, CancelToken

PROGRESS_INTERVAL = 0.1
"""Seconds between two reports. A window that gets more than it can show does nothing else."""
TURN_SECONDS = 0.001
"""How long a job goes on before the window's thread gets its turn, where that waits for it.

To build and show a dialog, the window's thread asks for its turn dozens of times; Python's own 5 ms
each would add up to a pause that is seen. A job is no slower by it.
"""

T = TypeVar("T")
Report = Callable[[int, int], object]


class JobToken(CancelToken):
    """What a job asks whether it was cancelled, and tells how far it has come."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self._report = report
        self._next_report = 0.0

    def progress(self, at: int, count: int) -> None:
        """Report that `at` of `count` are done. Raises Cancelled if the job was cancelled."""
        self.check()
        now = time.monotonic()
        if now >= self._next_report:
            self._next_report = now + PROGRESS_INTERVAL
            self._report(at, count)


class Worker(QObject):
    """Runs the jobs of one owner. Its thread lives only while there is something to do.

    Jobs wait in a queue; where `newest_wins`, a new job cancels those before it, whose outcome is
    not wanted any more. A job that must not be cut off when the program ends belongs to a worker
    that is not a `daemon`.
    """

    ended = Signal()
    """The outcome of a job has been handed over."""

    def __init__(
        self,
        name: str,
        parent: QObject | None = None,
        *,
        newest_wins: bool = False,
        daemon: bool = True,
    ) -> None:
        """`name` is the thread's, as it stands in the log of faults."""
        super().__init__(parent)
        self._name = name
        self._newest_wins = newest_wins
        self._daemon = daemon
        self._closed = False
        self._wanted: list[_Job] = []
        self._lock = Lock()  # of the two below
        self._queue: deque[_Job] = deque()
        self._thread: Thread | None = None
        self._mailbox = _mailbox()

    # On the window's thread

    @property
    def busy(self) -> bool:
        """Whether the outcome of a job is waited for."""
        return bool(self._wanted)

    def submit(
        self,
        work: Callable[[JobToken], T],
        done: Callable[[T], object] | None = None,
        *,
        failed: Callable[[Exception], object] | None = None,
        cancelled: Callable[[], object] | None = None,
        progress: Report | None = None,
    ) -> CancelToken:
        """Have `work` run on the thread, and return the token that cancels it.

        One of three is called afterwards on the window's thread: `done` with what it returned,
        `failed` with what it raised – without it, the exception is raised there –, or `cancelled`.
        `progress` gets what the job reports, at most ten times a second. A closed worker does
        nothing.
        """
        job = _Job(work, done, failed, cancelled, progress)
        job.token = JobToken(partial(self._emit_progress, job))
        if self._closed:
            job.token.cancel()
            return job.token
        if self._newest_wins:
            self.forget()
        self._wanted.append(job)
        with self._lock:
            self._queue.append(job)
            if self._thread is None:
                gc_pause.begin_pause()
                self._thread = Thread(target=self._work, name=self._name, daemon=self._daemon)
                self._thread.start()
        return job.token

    def cancel(self) -> None:
        """Cancel every job; each still says what became of it."""
        for job in tuple(self._wanted):
            job.token.cancel()

    def forget(self) -> None:
        """Cancel every job, and hand over nothing of what was asked for so far."""
        wanted, self._wanted = self._wanted, []
        for job in wanted:
            job.token.cancel()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until the jobs are over, `seconds` at most, and return whether they are.

        Their outcome is handed over afterwards, from the event loop.
        """
        thread = self._thread
        if thread is None:
            return True
        thread.join(seconds)
        return not thread.is_alive()

    def close(self, seconds: float | None = None) -> bool:
        """Cancel every job, hand over nothing more, and wait as `wait` does."""
        self._closed = True
        self.forget()
        return self.wait(seconds)

    def _hand_over(self, job: _Job, call: Callable[[], object]) -> None:
        if job not in self._wanted or not isValid(self):
            return
        self._wanted.remove(job)
        try:
            call()
        finally:
            with suppress(RuntimeError):  # the outcome closed the window that this belongs to
                self.ended.emit()

    def _hand_over_progress(self, job: _Job, at: int, count: int) -> None:
        if job in self._wanted and job.progress is not None and isValid(self):
            job.progress(at, count)

    # On the worker's thread

    def _work(self) -> None:
        sys.setswitchinterval(TURN_SECONDS)
        while (job := self._next()) is not None:
            call = job.run()
            self._mailbox.post(partial(self._hand_over, job, call))
        self._mailbox.post(partial(_end_pause_after, current_thread()))

    def _next(self) -> _Job | None:
        with self._lock:
            if self._queue:
                return self._queue.popleft()
            self._thread = None
            return None

    def _emit_progress(self, job: _Job, at: int, count: int) -> None:
        self._mailbox.post(partial(self._hand_over_progress, job, at, count))


def _end_pause_after(thread: Thread) -> None:
    """Look for cycles again, from the window's thread, once a thread can no longer do so itself."""
    thread.join()
    gc_pause.end_pause()


class _Mailbox(QObject):
    """Takes what threads hand over to the window's thread, and outlives every worker.

    A worker goes with its dialog, at any moment: a thread that emits a signal of it just then
    brings the whole program down.
    """

    _arrived = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._arrived.connect(self._open)

    def post(self, call: Callable[[], object]) -> None:
        """Have `call` made on the window's thread, from its event loop."""
        with suppress(RuntimeError):  # the program has ended, and Qt with it
            self._arrived.emit(call)

    def _open(self, call: Callable[[], object]) -> None:
        call()


@cache
def _mailbox() -> _Mailbox:
    """Return the one mailbox; the first worker makes it, on the window's thread."""
    return _Mailbox()


class _Job:
    """One job, and what is called with its outcome."""

    token: JobToken

    def __init__(
        self,
        work: Callable[[JobToken], Any],
        done: Callable[[Any], object] | None,
        failed: Callable[[Exception], object] | None,
        cancelled: Callable[[], object] | None,
        progress: Report | None,
    ) -> None:
        self._work = work
        self._done = done or _ignore
        self._failed = failed or _raise
        self._cancelled = cancelled or _ignore
        self.progress = progress

    def run(self) -> Callable[[], object]:
        """Do the job, and return the call that hands its outcome over."""
        try:
            self.token.check()
            return partial(self._done, self._work(self.token))
        except Cancelled:
            return self._cancelled
        except Exception as error:  # noqa: BLE001 - it is raised, or answered, on the window's thread
            return partial(self._failed, error)


def _ignore(*_outcome: object) -> None:
    """Do nothing: the outcome is of no interest."""


def _raise(error: Exception) -> NoReturn:
    raise error
