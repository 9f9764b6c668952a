"""The state of a request, and the time of its answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from desktop.domain.model import Project, ProjectStatus
from desktop.domain.request_state import (
    RequestProgress,
    RequestState,
    request_progress,
    with_answer,
)
from tests.builders import PROJECT_NUMBER, make_active_project, make_project

NOW = datetime(2026, 9, 10, 4, tzinfo=UTC)
COPIED = NOW - timedelta(hours=3)
SENT = NOW - timedelta(hours=2)
LONG_AGO = NOW - timedelta(days=3)

DRAFTED = make_project(copied_at=COPIED)
ASKED = make_project(status=ProjectStatus.SENT, copied_at=COPIED, requested_at=SENT)
ANSWERED = replace(ASKED, status=ProjectStatus.ACTIVE, number=PROJECT_NUMBER, created_at=SENT)
REFUSED = replace(ASKED, status=ProjectStatus.REFUSED)


@pytest.mark.parametrize(
    ("project", "progress"),
    [
        (make_project(), RequestProgress(RequestState.DRAFT)),
        (DRAFTED, RequestProgress(RequestState.COPIED, COPIED)),
        (ASKED, RequestProgress(RequestState.SENT, SENT)),
        (replace(ASKED, requested_at=None), RequestProgress(RequestState.SENT)),
        (replace(ASKED, requested_at=LONG_AGO), RequestProgress(RequestState.NO_ANSWER, LONG_AGO)),
        (replace(ANSWERED, answered_at=NOW), RequestProgress(RequestState.RECEIVED, NOW)),
        (replace(REFUSED, answered_at=NOW), RequestProgress(RequestState.REFUSED, NOW)),
        (make_active_project(), None),
        (make_project(status=ProjectStatus.CLOSED), None),
    ],
)
def test_each_stage_has_its_date(project: Project, progress: RequestProgress | None) -> None:
    """Without the date, nobody knows when to ask again."""
    assert request_progress(project, NOW) == progress


def test_a_number_or_a_refusal_answers_the_request_now() -> None:
    """The next month is planned with the day of the answer."""
    assert with_answer(ANSWERED, ASKED, NOW).answered_at == NOW
    assert with_answer(REFUSED, ASKED, NOW).answered_at == NOW


def test_an_answer_keeps_its_moment_until_it_is_another_one() -> None:
    """Correcting a rate a week later must not change the time."""
    received = with_answer(ANSWERED, ASKED, NOW)
    later = NOW + timedelta(days=7)
    assert with_answer(replace(received, note="x"), received, later).answered_at == NOW
    refused = with_answer(REFUSED, ASKED, NOW)
    now_active = replace(ANSWERED, answered_at=refused.answered_at)
    assert with_answer(now_active, refused, later).answered_at == later


def test_an_undone_answer_has_no_time() -> None:
    """The number belonged to another account: the request is open again."""
    received = with_answer(ANSWERED, ASKED, NOW)
    waiting = replace(received, status=ProjectStatus.SENT, number=None)
    assert with_answer(waiting, received, NOW).answered_at is None


def test_a_project_that_was_not_asked_for_here_has_no_answer() -> None:
    """Its number was known when the user started with LinkDue."""
    assert with_answer(make_active_project(), None, NOW).answered_at is None
