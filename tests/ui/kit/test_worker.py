"""Work runs off the window's thread; its outcomes arrive on the window's thread, in order."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.base.progress import Cancelled, CancelToken
from desktop.ui.kit.worker import TURN_SECONDS, JobToken, Worker

SECONDS = 10
"""The time limit of each step, for a busy machine."""


@pytest.fixture
def worker(qtbot: QtBot) -> Iterator[Worker]:
    """Return a worker that keeps a queue."""
    worker = Worker("test-worker")
    yield worker
    worker.close(SECONDS)


class Door:
    """A job that blocks between `began` and `resume`."""

    def __init__(self) -> None:
        self.began = threading.Event()
        self.resume = threading.Event()

    def __call__(self, token: JobToken) -> str:
        """Wait for `resume`, then answer unless cancelled."""
        self.began.set()
        assert self.resume.wait(SECONDS)
        token.check()
        return "through"


def answer(number: int, _token: JobToken) -> int:
    """Return the number, the simplest job."""
    return number


def settle(qtbot: QtBot, worker: Worker) -> None:
    """Wait until every outcome has been delivered."""
    qtbot.waitUntil(lambda: not worker.busy, timeout=SECONDS * 1000)


def make_very_many(_token: JobToken) -> int:
    """Make so many objects that Python looks for reference cycles among them."""
    return len([[number] for number in range(100_000)])


def test_no_cycle_is_destroyed_on_another_thread(qtbot: QtBot, worker: Worker) -> None:
    """Destroying a window there takes a lock of Qt and waits for the GIL: a deadlock."""
    searching: list[str] = []

    def note(phase: str, _facts: dict[str, int]) -> None:
        searching.append(threading.current_thread().name)

    gc.callbacks.append(note)
    try:
        for _round in range(20):
            worker.submit(make_very_many)
            settle(qtbot, worker)
            assert worker.wait(SECONDS)
        assert "test-worker" not in searching
        qtbot.waitUntil(gc.isenabled, timeout=SECONDS * 1000)
        make_very_many(JobToken(print))
        assert threading.current_thread().name in searching
    finally:
        gc.callbacks.remove(note)


def test_jobs_are_done_one_after_the_other_in_the_order_asked(qtbot: QtBot, worker: Worker) -> None:
    """A page requested after a search must not be answered before it."""
    done: list[int] = []
    for number in range(20):
        worker.submit(partial(answer, number), done.append)
    settle(qtbot, worker)
    assert done == list(range(20))


def test_work_is_off_the_windows_thread_and_its_outcome_is_on_it(
    qtbot: QtBot, worker: Worker
) -> None:
    """A widget touched from another thread crashes the program; work on the window's freezes it."""
    threads: list[str] = []
    here = threading.current_thread().name
    for _again in range(2):  # also after the thread was idle for a while
        worker.submit(
            lambda _token: threads.append(threading.current_thread().name),
            lambda _nothing: threads.append(threading.current_thread().name),
        )
        settle(qtbot, worker)
    assert threads == ["test-worker", here, "test-worker", here]


def test_no_thread_stays_behind_without_work(qtbot: QtBot, worker: Worker) -> None:
    """A worker that was never closed must not keep the program from ending."""
    worker.submit(lambda _token: None)
    settle(qtbot, worker)
    assert worker.wait(SECONDS)
    assert "test-worker" not in [thread.name for thread in threading.enumerate()]


def test_the_newest_job_replaces_earlier_ones(qtbot: QtBot) -> None:
    """Whoever changes the options while a file is read only wants the result of the last ones."""
    worker = Worker("test-worker", newest_wins=True)
    door = Door()
    done: list[object] = []
    worker.submit(door, done.append, cancelled=lambda: done.append("cancelled"))
    assert door.began.wait(SECONDS)
    for number in range(3):
        worker.submit(partial(answer, number), done.append)
    door.resume.set()
    settle(qtbot, worker)
    assert done == [2]


def test_a_cancelled_job_ends_and_reports_it(qtbot: QtBot, worker: Worker) -> None:
    """Cancel in a dialog ends the work; only then the dialog may say that nothing was changed."""
    door, outcomes = Door(), []
    token = worker.submit(door, outcomes.append, cancelled=lambda: outcomes.append("cancelled"))
    assert door.began.wait(SECONDS)
    token.cancel()
    assert outcomes == []
    door.resume.set()
    settle(qtbot, worker)
    assert outcomes == ["cancelled"]


def test_a_job_that_is_cancelled_before_its_turn_is_never_begun(
    qtbot: QtBot, worker: Worker
) -> None:
    """A cancelled job must not delay other jobs."""
    door, begun, outcomes = Door(), [], []
    worker.submit(door)
    token = worker.submit(lambda _token: begun.append(1), cancelled=lambda: outcomes.append("no"))
    token.cancel()
    door.resume.set()
    settle(qtbot, worker)
    assert (begun, outcomes) == ([], ["no"])


def test_a_job_that_was_done_before_it_was_cancelled_reports_its_result(
    qtbot: QtBot, worker: Worker
) -> None:
    """Orders that were imported despite the cancellation must not be reported as not imported."""
    done: list[str] = []
    token = worker.submit(lambda _token: "written", done.append)
    assert worker.wait(SECONDS)
    token.cancel()
    settle(qtbot, worker)
    assert done == ["written"]


def test_nothing_comes_of_a_job_that_is_forgotten(qtbot: QtBot, worker: Worker) -> None:
    """A dialog that is closed must not be filled by a late outcome."""
    door, outcomes = Door(), []
    worker.submit(door, outcomes.append, cancelled=lambda: outcomes.append("cancelled"))
    assert door.began.wait(SECONDS)
    worker.forget()
    assert not worker.busy
    door.resume.set()
    worker.submit(lambda _token: "next", outcomes.append)
    settle(qtbot, worker)
    assert outcomes == ["next"]


def test_one_long_step_is_interrupted(qtbot: QtBot, worker: Worker) -> None:
    """A search of a million orders is a single call into SQLite, which checks no token."""

    class Query:
        def __init__(self) -> None:
            self.ended = threading.Event()

        def interrupt(self) -> None:
            """End the step, as SQLite's connection does."""
            self.ended.set()

    query, began, outcomes = Query(), threading.Event(), []

    def work(token: CancelToken) -> None:
        token.attach(query)
        began.set()
        if query.ended.wait(SECONDS):
            raise Cancelled

    token = worker.submit(work, cancelled=lambda: outcomes.append("cancelled"))
    assert began.wait(SECONDS)
    token.cancel()
    settle(qtbot, worker)
    assert outcomes == ["cancelled"]


def test_a_fault_is_raised_on_the_windows_thread(qtbot: QtBot, worker: Worker) -> None:
    """A fault must reach the log and the user in one way; the jobs after it continue."""
    done: list[str] = []
    with qtbot.captureExceptions() as faults:
        worker.submit(lambda _token: 1 // 0)
        worker.submit(lambda _token: "next", done.append)
        settle(qtbot, worker)
    assert [kind for kind, _fault, _trace in faults] == [ZeroDivisionError]
    assert done == ["next"]


def test_who_can_answer_a_fault_gets_it(qtbot: QtBot, worker: Worker) -> None:
    """The dialog that met a full disk reports it, in its own words."""
    errors: list[Exception] = []

    def work(_token: CancelToken) -> None:
        raise OSError("full")

    worker.submit(work, failed=errors.append)
    settle(qtbot, worker)
    assert [str(error) for error in errors] == ["full"]


def test_closing_waits_no_longer_than_its_limit(qtbot: QtBot) -> None:
    """A drive that hangs must not keep the window open; and no outcome may arrive afterwards."""
    worker = Worker("test-worker")
    door, outcomes = Door(), []
    worker.submit(door, outcomes.append, cancelled=lambda: outcomes.append("cancelled"))
    worker.submit(lambda _token: "second", outcomes.append)
    assert door.began.wait(SECONDS)
    began = time.monotonic()
    assert not worker.close(0.2)
    assert 0.2 <= time.monotonic() - began < 2
    door.resume.set()
    assert worker.wait(SECONDS)
    qtbot.wait(50)
    assert outcomes == []


def test_closing_cancels_the_running_job(qtbot: QtBot) -> None:
    """A job that can be cancelled ends immediately, long before the time limit for closing."""
    worker = Worker("test-worker")
    began = threading.Event()

    def work(token: CancelToken) -> None:
        began.set()
        while True:
            token.check()
            time.sleep(0.01)

    worker.submit(work)
    assert began.wait(SECONDS)
    assert worker.close(SECONDS)


def test_a_closed_worker_does_nothing(qtbot: QtBot, worker: Worker) -> None:
    """A late click on a closing window must not start anything on its data."""
    worker.close()
    begun: list[int] = []
    token = worker.submit(lambda _token: begun.append(1))
    qtbot.wait(50)
    assert begun == []
    with pytest.raises(Cancelled):
        token.check()


def test_progress_arrives_at_most_ten_times_a_second(qtbot: QtBot, worker: Worker) -> None:
    """With a report for each row, the window froze for seconds, only counting."""
    reported: list[int] = []

    def work(token: JobToken) -> float:
        began = time.monotonic()
        for row in range(20_000):
            token.progress(row, 20_000)
            if row % 100 == 0:
                time.sleep(0.002)
        return time.monotonic() - began

    took: list[float] = []
    worker.submit(work, took.append, progress=lambda at, _count: reported.append(at))
    settle(qtbot, worker)
    assert reported[0] == 0
    assert 2 <= len(reported) <= 10 * took[0] + 1
    assert reported == sorted(reported)


def test_the_window_responds_while_a_job_runs(worker: Worker, qtbot: QtBot) -> None:
    """A dialog that opens while a file is read would freeze at each of its parts."""
    found: list[float] = []
    usual = sys.getswitchinterval()
    try:
        worker.submit(lambda _token: sys.getswitchinterval(), found.append)
        qtbot.waitUntil(lambda: bool(found), timeout=SECONDS * 1000)
    finally:
        sys.setswitchinterval(usual)
    assert found == [pytest.approx(TURN_SECONDS)]


_DELETED_AT_ANY_MOMENT = """
import random, time
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from desktop.ui.kit.worker import Worker
application = QCoreApplication([])
moments = random.Random(7)
for turn in range(1000):
    dialog = QObject()
    for worker in [Worker("test-worker", dialog) for _copy in range(3)]:
        worker.submit(lambda token: token.progress(1, 2), lambda _outcome: None)
    time.sleep(moments.random() * 0.0004)
    dialog.deleteLater()
    QCoreApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)
    if turn % 50 == 0:
        application.processEvents()
"""


def test_a_dialog_may_go_at_any_moment_of_its_jobs() -> None:
    """Closed just as a job ended, a dialog silently crashed the whole program."""
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", _DELETED_AT_ANY_MOMENT],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
