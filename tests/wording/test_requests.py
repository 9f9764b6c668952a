"""The texts of a request's state, and the next step while one is open."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.domain.model import ProjectStatus
from desktop.domain.request_state import RequestState
from desktop.forms.wizard_steps import Step
from desktop.services.workspace import Workspace
from desktop.wording.i18n import set_language
from desktop.wording.records import next_steps
from desktop.wording.records.request import progress_sentence, state_name
from tests.builders import make_account, make_active_project, make_order, make_project
from tests.conftest import FakeClock


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_stage_has_a_name_and_its_date(language: str, clock: FakeClock) -> None:
    """A state without its date does not show how long it has lasted."""
    set_language(language)
    assert len({state_name(state) for state in RequestState}) == len(RequestState)
    now, since = clock.now, clock.now - timedelta(days=3, hours=1)
    asked = make_project(status=ProjectStatus.SENT, requested_at=since)
    stages = (
        make_project(copied_at=since),
        asked,
        replace(asked, requested_at=now),
        replace(asked, number="202609010001", answered_at=since),
        replace(asked, status=ProjectStatus.REFUSED, answered_at=since),
    )
    sentences = [progress_sentence(stage, now) for stage in stages]
    assert len(set(sentences)) == len(stages)
    assert "3" in sentences[1]
    assert all("11:00" in one or "12:00" in one for one in sentences)
    for undated in (make_project(), replace(asked, requested_at=None)):
        assert progress_sentence(undated, now)
    assert progress_sentence(make_active_project(), now) == ""


def test_a_requested_number_is_not_requested_twice(workspace: Workspace, clock: FakeClock) -> None:
    """“Request a new number”, the day after it was done, makes people send it again."""
    workspace.save_account(make_account(name="Shop"))
    soon = clock.now + timedelta(days=3)
    workspace.save_project(make_active_project(valid_until=soon))
    workspace.save_order(make_order())
    [step] = next_steps.next_steps(workspace.book(), clock.now)
    assert step.step is Step.REQUEST
    workspace.send_request(make_project(), "text")
    [step] = next_steps.next_steps(workspace.book(), clock.now)
    assert (step.step, step.button) == (Step.NUMBER, "Enter the number")
    assert "waiting" in step.text
