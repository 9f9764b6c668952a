"""Background jobs of the window: one after the other, on a worker thread.

A job is a function that gets a `JobToken`. Its result or exception is delivered on the window's
thread, on which workers are made. Nothing else in the window starts a thread.
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
"""Least seconds between two progress reports, which would otherwise flood the event loop."""
TURN_SECONDS = 0.001
"""The interpreter's switch interval: how long the window's thread waits for a job at most.

Building and showing a dialog waits for it dozens of times; Python's default of 5 ms would add up to
a visible pause. Jobs are no slower for it.
"""

T = TypeVar("T")
Report = Callable[[int, int], object]


class JobToken(CancelToken):
    """Lets a job check whether it was cancelled, and report its progress."""

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
    """Runs the jobs of one owner in a queue. Its thread exists only while there are jobs.

    With `newest_wins`, a new job cancels the earlier ones and discards their outcome. Jobs that
    must not be cut off when the program ends need a worker that is not a `daemon`.
    """

    ended = Signal()
    """The outcome of a job has been delivered."""

    def __init__(
        self,
        name: str,
        parent: QObject | None = None,
        *,
        newest_wins: bool = False,
        daemon: bool = True,
    ) -> None:
        """`name` is the thread's name, which appears in the log of faults."""
        super().__init__(parent)
        self._name = name
        self._newest_wins = newest_wins
        self._daemon = daemon
        self._closed = False
        self._awaited: list[_Job] = []
        self._lock = Lock()  # protects the two attributes below
        self._queue: deque[_Job] = deque()
        self._thread: Thread | None = None
        self._mailbox = _mailbox()

    # On the window's thread

    @property
    def busy(self) -> bool:
        """Whether the outcome of a job is still awaited."""
        return bool(self._awaited)

    def submit(
        self,
        work: Callable[[JobToken], T],
        done: Callable[[T], object] | None = None,
        *,
        failed: Callable[[Exception], object] | None = None,
        cancelled: Callable[[], object] | None = None,
        progress: Report | None = None,
    ) -> CancelToken:
        """Run `work` on the thread, and return the token that cancels it.

        Afterwards one of three is called on the window's thread: `done` with the result, `failed`
        with the exception – without it, the exception is raised there –, or `cancelled`. `progress`
        gets the job's reports, at most ten times a second. A closed worker does nothing.
        """
        job = _Job(work, done, failed, cancelled, progress)
        job.token = JobToken(partial(self._emit_progress, job))
        if self._closed:
            job.token.cancel()
            return job.token
        if self._newest_wins:
            self.forget()
        self._awaited.append(job)
        with self._lock:
            self._queue.append(job)
            if self._thread is None:
                gc_pause.begin_pause()
                self._thread = Thread(target=self._work, name=self._name, daemon=self._daemon)
                self._thread.start()
        return job.token

    def cancel(self) -> None:
        """Cancel every job; the outcome of each is still delivered."""
        for job in tuple(self._awaited):
            job.token.cancel()

    def forget(self) -> None:
        """Cancel every job, and deliver no outcome."""
        awaited, self._awaited = self._awaited, []
        for job in awaited:
            job.token.cancel()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until the jobs have ended, `seconds` at most, and return whether they have.

        Their outcome is delivered afterwards, from the event loop.
        """
        thread = self._thread
        if thread is None:
            return True
        thread.join(seconds)
        return not thread.is_alive()

    def close(self, seconds: float | None = None) -> bool:
        """Cancel every job, deliver nothing more, and wait as `wait` does."""
        self._closed = True
        self.forget()
        return self.wait(seconds)

    def _deliver(self, job: _Job, call: Callable[[], object]) -> None:
        if job not in self._awaited or not isValid(self):
            return
        self._awaited.remove(job)
        try:
            call()
        finally:
            with suppress(RuntimeError):  # `call` deleted the window and with it this worker
                self.ended.emit()

    def _deliver_progress(self, job: _Job, at: int, count: int) -> None:
        if job in self._awaited and job.progress is not None and isValid(self):
            job.progress(at, count)

    # On the worker's thread

    def _work(self) -> None:
        sys.setswitchinterval(TURN_SECONDS)
        while (job := self._next()) is not None:
            call = job.run()
            self._mailbox.post(partial(self._deliver, job, call))
        self._mailbox.post(partial(_end_pause_after, current_thread()))

    def _next(self) -> _Job | None:
        with self._lock:
            if self._queue:
                return self._queue.popleft()
            self._thread = None
            return None

    def _emit_progress(self, job: _Job, at: int, count: int) -> None:
        self._mailbox.post(partial(self._deliver_progress, job, at, count))


def _end_pause_after(thread: Thread) -> None:
    """Resume the garbage collector from the window's thread, after `thread` has ended.

    Resumed earlier, it could still run on that thread.
    """
    thread.join()
    gc_pause.end_pause()


class _Mailbox(QObject):
    """Passes calls from any thread to the window's thread, and outlives every worker.

    A worker is deleted with its dialog, at any moment: a thread that emitted one of its signals
    just then would crash the program.
    """

    _arrived = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._arrived.connect(self._open)

    def post(self, call: Callable[[], object]) -> None:
        """Run `call` on the window's thread, from its event loop."""
        with suppress(RuntimeError):  # Qt has already been shut down
            self._arrived.emit(call)

    def _open(self, call: Callable[[], object]) -> None:
        call()


@cache
def _mailbox() -> _Mailbox:
    """Return the only mailbox; the first worker creates it, on the window's thread."""
    return _Mailbox()


class _Job:
    """One job, and the functions that are called with its outcome."""

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
        """Do the job, and return the call that delivers its outcome."""
        try:
            self.token.check()
            return partial(self._done, self._work(self.token))
        except Cancelled:
            return self._cancelled
        except Exception as error:  # noqa: BLE001 - delivered to the window's thread
            return partial(self._failed, error)


def _ignore(*_outcome: object) -> None:
    """Do nothing."""


def _raise(error: Exception) -> NoReturn:
    raise error
