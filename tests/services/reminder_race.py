"""Processes and threads that race for each reminder on one data file.

    python -m tests.services.reminder_race ROUNDS FOLDER

Three processes with two threads each check at the same moment, again and again. Prints how many
reminders were announced how often; anything but once is a fault.
"""

from __future__ import annotations

import multiprocessing
import sys
import threading
from collections import Counter
from datetime import UTC, datetime, time, timedelta
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path

from desktop.domain.model import Window
from desktop.domain.reminder_plan import ReminderPlan
from desktop.services.workspace import Workspace
from tests.builders import make_account, make_active_project, make_paid_order

PROCESSES, THREADS = 3, 2
START = datetime(2026, 9, 1, 1, tzinfo=UTC)
PLAN = ReminderPlan(daily=tuple(time(hour) for hour in (10, 12, 14, 16, 18, 20)), hours=())
_PATIENCE = 120
Announced = list[tuple[str, str]]


def moment(number: int) -> datetime:
    """Return the nth moment of the plan, at six moments a day."""
    return START + timedelta(days=number // 6, hours=1 + 2 * (number % 6))


def fill(folder: Path, rounds: int) -> None:
    """Record one order for each month that the rounds cover."""
    workspace = Workspace.open(folder, lambda: START)
    workspace.save_account(make_account(window=Window.MONTH))
    workspace.save_project(
        make_active_project(created_at=START, valid_until=datetime(2030, 1, 1, tzinfo=UTC))
    )
    workspace.reminders.save_plan(PLAN)
    paid_at, number = START, 0
    while paid_at < moment(rounds):
        workspace.save_order(make_paid_order(paid_at, number=str(236414227150000 + number)))
        paid_at = (paid_at.replace(day=28) + timedelta(days=4)).replace(day=1, hour=0)
        number += 1
    workspace.close()


class ClockOfThread(threading.local):
    """A clock that each thread sets for itself."""

    now = START

    def __call__(self) -> datetime:
        """Return the moment that the thread has set."""
        return self.now


def look(shared: Workspace, rounds: int, barrier: Barrier, found: Announced) -> None:
    """Claim the reminder of every moment, at the same time as all other threads."""
    workspace = shared.another()
    clock = workspace.clock
    assert isinstance(clock, ClockOfThread)
    try:
        for number in range(rounds):
            clock.now = moment(number)
            barrier.wait(_PATIENCE)
            for one in workspace.reminders.claim().due:
                if one.current is not None and one.subject.order is not None:
                    found.append((one.subject.name, f"{one.current.at:%Y-%m-%d %H:%M}"))
    except BaseException:
        barrier.abort()  # do not let the others wait for a thread that has failed
        raise
    finally:
        workspace.close()


def process(folder: Path, rounds: int, barrier: Barrier, announced: Queue[Announced]) -> None:
    """Check on several threads, each with its own connection."""
    found: Announced = []
    shared = Workspace.open(folder, ClockOfThread())
    threads = [
        threading.Thread(target=look, args=(shared, rounds, barrier, found)) for _ in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    shared.close()
    announced.put(found)


def race(folder: Path, rounds: int) -> Counter[int]:
    """Return how many reminders were announced how often, of `rounds` that are due.

    Each moment belongs to one order; one that was never announced counts as announced 0 times.
    """
    fill(folder, rounds)
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(PROCESSES * THREADS)
    announced: Queue[Announced] = context.Queue()
    processes = [
        context.Process(target=process, args=(folder, rounds, barrier, announced))
        for _ in range(PROCESSES)
    ]
    for each in processes:
        each.start()
    found = Counter(one for _ in processes for one in announced.get(timeout=_PATIENCE * 10))
    for each in processes:
        each.join()
    moments = {at for _name, at in found}
    missing = sum(f"{moment(number):%Y-%m-%d %H:%M}" not in moments for number in range(rounds))
    return Counter(found.values()) + Counter({0: missing})


if __name__ == "__main__":
    print(race(Path(sys.argv[2]), int(sys.argv[1])))
