"""The steps of a request, each an action that can be undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.domain.journal import ActionName, ChangedElsewhere
from desktop.domain.model import ProjectStatus
from desktop.forms.wizard_steps import (
    Step,
    completed_steps,
    copied_request,
    next_step,
    pending_request,
)
from desktop.services.workspace import Workspace
from desktop.wording.records import history
from tests.builders import PROJECT_NUMBER, UID, make_account, make_project
from tests.conftest import FakeClock


@pytest.fixture
def asking(workspace: Workspace) -> Workspace:
    """Record an account."""
    workspace.save_account(make_account())
    return workspace


def test_copied_sent_and_answered_each_have_their_moment(
    asking: Workspace, clock: FakeClock
) -> None:
    """The reminder counts from these times, and a partner is told them."""
    copied = asking.copy_request(make_project(partner="P"), "text")
    clock.advance(hours=1)
    sent = asking.send_request(copied, "text", copied)
    clock.advance(hours=1)
    number = replace(sent, number=PROJECT_NUMBER, status=ProjectStatus.ACTIVE)
    received = asking.save_project(number, sent)
    begun = clock.now - timedelta(hours=2)
    assert received.copied_at == begun
    assert received.requested_at == begun + timedelta(hours=1)
    assert received.answered_at == clock.now
    assert asking.book().projects == (received,)


def test_each_step_can_be_undone_and_is_named(asking: Workspace) -> None:
    """It may have been copied by mistake, for the wrong account."""
    copied = asking.copy_request(make_project(partner="P"), "text")
    asking.send_request(copied, "text", copied)
    entries = asking.history(2)
    assert [entry.action for entry in entries] == [
        ActionName.REQUEST_SENT,
        ActionName.REQUEST_COPIED,
    ]
    assert history.sentence(entries[1]) == "Copy request to “P”"
    asking.undo()
    assert asking.book().projects == (copied,)
    asking.undo()
    assert asking.book().projects == ()


def test_copied_is_not_sent(asking: Workspace) -> None:
    """The guide would continue to the number, for which nobody was asked."""
    copied = asking.copy_request(make_project(), "text")
    book = asking.book()
    assert copied_request(book, UID) == copied
    assert pending_request(book, UID) is None
    assert next_step(book, UID) is Step.REQUEST
    assert completed_steps(book, UID) == {Step.ACCOUNT}


def test_a_request_changed_elsewhere_is_not_copied_over(asking: Workspace) -> None:
    """Two windows, one request: the other one's number must not be lost."""
    copied = asking.copy_request(make_project(), "text")
    asking.send_request(copied, "text", copied)
    with pytest.raises(ChangedElsewhere):
        asking.copy_request(replace(copied, title="x"), "other", copied)


def test_what_was_typed_is_remembered_for_each_account(asking: Workspace) -> None:
    """The company is the same for all, the purpose is not."""
    asking.keep_request_facts(UID, {"company": "Example", "purpose": "shop"})
    assert asking.request_facts(UID) == {"company": "Example", "purpose": "shop"}
    assert asking.request_facts("10000") == {"company": "Example"}


def test_a_request_copied_by_mistake_is_deleted_and_restored(asking: Workspace) -> None:
    """It would stay on the page for ever, with reminders."""
    copied = asking.copy_request(make_project(partner="P"), "text")
    asking.delete_request(copied)
    assert asking.book().projects == ()
    [entry] = asking.history(1)
    assert history.sentence(entry) == "Delete request to “P”"
    asking.undo()
    assert asking.book().projects == (copied,)
    asking.redo()
    assert asking.book().projects == ()
    assert asking.check().ok


def test_a_request_that_was_answered_elsewhere_is_not_deleted(asking: Workspace) -> None:
    """Another window has the number already; orders may name it."""
    copied = asking.copy_request(make_project(partner="P"), "text")
    answered = replace(copied, number=PROJECT_NUMBER, status=ProjectStatus.ACTIVE)
    asking.save_project(answered, copied)
    with pytest.raises(ChangedElsewhere):
        asking.delete_request(copied)
    [kept] = asking.book().projects
    with pytest.raises(ValueError, match="name"):
        asking.delete_request(kept)
