"""The verdict while an order is typed, and the console as the next step after “go”."""

from __future__ import annotations

from desktop.domain.model import Window
from desktop.forms.wizard_steps import Step
from desktop.ui.shared.context import Context
from desktop.ui.wizard.order_line import OrderLine
from desktop.wording.verdicts import gates
from tests.builders import UID
from tests.ui.wizard.conftest import Browser
from tests.ui.wizard.hands import ORDER, Hands, Open, record_account, record_order, record_project


def _ready(context: Context) -> None:
    record_account(context)
    record_project(context)


def test_the_verdict_appears_while_typing(open_wizard: Open, context: Context) -> None:
    """Otherwise an order that can never be associated would be logged before anyone notices."""
    _ready(context)
    hands: Hands = open_wizard(UID, Step.ORDERS)
    hands.open_order_form()
    assert not hands.page.verdict.isVisible()
    hands.fill_order()
    assert hands.page.verdict.title.text() == "To associate"
    hands.type(hands.form.fields["created_at"].editor, "2026-08-20 10:00")
    hands.type(hands.form.fields["paid_at"].editor, "2026-08-20 10:05")
    assert hands.page.verdict.title.text() == "Not eligible"
    hands.type(hands.form.fields["number"].editor, "x")
    assert not hands.page.verdict.isVisible()


def test_nothing_is_logged_before_there_is_an_order(open_wizard: Open, context: Context) -> None:
    """Otherwise Enter would lead to an empty countdown."""
    _ready(context)
    hands: Hands = open_wizard(UID, Step.ORDERS)
    assert hands.focus() is hands.page.paste_button
    assert not hands.commit.isEnabled()
    record_order(context)
    context.changed.emit()
    assert hands.commit.isEnabled()
    assert hands.commit.text() == "Continue to the countdown"


def test_input_stays_while_another_way_is_chosen(open_wizard: Open, context: Context) -> None:
    """Otherwise a look at the other ways would cost a form full of input."""
    _ready(context)
    hands: Hands = open_wizard(UID, Step.ORDERS)
    hands.fill_order()
    typed = hands.form.values()
    hands.click(hands.page.another_way)
    hands.click(hands.page.type_button)
    assert hands.form.values() == typed


def test_after_a_go_the_console_comes_first(
    open_wizard: Open, context: Context, browser: Browser
) -> None:
    """Otherwise the page would offer to log an order that nobody has placed yet."""
    _ready(context)
    account = context.workspace.book().accounts[UID]
    hands: Hands = open_wizard(UID, Step.GATE)
    assert not hands.second.isVisible()
    for question in gates.questions():
        context.workspace.answer(account, question.id, True)
    context.changed.emit()
    assert hands.second.property("kind") == "primary"
    assert hands.commit.property("kind") == "plain"
    hands.click(hands.second)
    assert browser.shown == [context.workspace.programme.console.url]
    assert hands.at(Step.GATE)
    assert hands.commit.property("kind") == "primary"
    assert hands.focus() is hands.commit


def test_a_refusal_is_noted_from_the_last_page(open_wizard: Open, context: Context) -> None:
    """Otherwise a user whose console refuses would be stuck before a countdown."""
    _ready(context)
    record_order(context)
    hands: Hands = open_wizard()
    hands.click(hands.second)
    guide = hands.page.guide
    assert guide.refusal.isVisible()
    guide.window_seen.set_value("day")
    hands.click(guide.record_button)
    guide.reject()
    assert context.workspace.book().accounts[UID].window is Window.DAY
    assert hands.page.card.left.text() == "12 hours"
    assert hands.focus() is hands.page.steps.console


def test_logged_orders_are_visible_without_scrolling(open_wizard: Open, context: Context) -> None:
    """The drop area would push it below the edge."""
    _ready(context)
    hands = open_wizard(UID, Step.ORDERS)
    assert hands.page.drop_zone.isVisible()
    hands.page.type_button.click()
    hands.type(hands.form.fields["number"].editor, ORDER)
    hands.type(hands.form.fields["paid_at"].editor, "10:00")
    hands.second.click()
    hands.page.another_way.click()
    assert hands.page.tiles.isVisible()
    assert not hands.page.drop_zone.isVisible()


def test_the_sign_at_a_logged_order_explains_the_verdict(
    open_wizard: Open, context: Context
) -> None:
    """It explains a verdict; “Source” belongs to a rule."""
    _ready(context)
    record_order(context)
    hands = open_wizard(UID, Step.ORDERS)
    hands.page.another_way.click()
    hands.page.type_button.click()
    hands.type(hands.form.fields["number"].editor, "234567890123499")
    hands.type(hands.form.fields["paid_at"].editor, "10:00")
    hands.second.click()
    [line] = hands.page.findChildren(OrderLine)
    assert line.info.accessibleName().startswith("Why: ")
    assert "234567890123499" in line.info.accessibleName()
