"""The state of the request for a project number, and since when it has had it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from desktop.domain.model import Project, ProjectStatus

UNANSWERED_AFTER = timedelta(days=1)
"""After this time a sent request counts as unanswered."""


class RequestState(StrEnum):
    """The states of a request, as the command line names them."""

    DRAFT = "draft"
    COPIED = "copied"
    SENT = "sent"
    NO_ANSWER = "no_answer"
    RECEIVED = "received"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class RequestProgress:
    """The state of a request, and since when (UTC); `since` is None if that was not recorded."""

    state: RequestState
    since: datetime | None = None


def request_progress(project: Project, now: datetime) -> RequestProgress | None:
    """Return the state of the project's request at `now` (UTC); None if there was none."""
    asked = project.requested_at is not None or project.copied_at is not None
    if project.status is ProjectStatus.REFUSED:
        return RequestProgress(RequestState.REFUSED, project.answered_at)
    if project.number is not None:
        return RequestProgress(RequestState.RECEIVED, project.answered_at) if asked else None
    if project.status.awaits_answer:
        sent = project.requested_at
        late = sent is not None and now - sent >= UNANSWERED_AFTER
        return RequestProgress(RequestState.NO_ANSWER if late else RequestState.SENT, sent)
    if project.status is not ProjectStatus.DRAFT:
        return None
    copied = project.copied_at
    return RequestProgress(RequestState.DRAFT if copied is None else RequestState.COPIED, copied)


def with_answer(project: Project, before: Project | None, now: datetime) -> Project:
    """Return a project about to be saved, with `answered_at` (UTC) of its request updated.

    `before` is the recorded project. An answer is a number or a refusal; its moment stays until the
    answer changes, and is removed with the answer.
    """
    if project.requested_at is None and project.copied_at is None:
        return project
    answer = _answer(project)
    if answer is None:
        return replace(project, answered_at=None)
    known = before is not None and _answer(before) is answer and project.answered_at is not None
    return project if known else replace(project, answered_at=now)


def _answer(project: Project) -> RequestState | None:
    if project.status is ProjectStatus.REFUSED:
        return RequestState.REFUSED
    return None if project.number is None else RequestState.RECEIVED
