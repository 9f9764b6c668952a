"""Long jobs report at most ten times a second, and end soon after they were cancelled."""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import closing

import pytest

from desktop.base.progress import BATCH_SIZE, Cancelled, CancelToken, batches, with_progress
from desktop.records.file.connect import cancellable

ENDLESS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"


def test_progress_is_reported_ten_times_a_second() -> None:
    """A million rows must not send the window a million events."""
    reports: list[tuple[int, int]] = []
    begun = time.monotonic()
    for _item in with_progress(range(300_000), lambda *report: reports.append(report)):
        pass
    seconds = time.monotonic() - begun
    assert reports[0] == (0, 300_000)
    assert len(reports) <= 1 + seconds * 10


def test_batches_hold_everything_in_order() -> None:
    """A row between two batches would be missing in an import."""
    for count in (0, 1, BATCH_SIZE, BATCH_SIZE + 1, 3 * BATCH_SIZE):
        made = list(batches(range(count)))
        assert [item for batch in made for item in batch] == list(range(count))
        assert all(0 < len(batch) <= BATCH_SIZE for batch in made)


@pytest.mark.parametrize("before", [True, False])
def test_a_long_question_ends_when_it_is_cancelled(before: bool) -> None:
    """Closing the window must not wait for a check of a large file."""
    cancel = CancelToken()
    if before:
        cancel.cancel()
    else:
        threading.Timer(0.2, cancel.cancel).start()
    with (
        closing(sqlite3.connect(":memory:", check_same_thread=False)) as connection,
        pytest.raises(Cancelled),
        cancellable(connection, cancel),
    ):
        connection.execute(ENDLESS)
