"""The verdict while an order is typed, and the console as the next step after “go”."""

from __future__ import annotations

from desktop.domain.model import Window
from desktop.forms.wizard_steps import Step
from desktop.ui.shared.context import Context
from desktop.ui.wizard.order_line import OrderLine
from desktop.wording.verdicts import gates
from tests.builders import UID
from tests.ui.wizard.conftest import Browser
from tests.ui.wizard.wizard_user import (
    ORDER,
    Open,
    WizardUser,
    record_account,
    record_order,
    record_project,
)


def _ready(context: Context) -> None:
    record_account(context)
    record_project(context)


def test_the_verdict_appears_while_typing(open_wizard: Open, context: Context) -> None:
    """Otherwise an order that can never be associated would be logged before anyone notices."""
    _ready(context)
    user: WizardUser = open_wizard(UID, Step.ORDERS)
    user.open_order_form()
    assert not user.page.verdict.isVisible()
    user.fill_order()
    assert user.page.verdict.title.text() == "To associate"
    user.type(user.form.fields["created_at"].editor, "2026-08-20 10:00")
    user.type(user.form.fields["paid_at"].editor, "2026-08-20 10:05")
    assert user.page.verdict.title.text() == "Not eligible"
    user.type(user.form.fields["number"].editor, "x")
    assert not user.page.verdict.isVisible()


def test_nothing_is_logged_before_there_is_an_order(open_wizard: Open, context: Context) -> None:
    """Otherwise Enter would lead to an empty countdown."""
    _ready(context)
    user: WizardUser = open_wizard(UID, Step.ORDERS)
    assert user.focus() is user.page.paste_button
    assert not user.commit.isEnabled()
    record_order(context)
    context.changed.emit()
    assert user.commit.isEnabled()
    assert user.commit.text() == "Continue to the countdown"


def test_input_stays_while_another_way_is_chosen(open_wizard: Open, context: Context) -> None:
    """Otherwise a look at the other ways would cost a form full of input."""
    _ready(context)
    user: WizardUser = open_wizard(UID, Step.ORDERS)
    user.fill_order()
    typed = user.form.values()
    user.click(user.page.another_way)
    user.click(user.page.type_button)
    assert user.form.values() == typed


def test_after_a_go_the_console_comes_first(
    open_wizard: Open, context: Context, browser: Browser
) -> None:
    """Otherwise the page would offer to log an order that nobody has placed yet."""
    _ready(context)
    account = context.workspace.book().accounts[UID]
    user: WizardUser = open_wizard(UID, Step.GATE)
    assert not user.second.isVisible()
    for question in gates.questions():
        context.workspace.answer(account, question.id, True)
    context.changed.emit()
    assert user.second.property("kind") == "primary"
    assert user.commit.property("kind") == "plain"
    user.click(user.second)
    assert browser.shown == [context.workspace.programme.console.url]
    assert user.at(Step.GATE)
    assert user.commit.property("kind") == "primary"
    assert user.focus() is user.commit


def test_a_refusal_is_noted_from_the_last_page(open_wizard: Open, context: Context) -> None:
    """Otherwise a user whose console refuses would be stuck before a countdown."""
    _ready(context)
    record_order(context)
    user: WizardUser = open_wizard()
    user.click(user.second)
    guide = user.page.guide
    assert guide.refusal.isVisible()
    guide.refusal.window_seen.set_value("day")
    user.click(guide.refusal.record_button)
    guide.reject()
    assert context.workspace.book().accounts[UID].window is Window.DAY
    assert user.page.card.left.text() == "12 hours"
    assert user.focus() is user.page.steps.console


def test_logged_orders_are_visible_without_scrolling(open_wizard: Open, context: Context) -> None:
    """The drop area would push it below the edge."""
    _ready(context)
    user = open_wizard(UID, Step.ORDERS)
    assert user.page.drop_zone.isVisible()
    user.page.type_button.click()
    user.type(user.form.fields["number"].editor, ORDER)
    user.type(user.form.fields["paid_at"].editor, "10:00")
    user.second.click()
    user.page.another_way.click()
    assert user.page.tiles.isVisible()
    assert not user.page.drop_zone.isVisible()


def test_the_sign_at_a_logged_order_explains_the_verdict(
    open_wizard: Open, context: Context
) -> None:
    """It explains a verdict; “Source” belongs to a rule."""
    _ready(context)
    record_order(context)
    user = open_wizard(UID, Step.ORDERS)
    user.page.another_way.click()
    user.page.type_button.click()
    user.type(user.form.fields["number"].editor, "234567890123499")
    user.type(user.form.fields["paid_at"].editor, "10:00")
    user.second.click()
    [line] = user.page.findChildren(OrderLine)
    assert line.info.accessibleName().startswith("Why: ")
    assert "234567890123499" in line.info.accessibleName()
