"""Input that cannot be saved stays in its form, with the reason, and can be saved later."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop.base.storage import StorageErrorKind
from desktop.domain.model import Account
from desktop.domain.views import Query, View
from desktop.forms.wizard_steps import Step
from desktop.services.workspace import Workspace
from desktop.ui.gate.gate_view import GateView
from desktop.ui.imports.import_dialog import ImportDialog
from desktop.ui.orders.associate_guide import AssociateGuide
from desktop.ui.orders.order_dialog import OrderDialog
from desktop.ui.orders.page import OrdersPage
from desktop.ui.projects.page import ProjectsPage
from desktop.ui.projects.record_dialog import RecordDialog
from desktop.ui.settings.page import SettingsPage
from desktop.ui.shared.context import Context
from desktop.ui.wizard.wizard import JourneyWizard
from tests.builders import UID, make_account, make_partner
from tests.sql import read_tables
from tests.ui.conftest import PROJECT, LogOrder
from tests.ui.orders.conftest import delete_button
from tests.ui.record_forms import open_form
from tests.ui.storage_problems import PROBLEMS, FailingWrites, failing_writes_of, full_disk
from tests.ui.wizard.wizard_user import WizardUser

SAMPLE = Path(__file__).parents[1] / "exchange" / "samples" / "query_orders.json"


@pytest.fixture(params=PROBLEMS)
def failing_writes(
    request: pytest.FixtureRequest, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> FailingWrites:
    """Return a context manager in whose block every write fails."""
    if request.param == "full":
        return full_disk
    return lambda: failing_writes_of(workspace, request.param, monkeypatch)


@pytest.fixture
def failures(context: Context) -> list[tuple[str, str]]:
    """Collect the window's notices."""
    collected: list[tuple[str, str]] = []
    context.failed.connect(lambda cause, cure: collected.append((cause, cure)))
    return collected


def everything(workspace: Workspace) -> list[object]:
    """Return everything recorded, and the journal."""
    tables = ("accounts", "partners", "projects", "orders", "answers", "sightings", "settings")
    rows = read_tables(workspace.data_file, *tables).values()
    return [*rows, workspace.history(1000)]


# The forms of records


def _new_account(page: ProjectsPage, _workspace: Workspace) -> None:
    page.add_account()
    open_form(page).restore({"uid": "1234512345123451", "name": "New", "note": "<b>n</b>"})


def _account(page: ProjectsPage, workspace: Workspace) -> None:
    page.correct_account(workspace.book().accounts[UID])
    open_form(page).name.set_text("Other")


def _project(page: ProjectsPage, workspace: Workspace) -> None:
    page.correct_project(workspace.book().projects[0])
    open_form(page).note.set_text("Other")


def _new_project(page: ProjectsPage, workspace: Workspace) -> None:
    page.add_project(workspace.book().accounts[UID])
    form = open_form(page)
    form.restore(form.values() | {"number": "202609010777", "created": "2026-09-01 10:00"})


def _partner(page: ProjectsPage, workspace: Workspace) -> None:
    page.correct_partner(workspace.book().partners[0])
    open_form(page).contact.set_text("by mail")


@pytest.mark.parametrize("fill", [_new_account, _account, _project, _new_project, _partner])
def test_a_record_s_form_keeps_what_was_typed(
    fill: Callable[[ProjectsPage, Workspace], None],
    failing_writes: FailingWrites,
    qtbot: QtBot,
    context: Context,
    workspace: Workspace,
    account: Account,
) -> None:
    """Account, project and partner, new and corrected."""
    workspace.save_partner(_any_partner())
    page = ProjectsPage(context)
    qtbot.addWidget(page)
    page.show()
    fill(page, workspace)
    dialog = page.dialog
    assert isinstance(dialog, RecordDialog)
    typed, before = dict(open_form(page).values()), everything(workspace)
    with failing_writes():
        dialog.save()
    assert dialog.isVisible()
    assert dialog.notice.isVisible()
    assert dict(open_form(page).values()) == typed
    assert everything(workspace) == before
    dialog.save()
    assert page.dialog is None
    assert everything(workspace) != before


def _any_partner() -> Any:

    return make_partner()


# Orders


def _order_dialog(qtbot: QtBot, context: Context, **given: Any) -> OrderDialog:
    dialog = OrderDialog(context, **given)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_a_new_order_stays_in_its_form(
    failing_writes: FailingWrites,
    qtbot: QtBot,
    context: Context,
    workspace: Workspace,
    account: Account,
) -> None:
    """At the worst moment, 23:40 on the last day, nothing has to be typed twice."""
    dialog = _order_dialog(qtbot, context)
    facts = {"number": "236414227150999", "created_at": "2026-09-10 10:00", "payable": "20"}
    dialog.form.restore(facts | {"paid_at": "2026-09-10 10:01"})
    typed, before = dialog.form.values(), everything(workspace)
    with failing_writes():
        dialog.save()
    assert dialog.isVisible()
    assert dialog.verdict.isVisible()
    assert dialog.form.values() == typed
    assert everything(workspace) == before
    dialog.save()
    assert (UID, "236414227150999") in workspace.book().orders


def test_correcting_and_deleting_an_order_keep_its_form(
    failing_writes: FailingWrites,
    qtbot: QtBot,
    context: Context,
    workspace: Workspace,
    log_order: LogOrder,
) -> None:
    """The form must not close although the order was neither corrected nor deleted."""
    order = log_order()
    dialog = _order_dialog(qtbot, context, order=order)
    dialog.form.restore(dialog.form.values() | {"note": "new"})
    typed, before = dialog.form.values(), everything(workspace)
    with failing_writes():
        dialog.save()
        delete_button(dialog).click()
    assert dialog.isVisible()
    assert dialog.form.values() == typed
    assert everything(workspace) == before
    dialog.save()
    assert workspace.book().orders[UID, order.number].note == "new"


def test_half_typed_input_that_cannot_be_saved_is_reported_once(
    failing_writes: FailingWrites,
    qtbot: QtBot,
    context: Context,
    account: Account,
    failures: list[tuple[str, str]],
) -> None:
    """A notice with every key would keep the user from typing at all."""
    dialog = _order_dialog(qtbot, context)
    editor = dialog.form.fields["number"].editor
    with failing_writes():
        for key in "236414":
            qtbot.keyClicks(editor, key)
            dialog.draft.flush()
    assert len(failures) == 1
    assert dialog.form.values()["number"] == "236414"
    qtbot.keyClicks(editor, "2")
    dialog.done(0)
    again = _order_dialog(qtbot, context)
    assert again.form.values()["number"] == "2364142"


def _page(qtbot: QtBot, context: Context, view: View) -> OrdersPage:
    page = OrdersPage(context)
    qtbot.addWidget(page)
    page.show()
    page.show_query(Query(view))
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    page.table.selectAll()
    qtbot.waitUntil(lambda: bool(page.selection().lines))
    return page


@pytest.mark.parametrize("action", ["pay", "associate_as"])
def test_the_small_forms_stay_open(
    action: str,
    failing_writes: FailingWrites,
    qtbot: QtBot,
    context: Context,
    workspace: Workspace,
    log_order: LogOrder,
    failures: list[tuple[str, str]],
) -> None:
    """A time looked up in the console must not have to be looked up again."""
    facts: dict[str, Any] = {"status": "unpaid", "paid_at": None} if action == "pay" else {}
    log_order(**({"status": _unpaid()} | {"paid_at": None} if facts else {}))
    page = _page(qtbot, context, View.WAITING if action == "pay" else View.TO_ASSOCIATE)
    getattr(page.actions_, action)()
    dialog: Any = page.actions_.dialog
    dialog.at.set_text("2026-09-10 11:30")
    before = everything(workspace)
    with failing_writes():
        dialog.commit()
        qtbot.waitUntil(lambda: bool(failures))
    assert dialog.isVisible()
    assert dialog.notice.isVisible()
    assert dialog.at.text() == "2026-09-10 11:30"
    assert everything(workspace) == before
    dialog.commit()
    qtbot.waitUntil(lambda: page.actions_.dialog is None)
    assert everything(workspace) != before
    page.close_down()


def _unpaid() -> Any:
    from desktop.domain.model import OrderStatus

    return OrderStatus.UNPAID


def test_the_guide_reports_what_was_not_recorded(
    failing_writes: FailingWrites,
    qtbot: QtBot,
    context: Context,
    workspace: Workspace,
    log_order: LogOrder,
) -> None:
    """Beside the browser, nobody sees a notice in the window behind."""
    guide = AssociateGuide(context, log_order())
    qtbot.addWidget(guide)
    guide.show()
    guide.show_refusal()
    guide.refusal.console_message.set_text("已超过关联时限")
    before = everything(workspace)
    with failing_writes():
        guide.record_refusal()
        guide.mark_associated()
    assert guide.isVisible()
    assert guide.consequence.isVisible()
    assert guide.refusal.console_message.text() == "已超过关联时限"
    assert everything(workspace) == before
    guide.mark_associated()
    assert not guide.isVisible()


# The wizard


def _copy_request(user: WizardUser) -> None:
    user.fill_request()
    user.click_commit()


def _steps() -> list[tuple[Step, Callable[[WizardUser], None]]]:
    return [
        (Step.ACCOUNT, lambda user: user.fill_account(uid="6543210987654321")),
        (Step.REQUEST, _copy_request),
        (Step.NUMBER, lambda user: user.fill_number("202609010999")),
        (Step.ORDERS, WizardUser.fill_order),
    ]


@pytest.mark.parametrize(("step", "fill"), _steps(), ids=lambda part: getattr(part, "name", ""))
def test_a_page_of_the_wizard_is_not_left(
    step: Step,
    fill: Callable[[WizardUser], None],
    failing_writes: FailingWrites,
    qtbot: QtBot,
    context: Context,
    workspace: Workspace,
) -> None:
    """Each page saves its input, or stays open and says why."""
    if step is not Step.ACCOUNT:
        workspace.save_account(make_account(name="Example"))
    wizard = JourneyWizard(context, UID if step is not Step.ACCOUNT else None, step)
    qtbot.addWidget(wizard)
    wizard.show()
    user = WizardUser(qtbot, wizard)
    fill(user)
    wizard.shown.leave()
    typed, before = user.form.values(), everything(workspace)
    with failing_writes():
        user.click_commit()
    assert wizard.step is step
    assert user.page.problem_notice.isVisible()
    assert user.form.values() == typed
    assert everything(workspace) == before
    user.click_commit()
    assert everything(workspace) != before


def test_a_number_is_not_saved_twice_where_only_the_draft_stays(
    qtbot: QtBot, context: Context, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A draft that cannot be deleted must not make the saved record look unsaved."""
    workspace.save_account(make_account(name="Example"))
    wizard = JourneyWizard(context, UID, Step.NUMBER)
    qtbot.addWidget(wizard)
    wizard.show()
    user = WizardUser(qtbot, wizard)
    user.fill_number("202609010999")

    def refuse(_name: str) -> None:
        raise _no_space(workspace)

    monkeypatch.setattr(workspace, "drop_draft", refuse)
    user.click_commit()
    assert wizard.step is Step.GATE
    assert len(workspace.book().projects) == 1


def _no_space(workspace: Workspace) -> Exception:
    from desktop.base.storage import StorageError

    return StorageError(StorageErrorKind.NO_SPACE, workspace.data_file)


def test_an_answer_that_was_not_saved_is_not_shown(
    failing_writes: FailingWrites,
    qtbot: QtBot,
    context: Context,
    workspace: Workspace,
    account: Account,
    failures: list[tuple[str, str]],
) -> None:
    """The gate must not look answered although nothing was stored."""
    view = GateView(context)
    qtbot.addWidget(view)
    view.show_account(UID)
    view.show()
    row = next(iter(view.questions.values()))
    with failing_writes():
        row.box.click()
    assert failures
    assert not row.box.isChecked()
    row.box.click()
    assert list(workspace.answers(account).values()) == [True]


# Files and settings


def test_an_import_can_be_pressed_again(
    failing_writes: FailingWrites,
    qtbot: QtBot,
    context: Context,
    workspace: Workspace,
    account: Account,
) -> None:
    """The plan stays, and the message on a full disk says how much space is needed."""
    dialog = ImportDialog(context, SAMPLE, account=UID)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.plan is not None)
    before = everything(workspace)
    with failing_writes(), qtbot.waitSignal(dialog.importer.failed):
        dialog.run_import()
    assert dialog.isVisible()
    assert everything(workspace) == before
    assert dialog.commit_button.isEnabled()
    with qtbot.waitSignal(dialog.imported):
        dialog.run_import()
    assert everything(workspace) != before


@pytest.mark.skipif("sys.platform == 'win32'", reason="no limits for files there")
@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".ics", ".pdf", ".json"])
def test_an_export_that_does_not_fit_leaves_the_old_file(
    ending: str,
    qtbot: QtBot,
    context: Context,
    log_order: LogOrder,
    tmp_path: Path,
    failures: list[tuple[str, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In every format: last month's file, no part of a new one, and the space it needs."""
    log_order()
    path = tmp_path / f"orders{ending}"
    path.write_bytes(b"last month")
    page = _page(qtbot, context, View.TO_ASSOCIATE)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_all: (str(path), "")))
    monkeypatch.setenv("SQLITE_TMPDIR", str(tmp_path))
    with full_disk():
        page.exporter.choose()
        qtbot.waitUntil(lambda: bool(failures))
    [(cause, cure)] = failures
    assert cause == "Nothing was exported."
    assert cure.startswith(f"The disk is full: {path}. About ")
    assert path.read_bytes() == b"last month"
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == [path.name]
    page.close_down()


def test_a_theme_that_cannot_be_saved_is_not_chosen(
    failing_writes: FailingWrites,
    qtbot: QtBot,
    context: Context,
    workspace: Workspace,
    failures: list[tuple[str, str]],
) -> None:
    """The settings would show a theme that the next start does not have."""
    page = SettingsPage(context)
    qtbot.addWidget(page)
    page.show()
    with failing_writes():
        row = page.theme.combo.findData("dark")
        page.theme.combo.setCurrentIndex(row)
        page.theme.combo.activated.emit(row)
    assert failures
    assert page.theme.value() == "system"
    assert workspace.setting("theme") is None


def test_a_full_disk_is_reported_with_how_much_is_needed(
    qtbot: QtBot,
    context: Context,
    log_order: LogOrder,
    failures: list[tuple[str, str]],
    workspace: Workspace,
) -> None:
    """“Free some space” is no help without how much."""
    order = log_order()
    with failing_writes_for_space(workspace, free=3_000_000):
        context.run_action("", lambda: workspace.associate(order))
    assert failures[0][1].startswith("About 8.4 MB is needed, and 3 MB is free.")


def failing_writes_for_space(workspace: Workspace, free: int) -> Any:
    """Make every write fail for lack of space, with so many bytes free."""
    from contextlib import contextmanager

    patch = pytest.MonkeyPatch()

    @contextmanager
    def full() -> Iterator[None]:
        patch.setattr("desktop.base.storage.free_bytes", lambda _path: free)
        with failing_writes_of(workspace, StorageErrorKind.NO_SPACE, patch):
            yield
        patch.undo()

    return full()


def test_the_project_page_s_fixture_is_as_assumed(account: Account, workspace: Workspace) -> None:
    """The forms above correct the records of the fixture."""
    assert [project.number for project in workspace.book().projects] == [PROJECT]
