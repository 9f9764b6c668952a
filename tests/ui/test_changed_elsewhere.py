"""A form whose record was changed elsewhere meanwhile overwrites nothing unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop.domain.model import Account
from desktop.forms.wizard_steps import Step
from desktop.services.workspace import Workspace
from desktop.ui.kit.labels import PlainLabel
from desktop.ui.orders.order_dialog import OrderDialog
from desktop.ui.projects.page import ProjectsPage
from desktop.ui.shared.conflict import ConflictCard
from desktop.ui.shared.context import Context
from desktop.ui.wizard.wizard import JourneyWizard
from tests.builders import UID, make_partner
from tests.ui.conftest import LogOrder
from tests.ui.record_forms import open_form
from tests.ui.wizard.wizard_user import WizardUser


@pytest.fixture
def other(workspace: Workspace) -> Iterator[Workspace]:
    """Open the same data as another process would."""
    other = Workspace.open(workspace.folder, workspace.clock)
    yield other
    other.close()


def texts_of(card: ConflictCard) -> list[str]:
    """Return every text of the card."""
    return [label.text() for label in card.findChildren(PlainLabel) if label.text()]


@pytest.fixture
def correcting(
    qtbot: QtBot, context: Context, log_order: LogOrder, other: Workspace
) -> OrderDialog:
    """Type a note into an order's form, after the amount was corrected elsewhere."""
    order = log_order()
    dialog = OrderDialog(context, order)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.form.restore({"note": "mine"})
    recorded = other.book().orders[UID, order.number]
    other.save_order(replace(recorded, payable=99900, note="theirs"))
    dialog.save()
    return dialog


def test_both_versions_are_shown_and_nothing_is_saved(
    correcting: OrderDialog, workspace: Workspace
) -> None:
    """The correction made elsewhere, beside the form's values that would overwrite it."""
    [order] = workspace.book().orders.values()
    assert (order.payable, order.note) == (99900, "theirs")
    assert correcting.isVisible()
    assert correcting.conflict.isVisible()
    texts = texts_of(correcting.conflict)
    for text in ("¥999.00", "¥2,040.00", "theirs", "mine"):
        assert text in texts
    assert correcting.form.values()["note"] == "mine"


def test_the_form_s_version_is_saved_on_request(
    correcting: OrderDialog, workspace: Workspace
) -> None:
    """The user has seen both and decides."""
    correcting.conflict.mine_button.click()
    assert not correcting.isVisible()
    [order] = workspace.book().orders.values()
    assert (order.payable, order.note) == (204000, "mine")
    workspace.undo()
    [order] = workspace.book().orders.values()
    assert (order.payable, order.note) == (99900, "theirs")


def test_the_recorded_version_is_loaded_on_request(
    correcting: OrderDialog, workspace: Workspace
) -> None:
    """A new correction then starts from the recorded version."""
    correcting.conflict.recorded_button.click()
    assert not correcting.conflict.isVisible()
    assert correcting.form.values()["note"] == "theirs"
    correcting.form.restore({"note": "both"})
    correcting.save()
    [order] = workspace.book().orders.values()
    assert (order.payable, order.note) == (99900, "both")


def test_a_second_change_elsewhere_is_noticed_again(
    correcting: OrderDialog, workspace: Workspace, other: Workspace
) -> None:
    """Another change may happen between the notice and the button."""
    [order] = other.book().orders.values()
    other.save_order(replace(order, note="later"))
    correcting.conflict.mine_button.click()
    assert correcting.conflict.isVisible()
    assert "later" in texts_of(correcting.conflict)
    [order] = workspace.book().orders.values()
    assert order.note == "later"


def test_an_order_deleted_elsewhere_is_not_corrected_in_the_trash(
    qtbot: QtBot, context: Context, log_order: LogOrder, other: Workspace, workspace: Workspace
) -> None:
    """The form says so, keeps its text and offers nothing that cannot be done."""
    order = log_order()
    dialog = OrderDialog(context, order)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.form.restore({"note": "mine"})
    other.delete_order(next(iter(other.book().orders.values())))
    dialog.save()
    assert dialog.conflict.isVisible()
    assert not dialog.conflict.mine_button.isVisible()
    assert dialog.form.values()["note"] == "mine"
    assert not workspace.book().orders


def _type_note(page: ProjectsPage) -> None:
    form = open_form(page)
    form.restore(form.values() | {"note": "mine"})


def _edit_account(page: ProjectsPage, workspace: Workspace) -> None:
    page.correct_account(workspace.book().accounts[UID])


def _edit_project(page: ProjectsPage, workspace: Workspace) -> None:
    page.correct_project(workspace.book().projects[0])


def _edit_partner(page: ProjectsPage, workspace: Workspace) -> None:
    page.correct_partner(workspace.book().partners[0])


FORMS: list[tuple[Callable[[ProjectsPage, Workspace], None], Callable[[Workspace], Any], str]] = [
    (_edit_account, lambda d: d.save_account(replace(d.book().accounts[UID], name="E")), "E"),
    (
        _edit_project,
        lambda d: d.save_project(replace(d.book().projects[0], title="Shop")),
        "Shop",
    ),
    (
        _edit_partner,
        lambda d: d.save_partner(replace(d.book().partners[0], contact="mail")),
        "mail",
    ),
]


@pytest.mark.parametrize(("edit", "change", "theirs"), FORMS)
def test_the_other_records_forms_notice_it_too(
    edit: Callable[[ProjectsPage, Workspace], None],
    change: Callable[[Workspace], Any],
    theirs: str,
    qtbot: QtBot,
    context: Context,
    workspace: Workspace,
    account: Account,
    other: Workspace,
) -> None:
    """A form of an account, project or partner would overwrite another program's change."""
    workspace.save_partner(make_partner())
    page = ProjectsPage(context)
    qtbot.addWidget(page)
    page.show()
    edit(page, workspace)
    _type_note(page)
    dialog = page.dialog
    assert dialog is not None
    change(other)
    entries = len(workspace.history(100))
    dialog.save()
    assert len(workspace.history(100)) == entries
    assert theirs in texts_of(dialog.conflict)
    dialog.conflict.recorded_button.click()
    assert open_form(page).values()["note"] == ""
    _type_note(page)
    dialog.save()
    assert page.dialog is None
    assert len(workspace.history(100)) == entries + 1


def test_the_wizard_loads_changes_of_other_fields(
    qtbot: QtBot, context: Context, workspace: Workspace, account: Account, other: Workspace
) -> None:
    """The typed name stays, the note from elsewhere is loaded, and both are announced."""
    wizard = JourneyWizard(context, UID, Step.ACCOUNT)
    qtbot.addWidget(wizard)
    wizard.show()
    user = WizardUser(qtbot, wizard)
    user.type(user.form.name.line, "Mine")
    other.save_account(replace(other.book().accounts[UID], note="theirs"))
    user.click_commit()
    assert wizard.step is Step.ACCOUNT
    assert "theirs" in user.page.problem_notice.text.text()
    assert (user.form.values()["name"], user.form.values()["note"]) == ("Mine", "theirs")
    user.click_commit()
    saved = workspace.book().accounts[UID]
    assert (saved.name, saved.note) == ("Mine", "theirs")


def test_a_reopened_draft_does_not_restore_old_values(
    qtbot: QtBot, context: Context, workspace: Workspace, log_order: LogOrder
) -> None:
    """Half a correction typed on Monday must not revert Tuesday's correction."""
    order = log_order()
    dialog = OrderDialog(context, order)
    qtbot.addWidget(dialog)
    dialog.show()
    before = dialog.form.values()["payable"]
    qtbot.keyClicks(dialog.form.fields["payable"].editor, "5")
    dialog.done(0)
    workspace.save_order(replace(order, note="Tuesday"))
    again = OrderDialog(context, workspace.book().orders[UID, order.number])
    qtbot.addWidget(again)
    again.show()
    assert again.form.values()["note"] == "Tuesday"
    assert again.form.values()["payable"] != before
