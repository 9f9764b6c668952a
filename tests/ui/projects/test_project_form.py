"""The form of a project, typed, pasted and clicked."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.domain.journal import DuplicateRecord
from desktop.domain.model import Project, ProjectStatus, RateEntry
from desktop.services.workspace import Workspace
from desktop.ui.projects.project_form import ProjectForm
from desktop.ui.shared.context import Context
from tests.builders import UID, make_account, make_active_project, make_partner, make_project

NUMBER = "202609010421"
REPLY = "项目编号：202609010421，创建时间 2026-09-01 10:21，有效期至 2026-12-01，返现 5%"


@pytest.fixture
def form(qtbot: QtBot, context: Context, workspace: Workspace) -> ProjectForm:
    """Show an empty form for an account that is recorded."""
    workspace.save_account(make_account(name="Hangzhou"))
    form = ProjectForm(context)
    qtbot.addWidget(form)
    form.set_account(UID)
    form.show()
    return form


def _paste(qtbot: QtBot, form: ProjectForm, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    qtbot.keyClick(form.reply.field.area, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def test_a_pasted_reply_fills_the_fields(
    qtbot: QtBot, form: ProjectForm, workspace: Workspace
) -> None:
    """The wizard promises it, and a number typed by hand is easily mistyped."""
    _paste(qtbot, form, REPLY)
    assert form.reply.field.hint.text() == (
        "Filled in: project number, time of creation, valid until, cashback rate."
    )
    project = form.read()
    assert project == Project(
        account=UID,
        number=NUMBER,
        status=ProjectStatus.ACTIVE,
        created_at=datetime(2026, 9, 1, 2, 21, tzinfo=UTC),
        valid_until=datetime(2026, 11, 30, 16, tzinfo=UTC),
        cashback_rate=Decimal("0.05"),
    )
    assert workspace.save_project(project).key is not None


def test_a_reply_never_overwrites_what_was_typed(qtbot: QtBot, form: ProjectForm) -> None:
    """The user knows better than a parser."""
    qtbot.keyClicks(form.rate.line, "8")
    _paste(qtbot, form, REPLY)
    assert form.values()["rate"] == "8"
    assert form.values()["number"] == NUMBER


def test_another_reply_replaces_what_the_first_one_filled_in(
    qtbot: QtBot, form: ProjectForm
) -> None:
    """Facts of a wrong message that was pasted first must not stay."""
    _paste(qtbot, form, "项目编号：202608010001")
    form.reply.field.area.selectAll()
    _paste(qtbot, form, REPLY)
    assert form.values()["number"] == NUMBER


def test_a_reply_for_another_account_is_questioned(qtbot: QtBot, form: ProjectForm) -> None:
    """A project of another account never works, and nobody would notice before the deadline."""
    _paste(qtbot, form, "账号UID：9876543210987654，项目编号：202609010421")
    assert "is about account 9876543210987654" in form.reply.field.hint.text()


def test_an_unclear_reply_says_what_to_fill_in(qtbot: QtBot, form: ProjectForm) -> None:
    """An empty field that looks forgotten is a rate that is never recorded."""
    _paste(qtbot, form, "项目编号：202609010421，返现 5%-8%")
    assert form.values()["rate"] == ""
    assert form.reply.field.hint.text().endswith("Please check: cashback rate.")


def test_an_unknown_creation_becomes_the_moment_of_receiving_and_stays_marked(
    qtbot: QtBot, form: ProjectForm
) -> None:
    """A guess earlier than the truth would call hopeless orders eligible."""
    qtbot.keyClicks(form.number.line, NUMBER)
    qtbot.keyClick(form.creation.unknown, Qt.Key.Key_Space)
    assert form.creation.moment.text() == "2026-09-10 12:00"
    project = form.read()
    assert project is not None
    assert project.created_at == datetime(2026, 9, 10, 4, tzinfo=UTC)
    assert project.created_assumed


def test_unticking_clears_the_assumed_moment(qtbot: QtBot, form: ProjectForm) -> None:
    """An assumption must not turn into a fact by a click."""
    qtbot.keyClick(form.creation.unknown, Qt.Key.Key_Space)
    qtbot.keyClick(form.creation.unknown, Qt.Key.Key_Space)
    assert form.creation.moment.text() == ""


def test_every_problem_is_explained_and_the_cursor_goes_to_the_first(
    qtbot: QtBot, form: ProjectForm
) -> None:
    """With one error at a time, the user has to press Save four times."""
    qtbot.keyClicks(form.number.line, "2026-09")
    qtbot.keyClicks(form.creation.moment.line, "2026-09-01")
    qtbot.keyClicks(form.rate.line, "150")
    with qtbot.waitActive(form):
        form.activateWindow()
    assert form.read() is None
    assert form.number.error.text().startswith("Only digits can go here.")
    assert form.creation.moment.error.text().startswith("The time is missing.")
    assert form.rate.error.text() == "The rate must be between 0% and 100%."
    assert form.number.line.hasFocus()
    assert form.values()["rate"] == "150"


def test_a_creation_that_has_not_come_is_refused(qtbot: QtBot, form: ProjectForm) -> None:
    """A wrong month would make every order of this month “too early”."""
    qtbot.keyClicks(form.number.line, NUMBER)
    qtbot.keyClicks(form.creation.moment.line, "2026-10-01 10:21")
    assert form.read() is None
    assert form.creation.moment.error.text().startswith("This time is still in the future.")


def test_validity_must_end_after_the_creation(qtbot: QtBot, form: ProjectForm) -> None:
    """Swapped dates would call the project expired from the start."""
    _paste(
        qtbot, form, "项目编号：202609010421，创建时间 2026-09-01 10:21，有效期至 2026-08-01 10:00"
    )
    assert form.read() is None
    assert form.valid_until.error.text().startswith("This is earlier than the creation time.")


def test_the_default_validity_is_shown_while_typing(qtbot: QtBot, form: ProjectForm) -> None:
    """People who leave the field empty must see the default."""
    qtbot.keyClicks(form.creation.moment.line, "2026-09-01 10:21")
    assert form.valid_until.hint.text() == "If left empty: three months, until 30 Nov 10:21."
    qtbot.keyClicks(form.valid_until.line, "2026-12-01")
    assert form.valid_until.hint.text().endswith(
        "to be safe, LinkDue assumes the project is valid until 30 Nov 24:00."
    )


def test_an_unusual_number_is_questioned_but_accepted(qtbot: QtBot, form: ProjectForm) -> None:
    """Eleven digits are most likely a slip, but may be right."""
    qtbot.keyClicks(form.number.line, "20260901042")
    qtbot.keyClicks(form.creation.moment.line, "2026-09-01 10:21")
    assert "12 digits" in form.number.hint.text()
    assert form.read() is not None


def test_a_number_makes_a_sent_request_active(
    qtbot: QtBot, context: Context, workspace: Workspace
) -> None:
    """With the status “request sent”, no verdict would ever use the project."""
    workspace.save_account(make_account())
    sent = workspace.send_request(make_project(partner="Partner"), "Hello")
    form = ProjectForm(context)
    qtbot.addWidget(form)
    form.load(sent)
    _paste(qtbot, form, REPLY)
    project = form.read()
    assert project is not None
    assert project.status is ProjectStatus.ACTIVE
    assert (project.key, project.partner, project.request_text) == (sent.key, "Partner", "Hello")


def test_an_active_project_needs_its_number(form: ProjectForm) -> None:
    """Without it, nothing can be associated in the console."""
    assert form.read() is None
    assert form.number.error.text() == "This is required. Please fill it in."


def test_rates_of_single_products(qtbot: QtBot, form: ProjectForm) -> None:
    """A partner who pays more for ECS must not be recorded with the general rate."""
    _paste(qtbot, form, REPLY)
    form.more_button.click()
    form.product_rates.add_button.click()
    row = form.product_rates.rows[0]
    qtbot.keyClicks(row.product.combo.lineEdit(), "Elastic Compute Service")
    qtbot.keyClicks(row.rate.line, "8%")
    project = form.read()
    assert project is not None
    assert dict(project.product_rates) == {"ecs": Decimal("0.08")}


def test_problems_of_product_rates_are_explained_in_their_row(
    qtbot: QtBot, form: ProjectForm
) -> None:
    """A rate without a product, or for the same one twice, would silently be lost."""
    _paste(qtbot, form, REPLY)
    form.more_button.click()
    for product, rate in (("ecs", "8"), ("ecs", "9"), ("", "7"), ("", "")):
        form.product_rates.add_button.click()
        row = form.product_rates.rows[-1]
        qtbot.keyClicks(row.product.combo.lineEdit(), product)
        qtbot.keyClicks(row.rate.line, rate)
    assert form.read() is None
    first, second, third, fourth = form.product_rates.rows
    assert not first.product.has_error()
    assert second.product.error.text().startswith("This product already has a rate.")
    assert third.product.has_error()
    assert not fourth.product.has_error()
    third.remove.click()
    second.remove.click()
    assert form.read() is not None


def test_values_are_read_back_as_they_were_typed(
    qtbot: QtBot, form: ProjectForm, context: Context
) -> None:
    """A draft that loses a field loses the user's work."""
    _paste(qtbot, form, "项目编号：2026")
    qtbot.keyClicks(form.creation.moment.line, "9-1 10:2")
    qtbot.keyClick(form.creation.unknown, Qt.Key.Key_Space)
    form.more_button.click()
    form.product_rates.add_button.click()
    qtbot.keyClicks(form.product_rates.rows[0].rate.line, "x")
    qtbot.keyClicks(form.title.line, "Web site")
    other = ProjectForm(context)
    qtbot.addWidget(other)
    other.set_account(UID)
    other.restore(form.values())
    assert other.values() == form.values()


def test_a_recorded_project_is_read_back_unchanged(
    qtbot: QtBot, context: Context, workspace: Workspace
) -> None:
    """Opening and saving a correction must not change a second, a rate or a mark."""
    workspace.save_account(make_account())
    record = workspace.save_project(
        make_active_project(
            number=NUMBER,
            partner="示例伙伴",
            created_at=datetime(2026, 9, 1, 2, 21, 7, tzinfo=UTC),
            created_assumed=True,
            valid_until=datetime(2026, 11, 30, 16, tzinfo=UTC),
            cashback_rate=Decimal("0.075"),
            product_rates={"ecs": Decimal("0.08"), "unheard-of": Decimal("0.01")},
            later_rates=(
                RateEntry(rate=Decimal("0.06"), since=date(2026, 10, 1)),
                RateEntry(rate=Decimal("0.09"), product="ecs", since=date(2026, 11, 1)),
            ),
            excluded_products=frozenset({"domain", "odd, code"}),
            title="官网迁移",
            note="<b>plain</b>",
        )
    )
    form = ProjectForm(context)
    qtbot.addWidget(form)
    form.load(record)
    assert form.read() == record


def test_the_only_partner_is_chosen_for_a_new_project(
    qtbot: QtBot, context: Context, workspace: Workspace
) -> None:
    """Most people have one partner: typing the name again invites a second spelling."""
    workspace.save_account(make_account())
    workspace.save_partner(make_partner(name="示例伙伴"))
    form = ProjectForm(context)
    qtbot.addWidget(form)
    form.set_account(UID)
    assert form.values()["partner"] == "示例伙伴"


def test_a_new_project_begins_with_what_its_partner_promises(
    qtbot: QtBot, context: Context, workspace: Workspace
) -> None:
    """The rates are on the partner's card; typed again for each project, one gets mistyped."""
    workspace.save_account(make_account())
    workspace.save_partner(make_partner(name="Other"))
    workspace.save_partner(
        make_partner(
            rates=(
                RateEntry(rate=Decimal("0.05")),
                RateEntry(rate=Decimal("0.08"), product="ecs", since=date(2026, 10, 1)),
            ),
            excluded_products=frozenset({"domain"}),
        )
    )
    form = ProjectForm(context)
    qtbot.addWidget(form)
    form.set_account(UID)
    form.partner.set_value("P")
    form.partner.edited.emit()
    assert (form.rate.text(), len(form.product_rates.rows)) == ("5%", 1)
    form.partner.set_value("Other")
    form.partner.edited.emit()
    assert (form.rate.text(), len(form.product_rates.rows)) == ("", 0)
    form.rate.set_text("3")
    form.partner.set_value("P")
    form.partner.edited.emit()
    assert (form.rate.text(), len(form.product_rates.rows)) == ("3", 0)


def test_a_reply_counts_more_than_what_its_partner_promises_in_general(
    qtbot: QtBot, context: Context, workspace: Workspace
) -> None:
    """The number came with its own rate: the card's would be claimed instead."""
    workspace.save_account(make_account())
    workspace.save_partner(make_partner(rates=(RateEntry(rate=Decimal("0.03")),)))
    form = ProjectForm(context)
    qtbot.addWidget(form)
    form.set_account(UID)
    assert form.rate.text() == "3%"
    form.show()
    _paste(qtbot, form, REPLY)
    project = form.read()
    assert project is not None
    assert project.cashback_rate == Decimal("0.05")


def test_a_rate_for_all_products_needs_its_day(qtbot: QtBot, form: ProjectForm) -> None:
    """Without a day it would contradict the rate above it."""
    _paste(qtbot, form, REPLY)
    form.more_button.click()
    form.product_rates.add_button.click()
    row = form.product_rates.rows[0]
    row.product.set_value("*")
    row.rate.set_text("7")
    assert form.read() is None
    assert row.since.error.text().startswith("From which day?")
    row.since.set_text("2026-13-01")
    assert form.read() is None
    row.since.set_text("10-1")
    project = form.read()
    assert project is not None
    assert [entry.since for entry in project.later_rates] == [date(2026, 10, 1)]


def test_excluded_products_are_named_as_the_console_does(qtbot: QtBot, form: ProjectForm) -> None:
    """An unknown code would exclude nothing."""
    _paste(qtbot, form, REPLY)
    form.more_button.click()
    form.product_rates.excluded.set_text("Object Storage Service， cdn、sms")
    project = form.read()
    assert project is not None
    assert project.excluded_products == {"oss", "cdn", "sms"}


def test_a_number_recorded_already_is_explained(form: ProjectForm) -> None:
    """Otherwise saving would seem to do nothing."""
    form.show_duplicate(DuplicateRecord("projects"))
    assert form.number.error.text() == "This project number is already in LinkDue for this account."
